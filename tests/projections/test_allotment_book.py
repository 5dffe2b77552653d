"""The books of allotments: what each event posts, and that allotment, book and funds agree in every history."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import EVENTS
from domain.treasury.accounts import AllotmentAccount as A
from domain.treasury.fund import TREASURY_DUE
from projections.allotment_book.postings import POSTINGS, UNPOSTED, postings_of
from projections.allotment_book.queries import balances, postings
from projections.building.runner import catch_up
from projections.events import fund_views as u
from projections.events.entries import Entry
from tests.projections.conftest import NewUrl, a_place
from tests.projections.test_postings import sample

seeds = st.integers(0, 2**32)

TABLE: dict[str, dict[A, int]] = {
    "allotment.made.v1": {A.TOTAL: -10_000_000_00, A.ADVANCED: 7_000_000_00, A.RESERVED: 3_000_000_00},
    "allotment.released.v1": {A.RELEASED: 1_000_000_00, A.RESERVED: -1_000_000_00},
    "allotment.settled.v1": {A.RELEASED: 2_400_000_00, A.LAPSED: 600_000_00, A.RESERVED: -3_000_000_00},
    "allotment.reclaimed.v1": {A.DEMANDED: -1_400_000_00, A.RECLAIMED: 1_400_000_00},
    "fund.allotted-out.v1": {A.MOVED: 5_600_000_00, A.CITY: -5_600_000_00},
    "fund.reserved.v1": {A.SET_ASIDE: 2_400_000_00, A.CITY: -2_400_000_00},
    "fund.reservation-ended.v1": {A.SET_ASIDE: -800_000_00, A.CITY: 800_000_00},
    "fund.opened-by-allotment.v1": {A.LEFT: 5_600_000_00, A.MOVED: -5_600_000_00},
    "fund.allotted-in.v1": {A.LEFT: 800_000_00, A.MOVED: -800_000_00},
    "fund.reclaimed-out.v1": {A.LEFT: -1_120_000_00, A.MOVED: 1_120_000_00},
    "fund.reclaimed-in.v1": {A.CITY: 1_120_000_00, A.MOVED: -1_120_000_00},
    "fund.transferred-in.v1": {A.LEFT: 50_000_00, A.MOVED: -50_000_00},
    "fund.transferred-out.v1": {A.LEFT: -50_000_00, A.MOVED: 50_000_00},
    "fund.carried-in.v1": {A.LEFT: 10_000_00, A.MOVED: -10_000_00},
    "fund.carried-over.v1": {A.LEFT: -10_000_00, A.MOVED: 10_000_00},
    "fund.passed-in.v1": {A.LEFT: 3_000_00, A.MOVED: -3_000_00},
    "fund.passed-on.v1": {A.LEFT: -3_000_00, A.MOVED: 3_000_00},
    "fund.drawn.v1": {A.SPENT: 3_000_00, A.LEFT: -3_000_00},
    "fund.draw-cancelled.v1": {A.SPENT: -3_000_00, A.LEFT: 3_000_00},
    "fund.restored.v1": {A.SPENT: -3_000_00, A.LEFT: 3_000_00},
    "fund.surrendered.v1": {A.SURRENDERED: 50_000_00, A.LEFT: -50_000_00},
}


def booked(entry: Entry[Any], *, claimed: bool = False) -> dict[A, int]:
    sums: dict[A, int] = {}
    for posting in postings_of(entry, claimed=claimed):
        sums[posting.account] = sums.get(posting.account, 0) + posting.amount_fen
    return {account: fen for account, fen in sums.items() if fen}


def test_every_event_of_allotments_and_funds_is_posted_or_said_to_move_nothing() -> None:
    assert POSTINGS.keys() | UNPOSTED == {name for name in EVENTS if name.partition(".")[0] in ("allotment", "fund")}
    assert not POSTINGS.keys() & UNPOSTED
    assert POSTINGS.keys() == TABLE.keys()


@pytest.mark.parametrize("name", TABLE)
def test_what_an_event_posts_is_as_the_table_has_it_and_adds_up_to_nothing(name: str) -> None:
    assert booked(sample(name)) == TABLE[name]
    assert sum(TABLE[name].values()) == 0


def entry(name: str, data: Any) -> Entry[Any]:
    return Entry(
        stream="fund-x",
        version=2,
        name=name,
        recorded_at="2024-10-14T04:00:00.000000Z",
        effective_on="2024-10-14",
        actor="wu",
        data=data,
        position=1,
        subject="x",
    )


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        # Came back for a year that is over, was paid after all out of that, and went to the treasury.
        ("fund.restored.v1", u.CameBack(70, TREASURY_DUE), {A.SPENT: -70, A.TREASURY_DUE: 70}),
        ("fund.drawn.v1", u.Drawn(70, 30), {A.SPENT: 70, A.LEFT: -40, A.TREASURY_DUE: -30}),
        ("fund.reclaimed-out.v1", u.ReclaimedOut("a", 70, 30), {A.MOVED: 70, A.LEFT: -40, A.TREASURY_DUE: -30}),
        ("fund.surrendered.v1", u.Surrendered(50, 20), {A.SURRENDERED: 70, A.LEFT: -50, A.TREASURY_DUE: -20}),
        # To the treasury or to the fund: the district gave it back, and it is the city's.
        ("fund.reclaimed-in.v1", u.Reclaimed("a", 70, TREASURY_DUE), {A.CITY: 70, A.MOVED: -70}),
    ],
)
def test_what_becomes_of_money_of_a_year_that_is_over(name: str, data: Any, expected: dict[A, int]) -> None:
    assert booked(entry(name, data)) == expected


def test_what_is_due_is_owed_once_however_often_it_is_reclaimed() -> None:
    again = booked(sample("allotment.reclaimed.v1"), claimed=True)
    assert again == {A.OWED: -1_400_000_00, A.RECLAIMED: 1_400_000_00}


def assert_allotments_agree(new_url: NewUrl, seed: int, steps: int) -> int:
    """Gives how many allotments there were."""
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        catch_up(views)
        sums = Counter[int]()
        for row in postings(views).rows:
            sums[row.position] += row.amount_fen
        assert not +sums
        assert not -sums
        by_account: dict[tuple[str, str], int] = Counter()
        by_fund: dict[tuple[str, str | None], int] = Counter()
        for balance in balances(views).rows:
            by_account[balance.allotment, balance.account] += balance.amount_fen
            by_fund[balance.account, balance.fund] += balance.amount_fen
        office = place.town.office
        for name, one in office.allotments.items():
            of = {account: by_account[name, account] for account in A}
            assert -of[A.TOTAL] == one.total_fen
            assert (of[A.ADVANCED], of[A.RESERVED], of[A.RELEASED]) == (
                one.advance_fen,
                one.reserved_fen,
                one.released_fen,
            )
            assert (of[A.LAPSED], of[A.RECLAIMED], of[A.OWED]) == (one.lapsed_fen, one.reclaimed_fen, one.owed_fen)
            assert of[A.SET_ASIDE] == one.reserved_fen
            assert -of[A.CITY] - of[A.SET_ASIDE] == one.advance_fen + one.released_fen - one.reclaimed_fen
            assert of[A.MOVED] == 0
        for fund in office.funds.values():
            allotted = fund.allotment is not None
            assert by_fund[A.LEFT, fund.fund] == (fund.balance_fen if allotted else 0)
            assert by_fund[A.SPENT, fund.fund] == (fund.drawn_fen if allotted else 0)
            assert by_fund[A.TREASURY_DUE, fund.fund] == (fund.treasury_due_fen if allotted else 0)
        return len(office.allotments)


@pytest.mark.on_sqlite
@settings(deadline=None, max_examples=2)
@given(seeds)
def test_allotment_book_and_funds_agree(new_url: NewUrl, seed: int) -> None:
    assert_allotments_agree(new_url, seed, 300)


@pytest.mark.campaign
@settings(deadline=None, max_examples=60)
@given(seeds)
def test_allotment_book_and_funds_agree_in_sixty_histories(new_url: NewUrl, seed: int) -> None:
    assert_allotments_agree(new_url, seed, 900)
