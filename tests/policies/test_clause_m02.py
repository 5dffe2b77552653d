"""Measure (二): apprenticeships."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.documents import answer, application, assessed, by_entries, claim, finding, line, listed

CLAUSES = {"m02"}
PLANS = {"new-apprenticeship": ("new", 500_000), "graduate-apprenticeship": ("graduate", 400_000)}


@pytest.mark.parametrize("scheme", PLANS)
@pytest.mark.parametrize("kind", ["new", "graduate", None])
def test_a_plan_is_listed_and_of_the_kind_that_is_applied_for(scheme: str, kind: str | None):
    evaluation = answer(application(scheme, registers=listed(scheme, plan_kind=kind)))
    verdict = finding(evaluation, "plan-kind")
    outcome = "unclear" if kind is None else "met" if kind == PLANS[scheme][0] else "not_met"
    assert (verdict["outcome"], verdict["clause"], evaluation["eligible"]) == (outcome, "m02", outcome == "met")
    unlisted = answer(application(scheme, registers={**listed(scheme), "apprenticeship-plans": False}))
    assert (finding(unlisted, "plan")["outcome"], finding(unlisted, "plan")["clause"]) == ("not_met", "m02")
    assert finding(unlisted, "plan")["values"]["on"] == "2024-05-06"
    assert finding(unlisted, "plan-kind")["owed_by"] == "office"


@pytest.mark.parametrize("scheme", PLANS)
def test_a_plan_is_subsidised_once_for_each_apprentice(scheme: str):
    evaluation = answer(application(scheme, *(line(scheme, number) for number in (1, 2, 1))))
    amount_fen = PLANS[scheme][1]
    assert [one["amount_fen"] for one in evaluation["lines"]] == [amount_fen, amount_fen, 0]
    verdict = finding(evaluation["lines"][2], "project-once")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m02", "project-once")


@pytest.mark.parametrize("scheme", PLANS)
@pytest.mark.parametrize(
    ("key", "states", "not_met"),
    [
        ("B", {"occupation": "焊工"}, None),
        ("B", {"level": "4"}, None),
        ("B", {}, "training-no-repeat"),
        ("XM-2024-017", {"level": "4"}, "project-once"),
    ],
)
def test_another_plan_for_another_occupation_or_level_is_another_training(
    scheme: str, key: str, states: dict[str, Any], not_met: str | None
):
    first = by_entries(claim(scheme), {})
    second = by_entries(claim(scheme, facts={"entry": key}), {key: states}, after=[first])
    refused = [one.condition for one in second.lines[0].findings if one.outcome == "not_met"]
    assert (refused, second.amount_fen) == (([not_met], 0) if not_met else ([], PLANS[scheme][1]))


@pytest.mark.parametrize(
    ("determined_fen", "outcome", "amount_fen"),
    [
        (399_999, "not_met", 0),
        (400_000, "met", 400_000),
        (400_001, "met", 400_001),
        (599_999, "met", 599_999),
        (600_000, "met", 600_000),
        (600_001, "not_met", 0),
        (None, "unclear", 0),
    ],
)
def test_an_apprentice_is_worth_what_was_determined_from_4000_to_6000_yuan(
    determined_fen: int | None, outcome: str, amount_fen: int
):
    one = assessed("new-apprenticeship", determined_fen=determined_fen)
    verdict = finding(one, "amount")
    assert (verdict["outcome"], verdict["interpretation"]) == (outcome, "apprenticeship-unit")
    assert one["amount_fen"] == amount_fen


@pytest.mark.parametrize(("employee", "outcome"), [(True, "met"), (False, "not_met"), (None, "unclear")])
def test_an_apprentice_is_an_employee_of_the_enterprise(employee: bool | None, outcome: str):
    assert finding(assessed("new-apprenticeship", employee=employee), "employee")["outcome"] == outcome


@pytest.mark.parametrize(
    ("facts", "condition", "outcome"),
    [
        ({"hours_total": 149}, "hours-total", "not_met"),
        ({"hours_total": 150}, "hours-total", "met"),
        ({"hours_total": 151}, "hours-total", "met"),
        ({"insured_months": 0}, "insured-months", "not_met"),
        ({"insured_months": 1}, "insured-months", "met"),
        ({"insured_months": 2}, "insured-months", "met"),
        ({"graduating_year": False}, "graduating-year", "not_met"),
        ({"skill_post": False}, "skill-post", "not_met"),
        ({"skill_post": None}, "skill-post", "unclear"),
        ({"hours_total": None}, "hours-total", "unclear"),
        ({"exam_passed": False}, "exam-passed", "not_met"),
        ({"graduated": False}, "graduated", "not_met"),
        ({"graduated": None}, "graduated", "unclear"),
        ({"insured_months": None}, "insured-months", "unclear"),
    ],
)
def test_a_graduating_student_meets_every_condition_of_the_clause(facts: dict[str, Any], condition: str, outcome: str):
    one = assessed("graduate-apprenticeship", **facts)
    assert (finding(one, condition)["outcome"], finding(one, condition)["clause"]) == (outcome, "m02")
    assert one["amount_fen"] == (400_000 if outcome == "met" else 0)


@pytest.mark.parametrize(
    ("school_track", "outcome", "amount_fen"),
    [("secondary", "met", 300_000), ("higher", "met", 400_000), ("undergraduate", "unclear", 0), (None, "unclear", 0)],
)
def test_a_graduating_student_earns_the_rate_of_the_school_track(
    school_track: str | None, outcome: str, amount_fen: int
):
    one = assessed("graduate-apprenticeship", school_track=school_track)
    assert (finding(one, "amount")["outcome"], one["amount_fen"]) == (outcome, amount_fen)


def test_the_rate_for_undergraduates_is_open_and_says_which_interpretation_leaves_it_open():
    verdict = finding(assessed("graduate-apprenticeship", school_track="undergraduate"), "amount")
    assert (verdict["code"], verdict["interpretation"]) == ("rate-not-named", "undergraduate-rate")


def test_hours_and_the_skilled_post_are_those_of_the_plan_whatever_the_applicant_says():
    scheme = "graduate-apprenticeship"
    declared = line(scheme, hours_total=150, skill_post=True)
    registers = listed(scheme, hours_total=149, skill_post=False)
    one = answer(application(scheme, declared, registers=registers))["lines"][0]
    assert [finding(one, name)["outcome"] for name in ("hours-total", "skill-post")] == ["not_met", "not_met"]
    one = answer(application(scheme, declared, registers=listed(scheme, hours_total=None)))["lines"][0]
    verdict = finding(one, "hours-total")
    assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", "not-in-entry", "office")
