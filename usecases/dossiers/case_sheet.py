"""The sheet of a case, for people: the sentences above its tables, and the rows of those tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

from domain.application.folding.money import touched
from domain.application.state.balances import Item
from domain.application.state.case import Case
from domain.application.status import PAYING, Status
from domain.application.values import ranges
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields
from presentation.words.amounts import amount_in_words
from presentation.words.case_events import event_sentence
from presentation.words.phrases import line_numbers
from usecases.dossiers.account import account_shown
from usecases.dossiers.case_details import CaseDetails, LineDetails, ProposalDetails, by_line
from usecases.dossiers.dossier import Dossier
from usecases.session.officer_session import OfficerSession

_SHOWS_HELD = (Status.SETTLED, *PAYING)
"""Before that, nothing is payable anyway."""


class LineRow(LineDetails):
    """A line with its instalments in words."""

    instalments: Annotated[str, Heading(N_("Instalments"))]


class ObjectionRow(Row):
    """An objection, with its lines as people write them."""

    objection: Annotated[str, Heading(N_("Objection"), Kind.NAME)]
    standing: Annotated[str, Heading(N_("Standing"), Kind.LABEL)]
    raised_by: Annotated[str, Heading(N_("By whom"), Kind.LABEL)]
    received_on: Annotated[date, Heading(N_("Received on"))]
    lines: Annotated[str, Heading(N_("Lines"))]
    grounds: Annotated[str, Heading(N_("Grounds"))]


class ProposalRow(ProposalDetails):
    """A proposal that waits, with what it is about in one sentence."""

    about: Annotated[str, Heading(N_("Details"))]


def head_lines(session: OfficerSession, dossier: Dossier, details: CaseDetails) -> Iterator[str]:
    """Whose application it is, its status and account, and whatever is out of the ordinary about it."""
    case = dossier.case
    yield f"{case.number}  {dossier.scheme_name}"
    applicant = " ".join(filter(None, (details.applicant.name, details.applicant.id_number)))
    yield _("%(applicant)s, received on %(received_on)s, under %(edition)s") % {
        "applicant": applicant,
        "received_on": details.received_on,
        "edition": details.edition,
    }
    yield _payer(case)
    status = _("Status: %(status)s") % {"status": label(case.status)}
    if case.suspended:
        status += " " + _("(it was %(stage)s)") % {"stage": label(case.stage)}
    yield status
    if case.notice is not None:
        yield _("On public notice from %(published_on)s to %(closes_on)s, payable from %(payable_from)s") % {
            "published_on": case.notice.published_on,
            "closes_on": case.notice.closes_on,
            "payable_from": case.notice.payable_from,
        }
    yield account_shown(session, case, case.account)
    if case.account_doubtful:
        yield _("The bank did not accept this account: nothing is ordered until finance has confirmed one.")
    yield from _open(case)
    yield from _held(case)
    if case.sent_back:
        yield _("Back in assessment until a revision decides: line(s) %(lines)s") % {
            "lines": line_numbers(ranges(case.sent_back))
        }
    yield from _waived(case)
    if case.documents:
        yield _("%(count)s document(s)") % {"count": len(case.documents)}


def money_lines(details: CaseDetails) -> Iterator[str]:
    """The money of a case, an amount a line; what is rare only where there is any."""
    amounts_fen = (
        (N_("Entitled"), details.entitled_fen, True),
        (N_("Ordered, in flight"), details.ordered_fen, True),
        (N_("Paid"), details.paid_fen, True),
        (N_("Recovered"), details.recovered_fen, True),
        (N_("Outstanding"), details.outstanding_fen, True),
        (N_("Overpaid"), details.overpaid_fen, False),
        (N_("Written off"), details.written_off_fen, False),
        (N_("Owed back to the payee"), details.owed_back_fen, False),
    )
    for position, amount_fen, always in amounts_fen:
        if amount_fen or always:
            yield _("%(position)s: %(amount)s") % {"position": _(position), "amount": amount_in_words(amount_fen)}


def line_rows(case: Case, details: CaseDetails) -> list[LineRow]:
    """The lines of the case."""
    items = by_line(case)
    return [LineRow(**fields(line), instalments=_instalments(items.get(line.line, ()))) for line in details.lines]


def objection_rows(details: CaseDetails) -> list[ObjectionRow]:
    """Every objection that was ever raised."""
    return [
        ObjectionRow(
            objection=objection.objection,
            standing=objection.standing,
            raised_by=objection.raised_by,
            received_on=objection.received_on,
            lines=line_numbers(ranges(objection.lines)),
            grounds=objection.grounds,
        )
        for objection in details.objections
    ]


def proposal_rows(case: Case, details: CaseDetails) -> list[ProposalRow]:
    """What waits for a second officer."""
    return [
        ProposalRow(
            **fields(proposal),
            about=event_sentence(proposed) if (proposed := case.proposed.get(proposal.proposal)) else "",
        )
        for proposal in details.proposals
    ]


def _payer(case: Case) -> str:
    """Who decides and who pays: before the approval as it is expected."""
    if case.payer is None:
        return _("Received and decided by %(authority)s; who pays is not known yet") % {"authority": case.authority}
    values = {"authority": case.authority, "payer": case.payer}
    if case.approval is None:
        return _("Received and decided by %(authority)s, to be paid by %(payer)s") % values
    return _("Received and decided by %(authority)s, paid by %(payer)s") % values


def _open(case: Case) -> Iterator[str]:
    if not case.undecided:
        return
    owed_by = _(", ").join(label(debtor) for debtor in sorted(case.owed_by))
    if case.open_lines:
        sentence = N_("Not decided yet: line(s) %(lines)s; what is missing is owed by: %(owed_by)s")
    else:
        sentence = N_("Not decided yet; what is missing is owed by: %(owed_by)s")
    yield _(sentence) % {"lines": line_numbers(ranges(case.open_lines)), "owed_by": owed_by}


def _held(case: Case) -> Iterator[str]:
    held = sorted({due.line for due, item in case.items.items() if item.open_fen > 0 and case.holds(due.line)})
    if held and case.stage in _SHOWS_HELD:
        yield _("Held, and not payable: line(s) %(lines)s") % {"lines": line_numbers(ranges(held))}


def _waived(case: Case) -> Iterator[str]:
    waived: dict[str, list[int]] = {}
    for limit, line in case.waived:
        waived.setdefault(limit, []).append(line)
    for limit, lines in sorted(waived.items()):
        yield _("Limit %(limit)s waived for line(s) %(lines)s") % {"limit": limit, "lines": line_numbers(ranges(lines))}


def _instalments(items: Iterable[Item]) -> str:
    return _("; ").join(_instalment(item) for item in items if item.entitled_fen or item.forfeited or touched(item))


def _instalment(item: Item) -> str:
    """The status of one instalment, and its money where that differs from what it is entitled to."""
    status = f"{yuan(item.entitled_fen)} {label(item.status)} ({label(item.payable)})"
    moved = [
        _(sentence) % {"amount": yuan(amount_fen)}
        for sentence, amount_fen, usual_fen in (
            (N_("ordered %(amount)s"), item.ordered_fen, item.entitled_fen),
            (N_("paid %(amount)s"), item.paid_fen, item.entitled_fen),
            (N_("recovered %(amount)s"), item.recovered_fen, 0),
            (N_("written off %(amount)s"), item.written_off_fen, 0),
        )
        if amount_fen and amount_fen != usual_fen
    ]
    return ", ".join([status, *moved])
