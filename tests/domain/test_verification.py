"""核验: what an applicant states is declared; what a comparison confirms or corrects is verified, and counts."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.values import VerifiedValue
from tests.domain import sample_cases as s
from tests.domain.review_commands import (
    ON,
    assessed,
    case_after,
    category,
    failing,
    verify,
)
from tests.domain.sample_cases import CHEN, FIRST, HAICANG, HUANG, LIN, given, of, told


def test_a_comparison_is_recorded_with_its_source_and_its_day() -> None:
    command = verify(category("unemployed", 1, 2))
    given(s.an_accepted_training()).when(command, by=CHEN, on=ON).then(
        f.FactsVerified(source="unemployment-register", checked_on=ON, values=command.values, file_sha256="c0" * 32)
    )


@pytest.mark.parametrize("history", [s.a_submitted_training, s.an_accepted_training, s.an_assessed_training])
def test_facts_are_verified_until_the_approval(history: object) -> None:
    assert callable(history)
    assert given(history()).when(verify(category("veteran", 1)), by=CHEN, on=ON).events


def test_facts_are_verified_at_any_stage_for_a_revision_may_need_them() -> None:
    for history in (s.an_approved_training(), s.a_settled_training()):
        assert given(history).when(verify(category("veteran", 1)), by=CHEN, on=s.CREDIT_ON).events


def test_facts_of_a_rejected_application_are_not_verified() -> None:
    rejected = told((c.RejectApplication(application=FIRST), HUANG, ON), after=s.a_training_found_against())
    given(rejected).when(verify(category("veteran", 1)), by=CHEN, on=ON).declined("status", status="rejected")


def test_a_comparison_made_today_counts_and_one_of_tomorrow_does_not() -> None:
    meeting = given(s.an_accepted_training())
    assert meeting.when(verify(category("veteran", 1), checked_on=ON), by=CHEN, on=ON).events
    tomorrow = date(2024, 9, 25)
    meeting.when(verify(category("veteran", 1), checked_on=tomorrow), by=CHEN, on=ON).declined(
        "in-the-future", day=tomorrow, today=ON
    )


def test_a_comparison_names_lines_that_there_are() -> None:
    given(s.an_accepted_training()).when(verify(category("veteran", 1, 4)), by=CHEN, on=ON).declined(
        "no-such-line", line=4
    )


def test_a_comparison_without_values_verifies_nothing() -> None:
    given(s.an_accepted_training()).when(verify(), by=CHEN, on=ON).declined("nothing-verified", application=FIRST)


def test_only_a_clerk_of_the_authority_verifies() -> None:
    meeting = given(s.an_accepted_training())
    meeting.when(verify(category("veteran", 1)), by=LIN, on=ON).not_permitted("role-missing", role="clerk")
    meeting.when(verify(category("veteran", 1)), by=of(HAICANG, CHEN), on=ON).not_permitted("other-authority")


def test_a_required_verification_that_is_missing_leaves_the_line_unclear() -> None:
    assessment = assessed(s.an_accepted_training())
    assert not assessment.eligible
    assert failing(assessment) == [("priority-group", "m01", "unclear", ((1, 3),))]


def test_the_verified_value_counts_and_not_the_declared_one() -> None:
    history = told(
        (verify(category("veteran", 1, 3), category("general", 2)), CHEN, ON), after=s.an_accepted_training()
    )
    assessment = assessed(history)
    assert failing(assessment) == [("priority-group", "m01", "not_met", ((2, 2),))]
    assert [award.lines for award in assessment.awards] == [((1, 1), (3, 3))]


def test_of_two_comparisons_of_a_fact_the_later_one_counts() -> None:
    history = told(
        (verify(category("general", 1, 2, 3)), CHEN, ON),
        (verify(category("veteran", 1, 2, 3)), CHEN, ON),
        after=s.an_accepted_training(),
    )
    assert assessed(history).eligible


def test_a_fact_of_the_application_is_verified_without_a_line() -> None:
    compared = verify(VerifiedValue(fact="project_no", value="XM-2024-019"))
    history = told((compared, CHEN, ON), after=s.a_submitted_training())
    assert case_after(history).claim().facts == {"project_no": "XM-2024-019"}
    assert case_after(history).claim().unverified == frozenset()
