"""Measure (十四): flexible workers."""

from __future__ import annotations

from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.assessment import assess
from domain.entitlement.claim import AssessmentGiven
from policies.evaluate import claim_from
from tests.policies.documents import (
    EDITION,
    FIRM,
    WORKER,
    answer,
    application,
    assessed,
    finding,
    line,
    listed,
    person,
)

CLAUSES = {"m14"}
INSURED = "flexible-employment-insurance"


@pytest.mark.parametrize(
    ("premium_fen", "amount_fen", "outcome"),
    [
        (10_000, 5_000, "met"),
        (10_001, 5_001, "met"),
        (10_002, 5_001, "met"),
        (1, 1, "met"),
        (0, 0, "not_met"),
        (None, 0, "unclear"),
    ],
)
def test_half_of_the_premium_is_paid_and_half_a_fen_is_rounded_up(
    premium_fen: int | None, amount_fen: int, outcome: str
):
    one = assessed("yilubao", premium_fen=premium_fen)
    verdict = finding(one, "amount")
    assert (one["amount_fen"], verdict["outcome"], verdict["clause"]) == (amount_fen, outcome, "m14")


@pytest.mark.parametrize(
    ("insured_amount_fen", "outcome"),
    [(1, "met"), (39_999_999, "met"), (40_000_000, "met"), (40_000_001, "not_met"), (None, "unclear")],
)
def test_the_cover_of_the_product_is_400_000_yuan_at_the_most_whatever_the_insurer_says(
    insured_amount_fen: int | None, outcome: str
):
    facts = {"entry": "示产-01", "insured_amount_fen": 40_000_000}
    registers = listed("yilubao", insured_amount_fen=insured_amount_fen)
    evaluation = answer(application("yilubao", facts=facts, registers=registers))
    verdict = finding(evaluation, "cover")
    assert (verdict["outcome"], verdict["clause"]) == (outcome, "m14")
    assert evaluation["amount_fen"] == (5_001 if outcome == "met" else 0)
    if insured_amount_fen is None:
        assert (verdict["code"], verdict["owed_by"]) == ("not-in-entry", "office")


def test_the_product_is_on_the_register_on_the_day_of_receipt():
    evaluation = answer(application("yilubao", registers={**listed("yilubao"), "insurance-products": False}))
    verdict = finding(evaluation, "product")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m14", "register-day")
    assert (verdict["values"]["on"], evaluation["amount_fen"]) == ("2024-05-06", 0)
    nameless = answer(application("yilubao", facts={"entry": " "}))
    assert finding(nameless, "product")["owed_by"] == finding(nameless, "cover")["owed_by"] == "applicant"


@pytest.mark.parametrize(
    ("facts", "condition", "outcome"),
    [
        ({"flexible_worker": False}, "flexible-worker", "not_met"),
        ({"flexible_worker": None}, "flexible-worker", "unclear"),
        ({"period_from": "2024-03-31"}, "period-in-order", "met"),
        ({"period_from": "2024-04-01"}, "period-in-order", "not_met"),
        ({"period_from": None}, "period-in-order", "unclear"),
    ],
)
def test_a_flexible_worker_is_insured_for_a_period(facts: dict[str, Any], condition: str, outcome: str):
    one = assessed("yilubao", **facts)
    assert (finding(one, condition)["outcome"], bool(one["amount_fen"])) == (outcome, outcome == "met")


def test_the_insurer_applies_with_its_roster_by_interpretation():
    applicant = EDITION.schemes["yilubao"].applicant
    assert (applicant.kinds, applicant.interpretation) == (("organisation",), "payee")


@pytest.mark.parametrize(
    ("facts", "condition", "outcome"),
    [
        ({"category": "unemployed"}, "hard-to-employ", "not_met"),
        ({"category": None}, "hard-to-employ", "unclear"),
        *(({name: value}, name.replace("_", "-"), "unclear" if value is None else "not_met")
          for name in ("insured_as_individual", "pension_paid", "medical_paid", "unemployment_paid")
          for value in (False, None)),
        ({"period_to": "2024-01-01"}, "period-in-order", "met"),
        ({"period_to": "2023-12-31"}, "period-in-order", "not_met"),
    ],
)  # fmt: skip
def test_who_is_hard_to_employ_pays_all_three_insurances_as_an_individual(
    facts: dict[str, Any], condition: str, outcome: str
):
    one = assessed(INSURED, **facts)
    verdict = finding(one, condition)
    assert (verdict["outcome"], verdict["clause"], bool(one["amount_fen"])) == (outcome, "m14", outcome == "met")
    if condition.endswith("-paid"):
        assert verdict["interpretation"] == "all-three-insurances"


@pytest.mark.parametrize(
    ("facts", "outcome", "amount_fen"),
    [
        ({"determined_fen": 150_000}, "met", 150_000),
        ({"determined_fen": 0}, "not_met", 0),
        ({"determined_fen": None}, "unclear", 0),
        ({"basis_document": None}, "unclear", 0),
    ],
)
def test_the_subsidy_is_determined_under_the_document_that_is_cited(
    facts: dict[str, Any], outcome: str, amount_fen: int
):
    one = assessed(INSURED, **facts)
    assert (finding(one, "amount")["outcome"], one["amount_fen"]) == (outcome, amount_fen)


def test_each_worker_applies_for_themselves():
    assert answer(application(INSURED, applicant=FIRM))["eligible"] is False
    other = {**line(INSURED), "person": person(2)}
    assert (
        finding(answer(application(INSURED, other, applicant=WORKER))["lines"][0], "line-about")["outcome"] == "not_met"
    )


@pytest.mark.parametrize("scheme", ["yilubao", INSURED])
@pytest.mark.parametrize(("first", "outcome"), [("2024-03-31", "not_met"), ("2024-04-01", "met")])
def test_no_two_periods_of_a_person_share_a_day(scheme: str, first: str, outcome: str):
    lines = [line(scheme), line(scheme, period_from=first, period_to="2024-06-30")]
    verdict = finding(answer(application(scheme, *lines))["lines"][1], "no-overlap")
    assert (verdict["outcome"], verdict["interpretation"]) == (outcome, "no-overlap")


@pytest.mark.parametrize(("benefit", "eligible"), [("insurance", False), ("post", True)])
def test_an_individual_s_insurance_is_the_same_benefit_as_an_employer_s(benefit: str, eligible: bool):
    employer = claim_from(
        EDITION, application("hard-to-employ-insurance", line("hard-to-employ-insurance", benefit=benefit))
    )
    uses = assess(EDITION, employer, AssessmentGiven(answers={})).uses
    worker = claim_from(EDITION, application(INSURED, line(INSURED, period_from="2024-03-01")))
    elsewhere = tuple(replace(use, application="earlier") for use in uses)
    assert assess(EDITION, worker, AssessmentGiven(answers={}, uses=elsewhere)).eligible is eligible
