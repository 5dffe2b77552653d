"""The recovery book agrees with the domain about every demand, after every fact, and adds up to the fen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application import events as f
from domain.application.state import money
from domain.application.state.balances import Recovery
from domain.application.state.case import Case
from projections.building.runner import catch_up
from projections.folds import demands
from projections.folds.demands import PlannedPart
from projections.recovery_book.queries import Demand, recoveries
from tests.projections.conftest import NewUrl, a_place
from tests.projections.folded_cases import moments, until_seen


def expected(case: Case, recovery: Recovery) -> dict[str, object]:
    return {
        "application": case.number,
        "recovery": recovery.recovery,
        "payee": case.applicant.party,
        "scheme": case.scheme,
        "authority": case.authority,
        "payer": case.payer,
        "ground": recovery.ground,
        "basis": recovery.basis,
        "standing": recovery.status,
        "served_on": recovery.served_on,
        "due_on": recovery.due_on,
        "demanded_fen": recovery.demanded_fen,
        "came_back_fen": recovery.received_fen,
        "reduced_fen": recovery.reduced_fen,
        "written_off_fen": recovery.written_off_fen,
        "open_fen": recovery.open_fen,
        "owed_back_fen": sum(receipt.amount_fen for receipt in recovery.receipts.values()),
        "notified_fen": recovery.notified_fen,
        "statement_days": recovery.statement_days,
        "notice_served_on": recovery.notice_served_on,
        "statement_on": recovery.statement_on,
        "no_statement": recovery.no_statement,
        "reminded": recovery.reminded,
        "reminder_until": recovery.reminder_until,
        "objected": recovery.objected,
        "cancelled": recovery.cancelled,
        "referred_to": recovery.referred_to,
        "plan": recovery.plan,
        "proposal": recovery.proposal,
    }


def comparable(row: Demand) -> dict[str, object]:
    """What the domain keeps together is added up: offsets with receipts, and what is owed back with what came in."""
    added = {"came_back_fen": row.received_fen + row.offset_fen, "owed_back_fen": row.received_fen + row.owed_back_fen}
    left_out = {
        "demand", "demanded_on", "approved_on", "next_due_on", "received_fen", "offset_fen", "cancelled_fen",
        "recorded_at", "position",
    }  # fmt: skip
    return {name: value for name, value in row._asdict().items() if name not in left_out} | added


def agrees_after_every_fact(new_url: NewUrl, seed: int, steps: int) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        offset_fen: dict[str, int] = {}
        for then in moments(place):
            if then.case is None or not then.case.recoveries:
                continue
            if isinstance(then.minute.event, f.RecoveryOffset | f.RecoveryOffsetWithin):
                demand = f"{then.case.number} {then.minute.event.recovery}"
                offset_fen[demand] = offset_fen.get(demand, 0) + then.minute.event.amount_fen
            catch_up(views, ["recovery_book"], until=then.position)
            rows = {row.recovery: row for row in recoveries(views, application=then.case.number).rows}
            assert {name: comparable(row) for name, row in rows.items()} == {
                name: expected(then.case, recovery) for name, recovery in then.case.recoveries.items()
            }
            for row in rows.values():
                parts = row.received_fen + row.offset_fen + row.reduced_fen + row.written_off_fen + row.cancelled_fen
                assert row.demanded_fen == parts + row.open_fen
                assert row.offset_fen == offset_fen.get(row.demand, 0)
                assert (row.next_due_on is None) == (not row.open_fen or not (row.plan or row.served_on))


@settings(deadline=None, max_examples=4)
@given(st.integers(0, 2**32))
def test_the_book_agrees_with_the_case_after_every_fact(new_url: NewUrl, seed: int) -> None:
    agrees_after_every_fact(new_url, seed, 500)


@pytest.mark.campaign
@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32))
def test_the_book_agrees_with_the_case_after_every_fact_of_two_hundred_histories(new_url: NewUrl, seed: int) -> None:
    agrees_after_every_fact(new_url, seed, 1_500)


def all_along(new_url: NewUrl, seed: int, steps: int) -> list[Demand]:
    """The rows of a history as they stood every few positions."""
    rows: list[Demand] = []
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        for position in range(1, len(place.town.minutes), 8):
            catch_up(views, ["recovery_book"], until=position)
            rows += recoveries(views).rows
    return rows


def test_demands_are_asked_by_ground_payee_and_authority_and_the_oldest_comes_first(new_url: NewUrl) -> None:
    with a_place(new_url(), 1) as (place, views):
        place.town.live(4_000)
        while not any(case.demanded_fen for case in place.town.office.cases.values()):
            place.town.live(50)
        catch_up(views)
        whole = recoveries(views).rows
        ages = [row.served_on or row.demanded_on for row in whole]
        assert ages == sorted(ages)
        for name in ("ground", "payee", "authority", "payer", "application"):
            values = {getattr(row, name) for row in whole}
            assert len(values) > 1
            for value in values:
                asked = recoveries(views, **{name: value}).rows
                assert asked == tuple(row for row in whole if getattr(row, name) == value)
        still_open = recoveries(views, only_open=True).rows
        assert still_open == tuple(row for row in whole if row.open_fen or row.standing == "intended")
        assert 0 < len(still_open) < len(whole)


STANDINGS = {
    "intended", "proposed", "approved", "served", "objected", "planned", "partly", "referred", "done",
    "written-off", "cancelled",
}  # fmt: skip
FIRST_SEEDS = (22,)


def standings_along(new_url: NewUrl, seed: int) -> Iterator[str]:
    return (row.standing for row in all_along(new_url, seed, 2_000))


@pytest.mark.on_sqlite
def test_a_demand_stands_as_the_domain_has_words_for(new_url: NewUrl) -> None:
    assert until_seen(STANDINGS, lambda seed: standings_along(new_url, seed), FIRST_SEEDS) == STANDINGS


@pytest.mark.on_sqlite
def test_a_demand_is_overdue_the_day_after_it_had_to_be_paid_and_ages_from_its_service(new_url: NewUrl) -> None:
    rows = all_along(new_url, 1, 2_500)
    due = next(row for row in rows if row.open_fen and row.due_on and not row.plan)
    assert due.due_on is not None
    assert due.served_on is not None
    assert not due.overdue(due.due_on)
    assert due.overdue(due.due_on + timedelta(days=1))
    assert due.age_days(due.served_on + timedelta(days=40)) == 40
    unserved = next(row for row in rows if row.served_on is None)
    assert unserved.age_days(unserved.demanded_on) == 0
    assert not any(row.overdue(date(2099, 1, 1)) for row in rows if not row.open_fen)


def test_what_has_to_be_paid_next_is_the_part_of_the_plan_that_is_not_covered_yet() -> None:
    march, april = date(2024, 3, 1), date(2024, 4, 1)
    parts = [PlannedPart(march, 400), PlannedPart(april, 600)]

    def next_due(received_fen: int, plan: list[PlannedPart]) -> tuple[date | None, int]:
        demand = demands.Demand("r1", "p1", "overpaid", "m01", 1_000, date(2024, 2, 1), due_on=date(2024, 2, 28))
        demand.received_fen, demand.plan = received_fen, plan
        return money.next_due(demand)

    assert next_due(0, []) == (date(2024, 2, 28), 1_000)
    assert [next_due(fen, parts) for fen in (0, 399, 400, 999, 1_000)] == [
        (march, 400), (march, 1), (april, 600), (april, 1), (None, 0),
    ]  # fmt: skip
