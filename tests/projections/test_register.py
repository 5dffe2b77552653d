"""The register agrees with the domain about every application, after every fact."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application.evolve import evolve
from domain.application.state import Case
from domain.application.status import Standing, Status
from projections.questions import Registration, register
from projections.runner import catch_up
from tests.projections.conftest import NewUrl, a_place
from tests.projections.histories import ANN


def expected(case: Case) -> dict[str, object]:
    """What the register should say, from the case itself."""
    return {
        "number": case.number,
        "scheme": case.scheme,
        "authority": case.authority,
        "applicant": case.applicant.party,
        "received_on": case.received_on,
        "status": case.status.value,
        "lines": len(case.lines),
        "entitled_fen": case.entitled_fen,
        "ordered_fen": case.ordered_fen,
        "paid_fen": case.paid_fen,
        "recovered_fen": 0,
        "outstanding_fen": case.entitled_fen - case.paid_fen,
        "closes_on": case.notice and case.notice.closes_on,
        "payable_from": case.notice and case.notice.payable_from,
        "assessed_by": case.assessed_by or None,
        "version": case.version,
        "next_act": next_act(case),
    }


def next_act(case: Case) -> str | None:
    if case.proposals:
        return "confirm"
    match case.status:
        case Status.SUBMITTED:
            return "accept"
        case Status.CORRECTION_REQUESTED:
            return "correct"
        case Status.ACCEPTED:
            return "assess"
        case Status.ASSESSED:
            assert case.assessment is not None
            return "approve" if case.assessment.eligible else "reject"
        case Status.APPROVED:
            return "publish-notice"
        case Status.ON_PUBLIC_NOTICE:
            return "close-notice"
        case Status.PAYABLE | Status.PARTIALLY_PAID:
            return next_payment(case)
    return None


def next_payment(case: Case) -> str | None:
    if case.payable():
        return "order-payment"
    if any(not order.released for order in case.orders.values()):
        return "release-payment"
    if case.orders:
        return "record-credits"
    return "milestone" if case.amount_fen(Standing.WAITING) else None


def said(row: Registration) -> dict[str, object]:
    return {name: value for name, value in row._asdict().items() if name not in ("recorded_at", "position")}


@settings(deadline=None, max_examples=4)
@given(st.integers(0, 2**32))
def test_the_register_agrees_with_the_case_after_every_fact(new_url: NewUrl, seed: int) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(200)
        cases: dict[str, Case] = {}
        for position, minute in enumerate(place.town.minutes, start=1):
            kind, _, number = minute.stream.partition("-")
            if kind != "application":
                continue
            cases[number] = evolve(cases.get(number), minute.fact, minute.by)
            catch_up(views, ["application_register"], until=position)
            (row,) = register(views, number=number).rows
            assert said(row) == expected(cases[number])
            assert (row.position, row.recorded_at) == (position, place.town.recorded_at[position - 1])
        assert [said(row) for row in register(views).rows] == [expected(cases[number]) for number in sorted(cases)]


def test_the_register_is_asked_by_status_scheme_and_authority(new_url: NewUrl) -> None:
    with a_place(new_url(), 2) as (place, views):
        place.town.live(800)
        catch_up(views)
        whole = register(views).rows
        assert len({row.status for row in whole}) > 5
        for name in ("status", "scheme", "authority"):
            for value in {getattr(row, name) for row in whole}:
                asked = register(views, **{name: value}).rows
                assert asked == tuple(row for row in whole if getattr(row, name) == value)
        settled = register(views, status="settled", authority="torch").rows
        assert settled == tuple(row for row in whole if (row.status, row.authority) == ("settled", "torch"))
        assert {row.assessed_by for row in whole} <= {None, ANN.officer, "bo"}
