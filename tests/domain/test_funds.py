"""Funds: each an indicator with a number. What finance does with them, and where money goes that comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.application.values import BANK_ERROR, HELD_FOR_PAYEE
from domain.base import Decision, Event, replace
from domain.errors import NotAllowed
from domain.office.fund_proposals import (
    AnyFundCommand,
    CarryOverFund,
    CloseFund,
    IncreaseFund,
    OpenFund,
    SurrenderFund,
    TransferFund,
)
from domain.office.proposed import ConfirmForOffice
from domain.office.roles import Role
from domain.treasury import fund as t
from domain.treasury import fund_events as e
from domain.treasury.drawing import Spendable, drawing
from domain.treasury.fund import TREASURY_DUE
from domain.treasury.fund_returns import cancelling, giving_back
from tests.domain import fund_history as funds
from tests.domain import sample_cases as s
from tests.domain.fund_history import FIRST, NEW_YEAR, OF_2023, SECOND, SUCCESSOR
from tests.domain.given_when_then import History, Office, answer_to
from tests.domain.sample_cases import CHEN, CITY, HAICANG, JIANG, OPENING, WU, ZHENG, also, given, of, told

CENTRAL = s.opening("central", 60_000_00)
LAST_DAY = date(2024, 12, 31)
ON = date(2024, 5, 6)


# Opening


def test_a_fund_is_opened_with_its_money_and_what_its_document_says() -> None:
    told_of = {"function": "2080799", "economic": "50901", "project": "X1", "direct": True, "vouchers": ("记-12",)}
    command = s.opening("central", 60_000_00, **told_of)
    given().when_confirmed(command, by=WU, second=JIANG, on=OPENING).then_in(
        f"fund-{FIRST}",
        e.FundOpened(
            fund=FIRST,
            holder=CITY,
            year=2024,
            indicator=s.indicator("central", **told_of),
            amount_fen=60_000_00,
            value_on=OPENING,
        ),
    )


def test_funds_count_up_within_their_holder_and_year_and_a_declined_one_takes_no_number() -> None:
    first = s.agreed((CENTRAL, WU, JIANG, OPENING))
    declined = told(
        (ConfirmForOffice(proposal=None, declined=True), JIANG, OPENING),
        after=s.proposed(s.opening("provincial", 1), WU, OPENING, after=first),
    )
    history = s.agreed(
        (s.opening("provincial", 2), WU, JIANG, OPENING),
        (s.opening("central", 3, year=2025), WU, JIANG, OPENING),
        (s.opening("central", 4, holder=HAICANG), of(HAICANG, WU), of(HAICANG, JIANG), OPENING),
        after=declined,
    )
    numbers = {name: fund.balance_fen for name, fund in given(history).office.funds.items()}
    assert numbers == {FIRST: 60_000_00, SECOND: 2, "350200-2025-F001": 3, "350205-2024-F001": 4}


@pytest.mark.parametrize(
    "other",
    [
        {"document": "厦财社〔2024〕2号"},
        {"function": "2080799"},
        {"economic": "50901"},
        {"project": "X1"},
        {"programme": "training"},
        {"origin_year": 2023},
    ],
)
def test_several_lines_and_documents_of_one_source_are_several_funds(other: dict[str, object]) -> None:
    outcome = given(s.agreed((CENTRAL, WU, JIANG, OPENING))).when(s.opening("central", 1, **other), by=WU, on=OPENING)
    assert outcome.events


@pytest.mark.parametrize("booked", [{}, {"vouchers": ("记-13",)}, {"direct": True}])
def test_one_line_of_a_document_is_opened_once(booked: dict[str, object]) -> None:
    given(s.agreed((CENTRAL, WU, JIANG, OPENING))).when(s.opening("central", 1, **booked), by=WU, on=OPENING).declined(
        "fund-open", fund=FIRST, document="厦财社〔2024〕1号"
    )


def _of_year(year: int, **told_otherwise: Any) -> OpenFund:
    return s.opening("central", 1_00, **{"year": year, "origin_year": 2024, **told_otherwise})


ANOTHER = "厦财社〔2024〕2号"


@pytest.mark.parametrize(
    ("history", "again", "open_as"),
    [
        # By hand for the next year, or for any other, before and after it was carried over, surrendered or closed.
        (funds.an_opened_fund, _of_year(2025), FIRST),
        (funds.an_opened_fund, _of_year(2026), FIRST),
        (funds.an_opened_fund, _of_year(2025, document="厦财社(2024) 1号"), FIRST),
        (funds.carried_on, _of_year(2025), FIRST),
        (funds.carried_on, _of_year(2026), FIRST),
        (funds.for_the_next_year, _of_year(2024), SUCCESSOR),
        (funds.surrendered, _of_year(2025, document=ANOTHER), SECOND),
        # Another line, another year of origin, another holder.
        (funds.carried_on, _of_year(2025, document=ANOTHER), None),
        (funds.carried_on, _of_year(2025, function="2080799"), None),
        (funds.carried_on, _of_year(2025, origin_year=2025), None),
    ],
)
def test_one_line_of_a_document_is_open_once_in_whatever_year(
    history: Callable[[], History], again: OpenFund, open_as: str | None
) -> None:
    outcome = given(history()).when(again, by=WU, on=NEW_YEAR)
    if open_as is None:
        assert outcome.events
    else:
        outcome.declined("fund-open", fund=open_as)


def test_what_was_proposed_before_the_carry_over_is_not_opened_beside_it() -> None:
    proposal = s.proposed(_of_year(2025, document=ANOTHER), WU, OPENING)
    carried = s.agreed((s.opening("central", 2, document=ANOTHER), WU, JIANG, OPENING), after=proposal)
    (waiting,) = proposal
    given(carried).when(answer_to(waiting), by=JIANG, on=NEW_YEAR).declined("fund-open", fund=FIRST)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (s.opening("central", 0), "amount-not-positive"),
        (s.opening("central", -1), "amount-not-positive"),
        (s.opening("central", 1, function="20807"), "code-form"),
        (s.opening("central", 1, function="208079x"), "code-form"),
        (s.opening("central", 1, economic="5090"), "code-form"),
        (s.opening("central", 1, origin_year=2025), "origin-year"),
        (s.opening("central", 1, used_fen=2), "used-more"),
        (replace(s.opening("central", 1, used_fen=1), used_document=None), "used-undocumented"),
        (replace(s.opening("central", 1), used_document="…"), "used-undocumented"),
    ],
)
def test_what_cannot_be_is_not_opened(command: AnyFundCommand, code: str) -> None:
    given().when(command, by=WU, on=OPENING).declined(code)


def test_what_had_been_used_before_this_log_is_not_there_to_be_drawn() -> None:
    history = s.agreed((s.opening("central", 100, used_fen=100), WU, JIANG, OPENING))
    fund = given(history).office.funds[FIRST]
    assert (fund.opened_fen, fund.used_fen, fund.drawn_fen, fund.balance_fen) == (100, 100, 0, 0)


def test_a_fund_is_opened_by_finance_of_its_holder() -> None:
    given().when(CENTRAL, by=CHEN, on=OPENING).not_permitted("role-missing", role="finance")
    central = replace(CENTRAL, holder=CITY)
    given().when(central, by=of(HAICANG, WU), on=OPENING).not_permitted("other-authority", authority=CITY)
    proposed = told((central, WU, OPENING))
    confirm = ConfirmForOffice(proposal=None)
    given(proposed).when(confirm, by=ZHENG, on=OPENING).not_permitted("role-missing", role="supervisor")
    given(proposed).when(confirm, by=of(HAICANG, JIANG), on=OPENING).not_permitted("other-authority", authority=CITY)
    given(proposed).when(confirm, by=also(WU, Role.SUPERVISOR), on=OPENING).not_permitted("own-proposal")


# What becomes of them


@pytest.mark.parametrize("act", funds.acts())
def test_every_act_leaves_what_it_says(act: str) -> None:
    history, command, by, second = funds.acts()[act]
    outcome = given(history).when_confirmed(command, by=by, second=second, on=ON)
    indicator = s.indicator("central", 2023)
    carried = e.FundCarriedIn(
        fund=FIRST,
        holder=CITY,
        year=2024,
        indicator=indicator,
        carried_from=OF_2023,
        amount_fen=10_000_00,
        value_on=ON,
    )
    moved = {"amount_fen": 50_000_00, "document": "厦财社〔2024〕10号", "value_on": ON}
    told_by: Mapping[str, Mapping[str, Event]] = {
        "increase-fund": {FIRST: e.FundIncreased(amount_fen=5_000_00, document="厦财社〔2024〕9号", value_on=ON)},
        "transfer-fund": {
            SECOND: e.FundTransferredOut(to=FIRST, **moved),
            FIRST: e.FundTransferredIn(out_of=SECOND, **moved),
        },
        "carry-over-fund": {
            OF_2023: e.FundCarriedOver(successor=FIRST, amount_fen=10_000_00, value_on=ON),
            FIRST: carried,
        },
        "surrender-fund": {
            SECOND: e.FundSurrendered(
                amount_fen=50_000_00, treasury_due_fen=0, document="厦财社〔2024〕11号", value_on=ON
            )
        },
        "plan-fund": {
            FIRST: e.FundPlanned(
                month=date(2024, 6, 1), amount_fen=30_000_00, document="用款计划〔2024〕6号", value_on=ON
            )
        },
        "close-fund": {SECOND: e.FundClosed(value_on=ON)},
        "adopt-draw-rules": {},
        "close-month": {},
    }
    for fund, happened in told_by[act].items():
        outcome.then_in(f"fund-{fund}", happened)


def refused(command: AnyFundCommand, code: str, on: date = ON, after: str = "two") -> tuple[object, ...]:
    return after, command, on, code


BEYOND = date(2025, 1, 1)
UNLIKE = (
    s.opening("provincial", 1_00),
    s.opening("central", 1_00, document="3", direct=True),
    s.opening("central", 1_00, year=2025),
    s.opening("central", 1_00, holder=HAICANG),
    s.opening("central", 1_00, document="3", programme="other"),
    s.opening("central", 1_00, document="3", function="2080799"),
    s.opening("central", 1_00, document="3", economic="50901"),
    s.opening("central", 1_00, document="3", project="p"),
    s.opening("central", 1_00, document="3", origin_year=2023),
)


@pytest.mark.parametrize(
    ("history", "command", "on", "code"),
    [
        refused(replace(funds.INCREASE, amount_fen=0), "amount-not-positive"),
        refused(funds.INCREASE, "fund-year-over", BEYOND),
        refused(replace(funds.TRANSFER, amount_fen=0), "amount-not-positive"),
        refused(replace(funds.TRANSFER, amount_fen=50_000_01), "fund-short"),
        refused(replace(funds.TRANSFER, to=SECOND), "transfer-unlike"),
        refused(funds.TRANSFER, "fund-year-over", BEYOND),
        refused(CarryOverFund(fund=FIRST, amount_fen=100_000_00), "fund-year-open", LAST_DAY),
        refused(CarryOverFund(fund=FIRST, amount_fen=99_999_99), "fund-changed", BEYOND),
        refused(CarryOverFund(fund=SECOND, amount_fen=0), "fund-empty", BEYOND, "empty"),
        refused(replace(funds.SURRENDER, amount_fen=49_999_99), "fund-changed"),
        refused(replace(funds.SURRENDER, treasury_due_fen=1), "fund-changed"),
        refused(replace(funds.SURRENDER, amount_fen=0), "fund-empty", ON, "empty"),
        refused(replace(funds.PLAN, amount_fen=-1), "amount-not-positive"),
        refused(replace(funds.PLAN, amount_fen=100_000_01), "plan-beyond-fund"),
        refused(replace(funds.PLAN, month=date(2025, 1, 1)), "plan-other-month"),
        refused(replace(funds.PLAN, month=date(2024, 6, 2)), "plan-other-month"),
        refused(funds.PLAN, "fund-year-over", BEYOND),
        refused(funds.PLAN, "fund-ended", ON, "surrendered"),
        refused(funds.CLOSE, "fund-not-empty"),
        refused(funds.INCREASE, "fund-ended", ON, "surrendered"),
        refused(replace(funds.TRANSFER, fund=FIRST, to=SECOND), "fund-ended", ON, "surrendered"),
        refused(CarryOverFund(fund=FIRST, amount_fen=0), "fund-ended", BEYOND, "surrendered"),
        refused(CloseFund(fund=FIRST), "fund-ended", ON, "surrendered"),
        refused(
            SurrenderFund(fund=FIRST, amount_fen=0, treasury_due_fen=0, document="…"), "fund-empty", ON, "surrendered"
        ),
    ],
)
def test_what_a_fund_does_not_do(history: str, command: AnyFundCommand, on: date, code: str) -> None:
    whole = SurrenderFund(fund=FIRST, amount_fen=100_000_00, treasury_due_fen=0, document="…")
    before = {
        "two": funds.two_funds(),
        "empty": funds.an_empty_fund(),
        "surrendered": s.agreed((whole, WU, ZHENG, OPENING), after=funds.two_funds()),
    }
    given(before[history]).when(command, by=WU, on=on).declined(code)


@pytest.mark.parametrize("document", ["厦财社〔2024〕2号", "厦财社[2024] 2号", "厦财社（２０２４）2号"])
def test_a_line_of_a_document_is_opened_once_however_its_number_is_typed(document: str) -> None:
    again = s.opening("central", 1_00, document=document)
    given(funds.two_funds()).when(again, by=WU, on=ON).declined("fund-open", fund=SECOND)


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ({}, True),
        ({"document": "厦财社[2024]9号"}, True),
        ({"document": "厦财社〔2024〕9号 第2项"}, False),
        ({"amount_fen": funds.INCREASE.amount_fen + 1}, False),
        ({"fund": SECOND}, False),
    ],
)
def test_an_increase_is_recorded_once(changed: dict[str, Any], again: bool) -> None:
    history = s.agreed((funds.INCREASE, WU, JIANG, OPENING), after=funds.two_funds())
    outcome = given(history).when(replace(funds.INCREASE, **changed), by=WU, on=ON)
    if again:
        outcome.declined("increase-again", fund=FIRST)
    else:
        assert outcome.events


@pytest.mark.parametrize("other", UNLIKE)
def test_between_funds_that_are_not_alike_nothing_is_transferred(other: AnyFundCommand) -> None:
    opened = s.agreed((other, WU, JIANG, OPENING), after=funds.two_funds())
    to = opened[-1].stream.removeprefix("fund-")
    command = TransferFund(fund=FIRST, to=to, amount_fen=1, document="…")
    given(opened).when(command, by=WU, on=ON).declined("transfer-unlike", fund=FIRST, to=to)


@pytest.mark.parametrize("command", [funds.INCREASE, replace(funds.TRANSFER, to="350200-2024-F009"), funds.CLOSE])
def test_a_fund_that_is_not_there_does_nothing(command: AnyFundCommand) -> None:
    history = funds.two_funds() if isinstance(command, TransferFund) else ()
    given(history).when(command, by=WU, on=ON).no_such_thing("no-such-fund")


@pytest.mark.parametrize(
    ("amount_fen", "month", "fits"),
    [
        # Of 100 000 all was planned for June, and then half of it left the fund: lower is always nearer to it.
        (99_999_99, 6, True),
        (50_000_00, 6, True),
        (0, 6, True),
        (100_000_00, 6, False),
        (100_000_01, 6, False),
        (0, 7, False),
        (1, 7, False),
    ],
)
def test_a_plan_beyond_what_the_fund_comes_to_by_now_can_only_be_lowered(
    amount_fen: int, month: int, fits: bool
) -> None:
    planned = s.agreed((replace(funds.PLAN, amount_fen=100_000_00), WU, JIANG, OPENING), after=funds.two_funds())
    gone = s.agreed(
        (TransferFund(fund=FIRST, to=SECOND, amount_fen=50_000_00, document="…"), WU, JIANG, OPENING), after=planned
    )
    plan = replace(funds.PLAN, amount_fen=amount_fen, month=date(2024, month, 1))
    outcome = given(gone).when(plan, by=WU, on=OPENING)
    if fits:
        assert outcome.events
    else:
        outcome.declined("plan-beyond-fund", amount_fen=50_000_00)


def test_what_changed_meanwhile_is_proposed_anew() -> None:
    """What the second person confirms is what the first saw."""
    asked = s.proposed(funds.SURRENDER, WU, ON, after=funds.two_funds())
    office = given(asked).office
    more = IncreaseFund(fund=SECOND, amount_fen=1, document="…")
    (proposal,) = office.execute(more, WU, ON)
    office.execute(ConfirmForOffice(proposal="p4"), JIANG, ON)
    with pytest.raises(NotAllowed, match="fund-changed"):
        office.execute(ConfirmForOffice(proposal="p3"), ZHENG, ON)
    assert proposal.stream == "office"


def test_carried_over_a_fund_keeps_its_document_its_year_of_origin_and_its_mark() -> None:
    history = s.agreed(
        (s.opening("central", 100, year=2023, direct=True, function="2080799"), WU, JIANG, OPENING),
        (CarryOverFund(fund=OF_2023, amount_fen=100), WU, ZHENG, ON),
        (CarryOverFund(fund=FIRST, amount_fen=100), WU, ZHENG, NEW_YEAR),
    )
    first, second, third = given(history).office.funds.values()
    assert first.indicator == second.indicator == third.indicator
    assert [fund.year for fund in (first, second, third)] == [2023, 2024, 2025]
    assert [(fund.successor, fund.carried_from) for fund in (first, second, third)] == [
        (FIRST, None),
        (SUCCESSOR, OF_2023),
        (None, FIRST),
    ]
    assert [fund.balance_fen for fund in (first, second, third)] == [0, 0, 100]


# What comes back


def state_of(which: str) -> dict[str, t.Fund]:
    """A fund of 2024 on which 50 of 100 were drawn, and what became of it then."""
    office = Office(s.edition(), s.agreed((s.opening("central", 100), WU, JIANG, OPENING)))
    office.funds[FIRST] = t.evolve(office.funds[FIRST], t.FundDrawn(batch="b", amount_fen=50, value_on=ON))
    ends: Mapping[str, tuple[AnyFundCommand, ...]] = {
        "open": (),
        "carried over": (CarryOverFund(fund=FIRST, amount_fen=50),),
        "carried over twice": (
            CarryOverFund(fund=FIRST, amount_fen=50),
            CarryOverFund(fund=SUCCESSOR, amount_fen=50),
        ),
        "surrendered": (SurrenderFund(fund=FIRST, amount_fen=50, treasury_due_fen=0, document="…"),),
        "closed": (CloseFund(fund=FIRST),),
        "carried over, surrendered": (
            CarryOverFund(fund=FIRST, amount_fen=50),
            SurrenderFund(fund=SUCCESSOR, amount_fen=50, treasury_due_fen=0, document="…"),
        ),
    }
    if which == "closed":
        office.funds[FIRST] = t.evolve(office.funds[FIRST], t.FundDrawn(batch="c", amount_fen=50, value_on=ON))
    for number, command in enumerate(ends[which]):
        second = JIANG if isinstance(command, CloseFund) else ZHENG
        day = NEW_YEAR.replace(year=2025 + number)
        (proposal,) = office.execute(command, WU, day)
        office.execute(ConfirmForOffice(proposal=proposal.event.proposal), second, day)  # type: ignore[attr-defined]
    return office.funds


THIRD = "350200-2026-F001"
IN_TIME = (LAST_DAY - timedelta(days=1), LAST_DAY)
WHERE: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    # what became of the fund: (owed, recovered) with a value date in its year, and (owed, recovered) behind it
    "open": ((FIRST, FIRST), (FIRST, TREASURY_DUE)),
    "carried over": ((SUCCESSOR, TREASURY_DUE), (SUCCESSOR, TREASURY_DUE)),
    "carried over twice": ((THIRD, TREASURY_DUE), (THIRD, TREASURY_DUE)),
    "surrendered": ((TREASURY_DUE, TREASURY_DUE), (TREASURY_DUE, TREASURY_DUE)),
    "closed": ((TREASURY_DUE, TREASURY_DUE), (TREASURY_DUE, TREASURY_DUE)),
    "carried over, surrendered": ((TREASURY_DUE, TREASURY_DUE), (TREASURY_DUE, TREASURY_DUE)),
}


@pytest.mark.parametrize("what", ["returned", "cancelled", "recovered"])
@pytest.mark.parametrize("value_on", [*IN_TIME, LAST_DAY + timedelta(days=1)])
@pytest.mark.parametrize("which", WHERE)
def test_what_comes_back_goes_where_the_year_and_the_end_of_its_fund_have_it(
    which: str, value_on: date, what: str
) -> None:
    state = state_of(which)
    expected = WHERE[which][value_on not in IN_TIME][what == "recovered"]
    back = {(FIRST, value_on): 30}
    decision = (
        cancelling(state, back, "b") if what == "cancelled" else came_back(state, back, "r", owed=what == "returned")
    )
    happened = decision[f"fund-{FIRST}"][0]
    assert isinstance(happened, t.FundRestored | t.FundDrawCancelled)
    assert (happened.booked_to, happened.value_on) == (expected, value_on)
    before = dict(state)
    for stream, events in decision.items():
        name = stream.removeprefix("fund-")
        for one in events:
            state[name] = t.evolve(state[name], one)
    gained = {name: fund.balance_fen - before[name].balance_fen for name, fund in state.items()}
    assert gained == {name: 30 if name == expected else 0 for name in state}
    assert state[FIRST].treasury_due_fen == (30 if expected == TREASURY_DUE else 0)
    assert state[FIRST].drawn_fen == before[FIRST].drawn_fen - 30
    assert all(fund.least_fen(OPENING) >= 0 for fund in state.values())
    assert all(adds_up(fund) for fund in state.values())


def came_back(
    state: Mapping[str, t.Fund], back: Mapping[tuple[str, date], int], reference: str, *, owed: bool
) -> Decision:
    return giving_back(state, {}, reference, back) if owed else giving_back(state, back, reference)


def test_nothing_comes_back_to_a_fund_before_it_was_opened() -> None:
    """A payment that was credited before is drawn on it since; who paid it back did so before that, too."""
    state = state_of("open")
    early = {(FIRST, OPENING - timedelta(days=3)): 30, (FIRST, OPENING): 10}
    for decision in (giving_back(state, early, "r"), giving_back(state, {}, "r", early)):
        assert decision == {
            f"fund-{FIRST}": (t.FundRestored(reference="r", amount_fen=40, value_on=OPENING, booked_to=FIRST),)
        }


def test_of_one_sum_only_what_is_owed_is_passed_on_from_a_year_that_is_over() -> None:
    state = state_of("carried over")
    decision = giving_back(state, {(FIRST, NEW_YEAR): 20}, "r", {(FIRST, NEW_YEAR): 10})
    assert decision == {
        f"fund-{FIRST}": (
            t.FundRestored(reference="r", amount_fen=10, value_on=NEW_YEAR, booked_to=SUCCESSOR),
            e.FundPassedOn(to=SUCCESSOR, amount_fen=10, value_on=NEW_YEAR),
            t.FundRestored(reference="r", amount_fen=20, value_on=NEW_YEAR, booked_to=TREASURY_DUE),
        ),
        f"fund-{SUCCESSOR}": (e.FundPassedIn(out_of=FIRST, amount_fen=10, value_on=NEW_YEAR),),
    }


def adds_up(fund: t.Fund) -> bool:
    brought = fund.opened_fen - fund.used_fen + fund.increased_fen + fund.transferred_fen + fund.carried_in_fen
    gone = fund.drawn_fen + fund.carried_over_fen + fund.surrendered_fen + fund.treasury_due_fen
    of_allotments = fund.allotted_in_fen - fund.reclaimed_fen - fund.allotted_out_fen - fund.reserved_fen
    return brought + of_allotments == gone + fund.balance_fen


def test_what_came_back_before_the_successor_was_opened_is_there_from_its_first_day_on() -> None:
    state = state_of("carried over")
    decision = cancelling(state, {(FIRST, LAST_DAY): 30}, "b")
    assert decision[f"fund-{FIRST}"] == (
        t.FundDrawCancelled(batch="b", amount_fen=30, value_on=LAST_DAY, booked_to=SUCCESSOR),
        e.FundPassedOn(to=SUCCESSOR, amount_fen=30, value_on=NEW_YEAR),
    )
    assert decision[f"fund-{SUCCESSOR}"] == (e.FundPassedIn(out_of=FIRST, amount_fen=30, value_on=NEW_YEAR),)


def test_several_sums_of_several_days_go_back_by_one_command() -> None:
    state = state_of("carried over")
    days = (LAST_DAY, NEW_YEAR, NEW_YEAR + timedelta(days=1))
    decision = giving_back(state, {}, "r", {(FIRST, day): 1 for day in days})
    assert [one.value_on for one in decision[f"fund-{SUCCESSOR}"]] == [NEW_YEAR, NEW_YEAR, days[2]]  # type: ignore[attr-defined]
    assert len(decision[f"fund-{FIRST}"]) == 6


def test_clearing_accounts_and_nothing_are_no_funds() -> None:
    assert giving_back({}, {(BANK_ERROR, ON): 1, (HELD_FOR_PAYEE, ON): 1, (FIRST, ON): 0}, "r") == {}


def test_what_is_due_is_surrendered_also_of_a_fund_that_has_ended() -> None:
    office = given(funds.carried_over()).office
    recovered = giving_back(office.funds, {(FIRST, NEW_YEAR): 1_000_00}, "r")
    for happened in recovered[f"fund-{FIRST}"]:
        office.funds[FIRST] = t.evolve(office.funds[FIRST], happened)
    command = SurrenderFund(fund=FIRST, amount_fen=0, treasury_due_fen=1_000_00, document="…")
    (proposal,) = office.execute(command, WU, NEW_YEAR)
    office.execute(ConfirmForOffice(proposal=proposal.event.proposal), ZHENG, NEW_YEAR)  # type: ignore[attr-defined]
    fund = office.funds[FIRST]
    assert (fund.treasury_due_fen, fund.surrendered_fen, fund.surrendered) == (0, 1_000_00, False)
    assert adds_up(fund)


# Never below zero


def test_what_can_be_taken_is_the_least_that_is_left_from_that_day_on() -> None:
    fund = given(s.agreed((s.opening("central", 100), WU, JIANG, OPENING))).office.funds[FIRST]
    june, july = date(2024, 6, 3), date(2024, 7, 1)
    for happened in (
        t.FundDrawn(batch="b", amount_fen=80, value_on=june),
        t.FundRestored(reference="r", amount_fen=50, value_on=july, booked_to=FIRST),
    ):
        fund = t.evolve(fund, happened)
    days = [OPENING - timedelta(days=1), OPENING, june, july, july + timedelta(days=1)]
    assert [fund.least_fen(day) for day in days] == [0, 20, 20, 70, 70]


DAYS = 40
_FROM = date(2024, 12, 10)
steps = st.lists(
    st.tuples(
        st.sampled_from(["draw", "return", "recover", "cancel", "increase", "transfer", "carry", "surrender"]),
        st.integers(1, 120),
        st.integers(0, DAYS),
        st.integers(0, 1),
    ),
    max_size=40,
)


@settings(max_examples=120, deadline=None)
@for_all(steps)
def test_no_fund_is_negative_as_of_any_day_whatever_comes_back_as_of_whichever(
    walk: list[tuple[str, int, int, int]],
) -> None:
    office = Office(s.edition(), funds.two_funds())
    out: dict[str, int] = {}
    for number, (what, amount_fen, back, which) in enumerate(walk):
        today = _FROM + timedelta(days=number)
        value_on = max(OPENING, today - timedelta(days=back))
        name = sorted(office.funds)[which % len(office.funds)]
        for stream, events in _step(office, what, name, amount_fen * 100_00, today, value_on, out):
            for happened in events:
                fund = stream.removeprefix("fund-")
                office.funds[fund] = t.evolve(office.funds.get(fund), happened)
        for fund_state in office.funds.values():
            assert list(fund_state.changes) == sorted(fund_state.changes)
            assert min(accumulate(fund_state.changes.values())) >= 0
            assert adds_up(fund_state)
            assert fund_state.treasury_due_fen >= 0


def _step(
    office: Office, what: str, name: str, amount_fen: int, today: date, value_on: date, out: dict[str, int]
) -> Iterator[tuple[str, tuple[Event, ...]]]:
    """What comes of one act, where it is not refused; `out` is what is drawn on each fund and can come back."""
    fund = office.funds[name]
    back_fen = min(amount_fen, out.get(name, 0))
    other = next((one for one in sorted(office.funds) if one != name), name)
    commands: Mapping[str, AnyFundCommand] = {
        "increase": IncreaseFund(fund=name, amount_fen=amount_fen, document="…"),
        "transfer": TransferFund(fund=name, to=other, amount_fen=amount_fen, document="…"),
        "carry": CarryOverFund(fund=name, amount_fen=fund.least_fen(today)),
        "surrender": SurrenderFund(
            fund=name,
            amount_fen=fund.least_fen(today) if fund.open else 0,
            treasury_due_fen=fund.treasury_due_fen,
            document="…",
        ),
    }
    try:
        match what:
            case "draw":
                drawing([(Spendable(funds=(fund,)), amount_fen)], today)
                out[name] = out.get(name, 0) + amount_fen
                yield f"fund-{name}", (t.FundDrawn(batch="b", amount_fen=amount_fen, value_on=today),)
            case "return" | "recover":
                out[name] = out.get(name, 0) - back_fen
                yield from came_back(office.funds, {(name, value_on): back_fen}, "r", owed=what == "return").items()
            case "cancel":
                out[name] = out.get(name, 0) - back_fen
                yield from cancelling(office.funds, {(name, value_on): back_fen}, "b").items()
            case _:
                second = ZHENG if what in ("carry", "surrender") else JIANG
                (proposal,) = office.execute(commands[what], WU, today)
                answer = ConfirmForOffice(proposal=proposal.event.proposal)  # type: ignore[attr-defined]
                office.execute(answer, second, today)
    except NotAllowed:
        return
