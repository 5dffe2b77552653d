"""The register agrees with the domain about every application, after every fact."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application.folding.case import evolve
from domain.application.state.case import Case
from domain.work_views import UnderEdition
from domain.worklist import whole_case
from projections.application_register.queries import Registration, register
from projections.building.runner import catch_up
from tests.domain.sample_cases import edition
from tests.projections.conftest import NewUrl, a_place
from tests.projections.folded_cases import until_seen
from tests.projections.random_acts import ANN


def expected(case: Case) -> dict[str, object]:
    """What the register should say, from the case itself."""
    works = whole_case(case, UnderEdition(case=case, edition=edition()))
    first = works[0] if works else None
    return {
        "number": case.number,
        "scheme": case.scheme,
        "authority": case.authority,
        "payer": case.payer,
        "applicant": case.applicant.party,
        "received_on": case.received_on,
        "status": case.status.value,
        "lines": len(case.lines),
        "entitled_fen": case.entitled_fen,
        "ordered_fen": case.ordered_fen,
        "paid_fen": case.paid_fen,
        "recovered_fen": case.recovered_fen,
        "written_off_fen": case.written_off_fen,
        "overpaid_fen": case.overpaid_fen,
        "outstanding_fen": case.outstanding_fen,
        "payable_fen": case.payable_fen,
        "demanded_fen": case.demanded_fen,
        "recovery": case.recovery,
        "closes_on": case.notice and case.notice.closes_on,
        "payable_from": case.notice and case.notice.payable_from,
        "assessed_by": case.assessed_by or None,
        "version": case.version,
        "next_act": first and first.action,
        "next_of": first and first.of,
        "next_about": first and (first.about or (first.subject if first.subject != case.number else None)),
        "next_role": " ".join(first.roles) if first else None,
        "due_on": first and first.due_on,
        "open_acts": tuple(works),
    }


def comparable(row: Registration) -> dict[str, object]:
    return {name: value for name, value in row._asdict().items() if name not in ("recorded_at", "position")}


def agrees_after_every_fact(new_url: NewUrl, seed: int, steps: int) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        cases: dict[str, Case] = {}
        for position, minute in enumerate(place.town.minutes, start=1):
            kind, _, number = minute.stream.partition("-")
            if kind != "application":
                continue
            cases[number] = evolve(cases.get(number), minute.event, minute.by)
            catch_up(views, ["application_register"], until=position)
            (row,) = register(views, number=number).rows
            assert comparable(row) == expected(cases[number])
            assert (row.position, row.recorded_at) == (position, place.town.recorded_at[position - 1])
        assert [comparable(row) for row in register(views).rows] == [
            expected(cases[number]) for number in sorted(cases)
        ]


@settings(deadline=None, max_examples=2)
@given(st.integers(0, 2**32))
def test_the_register_agrees_with_the_case_after_every_fact(new_url: NewUrl, seed: int) -> None:
    agrees_after_every_fact(new_url, seed, 250)


@pytest.mark.campaign
@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32))
def test_the_register_agrees_with_the_case_after_every_fact_of_two_hundred_histories(
    new_url: NewUrl, seed: int
) -> None:
    agrees_after_every_fact(new_url, seed, 1_000)


def test_the_register_is_asked_by_status_scheme_and_authority(new_url: NewUrl) -> None:
    with a_place(new_url(), 2) as (place, views):
        place.town.live(1_500)
        catch_up(views)
        whole = register(views).rows
        assert len({row.status for row in whole}) > 5
        for name in ("status", "scheme", "authority", "payer"):
            for value in {getattr(row, name) for row in whole}:
                asked = register(views, **{name: value}).rows
                assert asked == tuple(row for row in whole if getattr(row, name) == value)
        settled = register(views, status="settled", authority="torch").rows
        assert settled == tuple(row for row in whole if (row.status, row.authority) == ("settled", "torch"))
        assert {row.assessed_by for row in whole} <= {None, ANN.officer, "bo"}


NEXT_ACTS = {
    "confirm", "resume", "answer-objection", "accept", "refuse", "correct", "verify", "assess", "approve", "reject",
    "approve-in-part", "follow-up", "request-correction", "suspend", "serve-letter",
    "publish-notice", "revise", "account", "order-payment", "release-payment",
    "notify-recovery", "serve-recovery-letter", "hear-recovery", "demand-recovery", "remind-recovery",
    "serve-recovery", "close-notice", "record-credits", "receive-recovery", "milestone", "assign-clearing",
}  # fmt: skip
FIRST_SEEDS = (55,)


def acts_along(new_url: NewUrl, seed: int) -> Iterator[str]:
    """The acts that were open at some position of a history."""
    with a_place(new_url(), seed) as (place, views):
        place.town.live(1_500)
        for position in range(1, len(place.town.minutes), 25):
            catch_up(views, ["application_register"], until=position)
            yield from (work.action for row in register(views).rows for work in row.open_acts)


@pytest.mark.on_sqlite
def test_every_situation_has_its_next_act(new_url: NewUrl) -> None:
    """So that the agreement above is about all of them."""
    assert until_seen(NEXT_ACTS, lambda seed: acts_along(new_url, seed), FIRST_SEEDS) == NEXT_ACTS
