"""The books: what each event posts, and that they agree with the funds, the runs and the bank in every history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application import commands as c
from domain.application.payment_key import batch_of
from domain.base import replace
from domain.office.book_months import MonthClosed
from domain.treasury.accounts import CHART, Account
from domain.treasury.run_standing import standing_of
from projections.batch_book.queries import Run, runs
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.fund_book.queries import Filter, Posting, balances, postings
from tests.domain import district_paid as d
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History, Minute
from tests.domain.sample_cases import CITY, HAICANG, TORCH, told
from tests.projections.conftest import NewUrl, Place, a_place
from tests.projections.random_histories import Town

seeds = st.integers(0, 2**32)


def assert_the_books_agree(new_url: NewUrl, seed: int, steps: int = 900) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        catch_up(views)
        rows = postings(views).rows
        _each_event_sums_to_zero(rows)
        _funds_are_as_booked(place.town, rows)
        _cases_are_as_booked(place.town, rows)
        _runs_are_as_the_bank_said(place.town, runs(views).rows)
        chart = {one.account.value: one for one in CHART}
        for balance in balances(views).rows:
            assert balance.fund is None or chart[balance.account].by_fund
        assert sum(balance.amount_fen for balance in balances(views).rows) == 0


def _each_event_sums_to_zero(rows: tuple[Posting, ...]) -> None:
    sums = Counter[int]()
    for row in rows:
        sums[row.position] += row.amount_fen
    assert not +sums
    assert not -sums


def _funds_are_as_booked(town: Town, rows: tuple[Posting, ...]) -> None:
    by_fund: dict[tuple[str, str | None], int] = defaultdict(int)
    by_day: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        by_fund[row.account, row.fund] += row.amount_fen
        if row.account == Account.FUND:
            assert row.fund is not None
            by_day[row.fund][row.value_on.isoformat()] += row.amount_fen
    for fund in town.office.funds.values():
        name = fund.fund
        assert by_fund[Account.FUND, name] == fund.balance_fen
        assert by_fund[Account.TREASURY_DUE, name] == fund.treasury_due_fen
        assert by_fund[Account.DRAWN, name] == 0
        assert by_fund[Account.RESERVED, name] == fund.reserved_fen
        assert by_fund[Account.ALLOTMENTS, name] == fund.allotted_out_fen - (fund.allotted_in_fen - fund.reclaimed_fen)
        assert by_fund[Account.IN_FLIGHT, name] + by_fund[Account.PAID, name] == fund.drawn_fen
        assert by_fund[Account.SURRENDERED, name] == fund.surrendered_fen
        changes = {day.isoformat(): change for day, change in fund.changes.items() if change}
        assert {day: change for day, change in by_day[name].items() if change} == changes


def _cases_are_as_booked(town: Town, rows: tuple[Posting, ...]) -> None:
    by_case: dict[tuple[str, str | None], int] = defaultdict(int)
    by_payer: dict[tuple[str, str | None, str], int] = defaultdict(int)
    for row in rows:
        by_case[row.account, row.application] += row.amount_fen
        by_payer[row.account, row.application, row.authority] += row.amount_fen
    on_bank_error: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.account == Account.IN_FLIGHT and row.fund == "bank-error":
            assert row.application is not None
            on_bank_error[row.application] += row.amount_fen
    for number, case in town.office.cases.items():
        assert -by_case[Account.OBLIGATION, number] == by_case[Account.GRANTED, number]
        entitled = sum(item.entitled_fen for item in case.items.values())
        assert by_case[Account.GRANTED, number] == entitled, case.status
        assert case.payer is None or by_payer[Account.GRANTED, number, case.payer] == entitled
        assert by_case[Account.IN_FLIGHT, number] == sum(order.amount_fen for order in case.orders.values())
        net = sum(item.net_paid_fen for item in case.items.values())
        assert by_case[Account.PAID, number] == net
        demands = [demand for demand in case.recoveries.values() if demand.approved]
        assert by_case[Account.RECEIVABLE, number] == sum(demand.open_fen for demand in demands)
        assert by_case[Account.WRITTEN_OFF, number] == sum(demand.written_off_fen for demand in demands)
        back = case.owed_back
        assert -by_case[Account.OWED_BACK, number] == back.entitled_fen - back.paid_fen
        assert by_case[Account.MONEY_HELD, number] == back.entitled_fen - back.paid_fen - back.ordered_fen
        held = Counter[str]()
        for one in case.on_clearing.values():
            held.update(one.amounts_fen)
        assert -by_case[Account.CLEARING, number] == held["clearing"]
        assert -by_case[Account.BANK_ERROR, number] == held["bank-error"] + on_bank_error[number]


def _runs_are_as_the_bank_said(town: Town, booked: tuple[Run, ...]) -> None:
    for run in booked:
        batch = town.office.batches[run.batch]
        assert (run.released, run.cancelled, run.authority) == (batch.released, batch.cancelled, batch.authority)
        assert run.files == len(batch.exported)
        for item in run.items:
            now = [standing_of(batch, key) for key in batch.keys_of(item.application)]
            orders = town.office.cases[item.application].orders
            in_flight = sum(order.amount_fen for key, order in orders.items() if batch_of(key) == run.batch)
            assert item.in_flight_fen == sum(one.in_flight_fen for one in now) == in_flight
            assert item.credited_fen == sum(one.paid_fen for one in now)
            assert item.returned_fen == sum(one.back_fen for one in now)
            assert item.unmatched_fen == sum(sum(one.unmatched.values()) for one in now)
            there = any(key in batch.items for key in batch.keys_of(item.application))
            assert item.stopped == (not there or batch.cancelled)


REVISED = date(2024, 11, 4)


def paid_by_another() -> History:
    """Torch is to pay 2 400 by the approval of September; a revision of November names Haicang."""
    file = d.key_training("person-a", "person-b", authority=CITY)
    before = d.approved_at(CITY, file, after=d.demonstration(authority=TORCH))
    revise = replace(t.revision(), application=d.number_at(CITY))
    answer = c.ConfirmProposal(application=d.number_at(CITY), proposal=None)
    acts = ((revise, s.at(CITY, s.LIN), REVISED), (answer, s.at(CITY, s.HUANG), REVISED))
    return told(*acts, after=d.changed(before, authority=HAICANG))


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("closed", "in_torch", "in_haicang"),
    [
        ({}, "2024-11", "2024-11"),
        ({TORCH: "2024-09"}, "2024-11", "2024-11"),
        ({TORCH: "2024-11"}, "2024-12", "2024-11"),
        ({TORCH: "2024-11", HAICANG: "2024-12"}, "2024-12", "2025-01"),
    ],
)
def test_a_grant_moves_from_the_books_of_one_payer_to_those_of_another(
    place: Place, views: Views, closed: Mapping[str, str], in_torch: str, in_haicang: str
) -> None:
    history = list(paid_by_another())
    at = next(number for number, minute in enumerate(history) if minute.on == REVISED)
    months = [
        Minute(stream=f"book-{authority}", event=MonthClosed(month=month, through=1, balances=()), by="wu", on=REVISED)
        for authority, month in closed.items()
    ]
    instant = datetime(2024, 12, 1, tzinfo=UTC)
    place.town.ledger.record(
        ({minute.stream: (minute.event,)}, minute.on, minute.by, instant)
        for minute in (*history[:at], *months, *history[at:])
    )
    catch_up(views)
    rows = postings(views, Filter(account=Account.GRANTED)).rows
    assert [(row.authority, row.amount_fen, row.booked_in) for row in rows] == [
        (TORCH, 2_400_00, "2024-09"),
        (TORCH, -2_400_00, in_torch),
        (HAICANG, 2_400_00, in_haicang),
    ]
    for authority in (TORCH, HAICANG):
        assert sum(balance.amount_fen for balance in balances(views, Filter(authority=authority)).rows) == 0


@pytest.mark.on_sqlite
@settings(deadline=None, max_examples=2)
@given(seeds)
def test_the_books_agree_with_funds_and_cases(new_url: NewUrl, seed: int) -> None:
    assert_the_books_agree(new_url, seed)


@pytest.mark.campaign
@settings(deadline=None, max_examples=100)
@given(seeds)
def test_the_books_agree_in_a_hundred_histories(new_url: NewUrl, seed: int) -> None:
    assert_the_books_agree(new_url, seed)
