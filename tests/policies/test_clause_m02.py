"""Measure (二): apprenticeships."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.documents import assessed, finding

CLAUSES = {"m02"}


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
