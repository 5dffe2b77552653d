"""抵扣: an order keeps what is owed back for a demand of its case, when it is asked to, and pays the rest. ADR 0075."""

from __future__ import annotations

from functools import cache

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.values import HELD_FOR_PAYEE, OWED_BACK, Draw
from domain.base import replace
from domain.treasury import run_commands as runs
from domain.treasury.batch_events import BatchOrdered, Netted
from domain.treasury.fund import FundRestored
from domain.treasury.messages import Assignment, AssignTo
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History
from tests.domain.later_events import LATER
from tests.domain.sample_cases import FIRST, JIANG, WU, ZHENG, given, told

RUN = "350200-2024-0002"
order = runs.OrderPayment(applications=(FIRST,))
net = replace(order, net=True)
release = runs.ReleasePayment(batch=RUN)
EXPLAINED = {FIRST: "sealed-reason"}


def case_after(history: History) -> Case:
    return given(history).case(FIRST)


@cache
def told_of() -> History:
    return t.owed_both_ways()[:-4]


def approved() -> History:
    """Not with the payee yet."""
    return t.owed_both_ways()[:-1]


served = t.owed_both_ways


def objected() -> History:
    return told((replace(t.object_to, recovery="r2"), WU, LATER), after=served())


def referred() -> History:
    refer = c.ReferRecovery(application=FIRST, recovery="r2", referred_to="police", reason=t.WHY)
    return t.granted(refer, after=served())


@pytest.mark.parametrize(
    ("history", "without_net", "netted_fen"),
    [
        (told_of(), 200_00, 0),
        (approved(), "payee-owes", "payee-owes"),
        (served(), "payee-owes", 100_00),
        (served(1_000_00, 2_000_00), "payee-owes", "netted-in-full"),
        (served(1_000_00, 1_500_00), "payee-owes", "netted-in-full"),
        (objected(), "payee-owes", "payee-owes"),
        (referred(), "payee-owes", 100_00),
    ],
    ids=["told of", "approved", "served", "as much", "more", "objected to", "referred"],
)
def test_only_what_the_payee_has_to_pay_is_offsets_of(
    history: History, without_net: int | str, netted_fen: int | str
) -> None:
    there_fen = without_net if isinstance(without_net, int) else 300_00
    for command, expected in ((order, without_net), (net, netted_fen)):
        outcome = given(history).when(command, by=WU, on=LATER)
        if isinstance(expected, str):
            outcome.declined(expected, application=FIRST)
            continue
        run = outcome.events[0]
        assert isinstance(run, BatchOrdered)
        kept_fen = expected if command.net else 0
        assert run.netted == ((Netted(application=FIRST, recovery="r2", amount_fen=kept_fen),) if kept_fen else ())
        assert run.drawn == (Draw(fund=HELD_FOR_PAYEE, source=HELD_FOR_PAYEE, amount_fen=there_fen - kept_fen),)


def test_what_is_owed_back_stays_while_as_much_is_overpaid_and_not_demanded() -> None:
    """300 yuan are owed back; then a line of 1 000 is struck: nothing demands it yet, and nothing is paid."""
    much = told((t.received(1_300_00), WU, LATER), after=t.an_approved_demand())
    struck = t.revised(t.revision(struck=[2]), after=much)
    assert (case_after(struck).payable(), case_after(struck).owed_back.open_fen) == ({}, 300_00)
    for command in (order, net, replace(order, despite_demands=EXPLAINED)):
        given(struck).when(command, by=WU, on=LATER).declined("owed-back-held", application=FIRST)
    ordered = t.revised(t.revision(struck=[2]), after=told((order, WU, LATER), after=much))
    given(ordered).when(release, by=ZHENG, on=LATER).declined("order-too-much", application=FIRST)
    assert given(ordered).when(replace(release, declined=True), by=ZHENG, on=LATER).events


def test_an_order_of_what_is_owed_back_is_not_released_once_the_payee_owes_under_a_demand() -> None:
    much = told((t.received(1_300_00), WU, LATER), after=t.an_approved_demand())
    ordered = t.revised(t.revision(struck=[2]), after=told((order, WU, LATER), after=much))
    all_of_it = told(
        (replace(t.demand, recovery="r2"), WU, LATER),
        (s.confirmed(), JIANG, LATER),
        after=t.heard("r2", after=ordered, amount_fen=1_000_00),
    )
    given(all_of_it).when(release, by=ZHENG, on=LATER).declined("order-too-much", application=FIRST)


def test_what_cannot_be_netted_is_ordered_with_a_reason_as_before() -> None:
    for history in (approved(), objected()):
        assert given(history).when(replace(net, despite_demands=EXPLAINED), by=WU, on=LATER).events


def test_the_offset_happens_with_the_release_by_another_officer_and_not_before() -> None:
    ordered = told((net, WU, LATER), after=served())
    before = case_after(ordered)
    assert (before.recoveries["r2"].open_fen, before.owed_back.ordered_fen) == (100_00, 200_00)
    given(ordered).when(release, by=WU, on=LATER).not_permitted("own-proposal")
    outcome = given(ordered).when(release, by=ZHENG, on=LATER)
    happened = outcome.decision[f"application-{FIRST}"]
    assert [type(event) for event in happened] == [f.PaymentReleased, f.RecoveryOffsetWithin]
    restored = [event for events in outcome.decision.values() for event in events if isinstance(event, FundRestored)]
    assert sum(event.amount_fen for event in restored) == 100_00
    case = case_after(told((release, ZHENG, LATER), after=ordered))
    assert (case.recoveries["r2"].status, case.owed_back.entitled_fen, case.owed_back.open_fen) == (
        "done",
        1_100_00,
        900_00,
    )
    assert case.orders[RUN].amounts_fen == {OWED_BACK: 200_00}


def test_an_order_that_is_cancelled_keeps_nothing_back() -> None:
    declined = told((net, WU, LATER), (replace(release, declined=True), ZHENG, LATER), after=served())
    case = case_after(declined)
    assert (case.recoveries["r2"].open_fen, case.owed_back.open_fen) == (100_00, 1_200_00)


@pytest.mark.parametrize(
    "meanwhile",
    [
        (t.received(50_00, recovery="r2", reference="P9"), WU, LATER),
        (replace(t.object_to, recovery="r2"), WU, LATER),
        (replace(t.offset, recovery="r2", against=FIRST), WU, LATER),
    ],
    ids=["received", "objected to", "offset"],
)
def test_what_is_not_owed_so_any_more_is_left_out_and_ordered_anew(meanwhile: tuple[object, object, object]) -> None:
    ordered = told((net, WU, LATER), meanwhile, after=served())  # type: ignore[arg-type]
    given(ordered).when(release, by=ZHENG, on=LATER).declined("net-overtaken", batch=RUN, recovery="r2")
    left_out = told((replace(release, without=(FIRST,)), ZHENG, LATER), after=ordered)
    assert case_after(left_out).owed_back.ordered_fen == 0


def test_what_the_payee_owes_in_another_case_is_shown_and_not_netted() -> None:
    """There the offset needs a basis of its own, and an officer who says so."""
    elsewhere = t.another_payable(after=served())
    (run, *_) = given(elsewhere).when(replace(net, applications=(t.SECOND,)), by=WU, on=LATER).events
    assert isinstance(run, BatchOrdered)
    assert run.netted == ()


def test_what_the_bank_paid_before_the_release_is_offset_by_it_and_shown_as_far_as_it_was_kept() -> None:
    """100 yuan are netted and 200 ordered, and the bank pays these early: the offset happens all the same."""
    early = a_credit(application=FIRST, amount_fen=200_00, value_on=LATER, reference="E1")
    assignment = Assignment(
        application=FIRST,
        fund=None,
        to=AssignTo.PAYMENT,
        amount_fen=200_00,
        document="d",
        message=early.key,
    )
    paid = told(
        (net, WU, LATER),
        (runs.RecordBankReply(batch=RUN, messages=(early,)), ZHENG, LATER),
        (runs.AssignClearing(batch=RUN, assignment=assignment), ZHENG, LATER),
        after=served(),
    )
    office = given(told((release, ZHENG, LATER), after=paid)).office
    case, run = office.cases[FIRST], office.batches[RUN]
    assert (case.recoveries["r2"].status, case.owed_back.open_fen) == ("done", 900_00)
    assert [part.amount_fen for part in run.netted] == [100_00]
    meanwhile = told((t.received(60_00, recovery="r2", reference="P9"), WU, LATER), after=paid)
    office = given(told((release, ZHENG, LATER), after=meanwhile)).office
    assert (office.cases[FIRST].recoveries["r2"].open_fen, office.batches[RUN].netted[0].amount_fen) == (0, 40_00)
    objected_to = told((replace(t.object_to, recovery="r2"), WU, LATER), after=paid)
    office = given(told((release, ZHENG, LATER), after=objected_to)).office
    assert (office.cases[FIRST].recoveries["r2"].open_fen, office.batches[RUN].netted) == (100_00, ())
    cancelled = told((net, WU, LATER), (replace(release, declined=True), ZHENG, LATER), after=served())
    assert given(cancelled).office.batches[RUN].netted == ()
