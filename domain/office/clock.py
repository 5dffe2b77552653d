"""The clock of a desk is not believed: one ahead would close public notices, and date all that follows. ADR 0048.

Where a database has a clock of its own, that one is the clock. Elsewhere an instant has to be near the last event: no
whole working day of the adopted calendar lies between them. An office that was closed for longer is opened again by two
people, whose clocks have to agree. A simulated log is moved by its user.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from domain.calendar import WorkingDays, legal_day
from domain.errors import NotAllowed
from domain.office.log import Log, ReopeningProposed
from domain.office.log_commands import ConfirmForLog, ProposeFault, ProposeReopening
from domain.office.log_decisions import answers_fault, answers_reopening, somebody_confirms
from domain.office.officer import Officer
from domain.proposals import meant
from domain.streams import LOG

BEHIND_MAX = timedelta(minutes=2)
"""A clock that is further behind the last event is wrong; within this, the event is recorded at the same instant."""
CLOSED_MAX = timedelta(days=4)
"""What is believed where no calendar says which days were working days."""


def believed(last: datetime, now: datetime, working_days: Callable[[], WorkingDays]) -> datetime:
    """The instant at which something is recorded behind `last`.

    Raises `NotAllowed`: `clock-behind`, `clock-ahead`.
    """
    if is_far(last, now, working_days):
        raise NotAllowed("clock-ahead", now=now, last=last)
    return believed_behind(last, now)


def believed_behind(last: datetime, now: datetime) -> datetime:
    """The same of a clock that is believed whenever it is not behind. Raises `NotAllowed("clock-behind")`."""
    if last - now > BEHIND_MAX:
        raise NotAllowed("clock-behind", now=now, last=last)
    return max(last, now)


def is_far(last: datetime, now: datetime, working_days: Callable[[], WorkingDays]) -> bool:
    """Whether a whole working day lies between two instants; where the calendar does not say, whether four days do."""
    day, end = legal_day(last) + timedelta(days=1), legal_day(now)
    if day >= end:
        return False
    calendar = working_days()
    if not {day.year, end.year} <= calendar.years:
        return now - last > CLOSED_MAX
    while day < end:
        if calendar.worked(day):
            return True
        day += timedelta(days=1)
    return False


def recorded_instant(
    command: object,
    log: Log,
    last: datetime,
    *,
    officer: str,
    desk: Callable[[], datetime],
    server: datetime | None,
    working_days: Callable[[], WorkingDays],
    officers: Callable[[], Mapping[str, Officer]],
) -> datetime:
    """When an `officer`'s command is recorded behind the `last` event: by the `server`'s clock where it has one, else
    the desk's.

    Raises `NotAllowed`: `clock-of-server` where there is nothing to open again, `clock-behind`,
    `clock-ahead`, `clock-believed`, `clocks-differ`.
    """
    if log.simulated:
        if isinstance(command, ProposeReopening):
            raise NotAllowed("clock-believed", now=desk(), last=last)
        return max(last, desk())
    if server is not None:
        declines = isinstance(command, ConfirmForLog) and command.declined
        if opens_again(command, log) and not declines:
            raise NotAllowed("clock-of-server")
        return believed_behind(last, server)
    if opens_again(command, log):
        return reopened(command, log, last, desk(), working_days)
    now = desk()
    if is_far(last, now, working_days):
        if isinstance(command, ProposeFault) or answers_fault(command, log):
            return last  # A fault can be declared before the office is opened again, and waits for nothing.
        if not somebody_confirms("reopen-office", officer, officers()):
            return now  # Nobody could open the office again: it has one officer yet, or has lost the others.
    return believed(last, now, working_days)


def opens_again(command: object, log: Log) -> bool:
    """Whether a command is about opening the office again: its instant is not measured against the last event."""
    return isinstance(command, ProposeReopening) or answers_reopening(command, log)


def reopened(
    command: object, log: Log, last: datetime, now: datetime, working_days: Callable[[], WorkingDays]
) -> datetime:
    """The instant of such a command: only a confirmation moves on, to where both clocks stand.

    Raises `NotAllowed`: `clock-believed` where there is nothing to open again, `clocks-differ`.
    """
    if isinstance(command, ProposeReopening):
        if not is_far(last, now, working_days):
            raise NotAllowed("clock-believed", now=now, last=last)
        return last
    assert isinstance(command, ConfirmForLog), "only what is about opening the office again"
    opened = meant(log.proposals.waiting, command.proposal, LOG)
    if command.declined or not isinstance(opened.event, ReopeningProposed):
        return last
    proposed = opened.event.now
    if proposed - now > BEHIND_MAX or is_far(proposed, now, working_days):
        raise NotAllowed("clocks-differ", proposed=proposed, now=now)
    return max(last, now)
