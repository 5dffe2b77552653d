"""What is to be done next, by whom, by when: the one rule, for cases, payment runs and registers.

It is stated over protocols that the folded case and a row of a read model both satisfy. What nobody could do is not
listed, and what somebody has proposed, ordered or assessed is never theirs to look at again. ADR 0035.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from domain.application.payment_key import batch_of
from domain.application.state import money
from domain.application.state.case import application_stream
from domain.application.status import DECIDED, PAYING, UNSETTLED, Status
from domain.application.values import expand
from domain.entitlement.findings import OwedBy
from domain.office.roles import responsible, second_roles
from domain.proposals import Proposal
from domain.work import Work as Work
from domain.work_of_allotments import of_allotment as of_allotment
from domain.work_of_funds import of_fund as of_fund
from domain.work_of_letters import BEFORE_A_RELEASE, begin, correction, proposed, service
from domain.work_of_recoveries import of_recovery, overpaid
from domain.work_of_runs import about_run, confirmation, to_assign, to_release
from domain.work_views import CaseView, EditionView

AWAITED = frozenset(
    {
        "close-notice", "hear-recovery", "record-credits", "receive-recovery", "milestone", "serve-letter",
        "evaluate-allotment",
    }
)  # fmt: skip
"""What waits for a day, the post, the bank or the payee rather than for somebody to begin."""

_ACCOUNT_HOLDER, _CODE = "other-account-holder", "code-as-printed"


# Cases


def of_case(case: CaseView, edition: EditionView) -> Iterator[Work]:
    """What is to be done about a case; its payment runs are apart. First what is to be confirmed.

    While a case is suspended nothing is begun but its resumption; what was begun before goes on: proposals are
    confirmed, letters and demands served, and the payee pays.
    """
    for proposal in case.proposals.values():
        barred = tuple(sorted(case.releasers)) if proposal.act in BEFORE_A_RELEASE else ()
        whose = responsible(case, proposal.act, second=True)
        yield confirmation(application_stream(case.number), whose, proposal, barred)
    if case.suspended:
        yield begin(case, "resume")
    else:
        yield from _objections(case)
        yield from _on_the_way(case, edition)
        yield from _payment(case)
        yield from _milestones(case, edition)
    yield from service(case)
    for recovery in case.recoveries.values():
        yield from of_recovery(case, recovery)


def in_flight(case: CaseView) -> Iterator[Work]:
    """What the runs that a case is part of wait for, as the case knows it: it does not see the file for the bank."""
    payer = responsible(case, "order-payment")
    # The treasury pays a case in several items of one run.
    by_run = {batch_of(item): order for item, order in case.orders.items()}
    deniers = case.denied.by if case.denied is not None else ()
    for batch, order in by_run.items():
        if order.released:
            yield about_run(batch, payer, "record-credits", None, excluded=(order.ordered_by,))
        else:
            yield to_release(batch, payer, (order.ordered_by, *deniers), case.assessors, None)
    for batch, one in case.on_clearing.items():
        yield to_assign(batch, payer, case.number, one.amount_fen, one.since)


def in_order(works: Iterable[Work]) -> list[Work]:
    """What somebody has to begin first; what waits for a day, the bank or the payee last."""
    return sorted(works, key=lambda work: work.action in AWAITED)


def whole_case(case: CaseView, edition: EditionView) -> list[Work]:
    """Everything about a case and its runs, what is to be done next first."""
    return in_order((*of_case(case, edition), *in_flight(case)))


def _objections(case: CaseView) -> Iterator[Work]:
    for objection in case.objections:
        if not proposed(case, "answer-objection", objection):
            yield begin(case, "answer-objection", about=objection)


def _on_the_way(case: CaseView, edition: EditionView) -> Iterator[Work]:
    """From the receipt to the end of the public notice."""
    match case.stage:
        case Status.SUBMITTED | Status.TRANSFERRED if "backdated-receipt" not in case.unconfirmed:
            yield begin(case, "accept")
        case Status.SUBMITTED | Status.TRANSFERRED if not proposed(case, "backdated-receipt"):
            yield begin(case, "refuse")  # The supervisor declined the receipt.
        case Status.CORRECTION_REQUESTED:
            yield from correction(case)
        case Status.ACCEPTED:
            yield begin(case, "verify" if edition.unverified() else "assess")
        case Status.ASSESSED:
            yield from _assessed(case, edition)
    if case.open_lines and case.stage in UNSETTLED and not proposed(case, "follow-up"):
        yield from _owed(case, edition, None if case.sent_back else "follow-up")
    if case.sent_back and case.stage in DECIDED and not proposed(case, "revise"):
        yield begin(case, "revise")
    if to_close(case) and case.notice is not None:
        yield begin(case, "close-notice", due_on=case.notice.payable_from)
    if to_publish(case):
        yield begin(case, "publish-notice")


def _assessed(case: CaseView, edition: EditionView) -> Iterator[Work]:
    yield from _owed(case, edition, "assess")
    if case.eligible and _CODE not in case.unconfirmed:
        yield _second_look(case, "approve-in-part" if case.undecided else "approve", case.releasers)
    elif not case.eligible and not case.undecided:
        yield _second_look(case, "reject")


def _owed(case: CaseView, edition: EditionView, decide: str | None) -> Iterator[Work]:
    """What is missing, for whoever owes it: the office compares what it can, and then decides again, unless what an
    objection sent back comes first.
    """
    act = "verify" if edition.unverified(case.open_lines) else decide
    if act is not None and OwedBy.OFFICE in case.owed_by:
        yield begin(case, act)
    if case.awaits_correction:
        yield from correction(case)
    elif OwedBy.APPLICANT in case.owed_by or (_CODE in case.unconfirmed and not proposed(case, _CODE)):
        yield begin(case, "request-correction")
    if OwedBy.READING in case.owed_by:
        yield begin(case, "suspend")


def _second_look(case: CaseView, action: str, barred: Iterable[str] = ()) -> Work:
    return Work(
        stream=application_stream(case.number),
        authority=case.authority,
        action=action,
        roles=second_roles("assess"),
        of="assess",
        excluded=(case.assessed_by,),
        barred=tuple(sorted(barred)),
        amount_fen=case.assessed_fen,
    )


def to_publish(case: CaseView) -> bool:
    """Whether lines can be put on public notice."""
    may = case.stage in (Status.APPROVED, *PAYING) and not case.suspended and not case.notice_open
    return may and not set(case.unpublished) <= set(case.sent_back)


def to_close(case: CaseView) -> bool:
    """Whether a public notice is to be closed, once it has run its time."""
    return case.notice_open and not case.suspended and case.stage in (Status.ON_PUBLIC_NOTICE, *PAYING)


def _payment(case: CaseView) -> Iterator[Work]:
    payable_fen = money.payable_fen(case)
    asked: dict[str, date] = {}
    for item, since in case.in_doubt.items():
        asked[batch_of(item)] = min(since, asked.get(batch_of(item), since))
    for batch, since in asked.items():
        yield begin(case, "record-credits", about=batch, due_on=since)
    if set(case.in_doubt) - set(case.orders):
        pass  # What the bank may have paid after all is not ordered again.
    elif payable_fen and proposed(case, "account"):
        pass  # Nothing goes to an account whose replacement waits for its confirmation.
    elif payable_fen and account_fits(case):
        yield begin(case, "order-payment", amount_fen=payable_fen)
    elif not account_fits(case) and _asks_for_account(case) and (payable_fen or _money_to_come(case)):
        yield begin(case, "account")
    yield from overpaid(case)


def account_fits(case: CaseView) -> bool:
    """Whether money may go to the account: no bank refused it, and finance confirmed another holder's."""
    return not case.account_doubtful and _ACCOUNT_HOLDER not in case.unconfirmed


def _asks_for_account(case: CaseView) -> bool:
    """Whether another account is to be proposed; else what was proposed is to be confirmed first."""
    if proposed(case, "account"):
        return False
    return case.account_doubtful or not proposed(case, _ACCOUNT_HOLDER)


def _money_to_come(case: CaseView) -> bool:
    """Whether something of what is entitled has yet to be ordered: now, or after a milestone or an objection."""
    return case.stage in DECIDED and any(money.open_fen(item) > 0 for _, item in case.instalments())


def _milestones(case: CaseView, edition: EditionView) -> Iterator[Work]:
    """Of each line the first milestone that it waits for, unless that is reported and waits for its confirmation."""
    if case.stage not in UNSETTLED:
        return
    first: dict[int, tuple[int, str]] = {}
    for (line, instalment), item in case.instalments():
        if money.waits(item) and (line not in first or instalment < first[line][0]):
            first[line] = (instalment, item.payable)
    reported = {
        (proposal.about, line)
        for proposal in case.proposals.values()
        if proposal.act == "milestone"
        for line in expand(proposal.lines)
    }
    days: dict[str, set[date | None]] = {}
    for line, (_, milestone) in first.items():
        if (milestone, line) not in reported:
            days.setdefault(milestone, set()).add(edition.milestone_due(milestone, line))
    for milestone in sorted(days):
        yield begin(
            case, "milestone", about=milestone, due_on=min((day for day in days[milestone] if day), default=None)
        )


# Registers, and the log itself


def of_proposals(stream: str, proposals: Iterable[Proposal]) -> Iterator[Work]:
    """What was proposed about a register, the office or the log changes nothing until it is confirmed."""
    for proposal in proposals:
        yield confirmation(stream, proposal.authority, proposal)
