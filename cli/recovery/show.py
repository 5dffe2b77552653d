"""`bailu recovery show`: the demands of one case, what each takes back, and what came in."""

from __future__ import annotations

from typing import Any

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.verbs import Verb, output_option
from domain.application.decisions.recovery import the_recovery
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.amounts import amount_in_words
from usecases.dossiers.demand_sheet import COLUMNS, PAYMENTS, demand_values
from usecases.dossiers.dossier import applicant_shown, open_dossier
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_PLAN = (
    Column("due_on", N_("Due by"), Kind.DAY),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
)


@click.command("show", cls=Verb, help=N_("Show the demands of one application, or one of them: what is due and open."))
@click.argument("number")
@click.argument("recovery", required=False, metavar="[DEMAND]")
@output_option
@click.pass_obj
def command(settings: Settings, number: str, recovery: str | None, output: str | None) -> None:
    session = OfficerSession(settings)
    dossier = open_dossier(session, number)
    case = dossier.case
    found = [the_recovery(case, recovery)] if recovery else list(case.recoveries.values())
    demands = [demand_values(each, dossier.recorded) for each in found]
    if output in ("csv", "xlsx"):
        print_listing(COLUMNS, demands, output)
        return
    payee = applicant_shown(session, case).name
    values = {
        "number": number,
        "payee": payee,
        "recovery": case.recovery,
        "overpaid_fen": case.overpaid_fen,
        "owed_back_fen": max(0, case.owed_back.open_fen),
        "demands": demands,
    }
    if print_record(values, output, COLUMNS):
        return
    print_line(f"{number}  {dossier.scheme_name}  {payee}")
    print_line(_("Overpaid: %(amount)s") % {"amount": amount_in_words(case.overpaid_fen)})
    if not demands:
        print_line(_("Nothing was ever demanded back."))
        return
    print_table(COLUMNS, demands)
    for each in demands:
        _print_demand(each)


def _print_demand(demand: dict[str, Any]) -> None:
    print_line(
        _("Demand %(recovery)s (%(standing)s): %(open)s open of %(demanded)s yuan")
        % {
            "recovery": demand["recovery"],
            "standing": label(demand["standing"]),
            "open": amount_in_words(demand["open_fen"]),
            "demanded": yuan(demand["demanded_fen"]),
        }
    )
    print_table(PAYMENTS, demand["payments"], title=N_("Takes back"))
    if demand["restored"]:
        print_table(PAYMENTS, demand["restored"], title=N_("Came back"))
    if demand["plan"]:
        print_table(_PLAN, demand["plan"], title=N_("Plan"))
    for receipt in demand["receipts"]:
        print_line(
            _("Received under %(reference)s: %(amount)s yuan")
            % {"reference": receipt["reference"], "amount": yuan(receipt["amount_fen"])}
        )
    if demand["referred_to"]:
        print_line(_("Referred to %(referred_to)s") % demand)
