"""Funds: central money goes first (closing-1), each fund to its last fen before the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import assume
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.application.values import Draw
from domain.base import replace
from domain.errors import NotAllowed
from domain.office.proposed import ConfirmForOffice, OpenFund
from domain.office.roles import Role
from domain.treasury import fund as t
from tests.domain.sample_cases import (
    CHEN,
    CITY,
    HAICANG,
    JIANG,
    OPENING,
    SIMING,
    WU,
    XU,
    ZHENG,
    a_fund,
    also,
    given,
    of,
    told,
)

CENTRAL = OpenFund(
    holder=CITY,
    source="central",
    programme="employment",
    year=2024,
    amount_fen=60_000_00,
    document="厦财社〔2024〕1号",
)


def fund(source: str, balance_fen: int) -> t.Fund:
    return t.Fund(
        fund=f"350200-{source}-employment-2024",
        holder=CITY,
        source=source,
        programme="employment",
        year=2024,
        opened_fen=balance_fen,
    )


def draw(source: str, amount_fen: int) -> Draw:
    return Draw(fund=f"350200-{source}-employment-2024", source=source, amount_fen=amount_fen)


def test_a_fund_is_opened_with_its_money_and_its_document() -> None:
    given().when_confirmed(CENTRAL, by=WU, second=JIANG, on=OPENING).then_in(
        "fund-350200-central-employment-2024",
        t.FundOpened(
            fund="350200-central-employment-2024",
            holder=CITY,
            source="central",
            programme="employment",
            year=2024,
            amount_fen=60_000_00,
            document="厦财社〔2024〕1号",
        ),
    )


def test_a_fund_is_opened_once() -> None:
    given(a_fund("central", 1)).when(CENTRAL, by=WU, on=OPENING).declined(
        "fund-open", fund="350200-central-employment-2024"
    )


@pytest.mark.parametrize("amount_fen", [0, -1])
def test_a_fund_without_money_is_not_opened(amount_fen: int) -> None:
    empty = OpenFund(
        holder=SIMING, source="central", programme="employment", year=2024, amount_fen=amount_fen, document="…"
    )
    given().when(empty, by=WU, on=OPENING).declined("amount-not-positive", amount_fen=amount_fen)


def test_a_fund_is_opened_by_finance_of_its_holder() -> None:
    given().when(CENTRAL, by=CHEN, on=OPENING).not_permitted("role-missing", role="finance")
    central = replace(CENTRAL, holder=SIMING)
    given().when(central, by=of(HAICANG, WU), on=OPENING).not_permitted("other-authority", authority=SIMING)
    proposed = told((central, WU, OPENING))
    confirm = ConfirmForOffice(proposal=None)
    given(proposed).when(confirm, by=ZHENG, on=OPENING).not_permitted("role-missing", role="supervisor")
    given(proposed).when(confirm, by=of(HAICANG, XU), on=OPENING).not_permitted("other-authority", authority=SIMING)
    given(proposed).when(confirm, by=also(WU, Role.SUPERVISOR), on=OPENING).not_permitted("own-proposal")


def from_the_same(funds: Sequence[t.Fund], amounts_fen: Sequence[int]) -> list[tuple[Sequence[t.Fund], int]]:
    """Amounts that are all drawn from the same funds."""
    return [(funds, amount_fen) for amount_fen in amounts_fen]


def test_each_amount_is_drawn_in_the_order_of_its_own_notice() -> None:
    central, unemployment = fund("central", 10), fund("unemployment", 10)
    asked = [([central, unemployment], 8), ([unemployment, central], 8)]
    assert t.drawing(asked) == [(draw("central", 8),), (draw("unemployment", 8),)]
    asked = [([central, unemployment], 8), ([unemployment], 4), ([unemployment, central], 8)]
    assert t.drawing(asked)[2] == (draw("unemployment", 6), draw("central", 2))


@pytest.mark.parametrize("narrow_first", [True, False])
def test_the_order_of_the_cases_of_a_run_does_not_say_whether_there_is_money(narrow_first: bool) -> None:
    central, provincial = fund("central", 10), fund("provincial", 10)
    narrow, wide = ([central], 10), ([central, provincial], 10)
    drawn = t.drawing([narrow, wide] if narrow_first else [wide, narrow])
    expected = [(draw("central", 10),), (draw("provincial", 10),)]
    assert drawn == (expected if narrow_first else expected[::-1])


def test_an_amount_is_not_drawn_from_funds_that_are_not_its_own() -> None:
    central, unemployment = fund("central", 10), fund("unemployment", 10)
    with pytest.raises(NotAllowed) as refused:
        t.drawing([([central], 8), ([central], 3), ([unemployment], 1)])
    assert (refused.value.code, refused.value.values) == ("funds-short", {"needed_fen": 3, "available_fen": 2})


def test_one_hundred_thousand_is_sixty_thousand_central_and_forty_thousand_provincial_money() -> None:
    funds = [fund("central", 60_000_00), fund("provincial", 90_000_00)]
    assert t.drawing(from_the_same(funds, [100_000_00])) == [
        (draw("central", 60_000_00), draw("provincial", 40_000_00))
    ]


def test_later_amounts_of_a_run_find_what_earlier_ones_left() -> None:
    funds = [fund("central", 5), fund("provincial", 10)]
    assert t.drawing(from_the_same(funds, [3, 4, 8])) == [
        (draw("central", 3),),
        (draw("central", 2), draw("provincial", 2)),
        (draw("provincial", 8),),
    ]


def test_an_empty_fund_gives_nothing_and_is_not_named() -> None:
    assert t.drawing(from_the_same([fund("central", 0), fund("provincial", 1)], [1])) == [(draw("provincial", 1),)]


def test_money_that_is_not_there_is_not_drawn() -> None:
    with pytest.raises(NotAllowed) as refused:
        t.drawing(from_the_same([fund("central", 60), fund("provincial", 39)], [50, 50]))
    assert (refused.value.code, refused.value.values) == ("funds-short", {"needed_fen": 100, "available_fen": 99})


def test_no_fund_is_no_money() -> None:
    with pytest.raises(NotAllowed, match="funds-short"):
        t.drawing(from_the_same([], [1]))


def test_a_draw_leaves_the_balance_and_its_cancellation_brings_it_back() -> None:
    opened = fund("central", 100)
    drawn = t.evolve(opened, t.FundDrawn(batch="b1", amount_fen=70))
    assert (drawn.balance_fen, drawn.drawn_fen) == (30, 70)
    assert t.evolve(drawn, t.FundDrawCancelled(batch="b1", amount_fen=70)) == opened


amounts = st.integers(1, 1_000_000)


@for_all(st.lists(st.integers(0, 1_000_000), max_size=4), st.lists(amounts, min_size=1, max_size=8))
def test_what_is_drawn_is_what_is_paid_and_no_fund_is_overdrawn(balances: list[int], wanted: list[int]) -> None:
    assume(sum(balances) >= sum(wanted))
    funds = [fund(f"source-{index}", balance) for index, balance in enumerate(balances)]
    divided = t.drawing(from_the_same(funds, wanted))
    assert [sum(draw.amount_fen for draw in draws) for draws in divided] == wanted
    by_source = [sum(d.amount_fen for draws in divided for d in draws if d.source == one.source) for one in funds]
    last = max((index for index, amount in enumerate(by_source) if amount), default=0)
    assert by_source[:last] == balances[:last]
    assert by_source[last] <= balances[last]


def test_a_funds_year_is_part_of_its_name() -> None:
    assert t.fund_id(CITY, "central", "employment", date(2024, 5, 1).year) == "350200-central-employment-2024"
