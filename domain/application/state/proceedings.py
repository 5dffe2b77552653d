"""追回程序: what goes before a demand and what follows it, and from which day on, or until which, each step is taken.

A payee is told and heard before a decision is made to their burden. What is not met is enforced by the court alone,
which an administrative organ without a power of its own may ask (行政强制法):

- 第五十三条: within three months from the end of the terms for review and for suit, if neither was used;
- 第五十四条: only ten days after a reminder (催告书) was served; these are working days (第六十九条).

The terms of review and suit run from the service of the demand: 行政复议法（2023年修订）第二十条, 行政诉讼法第四十六条.
Stated over a protocol, as balances are: folded demands satisfy it, and so do rows of a read model. ADR 0066.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from domain.application.state.money import DemandView, awaits_payee, next_due
from domain.calendar import days_after, months_after

REVIEW_DAYS = 60
"""行政复议法（2023年修订）第二十条: an application for review within sixty days."""
SUIT_MONTHS = 6
"""行政诉讼法第四十六条: a suit brought directly within six months."""
REMINDER_WORKING_DAYS = 10
"""行政强制法第五十四条, 第六十九条."""
COURT_MONTHS = 3
"""行政强制法第五十三条."""


class ProceedingsView(DemandView, Protocol):
    """A demand with what went before it: `notified_fen` and `statement_days` are 0 where no notice was needed."""

    @property
    def notified_fen(self) -> int: ...
    @property
    def statement_days(self) -> int: ...
    @property
    def notice_served_on(self) -> date | None: ...
    @property
    def statement_on(self) -> date | None:
        """When the statement of the payee was received."""
        ...

    @property
    def no_statement(self) -> bool:
        """Whether it is recorded that none came within the term."""
        ...

    @property
    def reminded(self) -> bool: ...
    @property
    def reminder_until(self) -> date | None:
        """The last of the days that the reminder gives; None while it is not served."""
        ...


# Before the demand


def intended(recovery: ProceedingsView) -> bool:
    """Whether notice was given, and nothing is demanded yet."""
    return bool(recovery.notified_fen) and not recovery.demanded_fen and not recovery.cancelled


def intended_fen(recoveries: Iterable[ProceedingsView]) -> int:
    """What notices tell of that is not demanded yet."""
    return sum(told.notified_fen for told in recoveries if intended(told))


def statement_until(recovery: ProceedingsView) -> date | None:
    """The last day on which a statement is in time; the day of service is not counted."""
    if recovery.notice_served_on is None:
        return None
    return days_after(recovery.notice_served_on, recovery.statement_days)


def demandable_from(recovery: ProceedingsView) -> date | None:
    """The first day on which it may be demanded; None while the payee has no notice."""
    last = statement_until(recovery)
    if last is None:
        return None
    return days_after(last, 1) if recovery.statement_on is None else recovery.statement_on


# After its service


def overdue_from(recovery: ProceedingsView) -> date | None:
    """The first day on which something is not paid in time; None while the payee is not to pay."""
    due_on = next_due(recovery)[0] if awaits_payee(recovery) else None
    return days_after(due_on, 1) if due_on is not None else None


def remedies_until(recovery: ProceedingsView) -> date | None:
    """The last day on which the payee may ask for a review, or bring a suit; None while it is not served."""
    if recovery.served_on is None:
        return None
    return max(days_after(recovery.served_on, REVIEW_DAYS), months_after(recovery.served_on, SUIT_MONTHS))


def court_from(recovery: ProceedingsView) -> date | None:
    """The first day on which the court may be asked; None while the payee has no reminder."""
    last = remedies_until(recovery)
    if last is None or recovery.reminder_until is None:
        return None
    return days_after(max(last, recovery.reminder_until), 1)


def court_until(recovery: ProceedingsView) -> date | None:
    """The last day on which the court may be asked: a term of its own, from the end of the terms before it."""
    last = remedies_until(recovery)
    return months_after(last, COURT_MONTHS) if last is not None else None
