"""What was believed when, about what had happened by when."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application.values import HELD_FOR_PAYEE, UNMATCHED
from projections.application_register.queries import register
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.payout_history.queries import Filter, Movement, diff, history, totals
from store.addresses import views_beside
from store.databases import create
from tests.domain.allotment_history import assert_sound
from tests.domain.bank_messages import a_credit
from tests.domain.sample_cases import (
    BATCH,
    CREDIT_ON,
    FIRST,
    PEOPLE,
    TRAINER,
    ZHENG,
    a_sent_training,
    credited,
    fund,
    told,
)
from tests.domain.test_funds import adds_up
from tests.projections.conftest import NewUrl, Place, a_place
from tests.projections.event_writer import Ledger
from tests.projections.random_histories import Town

RECORDED_ON = date(2024, 10, 21)
"""The bank's file of 14 October came a week late."""


def noon(day: date) -> datetime:
    """Recorded at noon in Xiamen."""
    return datetime.combine(day, time(4), UTC)


@pytest.fixture
def late(store_url: str) -> Iterator[Views]:
    """A training of three people: approved on 26 September, ordered on 11 October, credited as of the 14th."""
    item = a_credit(application=FIRST, amount_fen=3_000_00, value_on=CREDIT_ON, reference="B1")
    minutes = told((credited(BATCH, item), ZHENG, RECORDED_ON), after=a_sent_training())
    store = create(store_url)
    ledger = Ledger(store)
    Town(random.Random(1), ledger).open()
    in_order = sorted(minutes, key=lambda minute: minute.on)
    ledger.record(
        ({minute.stream: (minute.event,)}, minute.on, minute.by, noon(minute.on))
        for minute in in_order
        if minute.stream.startswith("application-")
    )
    views = Views(store, views_beside(store_url))
    catch_up(views)
    yield views
    views.close()
    store.close()


def kinds(rows: tuple[Movement, ...]) -> list[str]:
    """One of each, as all three people fare alike."""
    assert len(rows) % len(PEOPLE) == 0
    return list(dict.fromkeys(row.kind for row in rows))


@pytest.mark.parametrize(
    ("as_of", "known_on", "expected"),
    [
        (date(2024, 9, 25), date(2024, 12, 31), []),
        (date(2024, 9, 26), date(2024, 12, 31), ["entitled"]),
        (date(2024, 10, 13), date(2024, 12, 31), ["entitled", "ordered"]),
        (date(2024, 10, 14), date(2024, 12, 31), ["entitled", "ordered", "paid"]),
        (date(2024, 10, 14), date(2024, 10, 21), ["entitled", "ordered", "paid"]),
        (date(2024, 10, 14), date(2024, 10, 20), ["entitled", "ordered"]),
        (date(2024, 12, 31), date(2024, 10, 20), ["entitled", "ordered"]),
        (date(2024, 12, 31), date(2024, 10, 10), ["entitled"]),
        (date(2024, 12, 31), date(2024, 9, 25), []),
    ],
)
def test_a_credit_that_was_recorded_late_was_not_known_before_and_took_effect_on_its_value_date(
    late: Views, as_of: date, known_on: date, expected: list[str]
) -> None:
    assert kinds(history(late, Filter(as_of=as_of, known_at=noon(known_on))).rows) == expected
    last = max((row.position for row in history(late).rows if row.recorded_at <= noon(known_on)), default=0)
    assert kinds(history(late, Filter(as_of=as_of, known_at=last)).rows) == expected


def test_known_at_an_instant_is_the_last_position_at_or_before_it(late: Views) -> None:
    at = noon(RECORDED_ON)
    assert "paid" in kinds(history(late, Filter(known_at=at)).rows)
    assert "paid" not in kinds(history(late, Filter(known_at=at - timedelta(microseconds=1))).rows)


def test_a_difference_is_what_was_recorded_in_between(late: Views) -> None:
    whole = history(late).rows
    before, after = noon(date(2024, 10, 11)), noon(RECORDED_ON)
    assert kinds(diff(late, before, after).rows) == ["paid"]
    assert diff(late, after, after).rows == ()
    first, last = whole[0].position, whole[-1].position
    assert diff(late, first, last).rows == tuple(row for row in whole if row.position > first)
    assert diff(late, 0, last, Filter(person=PEOPLE[0])).rows == history(late, Filter(person=PEOPLE[0])).rows
    assert diff(late, 0, after, Filter(as_of=date(2024, 9, 30))).rows == whole[: len(PEOPLE)]


def test_a_movement_says_for_whom_from_what_why_and_under_which_clause(late: Views) -> None:
    (paid,) = (row for row in history(late, Filter(person=PEOPLE[1])).rows if row.kind == "paid")
    assert paid._replace(position=0, digest="") == Movement(
        position=0,
        ordinal=2,
        application=FIRST,
        line=2,
        instalment=1,
        kind="paid",
        amount_fen=1_000_00,
        source="central",
        fund=fund("central"),
        person=PEOPLE[1],
        payee=TRAINER,
        scheme="project-skills-training",
        authority="350203",
        payer="350200",
        effective_on=CREDIT_ON,
        recorded_at=noon(RECORDED_ON),
        reference="B1",
        batch=BATCH,
        recovery=None,
        clause="m01",
        edition="xiamen-2023-187@1",
        digest="",
    )


def test_totals_are_told_kind_by_kind(late: Views) -> None:
    assert totals(late).rows == (("entitled", 3, 3_000_00), ("ordered", 3, 3_000_00), ("paid", 3, 3_000_00))
    assert totals(late, Filter(source="central")).rows == (("ordered", 3, 3_000_00), ("paid", 3, 3_000_00))
    assert totals(late, Filter(payee="nobody")).rows == ()


def test_every_filter_gives_the_movements_that_have_its_value(place: Place, views: Views) -> None:
    place.town.live(1_500)
    catch_up(views)
    whole = history(views).rows
    for name in ("application", "payee", "person", "scheme", "authority", "payer", "source"):
        values = {getattr(row, name) for row in whole} - {None}
        assert len(values) > 1
        for value in values:
            assert history(views, Filter(**{name: value})).rows == tuple(
                row for row in whole if getattr(row, name) == value
            )


def sums_of(rows: Iterable[Movement]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.kind] += row.amount_fen
    return sums


def assert_each_history_adds_up(new_url: NewUrl, seed: int) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(900)
        catch_up(views)
        for row in register(views).rows:
            of_lines = [movement for movement in history(views, Filter(application=row.number)).rows if movement.line]
            sums = sums_of(of_lines)
            assert sums["entitled"] + sums["revised"] + sums["forfeited"] == row.entitled_fen
            answered = sum(
                movement.amount_fen for movement in of_lines if movement.kind == "paid" and movement.source != UNMATCHED
            )
            assert sums["ordered"] + sums["order-cancelled"] - answered == row.ordered_fen
            assert sums["paid"] + sums["returned"] == row.paid_fen
            assert sums["recovered"] + sums["offset"] == row.recovered_fen
            case = place.town.office.cases[row.number]
            demands = [demand for demand in case.recoveries.values() if demand.approved]
            ended = sum(demand.received_fen + demand.written_off_fen for demand in demands)
            assert sums["recovery-demanded"] == ended + sum(demand.open_fen for demand in demands)
            assert sums["written-off"] == sum(demand.written_off_fen for demand in demands)


def assert_funds_move_with_the_history(new_url: NewUrl, seed: int) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(900)
        catch_up(views)
        out, back = defaultdict(int), defaultdict(int)
        for row in history(views).rows:
            if row.kind in ("ordered", "order-cancelled") and row.fund:
                out[row.fund] += row.amount_fen
            elif row.kind in ("recovered", "offset") and row.fund:
                back[row.fund] += row.amount_fen
            elif row.kind == "returned" and row.fund:
                back[row.fund] -= row.amount_fen
            elif row.kind == "paid" and row.fund == HELD_FOR_PAYEE and row.line:
                back[row.fund] -= row.amount_fen  # Of a payment that never was, what the payee had paid back.
        for fund in place.town.office.funds.values():
            assert out[fund.fund] - back[fund.fund] == fund.drawn_fen
            assert adds_up(fund)
            assert min(accumulate(fund.changes.values())) >= 0
        for allotment in place.town.office.allotments.values():
            assert_sound(allotment)
        reserved_fen = sum(allotment.reserved_fen for allotment in place.town.office.allotments.values())
        assert reserved_fen == sum(fund.reserved_fen for fund in place.town.office.funds.values())
        held_fen = sum(
            case.owed_back.entitled_fen - case.owed_back.paid_fen - case.owed_back.ordered_fen
            for case in place.town.office.cases.values()
        )
        assert back[HELD_FOR_PAYEE] - out[HELD_FOR_PAYEE] == held_fen


def assert_no_payment_gives_back_too_much(new_url: NewUrl, seed: int) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(900)
        catch_up(views)
        drawn, restored = Counter[tuple[str, str | None]](), Counter[tuple[str, str | None]]()
        for row in history(views).rows:
            if row.batch is not None and row.fund is not None and row.fund != HELD_FOR_PAYEE:
                if row.kind == "paid":
                    drawn[row.batch + row.application, row.fund] += row.amount_fen
                elif row.kind in ("recovered", "offset", "returned"):
                    back_fen = -row.amount_fen if row.kind == "returned" else row.amount_fen
                    restored[row.batch + row.application, row.fund] += back_fen
        assert all(restored[key] <= drawn[key] for key in restored)


seeds = st.integers(0, 2**32)


@settings(deadline=None, max_examples=3)
@given(seeds)
def test_the_history_of_each_application_adds_up_to_its_place_in_the_register(new_url: NewUrl, seed: int) -> None:
    assert_each_history_adds_up(new_url, seed)


@settings(deadline=None, max_examples=3)
@given(seeds)
def test_every_movement_of_a_fund_is_a_movement_of_the_history_and_the_other_way_round(
    new_url: NewUrl, seed: int
) -> None:
    assert_funds_move_with_the_history(new_url, seed)


@settings(deadline=None, max_examples=3)
@given(seeds)
def test_no_payment_gives_back_more_to_a_fund_than_it_drew(new_url: NewUrl, seed: int) -> None:
    assert_no_payment_gives_back_too_much(new_url, seed)


@pytest.mark.campaign
@pytest.mark.parametrize(
    "holds",
    [assert_each_history_adds_up, assert_funds_move_with_the_history, assert_no_payment_gives_back_too_much],
)
@settings(deadline=None, max_examples=100)
@given(seed=seeds)
def test_in_a_hundred_histories_registers_funds_and_payments_add_up(
    new_url: NewUrl, holds: Callable[[NewUrl, int], None], seed: int
) -> None:
    holds(new_url, seed)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("column", ["application", "payee", "person", "scheme", "authority", "payer", "source"])
def test_every_question_is_answered_in_order_from_an_index(place: Place, views: Views, column: str) -> None:
    place.town.live(50)
    catch_up(views)
    connection = sqlite3.connect(place.views_path)
    plan = connection.execute(
        f"EXPLAIN QUERY PLAN SELECT * FROM payout_history WHERE {column} = 'x' AND effective_on <= '2024-05-31' "
        "AND position <= 9 ORDER BY position, ordinal"
    ).fetchall()
    connection.close()
    assert [step[3] for step in plan] == [
        f"SEARCH payout_history USING INDEX payout_history_by_{column}_1 ({column}=? AND position<?)"
    ]
