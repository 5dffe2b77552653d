"""追回: the ledger of a demand, from its proposal to the last fen; sources get back what they gave, the last first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.balances import drawn_first, restoring
from domain.application.state.case import Case
from domain.application.status import Status
from domain.application.values import OWED_BACK, Draw, Due, PlannedPart, Portion, Restored
from domain.base import replace
from domain.treasury import run_commands as runs
from domain.treasury.fund import FundDrawn, FundRestored
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History
from tests.domain.later_events import LATER, SECOND
from tests.domain.sample_cases import BATCH, CHEN, FIRST, HUANG, JIANG, LIN, WU, ZHENG, given, told

CENTRAL, PROVINCIAL = s.fund("central"), s.fund("provincial")
THIRD_LINE = (Portion(lines=((3, 3),), instalment=1, amount_fen=1_000_00),)


def central(amount_fen: int) -> Draw:
    return Draw(fund=CENTRAL, source="central", amount_fen=amount_fen)


def provincial(amount_fen: int) -> Draw:
    return Draw(fund=PROVINCIAL, source="provincial", amount_fen=amount_fen)


def case_after(history: History, number: str = FIRST) -> Case:
    return given(history).case(number)


# Demanding


def test_a_demand_names_the_payments_it_takes_back_and_counts_once_a_supervisor_approved_it() -> None:
    given(t.a_heard_training()).when(t.demand, by=WU, on=LATER).then(
        f.RecoveryDemanded(
            recovery="r1",
            proposal="p2",
            ground="ineligible",
            basis="m01",
            amount_fen=1_000_00,
            payments=(
                Restored(batch=BATCH, fund=None, items=THIRD_LINE, amount_fen=1_000_00, drawn=(central(1_000_00),)),
            ),
            reason=t.WHY,
        )
    )
    assert case_after(t.a_demanded_training()).recovery == "none"
    given(t.a_demanded_training()).when(s.confirmed(), by=JIANG, on=LATER).then(
        f.ProposalConfirmed(proposal="p2", act="demand-recovery"),
        f.RecoveryApproved(recovery="r1", amount_fen=1_000_00, approved_on=LATER),
    )
    case = case_after(t.an_approved_demand())
    assert (case.recovery, case.status, case.demanded_fen) == ("demanded", Status.SETTLED, 1_000_00)


def test_nothing_is_demanded_before_a_revision() -> None:
    given(s.a_settled_training()).when(t.notify, by=WU, on=LATER).declined("nothing-overpaid", application=FIRST)


@pytest.mark.parametrize(
    ("amount_fen", "code"), [(1_000_01, "more-than-notified"), (0, "amount-not-positive"), (-1, "amount-not-positive")]
)
def test_no_more_is_demanded_than_was_overpaid(amount_fen: int, code: str) -> None:
    given(t.a_heard_training()).when(replace(t.demand, amount_fen=amount_fen), by=WU, on=LATER).declined(code)


def test_several_demands_together_are_no_more_than_was_overpaid() -> None:
    """Also where a revision left less than the notices tell."""
    rest = replace(t.demand, recovery="r2")
    struck = t.revised(t.revision(struck=[2]), after=t.an_overpaid_training())
    both_told = t.heard("r1", "r2", after=struck, amount_fen=1_000_00)
    better = told((t.found_to_be(3, "category", "veteran"), CHEN, LATER), after=both_told)
    first = told(
        (replace(t.demand, amount_fen=600_00), WU, LATER), after=t.revised(t.revision("correction"), after=better)
    )
    given(first).when(replace(rest, amount_fen=400_01), by=WU, on=LATER).declined("more-than-overpaid", left_fen=400_00)
    both = told((rest, WU, LATER), after=first)
    assert case_after(both).recoveries["r2"].demanded_fen == 400_00
    given(both).when(t.notify, by=WU, on=LATER).declined("nothing-overpaid")


def test_a_declined_demand_never_was_and_the_notice_before_it_stands() -> None:
    decline = c.ConfirmProposal(application=FIRST, proposal=None, declined=True, reason=t.WHY)
    declined = told((decline, JIANG, LATER), after=t.a_demanded_training())
    assert case_after(declined).demanded_fen == 0
    again = told((t.demand, WU, LATER), after=declined)
    assert list(case_after(again).recoveries) == ["r1"]
    assert case_after(again).recoveries["r1"].open_fen == 1_000_00


def test_nothing_is_demanded_on_a_ground_that_is_none() -> None:
    for ground in ("objection", "because"):
        wrong = replace(t.notify, ground=ground)
        given(t.an_overpaid_training()).when(wrong, by=WU, on=LATER).declined("ground", ground=ground)


def test_a_false_claim_is_demanded_back_only_while_its_limits_stay_used() -> None:
    falsely = replace(t.notify, ground="false-claim")
    given(t.an_overpaid_training()).when(falsely, by=WU, on=LATER).declined("false-claim-unrevised", lines=(3,))
    revised = t.revised(t.revision("false-claim"), after=t.an_overpaid_training())
    demanded = told((t.demand, WU, LATER), after=t.heard(after=revised, ground="false-claim"))
    assert case_after(demanded).recoveries["r1"].ground == "false-claim"


def test_what_the_payee_of_a_withdrawn_case_paid_back_too_much_is_ordered_and_nothing_else() -> None:
    withdraw = c.WithdrawApplication(application=FIRST, reason=t.WHY)
    withdrawn = told((withdraw, CHEN, LATER), after=s.an_introduction_paid_stage_one())
    struck = t.revised(t.revision(struck=[1]), after=withdrawn)
    demanded = told((t.demand, WU, LATER), (s.confirmed(), JIANG, LATER), after=t.heard(after=struck))
    given(demanded).when(runs.OrderPayment(applications=(FIRST,)), by=WU, on=LATER).declined(
        "status", status="withdrawn"
    )
    received = told((t.received(1_200_00), WU, LATER), after=demanded)
    assert case_after(received).payable() == {OWED_BACK: 200_00}
    paid = t.paid(FIRST, "350200-2024-0002", 200_00, after=received)
    case = case_after(paid)
    assert (case.status, case.payable(), case.owed_back.open_fen) == (Status.WITHDRAWN, {}, 0)


def test_nothing_came_back_before_it_was_paid() -> None:
    early = replace(t.received(400_00), received_on=s.CREDIT_ON - timedelta(days=1))
    given(t.an_approved_demand()).when(early, by=WU, on=LATER).declined("received-before-paid", value_on=s.CREDIT_ON)


# Serving, objecting, planning


def test_the_clock_of_a_demand_starts_when_it_is_served() -> None:
    recovery = case_after(t.a_served_demand()).recoveries["r1"]
    assert (recovery.served_on, recovery.due_on, recovery.status) == (LATER, date(2024, 12, 4), "served")
    given(t.a_served_demand()).when(t.serve, by=WU, on=LATER).declined("served-already", recovery="r1")
    given(t.a_demanded_training()).when(t.serve, by=WU, on=LATER).declined("recovery-not-approved", recovery="r1")


@pytest.mark.parametrize(
    ("due_on", "code"),
    [
        (LATER - timedelta(days=1), "dates-out-of-order"),
        (LATER, "dates-out-of-order"),
        (LATER + timedelta(days=1), None),
        (date(2029, 11, 3), None),
        (date(2029, 11, 4), None),
        (date(2029, 11, 5), "too-far-ahead"),
        (date.max, "too-far-ahead"),
    ],
)
def test_a_demand_is_due_after_its_service_and_within_five_years(due_on: date, code: str | None) -> None:
    asked = given(t.an_approved_demand()).when(replace(t.serve, due_on=due_on), by=WU, on=LATER)
    if code is None:
        assert asked.events
    else:
        asked.declined(code)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (LATER - timedelta(days=1), LATER + timedelta(days=30), "dates-out-of-order"),
        (LATER, LATER + timedelta(days=30), None),
        (LATER + timedelta(days=1), date(2029, 11, 3), None),
        (LATER + timedelta(days=1), date(2029, 11, 4), None),
        (LATER + timedelta(days=1), date(2029, 11, 5), "too-far-ahead"),
        (LATER + timedelta(days=1), date.max, "too-far-ahead"),
    ],
)
def test_the_parts_of_a_plan_are_due_from_today_on_and_within_five_years(
    first: date, last: date, code: str | None
) -> None:
    parts = tuple(PlannedPart(due_on=day, amount_fen=500_00) for day in (first, last))
    asked = given(t.a_served_demand()).when(replace(t.plan, parts=parts), by=WU, on=LATER)
    if code is None:
        assert asked.events
    else:
        asked.declined(code)


def test_an_objection_to_a_demand_is_answered_by_serving_it_again() -> None:
    objected = told((t.object_to, WU, LATER), after=t.a_served_demand())
    assert case_after(objected).recoveries["r1"].status == "objected"
    given(objected).when(t.object_to, by=WU, on=LATER).declined("objected-already")
    answered = told((t.serve, WU, LATER), after=objected)
    assert case_after(answered).recoveries["r1"].status == "served"
    given(t.an_approved_demand()).when(t.object_to, by=WU, on=LATER).declined("not-served", recovery="r1")


NEXT = LATER + timedelta(days=1)


@pytest.mark.parametrize(
    ("served_on", "code"), [(LATER - timedelta(days=1), "served-before-approved"), (LATER, None), (NEXT, None)]
)
def test_a_demand_is_served_from_the_day_of_its_approval_on(served_on: date, code: str | None) -> None:
    asked = given(t.an_approved_demand()).when(replace(t.serve, served_on=served_on), by=WU, on=NEXT)
    if code is None:
        assert asked.events
    else:
        asked.declined(code, approved_on=LATER, day=served_on)


def test_an_objection_is_received_after_the_service_and_answered_after_that() -> None:
    served = told((replace(t.serve, served_on=NEXT), WU, NEXT), after=t.an_approved_demand())
    given(served).when(t.object_to, by=WU, on=NEXT).declined("objected-before-service", day=LATER, served_on=NEXT)
    day = replace(t.object_to, received_on=NEXT + timedelta(days=1))
    assert given(served).when(replace(day, received_on=NEXT), by=WU, on=day.received_on).events
    objected = told((day, WU, day.received_on), after=served)
    before = replace(t.serve, served_on=NEXT)
    given(objected).when(before, by=WU, on=day.received_on).declined("dates-out-of-order", first=day.received_on)
    for again in (day.received_on, day.received_on + timedelta(days=1)):
        assert given(objected).when(replace(t.serve, served_on=again), by=WU, on=again).events


def test_a_plan_adds_up_to_what_is_open() -> None:
    planned = told((t.plan, WU, LATER), after=t.a_served_demand())
    assert case_after(planned).recoveries["r1"].plan == t.plan.parts
    short = replace(t.plan, parts=t.plan.parts[:1])
    given(t.a_served_demand()).when(short, by=WU, on=LATER).declined(
        "plan-differs", planned_fen=400_00, open_fen=1_000_00
    )
    backwards = replace(t.plan, parts=(t.plan.parts[1], t.plan.parts[0]))
    given(t.a_served_demand()).when(backwards, by=WU, on=LATER).declined("dates-out-of-order")
    hollow = replace(t.plan, parts=(PlannedPart(due_on=LATER, amount_fen=0), *t.plan.parts))
    given(t.a_served_demand()).when(hollow, by=WU, on=LATER).declined("plan-differs")


# Money comes in


def test_what_is_received_restores_the_source_that_paid() -> None:
    given(t.an_approved_demand()).when_confirmed(t.received(400_00), by=WU, second=ZHENG, on=LATER).then(
        f.ProposalConfirmed(proposal="p3", act="receive-recovery"),
        f.RecoveryReceived(
            recovery="r1",
            amount_fen=400_00,
            received_on=LATER,
            reference="P1",
            restored=(
                Restored(
                    fund=None,
                    batch=BATCH,
                    items=(Portion(lines=((3, 3),), instalment=1, amount_fen=400_00),),
                    amount_fen=400_00,
                    drawn=(central(400_00),),
                ),
            ),
            written_back=(),
            beyond_fen=0,
            owed_back_fen=0,
        ),
        FundRestored(reference=f"{FIRST} r1", amount_fen=400_00, value_on=LATER, booked_to=CENTRAL),
    )
    partly = told((t.received(400_00), WU, LATER), after=t.an_approved_demand())
    case = case_after(partly)
    assert (case.recovery, case.recovered_fen, case.demanded_fen, case.overpaid_fen) == (
        "partly",
        400_00,
        600_00,
        600_00,
    )
    done = case_after(told((t.received(600_00, reference="P2"), WU, LATER), after=partly))
    assert (done.recovery, done.overpaid_fen, done.net_paid_fen) == ("done", 0, 2_000_00)


def test_of_one_payment_the_source_drawn_last_gets_its_money_back_first() -> None:
    """Closing-1: the net draw is what the funding order would have given for the smaller amount."""
    funds = (*s.a_fund("central", 2_400_00), *s.a_fund("provincial", 9_000_00))
    paid = t.paid(FIRST, BATCH, 3_000_00, after=(*funds, *s.a_payable_training()))
    down = t.revised(t.revision(struck=[3]), after=paid)
    approved = told((t.demand, WU, LATER), (s.confirmed(), JIANG, LATER), after=t.heard(after=down))
    received = given(approved).when_confirmed(t.received(1_000_00), by=WU, second=ZHENG, on=LATER)
    whole = received.decision[f"application-{FIRST}"][1]
    assert isinstance(whole, f.RecoveryReceived)
    assert whole.restored[0].drawn == (provincial(600_00), central(400_00))
    history = told((t.received(1_000_00), WU, LATER), after=approved)
    office = given(history).office
    assert (office.funds[CENTRAL].drawn_fen, office.funds[PROVINCIAL].drawn_fen) == (2_000_00, 0)


@pytest.mark.parametrize(
    ("restored_fen", "amount_fen", "back"),
    [
        (0, 1, (provincial(1),)),
        (0, 60, (provincial(40), central(20))),
        (40, 10, (central(10),)),
        (30, 20, (provincial(10), central(10))),
        (100, 0, ()),
    ],
)
def test_restoring_begins_where_it_last_ended(restored_fen: int, amount_fen: int, back: tuple[Draw, ...]) -> None:
    assert restoring(drawn_first((central(60), provincial(40)), 100 - restored_fen), amount_fen) == back


def test_the_newest_payment_is_taken_back_first() -> None:
    """Two payments of one case: stage one from central, stage two from provincial money."""
    short = told(
        (
            s.credited(BATCH, a_credit(application=FIRST, amount_fen=2_500_00, value_on=s.CREDIT_ON, reference="B1")),
            ZHENG,
            s.CREDIT_ON,
        ),
        (t.failed(LATER), ZHENG, LATER),
        (t.account(s.account()), CHEN, LATER),
        (s.confirmed(), ZHENG, LATER),
        after=s.a_sent_training(),
    )
    both = t.paid(FIRST, "350200-2024-0002", 500_00, after=short)
    down = t.revised(t.revision(struck=[3]), after=both)
    demanded = given(t.heard(after=down)).when(t.demand, by=WU, on=LATER).events[0]
    assert isinstance(demanded, f.RecoveryDemanded)
    assert [(payment.batch, payment.amount_fen) for payment in demanded.payments] == [
        ("350200-2024-0002", 500_00),
        (BATCH, 500_00),
    ]


def test_money_received_beyond_a_demand_is_owed_back() -> None:
    history = told((t.received(1_250_00), WU, LATER), after=t.an_approved_demand())
    case = case_after(history)
    assert (case.recovered_fen, case.owed_back.open_fen, case.status) == (1_000_00, 250_00, Status.PARTIALLY_PAID)
    assert case.payable() == {OWED_BACK: 250_00}
    paid = t.paid(FIRST, "350200-2024-0002", 250_00, after=history)
    assert (case_after(paid).status, case_after(paid).paid_fen) == (Status.SETTLED, 3_000_00)
    later = told((t.received(5_00, reference="P2"), WU, LATER), after=paid)
    assert case_after(later).owed_back.open_fen == 5_00


def test_the_same_receipt_again_changes_nothing_and_another_amount_under_its_reference_is_refused() -> None:
    history = told((t.received(400_00), WU, LATER), after=t.an_approved_demand())
    given(history).when(t.received(400_00), by=WU, on=LATER).then()
    given(history).when(t.received(401_00), by=WU, on=LATER).declined("received-otherwise", amount_fen=400_00)


def test_what_is_recovered_of_a_year_that_is_over_is_due_to_the_treasury() -> None:
    new_year = date(2025, 1, 6)
    history = told((t.received(1_000_00, on=new_year), WU, new_year), after=t.an_approved_demand())
    fund = given(history).office.funds[CENTRAL]
    assert (fund.treasury_due_fen, fund.drawn_fen, fund.balance_fen) == (1_000_00, 2_000_00, 97_000_00)


def test_nothing_is_received_under_a_demand_that_nobody_approved_or_made() -> None:
    given(t.a_demanded_training()).when(t.received(1), by=WU, on=LATER).declined("recovery-not-approved")
    for command in (t.received(1), t.serve, t.object_to, t.plan, t.reduce, t.write_off, t.offset):
        history = t.another_payable(after=t.a_heard_training()) if command is t.offset else t.a_heard_training()
        given(history).when(command, by=WU, on=LATER).declined("recovery-only-told", recovery="r1")
    dropped = t.granted(t.cancel, after=t.a_heard_training())
    given(dropped).when(t.received(1), by=WU, on=LATER).declined("nothing-open", recovery="r1")
    given(t.an_approved_demand()).when(t.received(1, recovery="r9"), by=WU, on=LATER).no_such_thing("no-such-recovery")
    given(t.an_approved_demand()).when(t.received(0), by=WU, on=LATER).declined("amount-not-positive")
    given(t.an_approved_demand()).when(t.received(1, on=date(2024, 11, 5)), by=WU, on=LATER).declined("in-the-future")


# Offset


def test_a_later_instalment_of_the_same_payee_in_another_case_is_offsets_of() -> None:
    history = t.another_payable(after=t.a_served_demand())
    asked = s.proposed(t.offset, WU, LATER, after=history)
    outcome = given(asked).when(s.confirmed(), by=ZHENG, on=LATER)
    batch = f"offset-{FIRST}-r1-{case_after(asked).version + 1}"
    confirmed, kept, *_ = outcome.decision[f"application-{FIRST}"]
    assert confirmed == f.ProposalConfirmed(proposal="p3", act="offset-recovery")
    assert kept == f.RecoveryOffset(
        proposal="p3",
        recovery="r1",
        amount_fen=1_000_00,
        against=SECOND,
        batch=batch,
        restored=(Restored(batch=BATCH, fund=None, items=THIRD_LINE, amount_fen=1_000_00, drawn=(central(1_000_00),)),),
    )
    paid, *_ = outcome.decision[f"application-{SECOND}"]
    assert isinstance(paid, f.PaidByOffset)
    assert paid.credit.items == (Portion(lines=((1, 1),), instalment=1, amount_fen=1_000_00),)
    outcome.then_in(
        f"fund-{CENTRAL}",
        FundDrawn(batch=batch, amount_fen=1_000_00, value_on=LATER),
        FundRestored(reference=batch, amount_fen=1_000_00, value_on=LATER, booked_to=CENTRAL),
    )
    after = told((t.offset, WU, LATER), after=history)
    debtor, other = case_after(after), case_after(after, SECOND)
    assert (debtor.recovery, debtor.recovered_fen) == ("done", 1_000_00)
    assert (other.status, other.paid_fen, other.payable()) == (Status.PARTIALLY_PAID, 1_000_00, {Due(2, 1): 1_000_00})


def test_nothing_is_offsets_of_before_the_payee_has_the_demand_and_while_they_object_to_it() -> None:
    unserved = t.another_payable(after=t.an_approved_demand())
    given(unserved).when(t.offset, by=WU, on=LATER).declined("recovery-not-with-payee", recovery="r1")
    served = told((t.serve, WU, LATER), after=unserved)
    assert given(served).when(t.offset, by=WU, on=LATER).events
    objected = told((t.object_to, WU, LATER), after=served)
    given(objected).when(t.offset, by=WU, on=LATER).declined("recovery-not-with-payee")
    answered = told((t.serve, WU, LATER), after=objected)
    assert given(answered).when(t.offset, by=WU, on=LATER).events
    within = replace(t.offset, against=FIRST)
    given(unserved).when(within, by=WU, on=LATER).declined("recovery-not-with-payee")


def test_an_offset_of_everything_settles_the_other_case() -> None:
    history = t.another_payable("person-d", after=t.a_served_demand())
    after = told((t.offset, WU, LATER), after=history)
    assert case_after(after, SECOND).status is Status.SETTLED


def test_an_offset_is_of_the_same_payee_and_of_what_is_payable() -> None:
    stranger = s.training("person-d", uscc="91350203M0001B2C3Y")
    other_payee = told(
        (c.PublishNotice(application=SECOND), CHEN, stranger.received_on),
        (c.CloseNotice(application=SECOND), CHEN, LATER),
        after=s.approved(stranger, SECOND, after=t.a_served_demand()),
    )
    given(other_payee).when(t.offset, by=WU, on=LATER).declined("other-payee", other=SECOND)
    same_case = replace(t.offset, against=FIRST)
    given(t.a_served_demand()).when(same_case, by=WU, on=LATER).declined("nothing-payable", application=FIRST)
    history = t.another_payable(after=t.a_served_demand())
    too_much = replace(t.offset, amount_fen=1_000_01)
    given(history).when(too_much, by=WU, on=LATER).declined("more-than-open", open_fen=1_000_00)
    in_flight = told((runs.OrderPayment(applications=(SECOND,)), WU, LATER), after=history)
    given(in_flight).when(t.offset, by=WU, on=LATER).declined("nothing-payable", application=SECOND)


def test_an_offset_is_confirmed_by_another_finance_officer_who_did_not_decide_what_is_paid() -> None:
    history = t.another_payable(after=t.a_served_demand())
    outcome = given(history).when(t.offset, by=WU, on=LATER)
    waiting = f.RecoveryOffsetProposed(proposal="p3", recovery="r1", against=SECOND, amount_fen=1_000_00)
    assert outcome.decision == {f"application-{FIRST}": (waiting,)}, "nothing moves by it"
    asked = s.proposed(t.offset, WU, LATER, after=history)
    given(asked).when(s.confirmed(), by=WU, on=LATER).not_permitted("own-proposal")
    given(asked).when(s.confirmed(), by=JIANG, on=LATER).not_permitted("role-missing")
    assessor = replace(WU, officer=LIN.officer)
    given(asked).when(s.confirmed(), by=assessor, on=LATER).not_permitted("assessed-it", application=SECOND)
    given(asked).when(t.offset, by=ZHENG, on=LATER).declined("offset-open", recovery="r1")
    declined = replace(s.confirmed(), declined=True)
    (answered,) = given(asked).when(declined, by=ZHENG, on=LATER).decision[f"application-{FIRST}"]
    assert answered == f.ProposalDeclined(proposal="p3", act="offset-recovery", reason="")


def test_what_changed_while_an_offset_waited_is_looked_at_again_by_its_confirmation() -> None:
    asked = s.proposed(t.offset, WU, LATER, after=t.another_payable(after=t.a_served_demand()))
    ordered = told((runs.OrderPayment(applications=(SECOND,)), WU, LATER), after=asked)
    given(ordered).when(s.confirmed(), by=ZHENG, on=LATER).declined("nothing-payable", application=SECOND)
    reduced = told((t.reduce, WU, LATER), (s.confirmed(proposal="p4"), JIANG, LATER), after=asked)
    given(reduced).when(s.confirmed(), by=ZHENG, on=LATER).declined("more-than-open", open_fen=700_00)
    objected = told((t.object_to, WU, LATER), after=asked)
    given(objected).when(s.confirmed(), by=ZHENG, on=LATER).declined("recovery-not-with-payee")


# Reduced, cancelled, written off, referred


def test_a_reduced_demand_is_for_less() -> None:
    case = case_after(t.granted(t.reduce, after=t.an_approved_demand()))
    assert (case.demanded_fen, case.overpaid_fen) == (700_00, 1_000_00)
    too_much = replace(t.reduce, amount_fen=1_000_01)
    given(t.an_approved_demand()).when(too_much, by=WU, on=LATER).declined("more-than-open", open_fen=1_000_00)


def test_a_cancelled_demand_is_for_nothing_and_another_may_be_made() -> None:
    history = t.granted(t.cancel, after=t.an_approved_demand())
    case = case_after(history)
    assert (case.recovery, case.demanded_fen, case.recoveries["r1"].status) == ("none", 0, "cancelled")
    assert given(history).when(t.notify, by=WU, on=LATER).events


def test_what_is_written_off_is_forgiven_and_not_demanded_again() -> None:
    history = t.granted(t.write_off, after=t.an_approved_demand())
    case = case_after(history)
    assert (case.recovery, case.written_off_fen, case.overpaid_fen, case.collectable_fen) == (
        "written-off",
        1_000_00,
        1_000_00,
        0,
    )
    given(history).when(t.notify, by=WU, on=LATER).declined("nothing-overpaid")


def test_what_was_written_off_does_not_keep_back_what_is_owed_for_another_line() -> None:
    held = t.objected(2, after=(*s.central_money(), *s.a_payable_training()), on=date(2024, 10, 11))
    paid = t.paid(FIRST, BATCH, 2_000_00, after=held, on=date(2024, 10, 14))
    sent_back = t.answered(True, after=paid, on=LATER)
    struck = t.revised(t.revision(struck=[2, 3]), after=sent_back)
    demanded = told((t.demand, WU, LATER), (s.confirmed(), JIANG, LATER), after=t.heard(after=struck))
    forgiven = t.granted(t.write_off, after=demanded)
    revived = t.revised(t.revision("correction", revived=[2]), after=forgiven)
    case = case_after(revived)
    assert (case.entitled_fen, case.net_paid_fen, case.overpaid_fen) == (2_000_00, 2_000_00, 0)
    on_notice = told(
        (c.PublishNotice(application=FIRST), CHEN, LATER),
        (c.CloseNotice(application=FIRST), CHEN, date(2024, 11, 12)),
        after=revived,
    )
    assert case_after(on_notice).payable() == {Due(2, 1): 1_000_00}


def test_a_referred_demand_still_takes_money() -> None:
    history = t.granted(t.refer, after=t.an_approved_demand())
    assert case_after(history).recovery == "referred"
    paid = told((t.received(1_000_00), WU, LATER), after=history)
    assert case_after(paid).recovery == "done"


def test_a_change_is_proposed_once_and_granted_by_a_supervisor_for_what_is_open_then() -> None:
    proposed = told((t.write_off, WU, LATER), after=t.an_approved_demand())
    given(proposed).when(t.write_off, by=WU, on=LATER).declined("recovery-change-open", recovery="r1")
    paid = told((t.received(400_00), WU, LATER), after=proposed)
    given(paid).when(s.confirmed(), by=JIANG, on=LATER).declined("more-than-open", open_fen=600_00)
    done = told((t.received(600_00, reference="P2"), WU, LATER), after=paid)
    given(done).when(s.confirmed(), by=JIANG, on=LATER).declined("nothing-open", recovery="r1")


def test_a_demand_gives_way_when_a_revision_raises_the_entitlement_again() -> None:
    better = told((t.found_to_be(3, "category", "veteran"), CHEN, LATER), after=t.an_approved_demand())
    proposed = told((t.revision("correction"), LIN, LATER), after=better)
    facts = given(proposed).when(s.confirmed(), by=HUANG, on=LATER).events
    assert f.RecoveryReduced(recovery="r1", amount_fen=1_000_00, because="overpaid-less") in facts
    case = case_after(told((s.confirmed(), HUANG, LATER), after=proposed))
    assert (case.demanded_fen, case.overpaid_fen, case.status) == (0, 0, Status.SETTLED)


def test_what_the_bank_paid_too_much_is_demanded_without_a_revision() -> None:
    credit = a_credit(application=FIRST, amount_fen=3_050_00, value_on=s.CREDIT_ON, reference="B1")
    much = told((s.credited(BATCH, credit), ZHENG, s.CREDIT_ON), after=s.a_released_training())
    by_bank = replace(t.demand, recovery=None, ground="bank-error", basis="银行差错")
    approved = told((by_bank, WU, LATER), (s.confirmed(), JIANG, LATER), after=much)
    history = told((t.received(50_00), WU, LATER), after=approved)
    assert (case_after(history).recovery, case_after(history).overpaid_fen) == ("done", 0)
    assert given(history).office.funds[CENTRAL].drawn_fen == 3_000_00
    assert ZHENG.officer in case_after(history).releasers
