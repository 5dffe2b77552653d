"""Measure (九): operators of labour cooperation who introduce workers; see `test_clause_m09_others` for the rest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.entitlement.assessment import assess, questions
from domain.entitlement.claim import AssessmentGiven, ClaimLine, Question, RegisterResult
from domain.entitlement.edition import milestone_due
from domain.entitlement.findings import Outcome
from policies.evaluate import claim_from
from tests.policies.documents import EDITION, answer, application, assessed, finding, listed

CLAUSES = {"m09"}
SCHEME = "labour-introduction"


def test_an_introduced_worker_is_worth_1000_yuan_after_three_months_and_1000_after_three_more():
    one = assessed(SCHEME)
    assert one["amount_fen"] == 200_000
    assert one["instalments"] == [
        {"instalment": 1, "amount_fen": 100_000, "payable": "employed-3-months"},
        {"instalment": 2, "amount_fen": 100_000, "payable": "employed-6-months"},
    ]


@pytest.mark.parametrize(
    ("facts", "condition", "outcome"),
    [
        ({"from_outside_city": False}, "from-outside-city", "not_met"),
        ({"first_time_in_city": False}, "first-time-in-city", "not_met"),
        ({"dispatched": True}, "not-dispatched", "not_met"),
        ({"dispatched": None}, "not-dispatched", "unclear"),
        ({"employer_uscc": None}, "key-enterprise", "unclear"),
        ({"hired_on": None}, "key-enterprise", "unclear"),
    ],
)
def test_an_introduced_worker_is_new_to_the_city_and_not_dispatched(
    facts: dict[str, Any], condition: str, outcome: str
):
    one = assessed(SCHEME, **facts)
    assert (finding(one, condition)["outcome"], one["amount_fen"]) == (outcome, 0)


@pytest.mark.parametrize("register", ["labour-cooperation-operators", "key-enterprises"])
def test_the_operator_and_the_employer_must_be_on_their_registers(register: str):
    evaluation = answer(application(SCHEME, registers={**listed(SCHEME), register: False}))
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (False, 0)


HIRED_ON = date(2024, 3, 15)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "outcome"),
    [
        (HIRED_ON + timedelta(days=1), date(2024, 12, 31), Outcome.NOT_MET),
        (HIRED_ON, HIRED_ON, Outcome.MET),
        (date(2024, 1, 1), HIRED_ON - timedelta(days=1), Outcome.NOT_MET),
    ],
)
def test_the_employer_is_listed_on_the_day_of_hiring(valid_from: date, valid_to: date, outcome: Outcome):
    claim = claim_from(EDITION, application(SCHEME))
    asked = questions(EDITION, claim)
    answers = {one: _on_register(one, valid_from, valid_to) for one in asked}
    assessment = assess(EDITION, claim, AssessmentGiven(answers=answers))
    verdict = next(verdict for verdict in assessment.lines[0].findings if verdict.condition == "key-enterprise")
    assert (verdict.outcome, verdict.interpretation) == (outcome, "register-day")


def _on_register(question: Question, valid_from: date, valid_to: date) -> RegisterResult:
    valid = question.register != "key-enterprises" or valid_from <= question.on <= valid_to
    return RegisterResult(entry="entry-1" if valid else None)


def test_the_operator_is_listed_on_the_day_of_receipt():
    asked = questions(EDITION, claim_from(EDITION, application(SCHEME, received_on="2024-08-01")))
    assert Question(register="labour-cooperation-operators", key="91350200M0001B2C3X", on=date(2024, 8, 1)) in asked


@pytest.mark.parametrize(
    ("hired_on", "three_months", "six_months"),
    [
        ("2024-03-15", date(2024, 6, 15), date(2024, 9, 15)),
        ("2024-08-31", date(2024, 11, 30), date(2025, 2, 28)),
        ("2023-11-30", date(2024, 2, 29), date(2024, 5, 30)),
        ("2024-12-31", date(2025, 3, 31), date(2025, 6, 30)),
    ],
)
def test_months_of_employment_count_from_the_day_of_hiring_and_are_never_chained(
    hired_on: str, three_months: date, six_months: date
):
    worker = ClaimLine(line=1, person="worker", facts={"hired_on": hired_on})
    assert milestone_due(EDITION, "employed-3-months", worker) == three_months
    assert milestone_due(EDITION, "employed-6-months", worker) == six_months


def test_a_milestone_is_due_on_no_day_while_the_day_of_hiring_is_not_stated():
    assert milestone_due(EDITION, "employed-3-months", ClaimLine(line=1, person="worker", facts={})) is None


@pytest.mark.parametrize(("count", "outcome"), [(0, "met"), (1, "not_met")])
def test_a_worker_is_introduced_once(count: int, outcome: str):
    used = [{"limit": "introduction-once", "line": 1, "count": count}]
    evaluation = answer(application(SCHEME, used=used))
    assert finding(evaluation["lines"][0], "introduction-once")["outcome"] == outcome
