"""Measure (一): training of all kinds of workers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.documents import answer, application, assessed, finding, line, person

CLAUSES = {"m01"}
PROJECTS = {"project-skills-training": 100_000, "project-entrepreneurship-training": 150_000}


@pytest.mark.parametrize("scheme", PROJECTS)
@pytest.mark.parametrize(
    "category", ["migrant-worker", "unemployed", "hard-to-employ", "recent-graduate", "veteran", "other-priority"]
)
def test_a_trainee_of_a_priority_group_with_a_completion_certificate_earns_the_flat_rate(scheme: str, category: str):
    assert assessed(scheme, category=category)["amount_fen"] == PROJECTS[scheme]


@pytest.mark.parametrize("scheme", PROJECTS)
@pytest.mark.parametrize(
    ("facts", "condition", "outcome", "code"),
    [
        ({"category": "general"}, "priority-group", "not_met", "not-among"),
        ({"category": None}, "priority-group", "unclear", "not-stated"),
        ({"certificate_kind": "internal"}, "completion-certificate", "not_met", "not-among"),
        ({"certificate_kind": None}, "completion-certificate", "unclear", "not-stated"),
    ],
)
def test_a_trainee_outside_the_priority_groups_or_without_the_certificate_earns_nothing(
    scheme: str, facts: dict[str, Any], condition: str, outcome: str, code: str
):
    one = assessed(scheme, **facts)
    verdict = finding(one, condition)
    assert (verdict["clause"], verdict["outcome"], verdict["code"]) == ("m01", outcome, code)
    assert (one["eligible"], one["amount_fen"], one["instalments"]) == (False, 0, [])


@pytest.mark.parametrize("scheme", [*PROJECTS, "differentiated-training"])
def test_a_project_without_its_number_is_unclear_as_a_whole(scheme: str):
    evaluation = answer(application(scheme, facts={}))
    assert finding(evaluation, "project")["outcome"] == "unclear"
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (False, 0)


@pytest.mark.parametrize(
    ("determined_fen", "outcome", "amount_fen"),
    [
        (49_999, "not_met", 0),
        (50_000, "met", 50_000),
        (50_001, "met", 50_001),
        (299_999, "met", 299_999),
        (300_000, "met", 300_000),
        (300_001, "not_met", 0),
        (310_000, "not_met", 0),
        (None, "unclear", 0),
    ],
)
def test_a_skill_certificate_is_worth_what_was_determined_from_500_to_3000_yuan(
    determined_fen: int | None, outcome: str, amount_fen: int
):
    one = assessed("skill-certificate", determined_fen=determined_fen)
    assert (finding(one, "amount")["outcome"], one["amount_fen"]) == (outcome, amount_fen)
    assert finding(one, "amount")["clause"] == "m01"


@pytest.mark.parametrize(
    ("facts", "condition", "outcome"),
    [
        ({"certificate_kind": "qualification"}, "certificate", "met"),
        ({"certificate_kind": "skill-level"}, "certificate", "met"),
        ({"certificate_kind": "completion"}, "certificate", "not_met"),
        ({"certificate_kind": "institute"}, "certificate", "not_met"),
        ({"local_worker": False}, "local-worker", "not_met"),
        ({"local_worker": None}, "local-worker", "unclear"),
    ],
)
def test_a_skill_certificate_is_a_qualification_or_skill_level_of_a_worker_of_the_city(
    facts: dict[str, Any], condition: str, outcome: str
):
    assert finding(assessed("skill-certificate", **facts), condition)["outcome"] == outcome


def test_a_skill_certificate_is_claimed_by_the_worker_and_needs_no_person_on_its_line():
    document = application("skill-certificate", {"facts": line("skill-certificate")["facts"]})
    assert answer(document)["amount_fen"] == 150_000


def test_a_skill_certificate_is_claimed_by_the_worker_whose_it_is():
    document = application("skill-certificate", {**line("skill-certificate"), "person": person(2)})
    verdict = finding(answer(document)["lines"][0], "line-about")
    assert (verdict["outcome"], verdict["code"], verdict["interpretation"]) == ("not_met", "not-the-applicant", "payee")


def test_a_skill_certificate_claimed_by_an_organisation_is_not_eligible():
    firm = application("differentiated-training")["applicant"]
    evaluation = answer(application("skill-certificate", applicant=firm))
    verdict = finding(evaluation, "applicant-kind")
    assert (verdict["outcome"], verdict["interpretation"], evaluation["eligible"]) == ("not_met", "payee", False)


@pytest.mark.parametrize(
    ("cost_fen", "determined_fen", "bounds", "cost", "amount_fen"),
    [
        (235_000, 199_999, "met", "met", 199_999),
        (235_000, 200_000, "met", "met", 200_000),
        (235_000, 200_001, "not_met", "met", 0),
        (235_000, 235_000, "not_met", "met", 0),
        (180_000, 179_999, "met", "met", 179_999),
        (180_000, 180_000, "met", "met", 180_000),
        (180_000, 180_001, "met", "not_met", 0),
        (235_000, 0, "not_met", "met", 0),
        (235_000, 1, "met", "met", 1),
        (None, 200_000, "met", "unclear", 0),
    ],
)
def test_differentiated_training_is_neither_above_2000_yuan_nor_above_its_cost(
    cost_fen: int | None, determined_fen: int, bounds: str, cost: str, amount_fen: int
):
    one = assessed("differentiated-training", cost_fen=cost_fen, determined_fen=determined_fen)
    assert (finding(one, "amount")["outcome"], finding(one, "amount-cost")["outcome"]) == (bounds, cost)
    assert finding(one, "amount-cost")["interpretation"] == "cost-reference"
    assert one["amount_fen"] == amount_fen
