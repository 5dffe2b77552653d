"""What is still to be paid of a case, and when: in flight, payable, on public notice, staged, or held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.application.state.balances import Item
from domain.application.state.case import Case
from domain.application.status import UNSETTLED
from domain.application.values import OWED_BACK, contains
from domain.entitlement.edition import Edition
from domain.work_views import UnderEdition


class Stage(StrEnum):
    """How near to its payee some money is."""

    IN_FLIGHT = "in-flight"
    PAYABLE = "payable"
    ON_NOTICE = "on-public-notice"
    STAGED = "staged"
    HELD = "held"
    """By an objection, a suspension, or since it was not on public notice yet: nobody knows the day."""


class Expected(NamedTuple):
    """So much, in fen, from a day on; None while that is not known."""

    stage: Stage
    day: date | None
    amount_fen: int


def expected(case: Case, edition: Edition, today: date) -> Iterator[Expected]:
    """What is to be paid out of funds, no day before today. Never more than the case is entitled to: what was paid too
    much for one line lessens what is paid last. What is owed back is not among it, since it comes out of receipts.
    """
    if case.ordered_fen:
        yield Expected(Stage.IN_FLIGHT, today, case.ordered_fen)
    payable = {due: amount_fen for due, amount_fen in case.payable().items() if due != OWED_BACK}
    payable_fen = sum(payable.values())
    if payable_fen:
        yield Expected(Stage.PAYABLE, today, payable_fen)
    if case.stage not in UNSETTLED:
        return
    rest_fen = case.outstanding_fen - case.ordered_fen - payable_fen
    later = [_later(case, edition, due.line, item, today) for due, item in case.instalments() if due not in payable]
    for one in sorted(later, key=lambda one: (one.day is None, one.day or today)):
        counted_fen = min(one.amount_fen, rest_fen)
        if counted_fen > 0:
            rest_fen -= counted_fen
            yield one._replace(amount_fen=counted_fen)


def _later(case: Case, edition: Edition, line: int, item: Item, today: date) -> Expected:
    """Of an instalment that cannot be ordered now: whatever holds its line comes first, then its notice."""
    if case.suspended or _is_held(case, line):
        return Expected(Stage.HELD, None, item.open_fen)
    noticed = case.notice if case.notice_open else None
    from_on = noticed.payable_from if noticed is not None and contains(noticed.lines, line) else today
    if not item.waits:
        return Expected(Stage.ON_NOTICE, max(from_on, today), item.open_fen)
    due_on = UnderEdition(case=case, edition=edition).milestone_due(item.payable, line)
    return Expected(Stage.STAGED, max(due_on, from_on, today) if due_on is not None else None, item.open_fen)


def _is_held(case: Case, line: int) -> bool:
    """Whether it waits for something that has no day: an objection, a revision, or its publication."""
    objected = any(not objection.lines or line in objection.lines for objection in case.objections.values())
    return objected or line in case.sent_back or line in case.unpublished
