"""`bailu application show`: one case, folded from its own facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from cli.output import print_line, print_record, print_table
from cli.verbs import Verb, output_option
from domain.application.folding.money import touched
from domain.application.state.balances import Item
from domain.application.state.case import Case
from domain.application.status import PAYING, Status
from domain.application.values import ranges
from domain.money import yuan
from domain.proposals import Proposal
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.amounts import amount_in_words
from presentation.words.phrases import line_numbers
from usecases.dossiers.account import account_shown
from usecases.dossiers.case_details import by_line, proposal_values, shown
from usecases.dossiers.demand_sheet import COLUMNS as DEMANDS
from usecases.dossiers.dossier import Dossier, open_dossier
from usecases.dossiers.timeline import COLUMNS as TIMELINE
from usecases.dossiers.timeline import event_sentence
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_SUMMARY = (
    Column("number", N_("Application"), Kind.NAME),
    Column("scheme", N_("Scheme"), Kind.NAME),
    Column("status", N_("Status"), Kind.LABEL),
    Column("received_on", N_("Received on"), Kind.DAY),
    Column("entitled_fen", N_("Entitled (yuan)"), Kind.MONEY),
    Column("ordered_fen", N_("Ordered (yuan)"), Kind.MONEY),
    Column("paid_fen", N_("Paid (yuan)"), Kind.MONEY),
    Column("recovered_fen", N_("Recovered (yuan)"), Kind.MONEY),
    Column("outstanding_fen", N_("Outstanding (yuan)"), Kind.MONEY),
    Column("overpaid_fen", N_("Overpaid (yuan)"), Kind.MONEY),
    Column("recovery", N_("Recovery"), Kind.LABEL),
)


_LINES = (
    Column("line", N_("Line"), Kind.COUNT),
    Column("name", N_("Name"), Kind.NAME),
    Column("id_number", N_("Document number"), Kind.NAME),
    Column("site", N_("Site")),
    Column("entitled_fen", N_("Entitled (yuan)"), Kind.MONEY),
    Column("instalments", N_("Instalments")),
)


_PROPOSALS = (
    Column("proposal", N_("Proposal"), Kind.NAME),
    Column("act", N_("What is proposed"), Kind.LABEL),
    Column("by", N_("Officer"), Kind.NAME),
    Column("role", N_("Who confirms"), Kind.LABEL),
    Column("about", N_("Details")),
)


_OBJECTIONS = (
    Column("objection", N_("Objection"), Kind.NAME),
    Column("standing", N_("Standing"), Kind.LABEL),
    Column("raised_by", N_("By whom"), Kind.LABEL),
    Column("received_on", N_("Received on"), Kind.DAY),
    Column("lines", N_("Lines")),
    Column("grounds", N_("Grounds")),
)


_POSITIONS = (
    ("entitled_fen", N_("Entitled")),
    ("ordered_fen", N_("Ordered, in flight")),
    ("paid_fen", N_("Paid")),
    ("recovered_fen", N_("Recovered")),
    ("outstanding_fen", N_("Outstanding")),
)


_SHOWS_HELD = (Status.SETTLED, *PAYING)
"""Before that, nothing is payable anyway."""


_WHERE_THERE_IS_ANY = (
    ("overpaid_fen", N_("Overpaid")),
    ("written_off_fen", N_("Written off")),
    ("owed_back_fen", N_("Owed back to the payee")),
)


@click.command("show", cls=Verb, help=N_("Show one application: its money, lines, proposals, and all that happened."))
@click.argument("number")
@output_option
@click.pass_obj
def command(settings: Settings, number: str, output: str | None) -> None:
    session = OfficerSession(settings)
    dossier = open_dossier(session, number)
    values = shown(session, dossier)
    if not print_record(values, output, _SUMMARY):
        _print_all(session, dossier, values)


def _print_all(session: OfficerSession, dossier: Dossier, values: dict[str, Any]) -> None:
    case = dossier.case
    for sentence in _head(session, dossier, values):
        print_line(sentence)
    print_line("")
    for key, position in _POSITIONS:
        print_line(_("%(position)s: %(amount)s") % {"position": _(position), "amount": amount_in_words(values[key])})
    for key, position in _WHERE_THERE_IS_ANY:
        if values[key]:
            print_line(
                _("%(position)s: %(amount)s") % {"position": _(position), "amount": amount_in_words(values[key])}
            )
    print_line("")
    items = by_line(case)
    rows = [{**line, "instalments": _items_in_words(items.get(line["line"], ()))} for line in values["lines"]]
    print_table(_LINES, rows, title=N_("Lines"))
    if values["objections"]:
        objections = [{**each, "lines": line_numbers(ranges(each["lines"]))} for each in values["objections"]]
        print_table(_OBJECTIONS, objections, title=N_("Objections"))
    if values["recoveries"]:
        print_table(DEMANDS, values["recoveries"], title=N_("Demands"))
    if case.proposals:
        proposals = [_proposal_row(case, each) for each in case.proposals.values()]
        print_table(_PROPOSALS, proposals, title=N_("Waiting for a second officer"))
    print_table(TIMELINE, values["timeline"], title=N_("What happened"))


def _head(session: OfficerSession, dossier: Dossier, values: dict[str, Any]) -> Iterator[str]:
    case = dossier.case
    yield f"{case.number}  {dossier.scheme_name}"
    applicant = " ".join(filter(None, (values["applicant"]["name"], values["applicant"]["id_number"])))
    yield _("%(applicant)s, received on %(received_on)s, under %(edition)s") % {**values, "applicant": applicant}
    status = _("Status: %(status)s") % {"status": label(case.status)}
    if case.suspended:
        status += " " + _("(it was %(stage)s)") % {"stage": label(case.stage)}
    yield status
    if case.notice is not None:
        yield _("On public notice from %(published_on)s to %(closes_on)s, payable from %(payable_from)s") % values
    yield account_shown(session, case, case.account)
    if case.account_doubtful:
        yield _("The bank did not accept this account: nothing is ordered until finance has confirmed one.")
    held = sorted({due.line for due, item in case.items.items() if item.open_fen > 0 and case.holds(due.line)})
    if held and case.stage in _SHOWS_HELD:
        yield _("Held, and not payable: line(s) %(lines)s") % {"lines": line_numbers(ranges(held))}
    if case.sent_back:
        yield _("Back in assessment until a revision decides: line(s) %(lines)s") % {
            "lines": line_numbers(ranges(case.sent_back))
        }
    if case.waived:
        waived: dict[str, list[int]] = {}
        for limit, line in case.waived:
            waived.setdefault(limit, []).append(line)
        for limit, lines in sorted(waived.items()):
            yield _("Limit %(limit)s waived for line(s) %(lines)s") % {
                "limit": limit,
                "lines": line_numbers(ranges(lines)),
            }
    if case.documents:
        yield _("%(count)s document(s)") % {"count": len(case.documents)}


def _items_in_words(items: Iterable[Item]) -> str:
    return "; ".join(_item(item) for item in items if item.entitled_fen or item.forfeited or touched(item))


def _item(item: Item) -> str:
    """One instalment: where it stands, and its money where that differs from what it is entitled to."""
    said = f"{yuan(item.entitled_fen)} {label(item.status)} ({label(item.payable)})"
    moved = [
        _(sentence) % {"amount": yuan(amount_fen)}
        for sentence, amount_fen, usual in (
            (N_("ordered %(amount)s"), item.ordered_fen, item.entitled_fen),
            (N_("paid %(amount)s"), item.paid_fen, item.entitled_fen),
            (N_("recovered %(amount)s"), item.recovered_fen, 0),
            (N_("written off %(amount)s"), item.written_off_fen, 0),
        )
        if amount_fen and amount_fen != usual
    ]
    return ", ".join([said, *moved])


def _proposal_row(case: Case, proposal: Proposal) -> dict[str, Any]:
    proposed = case.proposed.get(proposal.id)
    return {**proposal_values(case, proposal), "about": event_sentence(proposed) if proposed else ""}
