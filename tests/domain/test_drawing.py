"""Drawing on funds: central money goes first (closing-1), each fund to its last fen before the next; by draw rules what
they allow; and once more, where a bank paid after all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import assume
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.application.values import BANK_ERROR, HELD_FOR_PAYEE, Draw
from domain.base import replace
from domain.errors import NotAllowed
from domain.treasury import batch_events as b
from domain.treasury import fund as t
from domain.treasury import run_commands as runs
from domain.treasury.drawing import Spendable, drawing
from domain.treasury.late_draws import drawing_late
from tests.domain import fund_history as funds
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CITY, FIRST, JIANG, OPENING, WU, given

ON = date(2024, 5, 6)
ORDERED_ON = date(2024, 10, 11)


def fund(source: str, balance_fen: int, year: int = 2024) -> t.Fund:
    """Opened with this on the first day of its year."""
    return t.Fund(
        fund=f"350200-{year}-{source}",
        holder=CITY,
        year=year,
        indicator=s.indicator(source, year),
        opened_on=date(year, 1, 1),
        opened_fen=balance_fen,
        changes={date(year, 1, 1): balance_fen},
    )


def draw(source: str, amount_fen: int, year: int = 2024) -> Draw:
    return Draw(fund=f"350200-{year}-{source}", source=source, amount_fen=amount_fen)


def drawn(asked: Sequence[tuple[Sequence[t.Fund], int]]) -> list[tuple[Draw, ...]]:
    return drawing([(Spendable(funds=tuple(own)), amount_fen) for own, amount_fen in asked], ON)


def from_the_same(funds: Sequence[t.Fund], amounts_fen: Sequence[int]) -> list[tuple[Sequence[t.Fund], int]]:
    """Amounts that are all drawn from the same funds."""
    return [(funds, amount_fen) for amount_fen in amounts_fen]


def test_each_amount_is_drawn_in_the_order_of_its_own_notice() -> None:
    central, unemployment = fund("central", 10), fund("unemployment", 10)
    asked = [([central, unemployment], 8), ([unemployment, central], 8)]
    assert drawn(asked) == [(draw("central", 8),), (draw("unemployment", 8),)]
    asked = [([central, unemployment], 8), ([unemployment], 4), ([unemployment, central], 8)]
    assert drawn(asked)[2] == (draw("unemployment", 6), draw("central", 2))


@pytest.mark.parametrize("narrow_first", [True, False])
def test_the_order_of_the_cases_of_a_run_does_not_say_whether_there_is_money(narrow_first: bool) -> None:
    central, provincial = fund("central", 10), fund("provincial", 10)
    narrow, wide = ([central], 10), ([central, provincial], 10)
    divided = drawn([narrow, wide] if narrow_first else [wide, narrow])
    expected = [(draw("central", 10),), (draw("provincial", 10),)]
    assert divided == (expected if narrow_first else expected[::-1])


def test_an_amount_is_not_drawn_from_funds_that_are_not_its_own() -> None:
    central, unemployment = fund("central", 10), fund("unemployment", 10)
    with pytest.raises(NotAllowed) as refused:
        drawn([([central], 8), ([central], 3), ([unemployment], 1)])
    assert (refused.value.code, refused.value.values) == ("funds-short", {"needed_fen": 3, "available_fen": 2})


def test_one_hundred_thousand_is_sixty_thousand_central_and_forty_thousand_provincial_money() -> None:
    funds = [fund("central", 60_000_00), fund("provincial", 90_000_00)]
    assert drawn(from_the_same(funds, [100_000_00])) == [(draw("central", 60_000_00), draw("provincial", 40_000_00))]


def test_later_amounts_of_a_run_find_what_earlier_ones_left() -> None:
    funds = [fund("central", 5), fund("provincial", 10)]
    assert drawn(from_the_same(funds, [3, 4, 8])) == [
        (draw("central", 3),),
        (draw("central", 2), draw("provincial", 2)),
        (draw("provincial", 8),),
    ]


def test_an_empty_fund_gives_nothing_and_is_not_named() -> None:
    assert drawn(from_the_same([fund("central", 0), fund("provincial", 1)], [1])) == [(draw("provincial", 1),)]


def test_money_that_is_not_there_is_not_drawn() -> None:
    with pytest.raises(NotAllowed) as refused:
        drawn(from_the_same([fund("central", 60), fund("provincial", 39)], [50, 50]))
    assert (refused.value.code, refused.value.values) == ("funds-short", {"needed_fen": 100, "available_fen": 99})


def test_no_fund_is_no_money() -> None:
    with pytest.raises(NotAllowed, match="funds-short"):
        drawn(from_the_same([], [1]))


amounts = st.integers(1, 1_000_000)


@for_all(st.lists(st.integers(0, 1_000_000), max_size=4), st.lists(amounts, min_size=1, max_size=8))
def test_what_is_drawn_is_what_is_paid_and_no_fund_is_overdrawn(balances: list[int], wanted: list[int]) -> None:
    assume(sum(balances) >= sum(wanted))
    funds = [fund(f"source-{index}", balance) for index, balance in enumerate(balances)]
    divided = drawn(from_the_same(funds, wanted))
    assert [sum(draw.amount_fen for draw in draws) for draws in divided] == wanted
    by_source = [sum(d.amount_fen for draws in divided for d in draws if d.source == one.source) for one in funds]
    last = max((index for index, amount in enumerate(by_source) if amount), default=0)
    assert by_source[:last] == balances[:last]
    assert by_source[last] <= balances[last]


# By draw rules


def by_rules(*allowed: History) -> History:
    """Rules are adopted, and funds are opened."""
    rules = s.agreed((funds.RULES, *funds.PAYERS, OPENING), after=funds.an_edition())
    return (*rules, *(minute for one in allowed for minute in one))


ACCOUNTS = {"function": "2080704", "economic": "50901"}
ordering = runs.OrderPayment(applications=(FIRST,))


def test_without_rules_a_case_is_paid_in_the_order_of_its_edition() -> None:
    money = s.a_fund("provincial", 100_000_00)
    assert given(money, s.a_payable_training()).when(ordering, by=WU, on=ORDERED_ON).events


@pytest.mark.parametrize(
    ("source", "told", "pays"),
    [
        ("central", {}, False),
        ("central", ACCOUNTS, True),
        ("provincial", ACCOUNTS, False),
        ("central", {**ACCOUNTS, "programme": "training"}, False),
        ("central", {**ACCOUNTS, "function": "2080799"}, True),
        ("central", {**ACCOUNTS, "function": "2080801"}, False),
        ("central", {"function": "2080704"}, False),
    ],
)
def test_by_rules_a_scheme_is_paid_from_what_they_allow_it(source: str, told: dict[str, str], pays: bool) -> None:
    money = s.a_fund(source, 100_000_00, **told)
    outcome = given(by_rules(money), s.a_payable_training()).when(ordering, by=WU, on=ORDERED_ON)
    if pays:
        assert outcome.events
    else:
        outcome.declined("rules-short", rules="xiamen-2023-187/draw-rules@1", needed_fen=3_000_00, available_fen=0)


def test_a_run_that_the_rules_do_not_let_pay_names_them_and_what_they_bar() -> None:
    barred, allowed = s.a_fund("provincial", 9_000_00, **ACCOUNTS), s.a_fund("central", 2_999_99, **ACCOUNTS)
    given(by_rules(barred, allowed), s.a_payable_training()).when(ordering, by=WU, on=ORDERED_ON).declined(
        "rules-short",
        rules="xiamen-2023-187/draw-rules@1",
        scheme="project-skills-training",
        barred=s.fund("provincial"),
        available_fen=2_999_99,
    )


def test_money_on_the_negative_list_is_refused_by_its_account() -> None:
    money = s.a_fund("central", 9_000_00, function="2082102", economic="50901")
    given(by_rules(money), s.a_payable_training()).when(ordering, by=WU, on=ORDERED_ON).declined(
        "fund-forbidden", fund=s.fund("central"), account="2082102", because="失业保险基金不得列支"
    )


@pytest.mark.parametrize(("starts", "pays"), [(-1, False), (0, False), (1, True)])
def test_rules_hold_from_their_day_on(starts: int, pays: bool) -> None:
    first = ORDERED_ON + timedelta(days=starts)
    later = replace(funds.RULES, rules=replace(funds.RULES.rules, applies_from=first))
    history = (
        *s.agreed((later, *funds.PAYERS, OPENING), after=funds.an_edition()),
        *s.a_fund("provincial", 9_000_00),
    )
    outcome = given(history, s.a_payable_training()).when(ordering, by=WU, on=ORDERED_ON)
    assert bool(outcome.refusal is None) is pays


def test_rules_are_adopted_once_in_the_order_of_their_days_and_for_what_the_notice_has() -> None:
    adopted = given(by_rules())
    by, rules = funds.PAYERS[0], funds.RULES.rules
    adopted.when(funds.RULES, by=by, on=ON).then()
    adopted.when(replace(funds.RULES, digest="…"), by=by, on=ON).declined("draw-rules-adopted-otherwise")
    earlier = replace(rules, number=2, applies_from=date(2023, 12, 31))
    adopted.when(replace(funds.RULES, rules=earlier), by=by, on=ON).declined("dates-out-of-order")
    for wrong in (
        replace(rules.allowed[0], schemes=("no-such-scheme",)),
        replace(rules.allowed[0], money=replace(rules.allowed[0].money, source="lottery")),
    ):
        unfit = replace(funds.RULES, rules=replace(rules, number=2, allowed=(wrong,)))
        adopted.when(unfit, by=by, on=ON).declined("draw-rules-unfit")
    given().when(funds.RULES, by=by, on=ON).no_such_thing("policy-not-adopted")


def test_money_of_earlier_years_is_drawn_before_new_money_of_its_source() -> None:
    new = s.agreed((s.opening("central", 9_000_00), WU, JIANG, OPENING))
    carried = (s.opening("central", 1_000_00, origin_year=2023, document="厦财社〔2023〕7号"), WU, JIANG, OPENING)
    history = s.agreed(carried, after=new)
    outcome = given(history, s.a_payable_training()).when(ordering, by=WU, on=ORDERED_ON)
    ordered = outcome.events[0]
    assert isinstance(ordered, b.BatchOrdered)
    assert [(one.fund, one.amount_fen) for one in ordered.drawn] == [(funds.SECOND, 1_000_00), (funds.FIRST, 2_000_00)]


# Once more, for what a bank paid after all

MAY, JUNE = date(2024, 5, 6), date(2024, 6, 3)


def after(state: t.Fund, *moves: tuple[date, int]) -> t.Fund:
    """Drawn on days, or with a negative amount given back."""
    for day, amount_fen in moves:
        happened = (
            t.FundDrawn(batch="b", amount_fen=amount_fen, value_on=day)
            if amount_fen > 0
            else t.FundRestored(reference="r", amount_fen=-amount_fen, value_on=day, booked_to=state.fund)
        )
        state = t.evolve(state, happened)
    return state


def late_draws(state: Mapping[str, t.Fund], gave_up: Sequence[Draw], day: date) -> tuple[Draw, ...]:
    return tuple(late.draw for late in drawing_late(state, "b", gave_up, day))


@pytest.mark.parametrize(
    ("moves", "given_fen"),
    [
        ((), 100),
        (((MAY, 40),), 60),
        (((JUNE, 40),), 60),
        (((JUNE, 100),), 0),
        (((JUNE, 100), (date(2024, 7, 1), -100)), 0),
        (((MAY, 100), (JUNE, -100)), 0),
        (((date(2024, 5, 5), 100), (MAY, -100)), 100),
    ],
)
def test_what_is_drawn_late_was_there_on_every_day_since(moves: tuple[tuple[date, int], ...], given_fen: int) -> None:
    central = after(fund("central", 100), *moves)
    late = late_draws({central.fund: central}, [draw("central", 100)], MAY)
    error = Draw(fund=BANK_ERROR, source=BANK_ERROR, amount_fen=100 - given_fen)
    assert late == tuple(one for one in (draw("central", given_fen), error) if one.amount_fen)


def test_two_draws_on_one_fund_do_not_find_the_same_money_twice() -> None:
    central = fund("central", 100)
    late = late_draws({central.fund: central}, [draw("central", 70), draw("central", 70)], MAY)
    error = Draw(fund=BANK_ERROR, source=BANK_ERROR, amount_fen=40)
    assert late == (draw("central", 70), draw("central", 30), error)


def test_clearing_accounts_give_what_they_gave() -> None:
    held = Draw(fund=HELD_FOR_PAYEE, source=HELD_FOR_PAYEE, amount_fen=5)
    assert late_draws({}, [held], MAY) == (held,)


@pytest.mark.parametrize(("days", "given_fen"), [(-1, 0), (0, 60), (1, 60)])
def test_of_a_year_that_was_carried_over_the_successor_gives_it_from_its_first_day_on(
    days: int, given_fen: int
) -> None:
    successor = fund("central", 60, year=2025)
    carried = replace(fund("central", 0), successor=successor.fund)
    both = {one.fund: one for one in (carried, successor)}
    late = late_draws(both, [draw("central", 100)], successor.opened_on + timedelta(days=days))
    error = Draw(fund=BANK_ERROR, source=BANK_ERROR, amount_fen=100 - given_fen)
    assert late == tuple(one for one in (draw("central", given_fen, 2025), error) if one.amount_fen)
