"""分批批准: what can be decided is decided, and lines on which something is not known stay open until a follow-up."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.status import Status
from domain.application.values import Due, Portion, expand
from domain.entitlement.findings import OwedBy
from domain.treasury import run_commands as runs
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History
from tests.domain.open_lines import (
    ON,
    RECEIVED,
    SECOND,
    approve,
    approve_in_batches,
    assess,
    case_after,
    close,
    compared,
    follow_up,
    followed_up,
    handed_in,
    in_batches,
    publish,
    refused_lines,
    reject,
    todo,
    with_facts,
    withdraw,
)
from tests.domain.sample_cases import BATCH, CHEN, FIRST, HUANG, LIN, WU, ZHENG, given, told

TWO_OF_THREE = compared("category", "veteran", 1, 2)
LATER = t.LATER
NOTICE_CLOSES = date(2024, 11, 12)
"""A notice that is published on `LATER` may be closed then."""


def two_of_three() -> History:
    """Assessed after two of three trainees were compared."""
    return told((assess, LIN, ON), after=handed_in(s.training(), TWO_OF_THREE))


# Assessed


def test_a_line_that_was_not_compared_is_open_while_the_others_are_eligible() -> None:
    (assessed,) = given(handed_in(s.training(), TWO_OF_THREE)).when(assess, by=LIN, on=ON).events
    assert isinstance(assessed, f.ApplicationAssessed)
    assert (assessed.eligible, assessed.undecided, assessed.open_lines) == (True, True, ((3, 3),))
    assert (assessed.owed_by, assessed.entitled_fen) == ((OwedBy.OFFICE,), 2_000_00)
    assert [award.lines for award in assessed.awards] == [((1, 2),)]
    assert {number for use in assessed.uses for number in expand(use.lines)} == {1, 2}


def test_a_case_with_open_lines_says_so_wherever_it_stands() -> None:
    case = case_after(two_of_three())
    assert (case.status, case.open_lines, case.owed_by, case.undecided) == (Status.ASSESSED, {3}, {OwedBy.OFFICE}, True)
    case = case_after(s.a_training_approved_in_batches())
    assert (case.status, case.open_lines, case.undecided) == (Status.APPROVED, {3}, True)


def test_the_office_compares_before_the_approver_decides_in_part() -> None:
    assert todo(two_of_three()) == ["verify", "approve-in-part"]


def test_what_was_compared_since_is_assessed_again_and_approved_as_a_whole() -> None:
    history = told((compared("category", "veteran", 3), CHEN, ON), after=two_of_three())
    given(history).when(approve_in_batches, by=HUANG, on=ON).declined("overtaken", lines=(3,))
    again = told((assess, LIN, ON), after=history)
    (approved,) = given(again).when(approve, by=HUANG, on=ON).events
    assert isinstance(approved, f.ApplicationApproved)
    assert (approved.entitled_fen, approved.open_lines) == (3_000_00, ())


# Approved in batches


def test_an_approver_leaves_lines_open_only_knowingly() -> None:
    meeting = given(two_of_three())
    meeting.when(approve, by=HUANG, on=ON).declined("lines-open", application=FIRST, lines=(3,))
    (approved,) = meeting.when(approve_in_batches, by=HUANG, on=ON).events
    assert isinstance(approved, f.ApplicationApproved)
    assert (approved.entitled_fen, approved.open_lines, approved.refused) == (2_000_00, ((3, 3),), ())


def test_a_case_without_open_lines_may_be_approved_either_way() -> None:
    for command in (approve, approve_in_batches):
        assert given(s.an_assessed_training()).when(command, by=HUANG, on=ON).events


def test_one_decision_approves_refuses_and_leaves_open() -> None:
    file = with_facts(s.training(), 2, certificate_kind="internal")
    history = told((assess, LIN, ON), after=handed_in(file, TWO_OF_THREE))
    (approved,) = given(history).when(approve_in_batches, by=HUANG, on=ON).events
    assert isinstance(approved, f.ApplicationApproved)
    assert [award.lines for award in approved.awards] == [((1, 1),)]
    assert refused_lines(approved) == {"completion-certificate": ((2, 2),)}
    assert approved.open_lines == ((3, 3),)


def test_a_refused_line_is_refused_for_what_is_not_met_and_not_for_what_was_not_compared() -> None:
    """The second trainee was not compared either; the certificate alone is the reason."""
    file = with_facts(s.training(), 2, certificate_kind="internal")
    history = told((assess, LIN, ON), after=handed_in(file, compared("category", "veteran", 1, 3)))
    (approved,) = given(history).when(approve, by=HUANG, on=ON).events
    assert isinstance(approved, f.ApplicationApproved)
    assert refused_lines(approved) == {"completion-certificate": ((2, 2),)}
    assert approved.open_lines == ()


def test_an_open_line_is_owed_nothing_and_uses_no_limit() -> None:
    case = case_after(s.a_training_approved_in_batches())
    assert {due.line for due in case.items} == {1, 2}
    assert {use.line for use in case.uses} == {1, 2}
    assert case.unpublished == {1, 2}
    assert (case.entitled_fen, {line for award in case.awards for line in award.lines}) == (2_000_00, {(1, 2)})


def test_an_open_line_reserves_no_limit_for_itself() -> None:
    """Whoever is decided first has it."""
    same = s.training("person-c")
    other = s.approved(same, SECOND, after=s.a_training_that_can_be_followed_up())
    assert case_after(other, SECOND).entitled_fen == 1_000_00
    (proposed,) = given(other).when(follow_up, by=LIN, on=ON).events
    assert isinstance(proposed, f.FollowUpProposed)
    assert (proposed.awards, proposed.open_lines) == ((), ())
    assert [of.finding.condition for of in proposed.refused] == ["training-no-repeat", "certificate-once"]
    assert SECOND in str(proposed.refused[0].finding.values["earlier"])


def test_what_is_decided_goes_on_public_notice_and_is_paid_while_a_line_is_open() -> None:
    decided = (*s.the_calendar_of_2024(), *s.central_money(), *s.a_training_approved_in_batches())
    published = told((publish, CHEN, date(2024, 9, 27)), after=decided)
    last = published[-1].event
    assert isinstance(last, f.NoticePublished)
    assert last.lines == ((1, 2),)
    payable = told((close, CHEN, date(2024, 10, 11)), after=published)
    assert case_after(payable).payable() == {Due(1, 1): 1_000_00, Due(2, 1): 1_000_00}
    ordered = given(payable).when(runs.OrderPayment(applications=(FIRST,)), by=WU, on=date(2024, 10, 11))
    order = ordered.decision[f"application-{FIRST}"][0]
    assert isinstance(order, f.PaymentOrdered)
    assert order.items == (Portion(lines=((1, 2),), instalment=1, amount_fen=1_000_00),)


def test_a_case_whose_decided_lines_are_paid_is_not_settled_while_a_line_is_open() -> None:
    case = case_after(s.a_training_paid_but_for_an_open_line())
    assert (case.status, case.paid_fen, case.open_lines, case.settled_once()) == (
        Status.PARTIALLY_PAID,
        2_000_00,
        {3},
        False,
    )
    assert todo(s.a_training_paid_but_for_an_open_line()) == ["verify"]
    given(s.a_training_paid_but_for_an_open_line()).when(
        runs.OrderPayment(applications=(FIRST,)), by=WU, on=LATER
    ).declined("nothing-payable")


def test_a_case_whose_decided_lines_were_all_taken_back_is_not_settled_while_a_line_is_open() -> None:
    struck = t.revised(t.revision(struck=[1, 2]), after=s.a_training_approved_in_batches())
    case = case_after(struck)
    assert (case.status, case.entitled_fen, case.open_lines) == (Status.APPROVED, 0, {3})
    refused = followed_up(compared("category", "general", 3), after=struck, on=LATER)
    assert case_after(refused).status is Status.SETTLED


# To the end


def test_an_open_line_that_is_awarded_is_published_paid_and_settles_the_case() -> None:
    history = followed_up(compared("category", "veteran", 3), after=s.a_training_paid_but_for_an_open_line(), on=LATER)
    case = case_after(history)
    assert (case.status, case.open_lines, case.entitled_fen) == (Status.PARTIALLY_PAID, set(), 3_000_00)
    assert (case.unpublished, case.undecided) == ({3}, False)
    given(history).when(runs.OrderPayment(applications=(FIRST,)), by=WU, on=LATER).declined("notice-pending", line=3)
    assert todo(history) == ["publish-notice"]
    published = told((publish, CHEN, LATER), after=history)
    last = published[-1].event
    assert isinstance(last, f.NoticePublished)
    assert last.lines == ((3, 3),)
    closed = told((close, CHEN, NOTICE_CLOSES), after=published)
    assert case_after(closed).payable() == {Due(3, 1): 1_000_00}
    paid = t.paid(FIRST, t.SECOND_BATCH, 1_000_00, after=closed, on=NOTICE_CLOSES)
    assert (case_after(paid).status, case_after(paid).paid_fen) == (Status.SETTLED, 3_000_00)
    assert {use.line for use in case_after(paid).uses} == {1, 2, 3}
    assert todo(paid) == []


def test_an_open_line_that_is_refused_settles_a_case_of_which_nothing_else_is_left() -> None:
    history = s.a_training_paid_but_for_an_open_line()
    history = followed_up(compared("category", "general", 3), after=history, on=LATER)
    assert isinstance(history[-1].event, f.ApplicationSettled)
    case = case_after(history)
    assert (case.status, case.open_lines, case.entitled_fen) == (Status.SETTLED, set(), 2_000_00)
    assert {use.line for use in case.uses} == {1, 2}
    assert todo(history) == []


def test_an_order_may_be_on_its_way_while_an_open_line_is_decided() -> None:
    decided = (*s.the_calendar_of_2024(), *s.central_money(), *s.a_training_approved_in_batches())
    paying = told(
        (publish, CHEN, date(2024, 9, 27)),
        (close, CHEN, date(2024, 10, 11)),
        (runs.OrderPayment(applications=(FIRST,)), WU, date(2024, 10, 11)),
        (runs.ReleasePayment(batch=BATCH), ZHENG, date(2024, 10, 12)),
        after=decided,
    )
    refused = followed_up(compared("category", "general", 3), after=paying, on=date(2024, 10, 12))
    assert case_after(refused).status is Status.PAYABLE
    credit = a_credit(application=FIRST, amount_fen=2_000_00, value_on=s.CREDIT_ON, reference="B1")
    assert case_after(told((s.credited(BATCH, credit), ZHENG, s.CREDIT_ON), after=refused)).status is Status.SETTLED


def test_a_case_is_withdrawn_with_its_open_lines_and_what_was_paid_stays() -> None:
    for history in (two_of_three(), s.a_training_approved_in_batches()):
        case = case_after(told((withdraw, CHEN, LATER), after=history))
        assert (case.status, case.open_lines, case.owed_by, case.uses) == (Status.WITHDRAWN, set(), set(), ())
        assert not case.undecided
    proposed = told((compared("category", "veteran", 3), CHEN, LATER), after=s.a_training_paid_but_for_an_open_line())
    proposed = told((follow_up, LIN, LATER), after=proposed)
    withdrawn = told((withdraw, CHEN, LATER), after=proposed)
    case = case_after(withdrawn)
    assert (case.status, case.open_lines, case.paid_fen, case.proposals) == (Status.WITHDRAWN, set(), 2_000_00, {})
    assert {use.line for use in case.uses} == {1, 2}
    given(withdrawn).when(follow_up, by=LIN, on=LATER).declined("status", status="withdrawn")
    given(withdrawn).when(s.confirmed(), by=HUANG, on=LATER).declined("nothing-proposed")


# What is not decided is neither approved nor rejected


@pytest.mark.parametrize("file", [s.training(), with_facts(s.training(), 2, certificate_kind="internal")])
def test_nobody_is_refused_for_what_nobody_compared(file: c.SubmitApplication) -> None:
    history = told((assess, LIN, ON), after=handed_in(file))
    case = case_after(history)
    assert (case.eligible, case.undecided, case.owed_by) == (False, True, {OwedBy.OFFICE})
    meeting = given(history)
    for command in (approve, approve_in_batches, reject):
        meeting.when(command, by=HUANG, on=ON).declined("undecided", application=FIRST)
    assert todo(history) == ["verify"]


def test_what_was_declared_against_oneself_refuses_nobody_until_it_is_compared() -> None:
    declared = told((assess, LIN, ON), after=handed_in(s.training("person-a", category="general")))
    given(declared).when(reject, by=HUANG, on=ON).declined("undecided")
    told_so = told((compared("category", "general", 1), CHEN, ON), (assess, LIN, ON), after=declared)
    (rejected,) = given(told_so).when(reject, by=HUANG, on=ON).events
    assert isinstance(rejected, f.ApplicationRejected)
    assert [of.finding.condition for of in rejected.line_findings] == ["priority-group"]


def test_a_rejection_cites_what_is_not_met_and_nothing_that_is_unclear() -> None:
    file = s.training("person-a", "person-b", certificate_kind="internal")
    history = told((assess, LIN, ON), after=handed_in(file, compared("category", "general", 1)))
    (rejected,) = given(history).when(reject, by=HUANG, on=ON).events
    assert isinstance(rejected, f.ApplicationRejected)
    assert {(of.finding.condition, of.lines) for of in rejected.line_findings} == {
        ("completion-certificate", ((1, 2),)),
        ("priority-group", ((1, 1),)),
    }
    assert all(of.finding.fails and of.finding.owed_by is None for of in rejected.line_findings)


def test_an_undecided_case_is_sent_back_to_be_assessed_again() -> None:
    send_back = c.SendBackApplication(application=FIRST, reason="sealed-reason")
    case = case_after(told((send_back, HUANG, ON), after=two_of_three()))
    assert (case.status, case.open_lines, case.owed_by, case.undecided) == (Status.ACCEPTED, set(), set(), False)


def test_a_line_that_the_applicant_has_to_correct_is_open_for_the_applicant() -> None:
    file = with_facts(s.training("person-a", "person-b"), 2, certificate_on="2031-01-01")
    history = told((assess, LIN, ON), after=handed_in(file, compared("category", "veteran", 1, 2)))
    assert case_after(history).owed_by == {OwedBy.APPLICANT}
    assert todo(history) == ["request-correction", "approve-in-part"]
    typed = compared("certificate_on", "2024-09-19", 2)
    given(history).when(typed, by=CHEN, on=ON).declined("verified-after-receipt")
    assert date(2024, 9, 18) == RECEIVED
    assert given(history).when(compared("certificate_on", "2024-09-18", 2), by=CHEN, on=ON).events


def test_nothing_of_a_line_stays_open_that_was_in_batches_once_all_of_it_was_compared() -> None:
    history = in_batches(s.training(), compared("category", "veteran", 1, 2), compared("category", "veteran", 3))
    assert (case_after(history).open_lines, case_after(history).entitled_fen) == (set(), 3_000_00)
