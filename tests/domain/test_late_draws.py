"""What the bank paid after all: the money is as if the message by which it came back had never come."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from domain.application.values import BANK_ERROR, Draw
from domain.base import Decision
from domain.treasury import fund as t
from domain.treasury.fund_events import FundCarriedIn, FundCarriedOver, FundSurrendered
from domain.treasury.fund_returns import cancelling, last_of
from domain.treasury.late_draws import Back, LateDraw, after_draws, after_moves, drawing_late
from tests.domain.fund_history import FIRST, NEW_YEAR, SUCCESSOR
from tests.domain.test_funds import LAST_DAY, THIRD, WHERE, adds_up, came_back, state_of

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
    way = (Back(out_of=SUCCESSOR, to=FIRST, on=NEW_YEAR),)
    assert all(one.back == way for one in late if one.fund == FIRST)


NEXT_YEAR = date(2026, 1, 6)


def carried(state: dict[str, t.Fund], fund: str, to: str, day: date) -> None:
    """With all that is left of it."""
    left = state[fund]
    fen = left.least_fen(day)
    over = FundCarriedOver(successor=to, amount_fen=fen, value_on=day)
    opened = FundCarriedIn(
        fund=to,
        holder=left.holder,
        year=left.year + 1,
        indicator=left.indicator,
        carried_from=fund,
        amount_fen=fen,
        value_on=day,
    )
    state[fund], state[to] = t.evolve(left, over), t.evolve(None, opened)


YEAR_ENDS = ((FIRST, SUCCESSOR, NEW_YEAR), (SUCCESSOR, THIRD, NEXT_YEAR))


CORNERS = [
    (value_on, before, after)
    for value_on in (LAST_DAY, NEW_YEAR, date(2025, 6, 30), NEXT_YEAR)
    for before in range(3)
    for after in range(3 - before)
    # What is carried over afterwards is so not before the bank spoke.
    if not after or value_on <= YEAR_ENDS[before][2]
]


@pytest.mark.parametrize("spent_fen", [0, 60])
@pytest.mark.parametrize("ended", [None, "surrendered", "used up"])
@pytest.mark.parametrize(("value_on", "before", "after"), CORNERS)
def test_the_money_is_followed_through_every_year_end(
    value_on: date, before: int, after: int, ended: str | None, spent_fen: int
) -> None:
    """Carried over so often before the bank spoke, so often since; of 80 so much was spent in the last year, and what
    was left then surrendered, or paid out as well.
    """
    state = state_of("open")
    for year_end in YEAR_ENDS[:before]:
        carried(state, *year_end)
    state = gave_up(state, value_on, "failed")
    for year_end in YEAR_ENDS[before : before + after]:
        carried(state, *year_end)
    last = last_of(state, FIRST).fund
    today = max(value_on, state[last].opened_on)
    state[last] = t.evolve(state[last], t.FundDrawn(batch="c", amount_fen=spent_fen, value_on=today))
    left_fen = 80 - spent_fen
    if ended == "surrendered":
        taken = FundSurrendered(amount_fen=left_fen, treasury_due_fen=0, document="s", value_on=today)
        state[last] = t.evolve(state[last], taken)
    elif ended is not None:
        state[last] = t.evolve(state[last], t.FundDrawn(batch="d", amount_fen=left_fen, value_on=today))
    late = drawing_late(state, "b", GAVE_UP, value_on)
    given_fen = sum(one.amount_fen for one in late if one.fund != BANK_ERROR)
    assert given_fen == (min(30, left_fen) if ended is None else 0)
    drawn = after_draws(state, late, "b")
    never_negative(drawn)
    assert sum(fund.balance_fen for fund in drawn.values()) == (left_fen - given_fen if ended is None else 0)
    chain = [drawn[name] for name in (FIRST, SUCCESSOR, THIRD) if name in drawn]
    assert all(one.carried_over_fen == other.carried_in_fen for one, other in pairwise(chain))
