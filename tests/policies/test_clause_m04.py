"""Measure (四): BRICS+ training."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.documents import answer, application, assessed, by_entries, claim, finding, line, listed

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
        ({"field": "other"}, "field", "not_met"),
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
    ("named", "approved", "outcome"),
    [("金砖-01", True, "met"), ("金砖-01", False, "not_met"), (" ", True, "unclear")],
)
def test_the_institute_approves_the_enterprise_s_own_project_and_then_it_is_listed(
    named: str, approved: bool, outcome: str
):
    registers = listed(SCHEME) if approved else {**listed(SCHEME), "brics-projects": False}
    evaluation = answer(application(SCHEME, facts={"entry": named}, registers=registers))
    verdict = finding(evaluation, "institute-approved")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == (outcome, "m04", "register-day")
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (outcome == "met", 300_000 if outcome == "met" else 0)
    assert verdict["values"].get("on", "2024-05-06") == "2024-05-06"


def test_field_and_hours_are_those_that_the_institute_approved_whatever_the_applicant_says():
    declared = line(SCHEME, field="it", hours_total=40, hours_practical_at_base=8)
    approved = listed(SCHEME, field="other", hours_total=39, hours_practical_at_base=7)
    one = answer(application(SCHEME, declared, registers=approved))["lines"][0]
    names = ("field", "hours-total", "hours-practical")
    assert [finding(one, name)["outcome"] for name in names] == ["not_met"] * 3
    one = answer(application(SCHEME, declared, registers={**listed(SCHEME), "brics-projects": True}))["lines"][0]
    verdicts = [finding(one, name) for name in names]
    assert {(verdict["code"], verdict["owed_by"]) for verdict in verdicts} == {("not-in-entry", "office")}


def test_a_project_is_subsidised_once_for_each_of_its_trainees():
    evaluation = answer(application(SCHEME, *(line(SCHEME, number) for number in (1, 2, 1))))
    assert [one["amount_fen"] for one in evaluation["lines"]] == [300_000, 300_000, 0]
    verdict = finding(evaluation["lines"][2], "project-once")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m04", "project-once")


@pytest.mark.parametrize(
    ("key", "states", "not_met"),
    [
        ("B", {"occupation": "焊工"}, None),
        ("B", {"level": "none"}, None),
        ("B", {"field": "it"}, "training-no-repeat"),
        ("XM-2024-017", {"level": "none"}, "project-once"),
    ],
)
def test_another_project_of_another_occupation_or_level_is_another_training(
    key: str, states: dict[str, Any], not_met: str | None
):
    first = by_entries(claim(SCHEME), {})
    second = by_entries(claim(SCHEME, facts={"entry": key}), {key: states}, after=[first])
    refused = [one.condition for one in second.lines[0].findings if one.outcome == "not_met"]
    assert (refused, second.amount_fen) == (([not_met], 0) if not_met else ([], 300_000))


@pytest.mark.parametrize(("used", "counted"), [(0, 2), (1, 1), (2, 0)])
def test_no_more_trainees_count_than_the_project_was_planned_for_over_all_its_applications(used: int, counted: int):
    projects = {**listed(SCHEME)["brics-projects"], "quota": 2}
    evaluation = answer(
        application(
            SCHEME,
            *(line(SCHEME, number) for number in (1, 2, 3)),
            registers={**listed(SCHEME), "brics-projects": projects},
            used=[{"limit": "brics-quota", "line": 1, "count": used}],
        )
    )
    assert [one["eligible"] for one in evaluation["lines"]] == [number <= counted for number in (1, 2, 3)]
    verdict = finding(evaluation["lines"][2], "brics-quota")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m04", "project-scale")


def test_that_a_trainee_is_an_employee_is_what_the_group_of_the_enterprise_says_by_interpretation():
    verdict = finding(assessed("brics-training"), "enterprise-group")
    assert (verdict["outcome"], verdict["interpretation"]) == ("met", "brics-employees")
