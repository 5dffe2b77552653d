"""追回程序: the commands before a demand and after it, planned and told in sentences before an officer agrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from domain.application import commands as c
from domain.application.events import RecoveryNotified
from domain.application.state.case import Case
from domain.application.state.proceedings import intended
from domain.errors import NotAllowed
from store.line.envelope import Recorded
from usecases.commands.demand_action import DemandAction, PlannedAction
from usecases.dossiers.demand_sheet import notice_lines, status_lines


def the_notice(case: Case, named: str | None) -> str:
    """The notice of a case from which a demand goes on, or to which the payee answers.

    Raises `NotAllowed`: `recovery-unsaid` and `nothing-notified`.
    """
    told = [named] if named else [one.recovery for one in case.recoveries.values() if intended(one)]
    if len(told) > 1:
        raise NotAllowed("recovery-unsaid", application=case.number, recoveries=", ".join(told))
    if not told:
        raise NotAllowed("nothing-notified", application=case.number)
    return told[0]


def notified_lines(case: Case, events: Iterable[Recorded]) -> Iterator[str]:
    """The notices that events record, in sentences."""
    for one in events:
        if isinstance(one.event, RecoveryNotified):
            yield from notice_lines(case, one.event)


def notified(events: Iterable[Recorded]) -> list[RecoveryNotified]:
    """The notices that events record."""
    return [one.event for one in events if isinstance(one.event, RecoveryNotified)]


def notify(
    action: DemandAction, *, ground: str, basis: str, days: int, reason: str, amount_fen: int | None
) -> PlannedAction:
    """To tell the payee that all that was overpaid, or `amount_fen` of it, is to be demanded back."""
    planned = action.plan_with_reason(
        reason,
        lambda sealed: c.NotifyRecovery(
            application=action.number, ground=ground, basis=basis, days=days, reason=sealed, amount_fen=amount_fen
        ),
    )
    return PlannedAction(plan=planned, lines=tuple(notified_lines(action.case, planned.events)))


def hear(action: DemandAction, recovery: str | None, *, received_on: date | None, summary: str | None) -> PlannedAction:
    """To record what the payee said to a notice, received today unless `received_on` is given; without a summary, that
    nothing came within the term.
    """
    meant = recovery or action.recorded_before("recovery") or the_notice(action.case, None)
    if summary is None:
        planned = action.plan(c.HearRecovery(application=action.number, recovery=meant))
    else:
        day = received_on or action.session.today()
        planned = action.plan_with_reason(
            summary,
            lambda sealed: c.HearRecovery(application=action.number, recovery=meant, received_on=day, summary=sealed),
        )
    return PlannedAction(plan=planned, lines=tuple(status_lines(action.case, meant)))


def remind(action: DemandAction, recovery: str | None) -> PlannedAction:
    """To ask the payee once more for what was not paid in time."""
    meant = action.demand(recovery)
    planned = action.plan(c.RemindRecovery(application=action.number, recovery=meant))
    return PlannedAction(plan=planned, lines=tuple(status_lines(action.case, meant)))
