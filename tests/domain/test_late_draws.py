"""What the bank paid after all: the money is as if the message by which it came back had never come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.application.values import BANK_ERROR, Draw
from domain.base import Decision
from domain.treasury import fund as t
from domain.treasury.fund_events import FundSurrendered
from domain.treasury.fund_returns import cancelling
from domain.treasury.late_draws import LateDraw, after_draws, after_moves, drawing_late
from tests.domain.fund_history import FIRST, NEW_YEAR, SUCCESSOR
from tests.domain.test_funds import LAST_DAY, WHERE, adds_up, came_back, state_of

GAVE_UP = (Draw(fund=FIRST, source="central", amount_fen=30),)
YEARS_LATER = date(2026, 2, 2)
DAYS = (LAST_DAY, NEW_YEAR, YEARS_LATER)


def gave_up(state: dict[str, t.Fund], day: date, what: str) -> dict[str, t.Fund]:
    back = {(FIRST, day): 30}
    moves: Decision = (
        cancelling(state, back, "b") if what == "failed" else came_back(state, back, "b", owed=what == "returned")
    )
    return after_moves(state, moves)


def never_negative(state: dict[str, t.Fund]) -> None:
    for fund in state.values():
        assert fund.least_fen(date.min) >= 0
        assert fund.treasury_due_fen >= 0
        assert adds_up(fund)


def money_of(state: dict[str, t.Fund]) -> dict[str, tuple[object, ...]]:
    """What funds have on every day on which it is something else, and what left them."""
    return {
        name: (
            {day: fen for day, fen in fund.changes.items() if fen},
            (fund.drawn_fen, fund.treasury_due_fen, fund.dues),
            fund.carried_in_fen - fund.carried_over_fen,
        )
        for name, fund in state.items()
    }


@pytest.mark.parametrize("what", ["failed", "returned", "no longer owed"])
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("which", WHERE)
def test_what_is_drawn_late_leaves_no_trace_of_what_came_back(which: str, day: date, what: str) -> None:
    before = state_of(which)
    after = gave_up(before, day, what)
    late = drawing_late(after, "b", GAVE_UP, day)
    assert sum(one.amount_fen for one in late) == 30
    assert BANK_ERROR not in {one.fund for one in late}
    drawn = after_draws(after, late, "b")
    never_negative(drawn)
    total = {name: fund.balance_fen + fund.treasury_due_fen for name, fund in drawn.items()}
    assert total == {name: fund.balance_fen + fund.treasury_due_fen for name, fund in before.items()}
    if late[0].fund == FIRST:
        assert money_of(drawn) == money_of(before)


def test_what_the_treasury_took_is_not_drawn_again() -> None:
    state = gave_up(state_of("surrendered"), LAST_DAY, "failed")
    surrendered = FundSurrendered(amount_fen=0, treasury_due_fen=30, document="s", value_on=NEW_YEAR)
    state[FIRST] = t.evolve(state[FIRST], surrendered)
    assert drawing_late(state, "b", GAVE_UP, NEW_YEAR) == (
        LateDraw(fund=BANK_ERROR, source=BANK_ERROR, value_on=NEW_YEAR, amount_fen=30),
    )


@pytest.mark.parametrize(
    ("batch", "days", "due_fen"), [("b", 0, 30), ("b", 1, 30), ("b", -1, 0), ("another run", 0, 0)]
)
def test_only_what_came_of_the_run_and_was_there_by_then_is_taken_out_of_what_is_due(
    batch: str, days: int, due_fen: int
) -> None:
    state = gave_up(state_of("closed"), LAST_DAY, "failed")
    late = drawing_late(state, batch, GAVE_UP, LAST_DAY + timedelta(days=days))
    assert sum(one.due_fen for one in late) == due_fen
    assert sum(one.amount_fen for one in late if one.fund == BANK_ERROR) == 30 - due_fen


def test_two_late_draws_do_not_find_the_same_money_twice() -> None:
    state = gave_up(state_of("closed"), LAST_DAY, "failed")
    late = drawing_late(state, "b", GAVE_UP * 2, LAST_DAY)
    assert [(one.fund, one.amount_fen, one.due_fen) for one in late] == [(FIRST, 30, 30), (BANK_ERROR, 30, 0)]


@pytest.mark.parametrize(("spent_fen", "given_fen"), [(0, 30), (50, 30), (60, 20), (80, 0)])
def test_what_the_next_year_has_spent_meanwhile_does_not_come_back(spent_fen: int, given_fen: int) -> None:
    """It had 50, and 30 that came back."""
    state = gave_up(state_of("carried over"), LAST_DAY, "failed")
    spent = t.FundDrawn(batch="c", amount_fen=spent_fen, value_on=NEW_YEAR)
    state[SUCCESSOR] = t.evolve(state[SUCCESSOR], spent)
    late = drawing_late(state, "b", GAVE_UP, LAST_DAY)
    assert sum(one.amount_fen for one in late if one.fund != BANK_ERROR) == given_fen
    after = after_draws(state, late, "b")
    never_negative(after)
    assert after[SUCCESSOR].balance_fen == 80 - spent_fen - given_fen
    assert all(one.back_from == SUCCESSOR and one.back_on == NEW_YEAR for one in late if one.fund == FIRST)
