"""Measure (四): BRICS+ training."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.documents import answer, application, assessed, finding

CLAUSES = {"m04"}
SCHEME = "brics-training"


@pytest.mark.parametrize(
    ("determined_fen", "outcome", "amount_fen"),
    [(399_999, "met", 399_999), (400_000, "met", 400_000), (400_001, "not_met", 0), (0, "not_met", 0), (1, "met", 1),
     (None, "unclear", 0)],
)  # fmt: skip
def test_a_trainee_is_worth_what_was_determined_up_to_4000_yuan(
    determined_fen: int | None, outcome: str, amount_fen: int
):
    one = assessed(SCHEME, determined_fen=determined_fen)
    verdict = finding(one, "amount")
    assert (verdict["outcome"], verdict["clause"], one["amount_fen"]) == (outcome, "m04", amount_fen)


@pytest.mark.parametrize(
    ("hours_total", "hours_practical_at_base", "condition", "outcome"),
    [
        (39, 8, "hours-total", "not_met"),
        (40, 8, "hours-total", "met"),
        (41, 8, "hours-total", "met"),
        (40, 7, "hours-practical", "not_met"),
        (40, 8, "hours-practical", "met"),
        (40, 9, "hours-practical", "met"),
        (40, 40, "hours-consistent", "met"),
        (40, 41, "hours-consistent", "not_met"),
        (None, 8, "hours-total", "unclear"),
        (40, None, "hours-practical", "unclear"),
    ],
)
def test_a_course_has_40_hours_of_which_8_practical_at_the_base(
    hours_total: int | None, hours_practical_at_base: int | None, condition: str, outcome: str
):
    one = assessed(SCHEME, hours_total=hours_total, hours_practical_at_base=hours_practical_at_base)
    assert (finding(one, condition)["outcome"], finding(one, condition)["clause"]) == (outcome, "m04")
    assert one["amount_fen"] == (300_000 if outcome == "met" else 0)


@pytest.mark.parametrize(
    ("facts", "condition", "outcome"),
    [
        ({"certificate_kind": "internal"}, "institute-certificate", "not_met"),
        ({"certificate_kind": "completion"}, "institute-certificate", "not_met"),
        ({"certificate_kind": None}, "institute-certificate", "unclear"),
        ({"field": None}, "field", "unclear"),
        ({"enterprise_group": None}, "enterprise-group", "unclear"),
        *(({"field": name}, "field", "met") for name in ("mechanical", "electronics", "electrical", "vehicle", "it")),
        *(({"enterprise_group": name}, "enterprise-group", "met")
          for name in ("brics-market", "advanced-manufacturing", "high-end-service")),
    ],
)  # fmt: skip
def test_the_institute_certifies_five_fields_for_three_groups_of_enterprises(
    facts: dict[str, Any], condition: str, outcome: str
):
    one = assessed(SCHEME, **facts)
    assert (finding(one, condition)["outcome"], bool(one["amount_fen"])) == (outcome, outcome == "met")


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [({"institute_approved": True}, "met"), ({"institute_approved": False}, "not_met"), ({}, "unclear")],
)
def test_the_institute_approves_the_enterprise_s_own_project(facts: dict[str, Any], outcome: str):
    evaluation = answer(application(SCHEME, facts=facts))
    assert finding(evaluation, "institute-approved")["outcome"] == outcome
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (outcome == "met", 300_000 if outcome == "met" else 0)


def test_that_a_trainee_is_an_employee_is_what_the_group_of_the_enterprise_says_by_interpretation():
    verdict = finding(assessed("brics-training"), "enterprise-group")
    assert (verdict["outcome"], verdict["interpretation"]) == ("met", "brics-employees")
