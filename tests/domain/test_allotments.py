"""Allotments (closing-2): 70 % in advance with targets, the rest by what is achieved; what is not comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.base import Struct, replace
from domain.decisions.funding import spendable
from domain.errors import NoSuchThing, NotAllowed, Refusal
from domain.office.allotment_proposals import AnyAllotmentCommand, MakeAllotment, PartOfFund, Target
from domain.office.fund_proposals import (
    AnyFundCommand,
    CarryOverFund,
    CloseFund,
    IncreaseFund,
    SurrenderFund,
    TransferFund,
)
from domain.office.indicator import holder_of
from domain.office.roles import Actor
from domain.treasury import fund_events as e
from domain.treasury.allotment import Allotment
from domain.treasury.allotment_acts import reclaimable
from domain.treasury.allotment_events import (
    AllotmentMade,
    AllotmentReclaimed,
    AllotmentSettled,
    AllottedPart,
    MovedPart,
)
from domain.treasury.allotment_sums import apportioned
from domain.treasury.drawing import Spendable, drawing
from domain.treasury.fund import Fund, FundDrawn, FundRestored, evolve
from domain.treasury.fund_returns import booked_to
from domain.treasury.run_commands import OrderPayment
from tests.domain import allotment_history as a
from tests.domain import fund_history as funds
from tests.domain import sample_cases as s
from tests.domain.allotment_history import EVALUATED, MADE, NUMBER, OF_TORCH, OTHER_OF_TORCH, SETTLED
from tests.domain.fund_history import FIRST, NEW_YEAR, SECOND, SUCCESSOR
from tests.domain.given_when_then import ALIKE, History, Office, Shelf, answer_to
from tests.domain.sample_cases import CHEN, CITY, JIANG, SIMING, TORCH, WU, ZHENG, given, of
from tests.domain.test_funds import adds_up

ALLOTMENT, CENTRAL_FUND, TORCH_FUND = f"allotment-{NUMBER}", f"fund-{FIRST}", f"fund-{OF_TORCH}"


def left(history: History) -> dict[str, int]:
    """By fund, in whole yuan."""
    return {name: fund.balance_fen // 100 for name, fund in given(history).office.funds.items()}


def allotment_in(history: History) -> Allotment:
    return given(history).office.allotments[NUMBER]


# Making


def test_seventy_per_cent_are_advanced_fund_by_fund_and_the_rest_is_reserved() -> None:
    outcome = given(a.city_money()).when_confirmed(a.MAKE, by=WU, second=ZHENG, on=MADE)
    outcome.then_in(
        ALLOTMENT,
        AllotmentMade(
            allotment=NUMBER,
            holder=CITY,
            edition=f"{s.POLICY}@1",
            receiver=TORCH,
            year=2024,
            schemes=("key-enterprise-training",),
            document=a.DOCUMENT,
            targets=a.TARGETS,
            advance_percent=70,
            parts=(
                AllottedPart(fund=FIRST, to=OF_TORCH, amount_fen=8_000_000_00, advance_fen=5_600_000_00),
                AllottedPart(fund=SECOND, to=OTHER_OF_TORCH, amount_fen=2_000_000_00, advance_fen=1_400_000_00),
            ),
            value_on=MADE,
        ),
    )
    outcome.then_in(
        CENTRAL_FUND,
        e.FundAllottedOut(allotment=NUMBER, to=OF_TORCH, amount_fen=5_600_000_00, value_on=MADE),
        e.FundReserved(allotment=NUMBER, amount_fen=2_400_000_00, value_on=MADE),
    )
    outcome.then_in(
        TORCH_FUND,
        e.FundOpenedByAllotment(
            fund=OF_TORCH,
            holder=TORCH,
            year=2024,
            indicator=s.indicator("central", direct=True, document="闽财社〔2024〕1号"),
            allotment=NUMBER,
            out_of=FIRST,
            amount_fen=5_600_000_00,
            value_on=MADE,
        ),
    )


def test_worked_example_ten_million_to_torch_eighty_per_cent_achieved() -> None:
    allotment = allotment_in(a.settled())
    assert (allotment.total_fen, allotment.advance_fen) == (10_000_000_00, 7_000_000_00)
    assert (allotment.released_fen, allotment.lapsed_fen, allotment.reserved_fen) == (2_400_000_00, 600_000_00, 0)
    assert left(a.settled()) == {
        FIRST: 480_000,
        SECOND: 2_120_000,
        OF_TORCH: 7_520_000,
        OTHER_OF_TORCH: 1_880_000,
    }


_FUND_2025 = s.agreed((s.opening("central", 1_000_00, year=2025), WU, JIANG, a.MADE), after=a.city_money())
_ENDED = s.agreed(
    (SurrenderFund(fund=FIRST, amount_fen=8_000_000_00, treasury_due_fen=0, document="…"), WU, ZHENG, MADE),
    after=a.city_money(),
)
_OF_SIMING = s.agreed((s.opening("central", 1_000_00, holder=SIMING), WU, JIANG, MADE), after=a.city_money())


_OWN = f"{TORCH}-2024-F001"


def _held(*, then: AnyFundCommand | None = None, **told_otherwise: Any) -> History:
    """The district has opened the first line of the city's money by hand."""
    line = {"holder": TORCH, "document": "闽财社〔2024〕1号", "direct": True, "origin_year": 2024, **told_otherwise}
    history = s.agreed(
        (s.opening("central", 1_000_00, **line), of(TORCH, WU), of(TORCH, JIANG), MADE), after=a.city_money()
    )
    second = ZHENG if isinstance(then, SurrenderFund) else JIANG
    return s.agreed((then, of(TORCH, WU), of(TORCH, second), MADE), after=history) if then else history


def _parts(*parts: tuple[str, int]) -> tuple[PartOfFund, ...]:
    return tuple(PartOfFund(fund=fund, amount_fen=amount_fen) for fund, amount_fen in parts)


@pytest.mark.parametrize(
    ("history", "changed", "code"),
    [
        ((), {"holder": TORCH}, "allotment-not-city"),
        ((), {"receiver": CITY}, "allotment-receiver"),
        ((), {"receiver": "elsewhere"}, "allotment-receiver"),
        ((), {"schemes": ("no-such",)}, "no-such-scheme"),
        ((), {"schemes": ("skill-certificate",)}, "scheme-of-city"),
        ((), {"schemes": ()}, "targets-missing"),
        ((), {"targets": ()}, "targets-missing"),
        ((), {"targets": (replace(a.TARGETS[0], quantity=0),)}, "target-not-positive"),
        ((), {"targets": (replace(a.TARGETS[0], weight=0),)}, "target-not-positive"),
        ((), {"parts": ()}, "amount-not-positive"),
        ((), {"parts": _parts((FIRST, 8_000_000_00), (SECOND, 0))}, "amount-not-positive"),
        ((), {"parts": _parts((FIRST, 8_000_000_00), (SECOND, 4_000_000_01))}, "funds-short"),
        ((), {"parts": _parts((FIRST, 7_000_000_00), (SECOND, 3_000_000_00))}, "allotment-changed"),
        ((), {"parts": _parts((SECOND, 2_000_000_00), (FIRST, 8_000_000_00))}, "allotment-changed"),
        (_FUND_2025, {"parts": _parts(("350200-2025-F001", 1_000_00))}, "fund-of-other"),
        (_OF_SIMING, {"parts": _parts((f"{SIMING}-2024-F001", 1_000_00))}, "fund-of-other"),
        (_ENDED, {}, "fund-ended"),
        (_held(), {}, "allotment-held"),
        (_held(year=2025), {}, "allotment-held"),
        (_held(used_fen=1_00), {}, "allotment-held"),
        (_held(then=IncreaseFund(fund=_OWN, amount_fen=1_00, document="…")), {}, "allotment-held"),
    ],
)
def test_what_is_no_allotment_is_refused(history: History, changed: dict[str, object], code: str) -> None:
    command = MakeAllotment(**{**_members(a.MAKE), **changed})  # type: ignore[arg-type]
    given(history or a.city_money()).when(command, by=WU, on=MADE).declined(code)


@pytest.mark.parametrize(
    "held",
    [
        # Of another line, or given up whole by whoever opened it by mistake.
        _held(document="闽财社〔2024〕2号"),
        _held(origin_year=2023),
        _held(then=SurrenderFund(fund=_OWN, amount_fen=1_000_00, treasury_due_fen=0, document="…")),
    ],
)
def test_another_line_of_the_district_hinders_no_allotment(held: History) -> None:
    assert given(held).when(a.MAKE, by=WU, on=MADE).events


def _members(struct: Struct) -> dict[str, object]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def test_draw_rules_hold_for_what_is_allotted_too() -> None:
    ruled = s.agreed((funds.RULES, *funds.PAYERS, MADE), after=(*funds.an_edition(), *a.city_money()))
    given(ruled).when(a.MAKE, by=WU, on=MADE).declined("fund-barred", fund=FIRST, scheme="key-enterprise-training")


def test_money_of_a_year_that_is_over_is_not_allotted_and_a_fund_that_is_not_there_neither() -> None:
    given(a.city_money()).when(a.MAKE, by=WU, on=NEW_YEAR).declined("fund-year-over", fund=FIRST)
    nowhere = replace(a.MAKE, parts=_parts(("350200-2024-F009", 1)))
    given(a.city_money()).when(nowhere, by=WU, on=MADE).no_such_thing("no-such-fund")


def test_two_of_finance_make_it_and_none_of_a_district() -> None:
    given(a.city_money()).when(a.MAKE, by=of(TORCH, WU), on=MADE).not_permitted("other-authority", authority=CITY)
    given(a.city_money()).when(a.MAKE, by=CHEN, on=MADE).not_permitted("role-missing")
    given(a.city_money()).when_confirmed(a.MAKE, by=WU, second=WU, on=MADE).not_permitted("own-proposal")
    given(a.city_money()).when_confirmed(a.MAKE, by=WU, second=JIANG, on=MADE).not_permitted("role-missing")


def test_what_changed_before_the_confirmation_is_proposed_anew() -> None:
    waiting = s.proposed(a.MAKE, WU, MADE, after=a.city_money())
    more = s.agreed((IncreaseFund(fund=FIRST, amount_fen=1_00, document="…"), WU, JIANG, MADE), after=waiting)
    (proposal,) = [minute for minute in waiting if minute not in a.city_money()]
    given(more).when(answer_to(proposal), by=ZHENG, on=MADE).declined("allotment-changed")


def test_a_second_allotment_has_a_number_and_funds_of_its_own() -> None:
    again = replace(a.MAKE, parts=_parts((SECOND, 1_000_000_00)), document="厦财社〔2024〕31号")
    office = given(a.done((again, MADE), after=a.made())).office
    assert list(office.allotments) == [NUMBER, "350200-2024-A002"]
    assert office.funds[f"{TORCH}-2024-F003"].allotment == "350200-2024-A002"


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ({}, True),
        ({"parts": _parts((SECOND, 2_000_000_01))}, True),
        ({"document": "厦财社（2024）30 号"}, True),
        ({"targets": a.TWO_TARGETS}, True),
        ({"document": "厦财社〔2024〕31号"}, False),
        ({"receiver": SIMING}, False),
        ({"schemes": ("gig-market",)}, False),
        # One scheme in common is enough, whichever others stand beside it.
        ({"schemes": ("gig-market", "key-enterprise-training")}, True),
        ({"schemes": ("key-enterprise-training", "gig-market"), "document": "厦财社[2024]３0号"}, True),
        ({"schemes": ("gig-market", "key-enterprise-training"), "document": "厦财社〔2024〕31号"}, False),
    ],
)
def test_a_line_of_a_document_is_allotted_once(changed: dict[str, Any], again: bool) -> None:
    command = replace(a.MAKE, **{"parts": _parts((SECOND, 1_00)), **changed})
    outcome = given(a.made()).when(command, by=WU, on=MADE)
    if again:
        outcome.declined("allotment-made", allotment=NUMBER, document=a.DOCUMENT, scheme="key-enterprise-training")
    else:
        assert outcome.events


@pytest.mark.parametrize(
    ("changed", "again"),
    [({}, True), ({"document": "厦财社[2024]41号"}, True), ({"amount_fen": 1}, False), ({"document": "…"}, False)],
)
def test_a_release_is_recorded_once(changed: dict[str, Any], again: bool) -> None:
    released = a.done((a.release(1_000_000_00), EVALUATED), after=a.evaluated((1, 4_000)))
    outcome = given(released).when(replace(a.release(1_000_000_00), **changed), by=WU, on=EVALUATED)
    if again:
        outcome.declined("release-again", allotment=NUMBER)
    else:
        assert outcome.events


@pytest.mark.parametrize(
    ("amount_fen", "weights", "expected"),
    [
        (7, (5, 5), (4, 3)),
        (1, (1, 1, 1), (0, 1, 0)),
        (0, (3, 4), (0, 0)),
        (9, (0, 9), (0, 9)),
        (0, (), ()),
        (0, (0, 0), (0, 0)),
        (7_000_000_00, (8_000_000_00, 2_000_000_00), (5_600_000_00, 1_400_000_00)),
    ],
)
def test_a_sum_is_divided_to_the_fen(amount_fen: int, weights: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert apportioned(amount_fen, weights) == expected


@settings(max_examples=150, deadline=None)
@for_all(st.lists(st.integers(0, 10_000), min_size=1, max_size=6), st.fractions(0, 1))
def test_parts_add_up_and_none_is_more_than_its_weight_or_off_by_a_fen(weights: list[int], share: Fraction) -> None:
    amount_fen = int(sum(weights) * share)
    parts = apportioned(amount_fen, weights)
    assert sum(parts) == amount_fen
    for part, weight in zip(parts, weights, strict=True):
        assert 0 <= part <= weight
        assert abs(part - Fraction(amount_fen * weight, sum(weights) or 1)) < 1


# What is reserved


RESERVED: tuple[tuple[AnyFundCommand, date, str], ...] = (
    (TransferFund(fund=FIRST, to=SECOND, amount_fen=1, document="…"), MADE, "transfer-unlike"),
    (SurrenderFund(fund=FIRST, amount_fen=0, treasury_due_fen=0, document="…"), MADE, "fund-reserved"),
    (CloseFund(fund=FIRST), MADE, "fund-reserved"),
    (CarryOverFund(fund=FIRST, amount_fen=2_400_000_00), NEW_YEAR, "fund-changed"),
    (CarryOverFund(fund=FIRST, amount_fen=0), NEW_YEAR, "fund-changed"),
    (IncreaseFund(fund=OF_TORCH, amount_fen=1, document="…"), MADE, "fund-allotted"),
    (TransferFund(fund=OF_TORCH, to=OTHER_OF_TORCH, amount_fen=1, document="…"), MADE, "transfer-unlike"),
)


@pytest.mark.parametrize(("command", "on", "code"), RESERVED)
def test_nothing_else_takes_what_is_reserved_or_mixes_what_is_allotted(
    command: AnyFundCommand, on: date, code: str
) -> None:
    given(a.made()).when(command, by=WU, on=on).declined(code)


def test_the_city_cannot_pay_or_allot_what_it_reserved() -> None:
    city = given(a.made()).office.funds[FIRST]
    assert (city.balance_fen, city.reserved_fen, city.least_fen(MADE)) == (0, 2_400_000_00, 0)
    with pytest.raises(NotAllowed, match="funds-short"):
        drawing([(Spendable(funds=(city,)), 1)], MADE)
    again = replace(a.MAKE, parts=_parts((FIRST, 1)), document="…")
    given(a.made()).when(again, by=WU, on=MADE).declined("funds-short")


@pytest.mark.parametrize(("payer", "expected"), [(TORCH, [OF_TORCH, OTHER_OF_TORCH]), (CITY, [FIRST, SECOND])])
def test_who_pays_draws_on_own_and_allotted_money_alone(payer: str, expected: list[str]) -> None:
    office = given(a.made(), s.an_approved_training()).office
    case = replace(office.cases[s.FIRST], payer=payer, scheme="key-enterprise-training")
    spending = spendable(Shelf(office), case, MADE)
    assert [fund.fund for fund in spending.funds] == expected
    # However much the other has, and whatever is reserved.
    own_fen = sum(fund.balance_fen for fund in spending.funds)
    assert drawing([(spending, own_fen)], MADE)
    with pytest.raises(NotAllowed, match="funds-short"):
        drawing([(spending, own_fen + 1)], MADE)


@pytest.mark.parametrize(
    ("scheme", "edition", "pays"),
    [
        ("key-enterprise-training", f"{s.POLICY}@1", True),
        ("key-enterprise-training", f"{s.POLICY}@2", True),
        ("gig-market", f"{s.POLICY}@1", False),
        ("key-enterprise-training", f"{ALIKE}@1", False),
    ],
)
def test_what_is_allotted_pays_the_schemes_of_its_allotment_alone(scheme: str, edition: str, pays: bool) -> None:
    own = (s.opening("municipal", 1_00, holder=TORCH), WU, JIANG, MADE)
    office = given(s.agreed(own, after=a.made()), s.an_approved_training()).office
    case = replace(office.cases[s.FIRST], payer=TORCH, scheme=scheme, edition=edition)
    spending = spendable(Shelf(office), case, MADE)
    own_fund = f"{TORCH}-2024-F003"
    assert {fund.fund for fund in spending.funds} == {own_fund, *((OF_TORCH, OTHER_OF_TORCH) if pays else ())}
    if not pays:
        with pytest.raises(NotAllowed) as refused:
            drawing([(spending, 1_01)], MADE)
        expected = {"needed_fen": 1_01, "available_fen": 1_00, "fund": OF_TORCH, "allotment": NUMBER, "scheme": scheme}
        assert (refused.value.code, dict(refused.value.values)) == ("allotment-for-other", expected)


def test_a_run_of_the_city_is_short_of_what_is_reserved() -> None:
    """All of its money is allotted: seven tenths are with Torch, the rest is here and is not to be spent."""
    fund = s.fund("central")
    allot = replace(a.MAKE, parts=_parts((fund, 100_000_00)))
    history = a.done((allot, date(2024, 10, 11)), after=(*s.central_money(), *s.a_payable_training()))
    ordering = OrderPayment(applications=(s.FIRST,))
    given(history).when(ordering, by=WU, on=date(2024, 10, 11)).declined("funds-short", available_fen=0)


def test_what_is_reserved_is_carried_over_and_released_in_the_next_year() -> None:
    carry = [
        (CarryOverFund(fund=FIRST, amount_fen=0, reserved_fen=2_400_000_00), WU, ZHENG, NEW_YEAR),
        (CarryOverFund(fund=SECOND, amount_fen=2_000_000_00, reserved_fen=600_000_00), WU, ZHENG, NEW_YEAR),
    ]
    before = a.evaluated((1, 4_000))
    given(before).when(a.settlement(2_400_000_00), by=WU, on=NEW_YEAR).declined("fund-year-over", fund=FIRST)
    over = s.agreed(*carry, after=before)
    office = given(over).office
    assert (office.funds[FIRST].reserved_fen, office.funds[SUCCESSOR].reserved_fen) == (0, 2_400_000_00)
    # The district's fund of 2024 is of a year that is over: money of 2025 is in one of its own.
    settled = given(a.done((a.settlement(2_400_000_00), NEW_YEAR), after=over)).office
    fresh = settled.funds[f"{TORCH}-2025-F001"]
    assert (fresh.year, fresh.balance_fen, fresh.allotment) == (2025, 1_920_000_00, NUMBER)
    assert settled.allotments[NUMBER].parts[0].funds == (OF_TORCH, fresh.fund)
    assert settled.funds[SUCCESSOR].balance_fen == 480_000_00
    assert all(adds_up(fund) for fund in settled.funds.values())
    # What is reclaimed then is of a year that is closed in the city's books.
    back = given(a.done((a.reclaim(1_400_000_00), NEW_YEAR), after=tuple(settled.history))).office
    assert back.funds[FIRST].treasury_due_fen == 1_120_000_00
    assert all(adds_up(fund) for fund in back.funds.values())


def test_the_rest_goes_where_the_district_carried_its_advance_over() -> None:
    carry = [
        (CarryOverFund(fund=FIRST, amount_fen=0, reserved_fen=2_400_000_00), WU, ZHENG, NEW_YEAR),
        (CarryOverFund(fund=SECOND, amount_fen=2_000_000_00, reserved_fen=600_000_00), WU, ZHENG, NEW_YEAR),
        (CarryOverFund(fund=OF_TORCH, amount_fen=5_600_000_00), WU, ZHENG, NEW_YEAR),
    ]
    over = s.agreed(*carry, after=a.evaluated((1, 5_000)))
    office = given(a.done((a.settlement(3_000_000_00), NEW_YEAR), after=over)).office
    carried = office.funds[f"{TORCH}-2025-F001"]
    assert (carried.carried_in_fen, carried.allotted_in_fen, carried.allotment) == (5_600_000_00, 2_400_000_00, NUMBER)
    assert office.funds[f"{TORCH}-2025-F002"].allotted_in_fen == 600_000_00


# Evaluation


@pytest.mark.parametrize(
    ("achieved", "targets", "share", "releasable_yuan"),
    [
        ((), a.TARGETS, Fraction(0), 0),
        (((1, 4_000),), a.TARGETS, Fraction(4, 5), 2_400_000),
        (((1, 0),), a.TARGETS, Fraction(0), 0),
        (((1, 5_000),), a.TARGETS, Fraction(1), 3_000_000),
        (((1, 9_000),), a.TARGETS, Fraction(1), 3_000_000),
        # One of two, three quarters of the weight being the other's.
        (((1, 5_000),), a.TWO_TARGETS, Fraction(1, 4), 750_000),
        (((2, 1),), a.TWO_TARGETS, Fraction(1, 4), 750_000),
        (((1, 10_000), (2, 1)), a.TWO_TARGETS, Fraction(1, 2), 1_500_000),
        (((1, 5_000), (2, 3)), a.TWO_TARGETS, Fraction(1), 3_000_000),
    ],
)
def test_the_achieved_share_is_exact_by_weight_and_no_target_counts_beyond_its_whole(
    achieved: tuple[tuple[int, int], ...], targets: tuple[Target, ...], share: Fraction, releasable_yuan: int
) -> None:
    allotment = allotment_in(a.evaluated(*achieved, targets=targets) if achieved else a.made(targets))
    assert (allotment.achieved_share, allotment.releasable_fen) == (share, releasable_yuan * 100)
    assert allotment.open_targets == tuple({*range(1, len(targets) + 1)} - {target for target, _ in achieved})


def test_a_third_of_a_third_is_rounded_once_and_the_rest_is_what_is_left() -> None:
    target = replace(a.TARGETS[0], quantity=3)
    small = replace(a.MAKE, parts=_parts((FIRST, 101)), targets=(target,))
    history = a.done(
        (small, MADE), (a.evaluation((1, 1)), EVALUATED), (a.settlement(10), SETTLED), after=a.city_money()
    )
    allotment = allotment_in(history)
    # 70.7 of 101 are 71 in advance; of the 30 that are left a third.
    assert (allotment.advance_fen, allotment.released_fen, allotment.lapsed_fen) == (71, 10, 20)
    # Of the 71 a third is 23.67: 24 are earned, and what is left of 71 is to come back.
    assert allotment.due_fen == 47


def test_an_evaluation_is_corrected_by_another_until_it_is_settled() -> None:
    history = a.done((a.evaluation((1, 4_500)), EVALUATED), after=a.evaluated((1, 4_000)))
    assert allotment_in(history).releasable_fen == 2_700_000_00
    assert not given(history).when(a.evaluation((1, 4_500)), by=s.SHEN, on=EVALUATED).events
    given(a.settled()).when(a.evaluation((1, 1)), by=s.SHEN, on=SETTLED).declined("allotment-settled")


@pytest.mark.parametrize(
    ("command", "code", "kind"),
    [
        (a.evaluation((2, 1)), "no-such-target", NoSuchThing),
        (a.evaluation((0, 1)), "no-such-target", NoSuchThing),
        (a.evaluation((1, 1), (1, 2)), "target-twice", NotAllowed),
        (a.evaluation((1, -1)), "achieved-negative", NotAllowed),
        (replace(a.evaluation((1, 1)), allotment="350200-2024-A009"), "no-such-allotment", NoSuchThing),
        (replace(a.release(1), allotment="350200-2024-A009"), "no-such-allotment", NoSuchThing),
        (a.release(0), "amount-not-positive", NotAllowed),
        (a.release(1), "release-beyond", NotAllowed),
        (a.settlement(0), "targets-open", NotAllowed),
        (a.reclaim(0), "allotment-unsettled", NotAllowed),
    ],
)
def test_what_comes_too_early_or_fits_nothing_is_refused(
    command: AnyAllotmentCommand, code: str, kind: type[Refusal]
) -> None:
    office = given(a.made()).office
    with pytest.raises(kind, match=code):
        office.decide(command, a.pair(command)[0], EVALUATED)


@pytest.mark.parametrize("command", [a.release(1), a.settlement(0), a.evaluation((1, 1))])
def test_what_is_settled_is_over(command: AnyAllotmentCommand) -> None:
    given(a.settled()).when(command, by=a.pair(command)[0], on=SETTLED).declined("allotment-settled")


def test_who_keeps_allotments_evaluates_and_a_supervisor_confirms() -> None:
    given(a.made()).when(a.evaluation((1, 1)), by=WU, on=EVALUATED).not_permitted("role-missing")
    asked = given(a.made()).when_confirmed(a.evaluation((1, 1)), by=JIANG, second=JIANG, on=EVALUATED)
    asked.not_permitted("own-proposal")


# Release and settlement


def test_what_is_released_early_is_not_released_again() -> None:
    released = a.done((a.release(1_000_000_00), EVALUATED), after=a.evaluated((1, 4_000)))
    assert left(released)[OF_TORCH] == 5_600_000 + 800_000
    given(released).when(a.release(1_400_000_01), by=WU, on=EVALUATED).declined("release-beyond", most_fen=1_400_000_00)
    given(released).when(a.settlement(2_400_000_00), by=WU, on=SETTLED).declined("allotment-changed")
    assert left(a.done((a.settlement(1_400_000_00), SETTLED), after=released)) == left(a.settled())


def test_nothing_achieved_settles_to_nothing_and_frees_all_that_was_reserved() -> None:
    outcome = given(a.evaluated((1, 0))).when_confirmed(a.settlement(0), by=WU, second=ZHENG, on=SETTLED)
    outcome.then_in(
        ALLOTMENT,
        AllotmentSettled(
            amount_fen=0, lapsed_fen=3_000_000_00, document="厦财社〔2024〕52号", parts=(), value_on=SETTLED
        ),
    )
    outcome.then_in(CENTRAL_FUND, e.FundReservationEnded(allotment=NUMBER, amount_fen=2_400_000_00, value_on=SETTLED))


def test_what_was_released_on_an_evaluation_that_was_corrected_is_to_come_back() -> None:
    history = a.done(
        (a.evaluation((1, 5_000)), EVALUATED),
        (a.release(3_000_000_00), EVALUATED),
        (a.evaluation((1, 2_500)), EVALUATED),
        (a.settlement(0), SETTLED),
        after=a.made(),
    )
    allotment = allotment_in(history)
    assert allotment.due_fen == 3_500_000_00 + 1_500_000_00
    assert sum(sum(due.values()) for due in allotment.due_by_part()) == allotment.due_fen


# Reclaiming


def test_what_is_not_achieved_of_the_advance_comes_back_part_by_part() -> None:
    outcome = given(a.settled()).when_confirmed(a.reclaim(1_400_000_00), by=WU, second=ZHENG, on=SETTLED)
    outcome.then_in(
        ALLOTMENT,
        AllotmentReclaimed(
            due_fen=1_400_000_00,
            amount_fen=1_400_000_00,
            document="厦财社〔2024〕53号",
            parts=(
                MovedPart(fund=FIRST, out_of=OF_TORCH, to=FIRST, amount_fen=1_120_000_00),
                MovedPart(fund=SECOND, out_of=OTHER_OF_TORCH, to=SECOND, amount_fen=280_000_00),
            ),
            value_on=SETTLED,
        ),
    )
    back = a.done((a.reclaim(1_400_000_00), SETTLED), after=a.settled())
    assert left(back) == {FIRST: 1_600_000, SECOND: 2_400_000, OF_TORCH: 6_400_000, OTHER_OF_TORCH: 1_600_000}
    given(back).when(a.reclaim(0), by=WU, on=SETTLED).declined("reclaim-empty", due_fen=0)


def spent(history: History, fund: str, amount_fen: int) -> Office:
    office = Office(s.edition(), history)
    drawn = FundDrawn(batch="b", amount_fen=amount_fen, value_on=SETTLED)
    office.funds[fund] = evolve(office.funds[fund], drawn)
    return office


def test_what_the_district_has_spent_it_owes_and_what_comes_back_to_it_is_reclaimed_later() -> None:
    office = spent(a.settled(), OF_TORCH, 7_000_000_00)
    # Of central money 520 000 are left of the 1 120 000 that are due; municipal money does not stand in for it.
    _agree(office, a.reclaim(520_000_00 + 280_000_00), SETTLED)
    allotment = office.allotments[NUMBER]
    assert (allotment.reclaimed_fen, allotment.owed_fen) == (800_000_00, 600_000_00)
    with pytest.raises(NotAllowed, match="reclaim-empty"):
        office.decide(a.reclaim(0), WU, SETTLED)
    returned = FundRestored(reference="r", amount_fen=100_000_00, value_on=SETTLED, booked_to=OF_TORCH)
    office.funds[OF_TORCH] = evolve(office.funds[OF_TORCH], returned)
    with pytest.raises(NotAllowed, match="allotment-changed"):
        office.decide(a.reclaim(1), WU, SETTLED)
    _agree(office, a.reclaim(100_000_00), SETTLED)
    assert office.allotments[NUMBER].owed_fen == 500_000_00
    assert all(adds_up(fund) for fund in office.funds.values())


CARRY = tuple(
    CarryOverFund(fund=fund, amount_fen=fen, reserved_fen=reserved)
    for fund, fen, reserved in ((FIRST, 0, 2_400_000_00), (SECOND, 2_000_000_00, 600_000_00))
)
OVER_FIRST, OVER_SECOND = SUCCESSOR, "350200-2025-F002"


@pytest.mark.parametrize(
    ("achieved", "released_yuan", "district_carries", "treasury_yuan", "back_yuan"),
    [
        # Nothing: the advance is of 2024, the release of 2025.
        (0, 3_000_000, False, (5_600_000, 1_400_000), (2_400_000, 600_000)),
        (0, 3_000_000, True, (5_600_000, 1_400_000), (2_400_000, 600_000)),
        (0, 1_000_000, False, (5_600_000, 1_400_000), (800_000, 200_000)),
        # Half of the advance, and what of the release is beyond half of the rest.
        (2_500, 3_000_000, True, (2_800_000, 700_000), (1_200_000, 300_000)),
        (2_500, 1_000_000, False, (2_800_000, 700_000), (0, 0)),
        (4_000, 2_400_000, False, (1_120_000, 280_000), (0, 0)),
    ],
)
def test_what_is_reclaimed_goes_back_to_the_fund_that_it_had_gone_out_of(
    achieved: int,
    released_yuan: int,
    district_carries: bool,
    treasury_yuan: tuple[int, int],
    back_yuan: tuple[int, int],
) -> None:
    carried = s.agreed(*((carry, WU, ZHENG, NEW_YEAR) for carry in CARRY), after=a.evaluated((1, 5_000)))
    if district_carries:
        of_district = CarryOverFund(fund=OF_TORCH, amount_fen=5_600_000_00)
        carried = s.agreed((of_district, WU, ZHENG, NEW_YEAR), after=carried)
    history = a.done((a.release(released_yuan * 100), NEW_YEAR), (a.evaluation((1, achieved)), NEW_YEAR), after=carried)
    allotment = allotment_in(history)
    history = a.done((a.settlement(allotment.releasable_fen), NEW_YEAR), after=history)
    office, due_fen = Office(s.edition(), history), allotment_in(history).due_fen
    before = {name: fund.balance_fen for name, fund in office.funds.items()}
    _agree(office, a.reclaim(due_fen), NEW_YEAR)
    assert tuple(office.funds[name].treasury_due_fen // 100 for name in (FIRST, SECOND)) == treasury_yuan
    back = [office.funds[name].balance_fen - before[name] for name in (OVER_FIRST, OVER_SECOND)]
    assert tuple(fen // 100 for fen in back) == back_yuan
    assert due_fen // 100 == sum(treasury_yuan) + sum(back_yuan)
    a.assert_sound(office.allotments[NUMBER])
    for fund in office.funds.values():
        assert min(fund.allotted_in_fen, fund.reclaimed_fen, fund.allotted_out_fen) >= 0
        assert adds_up(fund)


def of_two_documents(**second: object) -> tuple[History, str, str]:
    """1 000 000 out of two funds of the city, half of it from each, and nothing of it achieved; with the funds of the
    district.
    """
    opened = s.agreed(
        (s.opening("central", 500_000_00, document="d1"), WU, JIANG, s.OPENING),
        (s.opening("central", 500_000_00, document="d2", **second), WU, JIANG, s.OPENING),
    )
    make = replace(a.MAKE, parts=_parts((FIRST, 500_000_00), (SECOND, 500_000_00)))
    return a.done((make, MADE), after=opened), OF_TORCH, OTHER_OF_TORCH


def in_torch(*acts: AnyFundCommand, after: History) -> History:
    by, second = of(TORCH, WU), of(TORCH, JIANG)
    return s.agreed(*((command, by, second, MADE) for command in acts), after=after)


def settled_at_nothing(history: History) -> History:
    return a.done((a.evaluation((1, 0)), EVALUATED), (a.settlement(0), SETTLED), after=history)


def _moved(*, away_fen: int) -> tuple[AnyFundCommand, ...]:
    return (TransferFund(fund=OF_TORCH, to=OTHER_OF_TORCH, amount_fen=away_fen, document="…"),)


@pytest.mark.parametrize("acts", [(), _moved(away_fen=1), _moved(away_fen=350_000_00)])
def test_a_transfer_within_an_allotment_hides_nothing_of_what_is_reclaimed(acts: tuple[AnyFundCommand, ...]) -> None:
    history, *of_district = of_two_documents()
    office = Office(s.edition(), settled_at_nothing(in_torch(*acts, after=history)))
    _agree(office, a.reclaim(700_000_00), SETTLED)
    assert office.allotments[NUMBER].due_fen == 0
    assert [office.funds[fund].balance_fen for fund in of_district] == [0, 0]
    assert [office.funds[fund].balance_fen for fund in (FIRST, SECOND)] == [500_000_00, 500_000_00]
    assert all(adds_up(fund) for fund in office.funds.values())


def test_what_a_part_owes_itself_is_not_taken_for_another() -> None:
    """Of 350 000 that are there, each part could be paid 350 000."""
    history, *_ = of_two_documents()
    office = spent(
        settled_at_nothing(in_torch(*_moved(away_fen=350_000_00), after=history)), OTHER_OF_TORCH, 35_000_000
    )
    _agree(office, a.reclaim(350_000_00), SETTLED)
    moved = {part.fund: part.reclaimed_fen for part in office.allotments[NUMBER].parts}
    assert moved == {FIRST: 0, SECOND: 350_000_00}


@pytest.mark.parametrize(
    "other",
    [{"programme": "other"}, {"function": "2082102"}, {"economic": "50901"}, {"project": "p"}, {"direct": True}],
)
def test_money_of_another_kind_does_not_stand_in(other: dict[str, Any]) -> None:
    history, *_ = of_two_documents(**other)
    office = spent(settled_at_nothing(history), OF_TORCH, 350_000_00)
    _agree(office, a.reclaim(350_000_00), SETTLED)
    assert office.allotments[NUMBER].owed_fen == 350_000_00


def test_that_nothing_is_left_is_recorded_once_so_that_it_is_owed() -> None:
    office = spent(a.settled(), OF_TORCH, 7_520_000_00)
    office.funds[OTHER_OF_TORCH] = evolve(
        office.funds[OTHER_OF_TORCH], FundDrawn(batch="b", amount_fen=1_880_000_00, value_on=SETTLED)
    )
    _agree(office, a.reclaim(0), SETTLED)
    assert office.allotments[NUMBER].owed_fen == 1_400_000_00


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_what_was_allotted_is_not_opened_by_hand_in_whatever_year(year: int) -> None:
    line = {"holder": TORCH, "document": "闽财社〔2024〕1号", "direct": True, "origin_year": 2024}
    for history in (a.made(), a.settled()):
        by_hand = s.opening("central", 1_00, year=year, **line)
        given(history).when(by_hand, by=of(TORCH, WU), on=SETTLED).declined("fund-open", fund=OF_TORCH)


# What is owed of a fund, before the treasury has it, or it ends


def _emptied(*, achieved: int, settled: bool = True, reclaimed: bool = True) -> Office:
    """The district has spent all of its advance of 700 000 out of one document, and the rest was settled."""
    opened = s.agreed((s.opening("central", 1_000_000_00), WU, JIANG, s.OPENING))
    make = replace(a.MAKE, parts=_parts((FIRST, 1_000_000_00)))
    office = Office(s.edition(), a.done((make, MADE), (a.evaluation((1, achieved)), EVALUATED), after=opened))
    office.funds[OF_TORCH] = evolve(
        office.funds[OF_TORCH], FundDrawn(batch="b", amount_fen=700_000_00, value_on=EVALUATED)
    )
    if settled:
        _agree(office, a.settlement(office.allotments[NUMBER].releasable_fen), SETTLED)
    if reclaimed and office.allotments[NUMBER].due_fen:
        there_fen = sum(part.amount_fen for part in reclaimable(office.allotments[NUMBER], office.funds, SETTLED))
        _agree(office, a.reclaim(there_fen), SETTLED)
    return office


@pytest.mark.parametrize(
    ("emptied", "closed"),
    [
        # Not settled; settled and not reclaimed; reclaimed and owed; nothing due.
        ({"achieved": 0, "settled": False, "reclaimed": False}, False),
        ({"achieved": 0, "reclaimed": False}, False),
        ({"achieved": 0}, False),
        ({"achieved": 5_000}, True),
    ],
)
def test_a_fund_of_a_district_is_not_closed_while_its_allotment_is_owed(emptied: dict[str, Any], closed: bool) -> None:
    office = _emptied(**emptied)
    left_fen = office.funds[OF_TORCH].balance_fen
    if left_fen:  # What was released: it is spent, too.
        drawn = FundDrawn(batch="b", amount_fen=left_fen, value_on=SETTLED)
        office.funds[OF_TORCH] = evolve(office.funds[OF_TORCH], drawn)
    if closed:
        _agree(office, CloseFund(fund=OF_TORCH), SETTLED)
        assert office.funds[OF_TORCH].closed
    else:
        with pytest.raises(NotAllowed, match="fund-owed"):
            _agree(office, CloseFund(fund=OF_TORCH), SETTLED)


def _due(fund: Fund, amount_fen: int) -> Fund:
    return evolve(fund, FundRestored(reference="b", amount_fen=amount_fen, value_on=SETTLED, booked_to="treasury-due"))


@pytest.mark.parametrize(
    ("left_fen", "due_fen", "taken_fen"),
    [(0, 1, 1), (0, 50_000_00, 50_000_00), (30_000_00, 50_000_00, 80_000_00), (0, 700_000_00, 700_000_00)],
)
def test_what_is_due_to_the_treasury_goes_against_what_is_owed_first(
    left_fen: int, due_fen: int, taken_fen: int
) -> None:
    office = _emptied(achieved=0)
    if left_fen:
        back = FundRestored(reference="b", amount_fen=left_fen, value_on=SETTLED, booked_to=OF_TORCH)
        office.funds[OF_TORCH] = evolve(office.funds[OF_TORCH], back)
    office.funds[OF_TORCH] = _due(office.funds[OF_TORCH], due_fen)
    surrender = SurrenderFund(fund=OF_TORCH, amount_fen=left_fen, treasury_due_fen=due_fen, document="…")
    with pytest.raises(NotAllowed, match="fund-reclaimable"):
        _agree(office, surrender, SETTLED)
    _agree(office, a.reclaim(taken_fen), SETTLED)
    fund = office.funds[OF_TORCH]
    assert (fund.balance_fen, fund.treasury_due_fen, sum(fund.dues.values())) == (0, 0, 0)
    assert office.allotments[NUMBER].owed_fen == 700_000_00 - taken_fen
    assert all(adds_up(fund) for fund in office.funds.values())


def test_beyond_what_is_owed_it_stays_due_to_the_treasury() -> None:
    """Half of the advance was achieved: of 400 000 that came back 350 000 are owed to the city."""
    office = _emptied(achieved=2_500, reclaimed=False)
    office.funds[OF_TORCH] = _due(office.funds[OF_TORCH], 400_000_00)
    _agree(office, a.reclaim(350_000_00), SETTLED)
    fund = office.funds[OF_TORCH]
    assert (fund.balance_fen, fund.treasury_due_fen, sum(fund.dues.values())) == (150_000_00, 50_000_00, 50_000_00)
    _agree(
        office, SurrenderFund(fund=OF_TORCH, amount_fen=150_000_00, treasury_due_fen=50_000_00, document="…"), SETTLED
    )
    assert adds_up(office.funds[OF_TORCH])


def test_what_came_back_to_a_fund_that_was_surrendered_is_reclaimed_too() -> None:
    office = Office(s.edition(), a.owed())
    office.funds[OF_TORCH] = _due(office.funds[OF_TORCH], 10_000_00)
    _agree(office, a.reclaim(10_000_00), SETTLED)
    assert office.allotments[NUMBER].reclaimed_fen == 10_000_00
    assert office.funds[OF_TORCH].treasury_due_fen == 0


def _agree(office: Office, command: object, on: date) -> None:
    assert isinstance(command, AnyAllotmentCommand | AnyFundCommand)
    by, second = a.pair(command) if isinstance(command, AnyAllotmentCommand) else _of_holder(command)
    for proposal in office.execute(command, by, on):
        office.execute(answer_to(proposal), second, on)


def _of_holder(command: AnyFundCommand) -> tuple[Actor, Actor]:
    assert isinstance(command, CarryOverFund | CloseFund | SurrenderFund | TransferFund)
    holder = holder_of(command.fund)
    return of(holder, WU), of(holder, JIANG if isinstance(command, CloseFund | TransferFund) else ZHENG)


# Whatever is done


walk_steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["make", "evaluate", "release", "settle", "reclaim", "spend", "come-back", "carry", "transfer", "end"]
        ),
        st.integers(1, 4_000_000),
        st.integers(0, 5),
    ),
    max_size=25,
)


@settings(max_examples=80, deadline=None)
@for_all(walk_steps)
def test_no_fund_is_negative_and_every_sum_balances_whatever_is_done(walk: list[tuple[str, int, int]]) -> None:
    office = Office(s.edition(), a.city_money())
    today = MADE
    for what, amount, which in walk:
        today = NEW_YEAR if what == "carry" else today
        for command in _commands(office, what, amount * 100, which, today):
            try:
                _agree(office, command, today)
            except Refusal:
                continue
        _spend(office, what, amount * 100, which, today)
        for fund in office.funds.values():
            assert min(accumulate(fund.changes.values())) >= 0
            assert min(fund.reserved_fen, fund.treasury_due_fen) >= 0
            assert min(fund.allotted_in_fen, fund.reclaimed_fen, fund.allotted_out_fen) >= 0
            assert adds_up(fund)
            assert sum(fund.dues.values()) <= fund.treasury_due_fen
            assert sum(fund.spent.values()) == (fund.drawn_fen if fund.allotment else 0)
            assert not (fund.closed and fund.allotment and office.allotments[fund.allotment].due_fen)
        for allotment in office.allotments.values():
            a.assert_sound(allotment)
        reserved_fen = sum(fund.reserved_fen for fund in office.funds.values())
        assert reserved_fen == sum(allotment.reserved_fen for allotment in office.allotments.values())


def _spend(office: Office, what: str, amount_fen: int, which: int, today: date) -> None:
    name = _one_of(office, which)
    given_fen = min(amount_fen, office.funds[name].least_fen(today))
    if what == "spend" and given_fen and office.funds[name].open:
        drawn = FundDrawn(batch="b", amount_fen=given_fen, value_on=today)
        office.funds[name] = evolve(office.funds[name], drawn)
    back_fen = min(amount_fen, office.funds[name].drawn_fen)
    if what == "come-back" and back_fen:
        to = booked_to(office.funds, name, today, owed=False)
        back = FundRestored(reference="b", amount_fen=back_fen, value_on=today, booked_to=to)
        office.funds[name] = evolve(office.funds[name], back)


def _one_of(office: Office, which: int) -> str:
    return sorted(office.funds)[which % len(office.funds)]


def _commands(
    office: Office, what: str, amount_fen: int, which: int, today: date
) -> Iterator[AnyAllotmentCommand | AnyFundCommand]:
    name = _one_of(office, which)
    fund: Fund = office.funds[name]
    numbers = sorted(office.allotments)
    number = numbers[which % len(numbers)] if numbers else NUMBER
    allotment = office.allotments.get(number)
    match what:
        case "make":
            yield replace(a.MAKE, parts=_parts((name, amount_fen)), year=fund.year, targets=a.TWO_TARGETS)
        case "evaluate":
            yield replace(a.evaluation((1 + which % 2, amount_fen % 6_000)), allotment=number)
        case "release":
            most_fen = min(amount_fen, allotment.releasable_fen) if allotment else 1
            yield replace(a.release(most_fen), allotment=number)
        case "settle" if allotment is not None:
            yield replace(a.settlement(allotment.releasable_fen), allotment=number)
        case "reclaim" if allotment is not None:
            there_fen = sum(part.amount_fen for part in reclaimable(allotment, office.funds, today))
            yield replace(a.reclaim(there_fen), allotment=number)
        case "end":
            left_fen = fund.least_fen(today) if fund.open else 0
            due_fen = fund.treasury_due_fen
            yield SurrenderFund(fund=name, amount_fen=left_fen, treasury_due_fen=due_fen, document="…")
            yield CloseFund(fund=name)
        case "carry":
            yield CarryOverFund(fund=name, amount_fen=fund.least_fen(today), reserved_fen=fund.reserved_fen)
        case "transfer":
            yield TransferFund(fund=name, to=_one_of(office, which + 1), amount_fen=amount_fen, document="…")
