"""初审: what the edition makes of the verified facts, as findings, amounts and the limits that it would use."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.status import Status
from domain.application.values import Award, Computed, LimitUse, Line, Part
from domain.base import replace
from domain.entitlement.findings import Outcome
from domain.entitlement.uses import Over
from tests.domain import sample_cases as s
from tests.domain.review_commands import (
    ON,
    accepted,
    approve,
    assess,
    assessed,
    case_after,
    certificate_claim,
    failing,
)
from tests.domain.sample_cases import CHEN, FIRST, HAICANG, HUANG, LIN, given, of, told


def test_an_assessment_records_the_awards_the_arithmetic_and_the_limits_it_would_use() -> None:
    assessment = assessed(s.a_verified_training())
    assert (assessment.edition, assessment.digest) == ("xiamen-2023-187@1", s.edition().digest)
    assert (assessment.eligible, assessment.entitled_fen) == (True, 3_000_00)
    assert assessment.awards == (
        Award(
            lines=((1, 3),),
            parts=(Part(instalment=1, amount_fen=1_000_00, payable="on-approval"),),
            arithmetic=(Computed(code="flat", values={"amount_fen": 1_000_00}),),
        ),
    )
    issued = date(2024, 8, 30)
    assert assessment.uses == (
        LimitUse(
            limit="training-yearly", over=Over.PERSON, qualifier="2024", on=issued, amount_fen=1_000_00, lines=((1, 3),)
        ),
        LimitUse(
            limit="training-no-repeat",
            over=Over.PERSON,
            qualifier="6-18-02-04|5",
            on=issued,
            amount_fen=1_000_00,
            lines=((1, 3),),
        ),
        LimitUse(
            limit="certificate-once",
            over=Over.CERTIFICATE,
            qualifier="91350203M0001B2C3X~厦门市鹭江职业培训学校|COMPLETION",
            on=issued,
            amount_fen=1_000_00,
            lines=((1, 3),),
        ),
    )


def test_findings_that_are_the_same_for_many_lines_are_recorded_once() -> None:
    assessment = assessed(s.a_verified_training())
    priority = [
        line_finding for line_finding in assessment.line_findings if line_finding.finding.condition == "priority-group"
    ]
    assert [(line_finding.lines, line_finding.finding.outcome) for line_finding in priority] == [
        (((1, 3),), Outcome.MET)
    ]


def test_thirty_trainees_of_whom_twenty_six_fulfil_everything_are_worth_twenty_six_thousand() -> None:
    def trainee(number: int) -> Line:
        if number > 27:
            return s.trainee(number, f"person-{number}", certificate_kind="internal")
        return s.trainee(number, f"person-{number}", category="general" if number == 13 else "unemployed")

    submitted = replace(s.training(), lines=tuple(trainee(number) for number in range(1, 31)))
    assessment = assessed(accepted(submitted))
    assert (assessment.eligible, assessment.entitled_fen) == (True, 26_000_00)
    assert [award.lines for award in assessment.awards] == [((1, 12), (14, 27))]
    assert failing(assessment) == [
        ("priority-group", "m01", "not_met", ((13, 13),)),
        ("completion-certificate", "m01", "not_met", ((28, 30),)),
    ]


def test_an_assessment_may_say_no_and_then_awards_nothing() -> None:
    late = s.training(received_on=date(2024, 9, 18))
    assessment = assessed(accepted(replace(late, facts={})))
    assert (assessment.eligible, assessment.entitled_fen, assessment.awards, assessment.uses) == (False, 0, (), ())
    assert failing(assessment) == [("project", "m01", "unclear", ())]


def test_an_application_that_came_after_the_last_day_is_found_against() -> None:
    number = "350203-2025-000001"
    on = date(2025, 1, 2)
    submitted = s.training(received_on=on)
    history = told(
        (submitted, CHEN, on),
        (c.AcceptApplication(application=number), CHEN, on),
        (s.comparison(submitted, on, number), CHEN, on),
        (c.AssessApplication(application=number), LIN, on),
    )
    assessment = given(history).case(number).assessment
    assert assessment is not None
    assert [(failure[1], failure[2]) for failure in failing(assessment)] == [("closing-3", "not_met")]
    (rejected,) = given(history).when(c.RejectApplication(application=number), by=HUANG, on=on).events
    assert isinstance(rejected, f.ApplicationRejected)
    assert [(finding.clause, finding.code) for finding in rejected.findings] == [("closing-3", "received-too-late")]


@pytest.mark.parametrize(
    ("amount_fen", "within"),
    [(499_99, False), (500_00, True), (3_000_00, True), (3_000_01, False), (3_100_00, False)],
)
def test_an_amount_that_the_assessor_sets_stays_within_the_bounds_of_the_notice(amount_fen: int, within: bool) -> None:
    """Out of bounds it is refused to whoever types it, and nothing is recorded."""
    command = c.AssessApplication(application=FIRST, determined=s.determined({1: amount_fen}))
    outcome = given(accepted(certificate_claim())).when(command, by=LIN, on=date(2024, 9, 24))
    if not within:
        outcome.declined("out-of-bounds", application=FIRST, line=1)
        return
    (assessment,) = outcome.events
    assert isinstance(assessment, f.ApplicationAssessed)
    assert (assessment.eligible, assessment.entitled_fen) == (True, amount_fen)
    assert assessment.determined == command.determined


def test_an_amount_that_nobody_set_is_unclear() -> None:
    assessment = assessed(accepted(certificate_claim()))
    assert failing(assessment) == [("amount", "m01", "unclear", ((1, 1),))]


def test_an_amount_is_set_only_for_lines_that_there_are() -> None:
    command = c.AssessApplication(application=FIRST, determined=s.determined({1: 500_00, 2: 500_00}))
    given(accepted(certificate_claim())).when(command, by=LIN, on=ON).declined("no-such-line", line=2)


def test_a_line_without_a_person_uses_the_limits_of_the_applicant() -> None:
    history = told(
        (c.AssessApplication(application=FIRST, determined=s.determined({1: 500_00})), LIN, ON),
        (approve, HUANG, ON),
        after=accepted(certificate_claim()),
    )
    assert {(use.limit, use.subject) for use in case_after(history).uses} >= {("training-yearly", "person-a")}


def test_only_what_was_accepted_is_assessed() -> None:
    given(s.a_submitted_training()).when(assess, by=LIN, on=ON).declined("status", act="assess", status="submitted")
    given(s.an_approved_training()).when(assess, by=LIN, on=ON).declined("status", act="assess", status="approved")


def test_an_assessment_may_be_replaced_until_someone_stands_by_it() -> None:
    again = told((assess, LIN, ON), after=s.an_assessed_training())
    case = case_after(again)
    assert (case.status, case.assessed_version) == (Status.ASSESSED, 5)


def test_only_an_assessor_of_the_authority_assesses() -> None:
    given(s.a_verified_training()).when(assess, by=HUANG, on=ON).not_permitted("role-missing", role="assessor")
    given(s.a_verified_training()).when(assess, by=of(HAICANG, LIN), on=ON).not_permitted("other-authority")
