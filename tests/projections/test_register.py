"""The register agrees with the domain about every application, after every fact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application.folding.case import evolve
from domain.application.state.balances import Recovery
from domain.application.state.case import Case
from domain.application.status import ENDED, PAYING, Status
from domain.entitlement.edition import milestone_due
from domain.office.roles import PERMISSIONS
from projections.application_register.next_acts import Next
from projections.application_register.queries import Registration, register
from projections.building.runner import catch_up
from tests.domain.story import edition
from tests.projections.acts import ANN
from tests.projections.conftest import NewUrl, a_place
from tests.projections.told import until_seen


def expected(case: Case) -> dict[str, object]:
    """What the register should say, from the case itself."""
    acts = list(open_acts(case))
    first = acts[0] if acts else None
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
        "next_act": first and first.act,
        "next_of": first and first.of,
        "next_about": first and first.about,
        "next_role": first and first.role,
        "due_on": first and first.due_on,
        "open_acts": tuple(acts),
    }


def open_acts(case: Case) -> Iterator[Next]:
    for proposal in case.proposals.values():
        second = PERMISSIONS[proposal.act].second
        assert second is not None
        yield Next("confirm", second.value, of=proposal.act, about=proposal.id, barred=[proposal.by])
    yield from turns(case) if not case.suspended else [Next("resume", "clerk")]
    yield from payments(case)
    yield from demands(case)
    yield from awaited(case)


def turns(case: Case) -> Iterator[Next]:
    proposed = {proposal.act for proposal in case.proposals.values()}
    answered = {getattr(each, "objection", None) for each in case.proposed.values()}
    for objection in case.objections:
        if objection not in answered:
            yield Next("answer-objection", "assessor", about=objection)
    match case.stage:
        case Status.SUBMITTED if "backdated-receipt" not in case.unconfirmed:
            yield Next("accept", "clerk")
        case Status.SUBMITTED if "backdated-receipt" not in proposed:
            yield Next("refuse", "clerk")
        case Status.CORRECTION_REQUESTED:
            yield Next("correct", "clerk")
        case Status.ACCEPTED:
            yield Next("assess", "assessor")
        case Status.ASSESSED:
            assert case.assessment is not None
            act = "approve" if case.assessment.eligible else "reject"
            yield Next(act, "approver", of="assess", barred=[case.assessed_by])
        case Status.APPROVED | Status.PAYABLE | Status.PARTIALLY_PAID:
            if case.unpublished - case.sent_back and not case.notice_open:
                yield Next("publish-notice", "clerk")
    if case.sent_back and case.stage not in ENDED and "revise" not in proposed:
        yield Next("revise", "assessor")


def payments(case: Case) -> Iterator[Next]:
    proposed = {proposal.act for proposal in case.proposals.values()}
    if case.payable() and not case.account_doubtful and "other-account-holder" not in case.unconfirmed:
        yield Next("order-payment", "finance")
    elif case.payable() and not proposed & {"account", "other-account-holder"}:
        yield Next("account", "clerk")
    for order in case.orders.values():
        if not order.released and not case.suspended:
            barred = sorted({order.ordered_by, *case.assessors})
            yield Next("release-payment", "finance", of="order-payment", about=order.batch, barred=barred)


def demands(case: Case) -> Iterator[Next]:
    if case.collectable_fen > case.demanded_fen and not case.suspended:
        yield Next("demand-recovery", "finance")
    for each in case.recoveries.values():
        if each.approved and each.open_fen and (not each.served_on or each.objected):
            yield Next("serve-recovery", "finance", about=each.recovery)


def awaited(case: Case) -> Iterator[Next]:
    if case.notice_open and not case.suspended:
        assert case.notice is not None
        yield Next("close-notice", "clerk", due_on=case.notice.payable_from)
    for order in case.orders.values():
        if order.released:
            yield Next("record-credits", "finance", about=order.batch)
    for each in case.recoveries.values():
        if each.approved and each.open_fen and each.served_on and not each.objected:
            yield Next("receive-recovery", "finance", about=each.recovery, due_on=pays_next(each))
    if not case.suspended and case.stage in (Status.APPROVED, Status.ON_PUBLIC_NOTICE, *PAYING, Status.SETTLED):
        yield from milestones(case)


def pays_next(recovery: Recovery) -> date | None:
    """The part of the plan that the first open fen falls into."""
    paid_fen = sum(part.amount_fen for part in recovery.plan) - recovery.open_fen
    ends_at = 0
    for part in recovery.plan:
        ends_at += part.amount_fen
        if ends_at > paid_fen:
            return part.due_on
    return recovery.due_on


def milestones(case: Case) -> Iterator[Next]:
    lines = {line.line: line for line in case.claim().lines}
    first: dict[int, tuple[int, str]] = {}
    for due, item in sorted(case.items.items(), reverse=True):
        if item.waiting and not item.forfeited and item.entitled_fen:
            first[due.line] = (due.instalment, item.payable)
    for milestone in sorted({name for _, name in first.values()}):
        days = [
            milestone_due(edition(), milestone, lines[line]) for line, (_, name) in first.items() if name == milestone
        ]
        due_on = min((day for day in days if day), default=None)
        yield Next("milestone", "assessor", about=milestone, due_on=due_on)


def said(row: Registration) -> dict[str, object]:
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
            assert said(row) == expected(cases[number])
            assert (row.position, row.recorded_at) == (position, place.town.recorded_at[position - 1])
        assert [said(row) for row in register(views).rows] == [expected(cases[number]) for number in sorted(cases)]


@settings(deadline=None, max_examples=3)
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
        for name in ("status", "scheme", "authority"):
            for value in {getattr(row, name) for row in whole}:
                asked = register(views, **{name: value}).rows
                assert asked == tuple(row for row in whole if getattr(row, name) == value)
        settled = register(views, status="settled", authority="torch").rows
        assert settled == tuple(row for row in whole if (row.status, row.authority) == ("settled", "torch"))
        assert {row.assessed_by for row in whole} <= {None, ANN.officer, "bo"}


def acts_along(new_url: NewUrl, seed: int) -> Iterator[str]:
    """The acts that were open at some position of a history."""
    with a_place(new_url(), seed) as (place, views):
        place.town.live(1_500)
        for position in range(1, len(place.town.minutes), 10):
            catch_up(views, ["application_register"], until=position)
            yield from (act.act for row in register(views).rows for act in row.open_acts)


@pytest.mark.on_sqlite
def test_every_situation_has_its_next_act(new_url: NewUrl) -> None:
    """So that the agreement above is about all of them."""
    wanted = {
        "confirm", "resume", "answer-objection", "accept", "refuse", "correct", "assess", "approve", "reject",
        "publish-notice", "revise", "account", "order-payment", "release-payment", "demand-recovery",
        "serve-recovery", "close-notice", "record-credits", "receive-recovery", "milestone",
    }  # fmt: skip
    assert until_seen(wanted, lambda seed: acts_along(new_url, seed)) == wanted
