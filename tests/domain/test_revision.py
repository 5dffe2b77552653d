"""变更与豁免: a decided case is assessed anew by two people; limits are freed and taken, and may be waived by two."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.status import Status
from domain.application.values import Due, Portion
from domain.base import replace
from domain.office import people
from domain.office.roles import Role
from domain.treasury import run_commands as runs
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.later_events import LATER, SECOND
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, WU, XU, ZHENG, also, given, told


def case_after(history: History, number: str = FIRST) -> Case:
    return given(history).case(number)


# Down


def test_a_line_found_ineligible_after_payment_makes_the_case_overpaid_and_frees_its_limits() -> None:
    case = case_after(t.an_overpaid_training())
    assert (case.entitled_fen, case.paid_fen, case.overpaid_fen, case.outstanding_fen) == (
        2_000_00,
        3_000_00,
        1_000_00,
        0,
    )
    assert case.status is Status.SETTLED
    assert {use.line for use in case.uses} == {1, 2}
    last = t.an_overpaid_training()[-1].event
    assert isinstance(last, f.ApplicationRevised)
    assert last.changed == (Portion(lines=((3, 3),), instalment=1, amount_fen=-1_000_00),)


def test_what_was_claimed_falsely_still_counts_toward_the_limits() -> None:
    history = told((t.found_to_be(3, "category", "general"), CHEN, LATER), after=s.a_settled_training())
    case = case_after(t.revised(t.revision("false-claim"), after=history))
    assert case.entitled_fen == 2_000_00
    assert {use.line for use in case.uses} == {1, 2, 3}


def test_what_was_claimed_falsely_counts_in_every_later_revision_too() -> None:
    falsely = t.revised(t.revision("false-claim", struck=[3]), after=s.a_settled_training())
    later = t.revised(t.revision("duplicate", struck=[2]), after=falsely)
    assert {use.line for use in case_after(later).uses} == {1, 3}
    back = t.revised(t.revision("correction", revived=[3]), after=later)
    assert {use.line for use in case_after(back).uses} == {1, 3}
    assert case_after(back).entitled_fen == 2_000_00
    again = t.revised(t.revision("ineligible", struck=[3]), after=back)
    assert {use.line for use in case_after(again).uses} == {1}, "it was no false claim after all"


def test_a_line_that_a_revision_brings_back_uses_its_limits_once_whatever_the_ground() -> None:
    struck = t.revised(t.revision("overpaid", struck=[2]), after=s.a_settled_training())
    back = t.revised(t.revision("false-claim", revived=[2]), after=struck)
    used = Counter((use.limit, use.line) for use in case_after(back).uses)
    assert {line for _limit, line in used} == {1, 2, 3}
    assert set(used.values()) == {1}


def test_a_false_claim_that_comes_to_light_later_takes_its_limits_again() -> None:
    case = case_after(t.an_overpaid_training())
    assert {use.line for use in case.uses} == {1, 2}
    later = t.revised(t.revision("false-claim"), after=t.an_overpaid_training())
    assert {use.line for use in case_after(later).uses} == {1, 2, 3}
    assert case_after(later).entitled_fen == 2_000_00
    given(later).when(t.revision("false-claim"), by=LIN, on=LATER).declined("nothing-changes")


def test_a_revision_of_a_withdrawn_case_brings_back_nothing_that_was_given_up() -> None:
    withdraw = c.WithdrawApplication(application=FIRST, reason=t.WHY)
    withdrawn = told((withdraw, CHEN, LATER), after=s.an_introduction_paid_stage_one())
    given(withdrawn).when(t.revision("correction"), by=LIN, on=LATER).declined("nothing-changes")
    down = t.revised(t.revision(struck=[1]), after=withdrawn)
    assert (case_after(down).entitled_fen, case_after(down).overpaid_fen) == (0, 1_000_00)
    up = t.revised(t.revision("correction", revived=[1]), after=down)
    assert (case_after(up).entitled_fen, case_after(up).overpaid_fen) == (1_000_00, 0)


def test_a_line_may_be_struck_whatever_the_policy_says_of_it() -> None:
    history = t.revised(t.revision("duplicate", struck=[1]), after=s.a_payable_training())
    assert case_after(history).payable() == {Due(2, 1): 1_000_00, Due(3, 1): 1_000_00}
    # It stays struck in later revisions, until it is revived.
    again = t.revised(t.revision("audit-order", struck=[2]), after=history)
    assert case_after(again).entitled_fen == 1_000_00
    assert case_after(t.revised(t.revision("correction", revived=[1]), after=again)).entitled_fen == 2_000_00


def test_a_case_whose_every_line_is_struck_before_payment_is_settled_with_nothing() -> None:
    history = t.revised(t.revision(struck=[1, 2, 3]), after=s.a_payable_training())
    case = case_after(history)
    assert (case.status, case.entitled_fen, case.uses) == (Status.SETTLED, 0, ())


def test_a_limit_that_a_revision_freed_is_free_for_another_case() -> None:
    again = s.training("person-c", uscc=s.TRAINER)
    handed_in = s.assessed(again, SECOND, after=s.a_settled_training())
    assert not _assessment(handed_in, SECOND).eligible
    freed = s.assessed(again, SECOND, after=t.an_overpaid_training())
    assert _assessment(freed, SECOND).eligible


def _assessment(history: History, number: str) -> f.ApplicationAssessed:
    assessment = case_after(history, number).assessment
    assert assessment is not None
    return assessment


def test_a_refusal_for_a_limit_names_the_earlier_case() -> None:
    again = s.training("person-c")
    assessment = _assessment(s.assessed(again, SECOND, after=s.a_settled_training()), SECOND)
    repeated = [
        line_finding.finding
        for line_finding in assessment.line_findings
        if line_finding.finding.condition == "training-no-repeat"
    ]
    assert [finding.outcome.value for finding in repeated] == ["not_met"]
    assert FIRST in str(repeated[0].values["earlier"])


# Up


def test_a_line_that_is_added_goes_on_notice_before_it_is_paid() -> None:
    """Of three trainees one was first found to be of no priority group; the comparison was wrong."""
    first = told(
        (t.found_to_be(2, "category", "general", on=date(2024, 9, 20)), CHEN, date(2024, 9, 20)),
        after=s.a_verified_training(),
    )
    decided = told(
        (c.AssessApplication(application=FIRST), LIN, date(2024, 9, 24)),
        (c.ApproveApplication(application=FIRST), HUANG, date(2024, 9, 26)),
        (c.PublishNotice(application=FIRST), CHEN, date(2024, 9, 27)),
        (c.CloseNotice(application=FIRST), CHEN, date(2024, 10, 11)),
        after=(*s.the_calendar_of_2024(), *s.central_money(), *first),
    )
    paid = t.paid(FIRST, s.BATCH, 2_000_00, after=decided, on=date(2024, 10, 14))
    assert case_after(paid).status is Status.SETTLED
    corrected = told((t.found_to_be(2, "category", "migrant-worker"), CHEN, LATER), after=paid)
    history = t.revised(t.revision("correction"), after=corrected)
    case = case_after(history)
    assert (case.status, case.entitled_fen, case.unpublished) == (Status.PARTIALLY_PAID, 3_000_00, {2})
    order = runs.OrderPayment(applications=(FIRST,))
    given(history).when(order, by=WU, on=LATER).declined("notice-pending", application=FIRST, line=2)
    on_notice = told((c.PublishNotice(application=FIRST), CHEN, LATER), after=history)
    given(on_notice).when(order, by=WU, on=LATER).declined("notice-pending", line=2)
    closed = told((c.CloseNotice(application=FIRST), CHEN, date(2024, 11, 12)), after=on_notice)
    assert case_after(closed).payable() == {Due(2, 1): 1_000_00}


def test_a_release_tells_a_line_that_waits_for_its_notice_from_one_that_an_objection_holds() -> None:
    out = t.revised(t.revision(struck=[3]), after=s.an_ordered_training())
    back = t.revised(t.revision("correction", revived=[3]), after=out)
    assert case_after(back).unpublished == {3}
    release = runs.ReleasePayment(batch=s.BATCH)
    given(back).when(release, by=ZHENG, on=LATER).declined("notice-pending", application=FIRST, line=3)
    objected = t.objected(3, on=LATER, after=back)
    given(objected).when(release, by=ZHENG, on=LATER).declined("objection", application=FIRST, line=3)


def test_more_for_a_line_that_had_something_needs_no_new_notice() -> None:
    history = t.revised(t.revision(struck=[3]), after=s.a_payable_training())
    assert case_after(history).payable_fen == 2_000_00


def test_a_forfeited_instalment_is_revived_by_a_revision_and_waits_for_its_milestone_again() -> None:
    left = told(
        (s.milestone("employed-6-months", date(2024, 9, 20), met=False), LIN, LATER),
        (s.confirmed(), HUANG, LATER),
        after=s.an_introduction_paid_stage_one(),
    )
    assert case_after(left).status is Status.SETTLED
    history = t.revised(t.revision("correction", revived=[1]), after=left)
    case = case_after(history)
    assert (case.status, case.entitled_fen, case.payable_fen) == (Status.PARTIALLY_PAID, 2_000_00, 0)
    assert case.items[Due(1, 2)].waiting


def test_a_forfeited_instalment_stays_forfeited_in_any_other_revision() -> None:
    left = told(
        (s.milestone("employed-6-months", date(2024, 9, 20), met=False), LIN, LATER),
        (s.confirmed(), HUANG, LATER),
        after=s.an_introduction_paid_stage_one(),
    )
    given(left).when(t.revision("correction"), by=LIN, on=LATER).declined("nothing-changes", application=FIRST)


# Money follows


def test_what_one_line_was_paid_too_much_is_taken_from_what_another_is_owed() -> None:
    """Line 3 was paid and is struck; line 2 was held and is free: the case has had what it is entitled to."""
    held = t.objected(2, after=(*s.central_money(), *s.a_payable_training()), on=date(2024, 10, 11))
    paid = t.paid(FIRST, s.BATCH, 2_000_00, after=held, on=date(2024, 10, 14))
    free = t.answered(False, after=paid, on=LATER)
    assert case_after(free).payable() == {Due(2, 1): 1_000_00}
    history = t.revised(t.revision(struck=[3]), after=free)
    case = case_after(history)
    assert (case.payable(), case.overpaid_fen, case.status) == ({}, 0, Status.SETTLED)


# Two people, and what may have changed between them


def test_a_revision_counts_once_an_approver_confirmed_it() -> None:
    proposed = told((t.revision(struck=[3]), LIN, LATER), after=s.a_settled_training())
    assert case_after(proposed).entitled_fen == 3_000_00
    given(proposed).when(t.revision(struck=[2]), by=LIN, on=LATER).declined("revision-open", application=FIRST)
    decline = c.ConfirmProposal(application=FIRST, proposal=None, declined=True, reason=t.WHY)
    declined = told((decline, HUANG, LATER), after=proposed)
    assert case_after(declined).entitled_fen == 3_000_00
    assert given(declined).when(t.revision(struck=[2]), by=LIN, on=LATER).events


def test_a_revision_that_would_come_out_otherwise_now_is_not_confirmed() -> None:
    proposed = told(
        (t.revision(struck=[3]), LIN, LATER),
        (t.found_to_be(2, "category", "general"), CHEN, LATER),
        after=s.a_settled_training(),
    )
    given(proposed).when(s.confirmed(), by=HUANG, on=LATER).declined("revision-overtaken", proposal="p1")


def test_a_revision_that_changes_nothing_is_refused() -> None:
    given(s.a_settled_training()).when(t.revision(), by=LIN, on=LATER).declined("nothing-changes")


@pytest.mark.parametrize("history", [s.a_submitted_training, s.an_accepted_training, s.an_assessed_training])
def test_only_what_was_decided_is_revised(history: object) -> None:
    assert callable(history)
    given(history()).when(t.revision(struck=[1]), by=LIN, on=LATER).declined("status", act="revise")


def test_who_released_money_of_a_case_does_not_assess_it_again() -> None:
    releaser = also(ZHENG, Role.ASSESSOR)
    given(s.a_settled_training()).when(t.revision(struck=[1]), by=releaser, on=LATER).not_permitted(
        "released-it", officer=ZHENG.officer, application=FIRST
    )


def test_who_proposed_a_revision_does_not_release_money_of_the_case() -> None:
    ordered = told((runs.OrderPayment(applications=(FIRST,)), WU, LATER), after=t.a_corrected_account())
    reviser = s.at(s.CITY, also(LIN, Role.FINANCE))
    proposed = told((t.revision(struck=[3]), replace(reviser, officer="fang-yi"), LATER), after=ordered)
    release = runs.ReleasePayment(batch="350200-2024-0002")
    given(proposed).when(release, by=replace(reviser, officer="fang-yi"), on=LATER).not_permitted("assessed-it")


def test_a_withdrawn_case_is_revised_for_what_was_paid_of_it() -> None:
    withdraw = c.WithdrawApplication(application=FIRST, reason=t.WHY)
    withdrawn = told((withdraw, CHEN, LATER), after=s.an_introduction_paid_stage_one())
    history = t.revised(t.revision("ineligible", struck=[1]), after=withdrawn)
    case = case_after(history)
    assert (case.status, case.entitled_fen, case.overpaid_fen) == (Status.WITHDRAWN, 0, 1_000_00)
    assert given(history).when(t.notify, by=WU, on=LATER).events


# Waivers


def four_times(after: History = ()) -> History:
    """A worker's fourth training of the year, accepted and verified; the first three were approved."""
    for count, day in enumerate(("2024-03-01", "2024-04-01", "2024-05-06"), start=1):
        file = s.training("person-a", received_on=date(2024, 6, 3), certificate_on=day, occupation=f"6-0{count}")
        after = s.approved(file, f"350203-2024-{count:06d}", after=after)
    fourth = s.training("person-a", received_on=date(2024, 9, 18), certificate_on="2024-09-02", occupation="6-09")
    return s.assessed(fourth, "350203-2024-000004", after=after)


FOURTH = "350203-2024-000004"


def test_the_fourth_training_of_a_year_is_found_against_and_names_the_three() -> None:
    assessment = _assessment(four_times(), FOURTH)
    yearly = [
        line_finding.finding
        for line_finding in assessment.line_findings
        if line_finding.finding.condition == "training-yearly"
    ]
    assert [finding.outcome.value for finding in yearly] == ["not_met"]
    assert all(f"350203-2024-00000{count}" in str(yearly[0].values["earlier"]) for count in (1, 2, 3))


def test_a_supervisor_may_waive_what_holds_in_principle_only() -> None:
    ask = replace(t.waive, application=FOURTH)
    on = date(2024, 9, 19)
    waived = told((ask, HUANG, on), (s.confirmed(FOURTH), XU, on), after=four_times())
    assessed = told((c.AssessApplication(application=FOURTH), LIN, on), after=waived)
    assessment = _assessment(assessed, FOURTH)
    assert assessment.eligible
    assert [e.finding.outcome.value for e in assessment.line_findings if e.finding.condition == "training-yearly"] == [
        "waived"
    ]
    approved = told((c.ApproveApplication(application=FOURTH), HUANG, on), after=assessed)
    # A waived use counts like any other.
    assert [use.limit for use in case_after(approved, FOURTH).uses if use.limit == "training-yearly"]
    given(waived).when(ask, by=HUANG, on=on).declined("waived-already", limit="training-yearly")


def test_not_every_limit_may_be_waived_and_not_every_name_is_one() -> None:
    meeting = given(s.an_accepted_training())
    strict = replace(t.waive, limit="training-no-repeat")
    meeting.when(strict, by=HUANG, on=LATER).declined("not-waivable", limit="training-no-repeat")
    meeting.when(replace(t.waive, limit="park-award"), by=HUANG, on=LATER).no_such_thing("no-such-limit")


# One person, two documents


def test_limits_count_a_person_under_both_documents_once_they_are_linked() -> None:
    other = s.training("person-x", uscc=s.TRAINER)
    apart = s.assessed(other, SECOND, after=s.a_settled_training())
    assert _assessment(apart, SECOND).eligible
    link = people.LinkPersons(person="person-a", other="person-x", document="闽台通〔2024〕3号")
    linked = told(
        (c.AssessApplication(application=SECOND), LIN, LATER),
        after=s.agreed((link, s.SHEN, s.JIANG, LATER), after=apart),
    )
    assessment = _assessment(linked, SECOND)
    assert not assessment.eligible
    repeated = [
        line_finding.finding
        for line_finding in assessment.line_findings
        if line_finding.finding.condition == "training-no-repeat"
    ]
    assert FIRST in str(repeated[0].values["earlier"])


def test_an_approval_is_overtaken_when_its_persons_turn_out_to_be_one() -> None:
    apart = s.assessed(s.training("person-x"), SECOND, after=s.a_settled_training())
    link = people.LinkPersons(person="person-x", other="person-a", document="…")
    linked = s.agreed((link, s.SHEN, s.JIANG, LATER), after=apart)
    given(linked).when(c.ApproveApplication(application=SECOND), by=HUANG, on=LATER).declined("overtaken")


def test_links_join_groups_and_a_known_link_changes_nothing() -> None:
    first = people.LinkPersons(person="a", other="b", document="…")
    second = people.LinkPersons(person="c", other="b", document="…")
    history = s.agreed((first, s.SHEN, s.JIANG, LATER), (second, s.SHEN, s.JIANG, LATER))
    linked = given(history).office.people
    assert {linked.of(pseudonym) for pseudonym in "abc"} == {linked.of("a")}
    assert linked.aliases("a") == {"a", "b", "c"}
    given(history).when(people.LinkPersons(person="a", other="c", document="…"), by=s.SHEN, on=LATER).then()
    given(history).when(people.LinkPersons(person="a", other="a", document="…"), by=s.SHEN, on=LATER).declined(
        "same-document"
    )
