"""Measure (三): post-skills training in key enterprises."""

from __future__ import annotations

from typing import Any

import pytest

from domain.base import replace
from tests.policies.documents import (
    EDITION,
    answer,
    application,
    assessed,
    by_entries,
    claim,
    finding,
    line,
    listed,
)

CLAUSES = {"m03"}
SCHEME = "key-enterprise-training"


@pytest.mark.parametrize(
    ("hours_total", "hours_offline", "condition", "outcome"),
    [
        (39, 39, "hours-total", "not_met"),
        (40, 20, "hours-total", "met"),
        (41, 21, "hours-total", "met"),
        (40, 19, "offline-share", "not_met"),
        (40, 20, "offline-share", "met"),
        (40, 21, "offline-share", "met"),
        (41, 20, "offline-share", "not_met"),
        (41, 21, "offline-share", "met"),
        (40, 40, "hours-consistent", "met"),
        (40, 41, "hours-consistent", "not_met"),
    ],
)
def test_a_course_has_40_hours_half_of_them_offline_and_no_more_offline_than_in_total(
    hours_total: int, hours_offline: int, condition: str, outcome: str
):
    one = assessed(SCHEME, hours_total=hours_total, hours_offline=hours_offline)
    assert (finding(one, condition)["outcome"], finding(one, condition)["clause"]) == (outcome, "m03")
    assert one["amount_fen"] == (120_000 if outcome == "met" else 0)


def test_a_share_that_is_too_small_says_what_it_is_and_what_it_should_be():
    values = finding(assessed(SCHEME, hours_total=41, hours_offline=20), "offline-share")["values"]
    assert (values["found"], values["total"], values["percent"], values["required"]) == (20, 41, "48.8", 50)


@pytest.mark.parametrize(
    ("facts", "condition", "outcome"),
    [
        ({"employee": False}, "employee", "not_met"),
        ({"employee": None}, "employee", "unclear"),
        ({"exam_passed": False}, "exam-passed", "not_met"),
        ({"certificate_kind": "completion"}, "internal-certificate", "not_met"),
        ({"hours_offline": None}, "offline-share", "unclear"),
    ],
)
def test_a_trainee_is_an_employee_who_passed_and_holds_the_certificate(
    facts: dict[str, Any], condition: str, outcome: str
):
    one = assessed(SCHEME, **facts)
    assert (finding(one, condition)["outcome"], one["amount_fen"]) == (outcome, 0)


def scale(quota: int) -> dict[str, Any]:
    return {**listed(SCHEME), "demonstration-enterprises": {"quota": quota}}


@pytest.mark.parametrize("answered", [{}, {"demonstration-enterprises": False}])
def test_an_enterprise_that_is_not_on_the_register_earns_nothing_however_good_its_lines(answered: dict[str, bool]):
    registers = {"enterprise-classes": listed(SCHEME)["enterprise-classes"], **answered}
    evaluation = answer(application(SCHEME, registers=registers))
    assert finding(evaluation, "demonstration-enterprise")["outcome"] == "not_met"
    assert (evaluation["eligible"], evaluation["amount_fen"], evaluation["lines"][0]["eligible"]) == (False, 0, True)


@pytest.mark.parametrize(("quota", "counted"), [(1, 1), (2, 2), (3, 3), (4, 3)])
def test_no_more_trainees_count_than_the_entry_allows_in_the_order_of_lines(quota: int, counted: int):
    lines = [line(SCHEME, number) for number in (1, 2, 3)]
    evaluation = answer(application(SCHEME, *lines, registers=scale(quota)))
    assert [one["eligible"] for one in evaluation["lines"]] == [number <= counted for number in (1, 2, 3)]
    assert evaluation["amount_fen"] == counted * 120_000


def test_a_trainee_who_does_not_count_takes_nothing_of_the_quota():
    lines = [line(SCHEME, 1, exam_passed=False), line(SCHEME, 2)]
    evaluation = answer(application(SCHEME, *lines, registers=scale(1)))
    assert [one["eligible"] for one in evaluation["lines"]] == [False, True]


def test_the_quota_counts_what_earlier_applications_used_of_it():
    used = [{"limit": "enterprise-quota", "line": 1, "count": 2}]
    lines = [line(SCHEME, 1), line(SCHEME, 2)]
    evaluation = answer(application(SCHEME, *lines, registers=scale(3), used=used))
    assert [one["eligible"] for one in evaluation["lines"]] == [True, False]


def test_a_class_is_listed_on_the_day_of_receipt_and_its_hours_are_those_of_its_entry():
    registers = {**listed(SCHEME), "enterprise-classes": False}
    one = answer(application(SCHEME, registers=registers))["lines"][0]
    verdict = finding(one, "class")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m03", "register-day")
    assert (verdict["values"]["on"], finding(one, "hours-total")["owed_by"]) == ("2024-05-06", "office")
    declared = line(SCHEME, hours_total=40, hours_offline=20)
    short = answer(application(SCHEME, declared, registers=listed(SCHEME, hours_total=39)))["lines"][0]
    assert (finding(short, "hours-total")["outcome"], short["amount_fen"]) == ("not_met", 0)


def test_a_line_that_names_no_class_is_unclear_and_owed_by_the_applicant():
    one = answer(application(SCHEME, line(SCHEME, entry=" ")))["lines"][0]
    for condition, code in (("class", "not-stated"), ("hours-total", "not-in-entry"), ("project-once", "not-in-entry")):
        verdict = finding(one, condition)
        assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", code, "applicant")


def test_a_class_that_the_application_names_once_is_that_of_the_lines_that_name_none():
    claimed = claim(SCHEME, line(SCHEME, 1), line(SCHEME, 2), line(SCHEME, 1, entry="班-1"), facts={"entry": "班-1"})
    nameless = [
        replace(one, facts={fact: value for fact, value in one.facts.items() if fact != "entry"})
        for one in claimed.lines[:2]
    ]
    together = by_entries(replace(claimed, lines=(*nameless, claimed.lines[2])), {"班-1": {"level": "none"}})
    assert [one.amount_fen for one in together.lines] == [120_000, 120_000, 0]
    refused = [one.condition for one in together.lines[2].findings if one.outcome == "not_met"]
    assert refused == ["training-no-repeat", "project-once"]
    asked = EDITION.schemes[SCHEME].application_facts, EDITION.schemes[SCHEME].line_facts
    assert [("entry" in facts.optional, "entry" in facts.required) for facts in asked] == [(True, False)] * 2


def test_a_class_is_subsidised_once_for_each_trainee_and_another_class_again():
    classes = {"班-1": {}, "班-2": {"occupation": "焊工"}, "班-3": {}}
    rows = [(1, "班-1"), (2, "班-1"), (1, "班-1"), (1, "班-2"), (1, "班-3")]
    together = by_entries(claim(SCHEME, *(line(SCHEME, number, entry=key) for number, key in rows)), classes)
    assert [one.amount_fen for one in together.lines] == [120_000, 120_000, 0, 120_000, 0]
    refused = [[one.condition for one in line.findings if one.outcome == "not_met"] for line in together.lines]
    assert refused[2:] == [["training-no-repeat", "project-once"], [], ["training-no-repeat"]]


def test_the_programme_has_a_budget_of_20_million_yuan():
    budget = EDITION.schemes[SCHEME].budget
    assert budget is not None
    assert (budget.amount_fen, budget.source.clause, budget.source.interpretation) == (
        2_000_000_000,
        "m03",
        "budget-hard",
    )
