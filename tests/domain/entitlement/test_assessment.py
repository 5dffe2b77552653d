"""How an assessment puts the rules together: unknown facts, verification, order of lines, other applications."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.assessment import Assessment, assess, limit_subjects, line_uses, questions
from domain.entitlement.claim import AssessmentGiven, Claim, ClaimLine, Question, RegisterResult, Use
from domain.entitlement.findings import Finding, Outcome, Value
from domain.entitlement.rules import APPLICANT
from policies.loader import load
from tests.declared import declared

EDITION = load(declared())
FACTS: Mapping[str, Any] = {
    "employee": True,
    "hours_total": 40,
    "hours_offline": 20,
    "exam_passed": True,
    "certificate_kind": "internal",
    "certificate_on": "2024-04-30",
    "occupation": "6-31-01-03",
}


def trainee(
    number: int, *, person: str | None = None, unverified: frozenset[str] = frozenset(), **facts: Any
) -> ClaimLine:
    return ClaimLine(
        line=number,
        person=person or f"person-{number}",
        certificate=f"certificate-{number}",
        facts={**FACTS, **facts},
        unverified=unverified,
    )


def claim(*lines: ClaimLine, scheme: str = "key-enterprise-training", **changed: Any) -> Claim:
    whole = Claim(
        application="torch-2024-000001",
        scheme=scheme,
        authority="torch",
        received_on=date(2024, 5, 6),
        applicant="91350200M0001B2C3X",
        applicant_kind="organisation",
        facts={},
        lines=lines,
    )
    return replace(whole, **changed)


def assessed(one: Claim, *uses: Use, quota: int | None = 100, **given: Any) -> Assessment:
    answers = {question: RegisterResult(entry="entry-1", quota=quota) for question in questions(EDITION, one)}
    return assess(EDITION, one, AssessmentGiven(answers=answers, uses=uses, **given))


def finding_of(assessment: Assessment, line: int, condition: str) -> Finding:
    whole = next(one for one in assessment.lines if one.line == line)
    return next(finding for finding in whole.findings if finding.condition == condition)


def earlier(limit: str, subject: str, qualifier: str, application: str = "350203-2024-000007", line: int = 1) -> Use:
    return Use(
        limit=limit,
        subject=subject,
        qualifier=qualifier,
        on=date(2024, 2, 1),
        amount_fen=100_000,
        application=application,
        line=line,
    )


def test_an_assessment_names_the_edition_and_the_digest_of_its_file():
    assessment = assessed(claim(trainee(1)))
    assert (assessment.edition, assessment.digest) == ("xiamen-2023-187@1", EDITION.digest)
    assert (assessment.eligible, assessment.amount_fen) == (True, 120_000)


def test_a_fact_that_must_be_verified_and_is_only_declared_is_unclear():
    assessment = assessed(claim(trainee(1, unverified=frozenset(FACTS))))
    assert (finding_of(assessment, 1, "employee").outcome, finding_of(assessment, 1, "employee").code) == (
        Outcome.UNCLEAR,
        "not-verified",
    )
    assert finding_of(assessment, 1, "hours-total").outcome is Outcome.MET
    assert (assessment.eligible, assessment.lines[0].amount_fen, assessment.lines[0].uses) == (False, 0, ())


def test_a_line_stands_on_the_facts_of_its_application_where_it_states_none():
    facts = {name: value for name, value in FACTS.items() if name != "employee"}
    bare = replace(trainee(1), facts=facts)
    assert assessed(claim(bare)).eligible is False
    assert assessed(claim(bare, facts={"employee": True})).eligible is True
    declared = claim(bare, facts={"employee": True}, unverified=frozenset({"employee"}))
    assert finding_of(assessed(declared), 1, "employee").code == "not-verified"


def test_a_verified_fact_of_a_line_stands_before_a_declared_one_of_its_application():
    whole = claim(trainee(1), facts={"employee": False}, unverified=frozenset({"employee"}))
    assert finding_of(assessed(whole), 1, "employee").outcome is Outcome.MET


def test_lines_count_against_each_other_in_the_order_of_their_numbers():
    second, first = trainee(2, person="worker"), trainee(1, person="worker")
    assessment = assessed(claim(second, first))
    assert [line.line for line in assessment.lines] == [1, 2]
    again = finding_of(assessment, 2, "training-no-repeat")
    assert (again.outcome, again.values["earlier"]) == (Outcome.NOT_MET, "torch-2024-000001/1 (2024-04-30)")
    assert assessment.amount_fen == 120_000


def test_a_line_that_does_not_count_uses_no_limit():
    assessment = assessed(claim(trainee(1, person="worker", exam_passed=False), trainee(2, person="worker")))
    assert [line.counts for line in assessment.lines] == [False, True]
    assert assessment.lines[0].uses == ()


def test_a_limit_used_up_by_other_applications_names_them():
    uses = [earlier("training-yearly", "person-1", "2024", line=line) for line in (1, 2, 3)]
    assessment = assessed(claim(trainee(1)), *uses)
    values = finding_of(assessment, 1, "training-yearly").values
    assert values["earlier"] == "; ".join(f"350203-2024-000007/{line} (2024-02-01)" for line in (1, 2, 3))
    assert assessment.eligible is False


def test_uses_by_the_application_itself_are_what_is_being_decided():
    uses = [earlier("training-yearly", "person-1", "2024", "torch-2024-000001", line) for line in (1, 2, 3)]
    assert assessed(claim(trainee(1)), *uses).eligible is True


def test_uses_of_other_persons_years_and_limits_do_not_count():
    uses = (
        earlier("training-yearly", "person-2", "2024"),
        earlier("training-yearly", "person-1", "2023"),
        earlier("certificate-once", "certificate-1", "OTHER|INTERNAL"),
        earlier("introduction-once", "person-1", ""),
    )
    assert finding_of(assessed(claim(trainee(1)), *uses), 1, "training-yearly").values["found"] == 0
    assert assessed(claim(trainee(1)), *uses).eligible is True


@pytest.mark.parametrize(
    ("limit", "subject", "qualifier", "outcome"),
    [
        ("training-yearly", "person-1", "2024", Outcome.WAIVED),
        ("training-no-repeat", "person-1", "6-31-01-03|none", Outcome.NOT_MET),
        ("certificate-once", "certificate-1", "91350200M0001B2C3X|INTERNAL", Outcome.NOT_MET),
    ],
)
def test_only_a_limit_in_principle_can_be_waived(limit: str, subject: str, qualifier: str, outcome: Outcome):
    uses = [earlier(limit, subject, qualifier, line=line) for line in (1, 2, 3)]
    assert finding_of(assessed(claim(trainee(1)), *uses, waived=frozenset({(limit, 1)})), 1, limit).outcome is outcome


def test_a_waiver_is_for_the_line_that_it_names():
    uses = [earlier("training-yearly", "person-1", "2024", line=line) for line in (1, 2, 3)]
    other = assessed(claim(trainee(1)), *uses, waived=frozenset({("training-yearly", 2)}))
    assert finding_of(other, 1, "training-yearly").outcome is Outcome.NOT_MET


def test_a_waiver_that_is_not_needed_changes_nothing():
    assessment = assessed(claim(trainee(1)), waived=frozenset({("training-yearly", 1)}))
    assert finding_of(assessment, 1, "training-yearly").outcome is Outcome.MET


def test_an_application_that_fails_is_worth_nothing_and_its_lines_still_say_what_they_are():
    late = assessed(claim(trainee(1), trainee(2), received_on=date(2025, 1, 1)))
    assert (late.eligible, late.amount_fen, late.uses) == (False, 0, ())
    assert [(line.counts, line.amount_fen) for line in late.lines] == [(True, 120_000)] * 2


def test_an_application_without_a_line_that_counts_is_not_eligible():
    assessment = assessed(claim(trainee(1, exam_passed=False)))
    assert (assessment.eligible, assessment.amount_fen) == (False, 0)
    assert all(finding.holds for finding in assessment.findings)


def test_an_application_without_lines_is_not_eligible():
    assert assessed(claim()).eligible is False


def test_a_line_about_nobody_is_unclear():
    nobody = replace(trainee(1), person=None)
    assert finding_of(assessed(claim(nobody)), 1, "line-about").code == "person-missing"


CERTIFIED: dict[str, Value] = {"certificate_kind": "skill-level", "certificate_on": "2024-04-30", "local_worker": True}


def test_a_line_without_a_person_is_about_the_applicant_who_is_one():
    line = ClaimLine(line=1, person=None, facts=CERTIFIED)
    one = claim(line, scheme="skill-certificate", applicant="worker", applicant_kind="person")
    assessment = assessed(one, determined_fen={1: 100_000})
    assert (assessment.amount_fen, {use.subject for use in assessment.uses}) == (100_000, {"worker"})


def test_an_amount_is_determined_by_the_assessor_and_not_by_the_applicant():
    line = ClaimLine(
        line=1,
        person="worker",
        facts={**CERTIFIED, "determined_fen": 300_000},
        unverified=frozenset({"determined_fen"}),
    )
    one = claim(line, scheme="skill-certificate", applicant="worker", applicant_kind="person")
    assert finding_of(assessed(one), 1, "amount").code == "not-determined"
    assert assessed(one, determined_fen={1: 100_000}).amount_fen == 100_000


def test_each_question_is_asked_once_however_many_lines_need_it():
    workers = [
        ClaimLine(line=number, person=f"worker-{number}", facts={"employer_uscc": "EMPLOYER", "hired_on": "2024-03-15"})
        for number in range(1, 51)
    ]
    asked = questions(EDITION, claim(*workers, scheme="labour-introduction"))
    assert asked == (
        Question(register="labour-cooperation-operators", key="91350200M0001B2C3X", on=date(2024, 5, 6)),
        Question(register="key-enterprises", key="EMPLOYER", on=date(2024, 3, 15)),
    )


def test_the_subjects_of_limits_are_everything_that_the_lines_could_use():
    assert limit_subjects(EDITION, claim(trainee(1), trainee(2)), {}) == {
        ("key-enterprise-training-budget", "key-enterprise-training"),
        *((limit, f"person-{number}") for limit in ("training-yearly", "training-no-repeat") for number in (1, 2)),
        # Of a certificate that an import has without its number nothing but the person is known.
        *(("certificate-once", f"{one}-{number}") for one in ("certificate", "person") for number in (1, 2)),
    }


def answers_to(one: Claim) -> dict[Question, RegisterResult]:
    return {question: RegisterResult(entry="entry-1", quota=9) for question in questions(EDITION, one)}


def test_every_use_of_an_assessment_is_of_a_subject_that_was_asked_for():
    one = claim(trainee(1), trainee(2), trainee(3, person="person-1", occupation="other"))
    assessment = assessed(one, quota=9)
    assert {(use.limit, use.subject) for use in assessment.uses} <= limit_subjects(EDITION, one, answers_to(one))
    assert len(assessment.uses) == 15


def test_the_uses_of_a_line_can_be_known_before_it_is_assessed():
    one = claim(trainee(1))
    answers = {question: RegisterResult(entry="entry-1", quota=100) for question in questions(EDITION, one)}
    assert line_uses(EDITION, one, one.lines[0], answers, 120_000) == assessed(one).lines[0].uses


def test_the_applicant_is_whom_a_register_is_asked_about():
    asking = EDITION.schemes["key-enterprise-training"].application_askings
    assert [one.key for one in asking] == [APPLICANT]
    assert EDITION.schemes["labour-introduction"].registers == {"labour-cooperation-operators", "key-enterprises"}
