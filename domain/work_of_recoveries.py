"""What is to be done about money that is to come back: each step of the proceedings, with its day. ADR 0066."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.application.state import money, proceedings
from domain.application.state.letters import RECOVERY_NOTICE, REMINDER
from domain.application.state.proceedings import ProceedingsView
from domain.imports.debt_events import TREASURY
from domain.office.roles import PERMISSIONS
from domain.proposals import Proposal
from domain.work import Work
from domain.work_of_letters import begin, proposed
from domain.work_views import CaseView


def overpaid(case: CaseView) -> Iterator[Work]:
    """What was overpaid, and is neither demanded nor told of by a notice."""
    over_fen = money.collectable_fen(case) - money.demanded_fen(case)
    over_fen -= proceedings.intended_fen(case.recoveries.values())
    if over_fen > 0:
        yield begin(case, "notify-recovery", amount_fen=over_fen)


def of_recovery(case: CaseView, recovery: ProceedingsView) -> Iterator[Work]:
    """Also while a case is suspended: what was begun goes on."""
    if proceedings.intended(recovery):
        if not proposed(case, "cancel-recovery", recovery.recovery):
            yield from _before_the_demand(case, recovery)
    elif money.to_serve(recovery):
        open_fen = money.demand_open_fen(recovery)
        yield begin(case, "serve-recovery", about=recovery.recovery, amount_fen=open_fen)
    elif money.awaits_payee(recovery):
        if proposed(case, "receive-recovery", recovery.recovery):
            return  # Whether the payee has paid is being looked at.
        due_on, due_fen = money.next_due(recovery)
        yield begin(case, "receive-recovery", about=recovery.recovery, due_on=due_on, amount_fen=due_fen)
        if recovery.referred_to is None and not proposed(case, "refer-recovery", recovery.recovery):
            yield from _unpaid(case, recovery)


def to_pay_out(
    stream: str, authority: str, due_fen: Mapping[str, int], proposals: Iterable[Proposal]
) -> Iterator[Work]:
    """What came in for demands from before this log, by whom it is due to: to the treasury, which is not named, or to
    the payee of a demand; below zero, what is to come back.
    """
    waiting = {proposal.about for proposal in proposals if proposal.act == "pay-out-recovery"}
    for to, fen in due_fen.items():
        if fen and to not in waiting:
            roles = PERMISSIONS["pay-out-recovery"].first
            yield Work(
                stream=stream,
                authority=authority,
                action="pay-out-recovery",
                roles=roles,
                about=None if to == TREASURY else to,
                amount_fen=fen,
            )


def _before_the_demand(case: CaseView, recovery: ProceedingsView) -> Iterator[Work]:
    if recovery.notice_served_on is None:
        yield begin(case, "serve-recovery-letter", about=RECOVERY_NOTICE, amount_fen=recovery.notified_fen)
        return
    if recovery.statement_on is None and not recovery.no_statement:
        yield begin(case, "hear-recovery", about=recovery.recovery, due_on=proceedings.statement_until(recovery))
    left_fen = min(recovery.notified_fen, money.collectable_fen(case) - money.demanded_fen(case))
    if left_fen > 0:
        first = proceedings.demandable_from(recovery)
        yield begin(case, "demand-recovery", about=recovery.recovery, due_on=first, opens_on=first, amount_fen=left_fen)


def _unpaid(case: CaseView, recovery: ProceedingsView) -> Iterator[Work]:
    """催告 and, once it is served and its days are over, the court: as long as its term lasts."""
    about, open_fen = recovery.recovery, money.demand_open_fen(recovery)
    if not recovery.reminded:
        late_from = proceedings.overdue_from(recovery)
        if late_from is not None:
            yield begin(case, "remind-recovery", about=about, due_on=late_from, opens_on=late_from, amount_fen=open_fen)
    elif recovery.reminder_until is None:
        yield begin(case, "serve-recovery-letter", about=REMINDER, amount_fen=open_fen)
    else:
        first, last = proceedings.court_from(recovery), proceedings.court_until(recovery)
        yield begin(case, "refer-recovery", about=about, due_on=last, opens_on=first, amount_fen=open_fen)
