"""The days on which the steps of a recovery can be taken, as the worklist and the sheet of a demand have them."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application.state import proceedings
from domain.application.state.balances import Recovery
from domain.base import replace

TOLD = Recovery(recovery="r1", ground="overpaid", basis="", notified_fen=100, statement_days=5)
SERVED = Recovery(recovery="r1", ground="overpaid", basis="", demanded_fen=100, proposal="p1", approved=True)


@pytest.mark.parametrize(
    ("served_on", "statement_on", "until", "demandable_from"),
    [
        (None, None, None, None),
        (date(2024, 2, 26), None, date(2024, 3, 2), date(2024, 3, 3)),
        (date(2024, 2, 26), date(2024, 2, 28), date(2024, 3, 2), date(2024, 2, 28)),
        (date(2024, 2, 26), date(2024, 3, 8), date(2024, 3, 2), date(2024, 3, 8)),
    ],
)
def test_a_demand_waits_for_the_statement_or_for_the_end_of_its_term(
    served_on: date | None, statement_on: date | None, until: date | None, demandable_from: date | None
) -> None:
    told = replace(TOLD, notice_served_on=served_on, statement_on=statement_on)
    assert (proceedings.statement_until(told), proceedings.demandable_from(told)) == (until, demandable_from)


def test_no_term_overflows_whatever_is_recorded() -> None:
    told = replace(TOLD, notice_served_on=date(2024, 2, 26), statement_days=10**12)
    assert (proceedings.statement_until(told), proceedings.demandable_from(told)) == (date.max, date.max)
    served = replace(SERVED, served_on=date(2024, 3, 15), due_on=date.max, reminder_until=date.max)
    assert (proceedings.overdue_from(served), proceedings.court_from(served)) == (date.max, date.max)
    last = replace(served, served_on=date.max)
    assert (proceedings.remedies_until(last), proceedings.court_until(last)) == (date.max, date.max)


@pytest.mark.parametrize(
    ("served_on", "reminder_until", "remedies_until", "court_from", "court_until"),
    [
        (None, None, None, None, None),
        # Six months are longer than sixty days; the three months of the court are a term of their own.
        (date(2024, 3, 15), None, date(2024, 9, 15), None, date(2024, 12, 15)),
        (date(2024, 3, 15), date(2024, 5, 6), date(2024, 9, 15), date(2024, 9, 16), date(2024, 12, 15)),
        (date(2024, 3, 15), date(2024, 10, 8), date(2024, 9, 15), date(2024, 10, 9), date(2024, 12, 15)),
        (date(2024, 8, 31), date(2024, 11, 1), date(2025, 2, 28), date(2025, 3, 1), date(2025, 5, 28)),
    ],
)
def test_the_court_is_asked_after_review_suit_and_reminder_and_within_three_months(
    served_on: date | None,
    reminder_until: date | None,
    remedies_until: date | None,
    court_from: date | None,
    court_until: date | None,
) -> None:
    demand = replace(SERVED, served_on=served_on, due_on=served_on, reminder_until=reminder_until)
    assert proceedings.remedies_until(demand) == remedies_until
    assert (proceedings.court_from(demand), proceedings.court_until(demand)) == (court_from, court_until)
