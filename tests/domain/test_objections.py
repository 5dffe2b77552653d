"""异议: what an objection holds, what its answer does, and what goes on meanwhile. Also suspension and resumption."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.status import Status
from domain.application.values import Due, Portion
from domain.base import replace
from domain.treasury import run_commands as runs
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, WU, ZHENG, given, told

ON = date(2024, 10, 11)
order = runs.OrderPayment(applications=(FIRST,))


def case_after(history: History) -> Case:
    return given(history).case(FIRST)


def objected_while_payable(*lines: int) -> History:
    return t.objected(*lines, after=(*s.central_money(), *s.a_payable_training()), on=ON)


# What an objection holds


def test_an_objection_holds_the_lines_it_names_while_the_others_are_paid() -> None:
    history = objected_while_payable(2)
    assert case_after(history).payable() == {Due(1, 1): 1_000_00, Due(3, 1): 1_000_00}
    ordered = given(history).when(order, by=WU, on=ON).decision[f"application-{FIRST}"][0]
    assert isinstance(ordered, f.PaymentOrdered)
    assert ordered.items == (Portion(lines=((1, 1), (3, 3)), instalment=1, amount_fen=1_000_00),)


def test_an_objection_to_the_whole_application_holds_everything() -> None:
    given(objected_while_payable()).when(order, by=WU, on=ON).declined("objection", application=FIRST, line=1)


def test_a_case_is_not_settled_while_a_line_is_held() -> None:
    paid = t.paid(FIRST, s.BATCH, 2_000_00, after=objected_while_payable(2), on=ON)
    assert case_after(paid).status is Status.PARTIALLY_PAID


def test_an_order_that_an_objection_overtook_is_released_without_the_case() -> None:
    history = t.objected(1, after=s.an_ordered_training(), on=ON)
    release = runs.ReleasePayment(batch=s.BATCH)
    given(history).when(release, by=ZHENG, on=ON).declined("objection", application=FIRST, line=1)
    without = told((replace(release, without=(FIRST,)), ZHENG, ON), after=history)
    assert case_after(without).payable() == {Due(2, 1): 1_000_00, Due(3, 1): 1_000_00}
    assert given(without).office.batches[s.BATCH].status == "cancelled"


@pytest.mark.parametrize("history", [s.a_submitted_training, s.an_accepted_training, s.an_assessed_training])
def test_there_is_nothing_to_object_to_before_a_decision(history: object) -> None:
    assert callable(history)
    given(history()).when(t.objection(1, on=ON), by=CHEN, on=ON).declined("status", act="raise-objection")


def test_an_objection_names_lines_of_the_case_and_lies_in_the_past() -> None:
    meeting = given(s.a_payable_training())
    meeting.when(t.objection(9, on=ON), by=CHEN, on=ON).declined("no-such-line", line=9)
    meeting.when(t.objection(1, on=t.LATER), by=CHEN, on=ON).declined("in-the-future")


# What its answer does


def test_a_dismissed_objection_lets_the_line_be_paid() -> None:
    history = t.answered(False, after=objected_while_payable(2), on=ON)
    assert case_after(history).payable_fen == 3_000_00
    assert case_after(history).objections == {}


def test_an_upheld_objection_sends_its_lines_back_and_frees_their_limits() -> None:
    history = told((t.answer(upheld=True), LIN, ON), after=objected_while_payable(2))
    given(history).when(s.confirmed(), by=HUANG, on=ON).then(
        f.ProposalConfirmed(proposal="p1", act="answer-objection"),
        f.ObjectionUpheld(
            objection="o1",
            lines=((2, 2),),
            changed=(Portion(lines=((2, 2),), instalment=1, amount_fen=-1_000_00),),
            status=None,
        ),
    )
    case = case_after(told((s.confirmed(), HUANG, ON), after=history))
    assert (case.entitled_fen, case.payable_fen) == (2_000_00, 2_000_00)
    assert {use.line for use in case.uses} == {1, 3}


def test_a_line_that_was_sent_back_and_found_good_goes_on_notice_again() -> None:
    back = t.answered(True, after=objected_while_payable(2), on=ON)
    again = t.revised(t.revision("objection"), after=back, on=ON)
    case = case_after(again)
    assert (case.entitled_fen, case.payable_fen, case.unpublished) == (3_000_00, 2_000_00, {2})
    published = told((c.PublishNotice(application=FIRST), CHEN, ON), after=again)
    notice = published[-1].event
    assert isinstance(notice, f.NoticePublished)
    assert (notice.lines, notice.closes_on) == (((2, 2),), date(2024, 10, 17))
    assert case_after(published).payable_fen == 2_000_00
    closed = told((c.CloseNotice(application=FIRST), CHEN, date(2024, 10, 18)), after=published)
    assert case_after(closed).payable_fen == 3_000_00


def test_a_case_does_not_settle_before_a_revision_decided_on_what_was_sent_back() -> None:
    back = t.answered(True, after=objected_while_payable(2), on=ON)
    paid = t.paid(FIRST, s.BATCH, 2_000_00, after=back, on=ON)
    assert case_after(paid).status is Status.PARTIALLY_PAID
    struck = told((t.revision("objection", struck=[2]), LIN, ON), after=paid)
    facts = given(struck).when(s.confirmed(proposal="p2"), by=HUANG, on=ON).events
    assert isinstance(facts[-1], f.ApplicationSettled)


def test_an_objection_upheld_against_everything_takes_the_approval_back() -> None:
    history = t.answered(True, after=objected_while_payable(), on=ON)
    case = case_after(history)
    assert (case.status, case.entitled_fen, case.uses) == (Status.ACCEPTED, 0, ())
    assert given(history).when(c.AssessApplication(application=FIRST), by=LIN, on=ON).events


def test_what_was_paid_stays_entitled_until_the_revision_says_otherwise() -> None:
    history = t.answered(True, after=t.objected(1, after=s.a_settled_training(), on=t.LATER), on=t.LATER)
    case = case_after(history)
    assert (case.status, case.entitled_fen, case.overpaid_fen) == (Status.PARTIALLY_PAID, 3_000_00, 0)
    assert {use.line for use in case.uses} == {1, 2, 3}


def test_an_upheld_objection_to_a_rejection_brings_the_case_back_to_assessment() -> None:
    rejected = told((c.RejectApplication(application=FIRST), HUANG, ON), after=s.a_training_found_against())
    history = t.answered(True, after=t.objected(after=rejected, on=ON), on=ON)
    assert case_after(history).status is Status.ACCEPTED


def test_an_upheld_objection_to_a_refusal_asks_again_what_was_open() -> None:
    command = s.training(pays_to=s.account("account-2", of_applicant=False))
    refuse = c.RefuseApplication(application=FIRST, clause="m01", reason=t.WHY)
    refused = told((command, CHEN, ON), (refuse, CHEN, ON))
    history = t.answered(True, after=t.objected(after=refused, on=ON), on=ON)
    case = case_after(history)
    assert case.status is Status.SUBMITTED
    assert {proposal.act for proposal in case.proposals.values()} == {"backdated-receipt", "other-account-holder"}


def test_an_objection_is_answered_once_at_a_time() -> None:
    history = told((t.answer(upheld=True), LIN, ON), after=objected_while_payable(2))
    given(history).when(t.answer(upheld=False), by=LIN, on=ON).declined("objection-answered", objection="o1")
    given(history).when(t.answer(upheld=False, objection="o7"), by=LIN, on=ON).no_such_thing("no-such-objection")


# Suspension


@pytest.mark.parametrize("history", [s.a_submitted_training, s.an_assessed_training, s.a_payable_training])
def test_a_resumed_case_goes_on_where_it_was(history: object) -> None:
    assert callable(history)
    before = case_after(history())
    suspended = told((t.suspend, CHEN, ON), after=history())
    assert case_after(suspended).status is Status.SUSPENDED
    resumed = case_after(told((t.resume, CHEN, ON), after=suspended))
    assert (resumed.status, resumed.payable()) == (before.status, before.payable())


def test_nothing_is_decided_ordered_or_released_while_a_case_is_suspended() -> None:
    assessed = told((t.suspend, CHEN, ON), after=s.an_assessed_training())
    approve = c.ApproveApplication(application=FIRST)
    given(assessed).when(approve, by=HUANG, on=ON).declined("status", status="suspended")
    payable = told((t.suspend, CHEN, ON), after=(*s.central_money(), *s.a_payable_training()))
    given(payable).when(order, by=WU, on=ON).declined("status", status="suspended")
    ordered = told((t.suspend, CHEN, ON), after=s.an_ordered_training())
    given(ordered).when(runs.ReleasePayment(batch=s.BATCH), by=ZHENG, on=ON).declined("suspended", application=FIRST)


def test_what_the_bank_does_to_a_suspended_case_is_recorded() -> None:
    suspended = told((t.suspend, CHEN, ON), after=s.a_released_training())
    item = a_credit(application=FIRST, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1")
    paid = told((s.credited(s.BATCH, item), ZHENG, s.CREDIT_ON), after=suspended)
    assert (case_after(paid).status, case_after(paid).stage) == (Status.SUSPENDED, Status.SETTLED)
    assert case_after(told((t.resume, CHEN, s.CREDIT_ON), after=paid)).status is Status.SETTLED


def test_a_suspended_case_may_be_withdrawn_unless_it_is_settled_underneath() -> None:
    withdraw = c.WithdrawApplication(application=FIRST, reason=t.WHY)
    suspended = told((t.suspend, CHEN, ON), after=s.an_assessed_training())
    assert case_after(told((withdraw, CHEN, ON), after=suspended)).status is Status.WITHDRAWN
    in_flight = told((t.suspend, CHEN, ON), after=s.a_released_training())
    item = a_credit(application=FIRST, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1")
    settled = told((s.credited(s.BATCH, item), ZHENG, s.CREDIT_ON), after=in_flight)
    given(settled).when(withdraw, by=CHEN, on=s.CREDIT_ON).declined("status", status="settled")


def test_a_case_is_suspended_once_and_resumed_once_and_never_after_its_end() -> None:
    suspended = told((t.suspend, CHEN, ON), after=s.a_submitted_training())
    given(suspended).when(t.suspend, by=CHEN, on=ON).declined("status", status="suspended")
    given(s.a_submitted_training()).when(t.resume, by=CHEN, on=ON).declined("not-suspended", application=FIRST)
    given(s.a_settled_training()).when(t.suspend, by=CHEN, on=t.LATER).declined("status", status="settled")
