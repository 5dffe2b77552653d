"""`bailu recovery show`: the demands of one case, what each takes back, and what came in."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.parameters import NAME
from cli.verbs import Verb, output_option
from domain.imports.debts import is_debt
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.dossiers.debts import debts_of
from usecases.dossiers.demand_sheet import COLUMNS, PAYMENTS, Demand, PartOfPlan
from usecases.dossiers.demands_of_case import demands_of_case
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("show", cls=Verb, help=N_("Show the demands of one application, or one of them: what is due and open."))
@click.argument("number", type=NAME)
@click.argument("recovery", type=NAME, required=False, metavar="[DEMAND]")
@output_option
@click.pass_obj
def command(settings: Settings, number: str, recovery: str | None, output: str | None) -> None:
    if is_debt(number):
        _show_debts(OfficerSession(settings), number, recovery, output)
        return
    scheme, case = demands_of_case(OfficerSession(settings), number, recovery)
    if output in ("csv", "xlsx"):
        print_listing(COLUMNS, case.demands, output)
        return
    if print_record(case, output):
        return
    print_line(f"{number}  {scheme}  {case.payee}")
    print_line(_("Overpaid: %(amount)s") % {"amount": amount_in_words(case.overpaid_fen)})
    if not case.demands:
        print_line(_("Nothing was ever demanded back."))
        return
    print_table(COLUMNS, case.demands)
    for demand in case.demands:
        _print_demand(demand)


def _show_debts(session: OfficerSession, number: str, recovery: str | None, output: str | None) -> None:
    sheet = debts_of(session, number, recovery)
    demands = [one.demand for one in sheet.demands]
    if output in ("csv", "xlsx"):
        print_listing(COLUMNS, demands, output)
        return
    if print_record(sheet, output):
        return
    print_line(f"{number}: {label(sheet.standing)}  {sheet.body}  {sheet.document}")
    print_line(
        _("Due to the treasury: %(amount)s (%(treasury)s); paid to it: %(paid)s yuan")
        % {
            "amount": amount_in_words(sheet.treasury_due_fen),
            "treasury": sheet.treasury,
            "paid": yuan(sheet.treasury_paid_fen),
        }
    )
    if demands:
        print_table(COLUMNS, demands)
    for one in sheet.demands:
        print_line(
            _("%(payee)s, %(scheme)s, paid in %(year)s")
            % {"payee": one.payee, "scheme": one.scheme, "year": one.paid_year}
        )
        _print_demand(one.demand)
        if one.beyond_fen or one.owed_back_fen:
            print_line(
                _("Beyond the demand: %(beyond)s yuan; of it owed back: %(amount)s")
                % {"beyond": yuan(one.beyond_fen), "amount": amount_in_words(one.owed_back_fen)}
            )


def _print_demand(demand: Demand) -> None:
    print_line(
        _("Demand %(recovery)s (%(standing)s): %(open)s open of %(demanded)s yuan")
        % {
            "recovery": demand.recovery,
            "standing": label(demand.standing),
            "open": amount_in_words(demand.open_fen),
            "demanded": yuan(demand.demanded_fen),
        }
    )
    for sentence in _proceedings(demand):
        print_line(f"  {sentence}")
    if demand.payments:
        print_table(PAYMENTS, demand.payments, title=N_("Takes back"))
    if demand.restored:
        print_table(PAYMENTS, demand.restored, title=N_("Came back"))
    if demand.plan:
        print_table(PartOfPlan, demand.plan, title=N_("Plan"))
    for receipt in demand.receipts:
        print_line(
            _("Received under %(reference)s: %(amount)s yuan")
            % {"reference": receipt.reference, "amount": yuan(receipt.amount_fen)}
        )
    if demand.referred_to:
        print_line(_("Referred to %(referred_to)s") % {"referred_to": label(demand.referred_to)})


def _proceedings(demand: Demand) -> Iterator[str]:
    """The days of what went before the demand, and of what can follow it while it is open."""
    if demand.notified_fen:
        yield _("Notice of %(amount)s yuan") % {"amount": yuan(demand.notified_fen)}
    if demand.notice_served_on is not None:
        days = {"day": demand.notice_served_on, "until": demand.statement_until}
        yield _("Notice served on %(day)s, to be answered until %(until)s") % days
    if demand.statement_on is not None:
        yield _("Statement received on %(day)s") % {"day": demand.statement_on}
    if not demand.open_fen or demand.remedies_until is None:
        return
    yield _("Review and suit until %(day)s") % {"day": demand.remedies_until}
    if demand.court_from is not None:
        yield _("Reminder until %(day)s") % {"day": demand.reminder_until}
        yield _("The court can be asked from %(first)s to %(last)s") % {
            "first": demand.court_from,
            "last": demand.court_until,
        }
    else:
        yield _("The court can be asked once a reminder was served, until %(last)s") % {"last": demand.court_until}
