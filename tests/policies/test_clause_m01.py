"""Measure (一): training of all kinds of workers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.documents import (
    answer,
    application,
    assessed,
    by_entries,
    claim,
    finding,
    line,
    listed,
    person,
    verdict_on,
)

CLAUSES = {"m01"}
PROJECTS = {"project-skills-training": 100_000, "project-entrepreneurship-training": 150_000}
PROJECT_KINDS = {
    "project-skills-training": "skills",
    "project-entrepreneurship-training": "entrepreneurship",
    "differentiated-training": "differentiated",
}
BY_PROJECT = {**PROJECTS, "differentiated-training": 200_000}


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


@pytest.mark.parametrize("scheme", BY_PROJECT)
def test_a_project_that_is_not_named_is_unclear_as_a_whole_and_owed_by_the_applicant(scheme: str):
    evaluation = answer(application(scheme, facts={"entry": " "}))
    for condition, code in (("project", "not-stated"), ("project-kind", "not-in-entry")):
        verdict = finding(evaluation, condition)
        assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", code, "applicant")
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (False, 0)


@pytest.mark.parametrize("scheme", BY_PROJECT)
def test_a_project_is_on_the_register_on_the_day_of_receipt(scheme: str):
    evaluation = answer(application(scheme, registers={**listed(scheme), "training-projects": False}))
    verdict = finding(evaluation, "project")
    assert (verdict["outcome"], verdict["clause"], verdict["values"]["on"]) == ("not_met", "m01", "2024-05-06")
    assert (verdict["interpretation"], evaluation["eligible"]) == ("register-day", False)


@pytest.mark.parametrize("scheme", BY_PROJECT)
@pytest.mark.parametrize("kind", [*PROJECT_KINDS.values(), None])
def test_a_project_is_of_the_kind_that_is_applied_for_whatever_the_applicant_says(scheme: str, kind: str | None):
    wanted = PROJECT_KINDS[scheme]
    facts = {"entry": "XM-2024-017", "project_kind": wanted}
    evaluation = answer(application(scheme, facts=facts, registers=listed(scheme, project_kind=kind)))
    verdict = finding(evaluation, "project-kind")
    outcome = "unclear" if kind is None else "met" if kind == wanted else "not_met"
    assert (verdict["outcome"], verdict["clause"], evaluation["eligible"]) == (outcome, "m01", outcome == "met")
    if kind is None:
        assert (verdict["code"], verdict["owed_by"]) == ("not-in-entry", "office")


@pytest.mark.parametrize("scheme", BY_PROJECT)
def test_a_project_is_subsidised_once_for_each_of_its_trainees(scheme: str):
    evaluation = answer(application(scheme, *(line(scheme, number) for number in (1, 2, 1))))
    assert [one["amount_fen"] for one in evaluation["lines"]] == [BY_PROJECT[scheme], BY_PROJECT[scheme], 0]
    verdict = finding(evaluation["lines"][2], "project-once")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m01", "project-once")


@pytest.mark.parametrize("scheme", PROJECTS)
def test_other_numbers_on_certificates_do_not_make_two_trainings_of_one_project(scheme: str):
    lines = [line(scheme, certificate_no=number) for number in ("HG-1", "HG-2")]
    second = answer(application(scheme, *lines))["lines"][1]
    assert (finding(second, "certificate-once")["outcome"], finding(second, "project-once")["outcome"]) == (
        "met",
        "not_met",
    )


@pytest.mark.parametrize("scheme", BY_PROJECT)
@pytest.mark.parametrize(
    ("key", "states", "not_met"),
    [
        ("XM-2024-018", {"occupation": "焊工", "course_type": "IYB"}, None),
        ("XM-2024-018", {"level": "4"}, None),
        ("XM-2024-018", {}, "training-no-repeat"),
        ("XM-2024-017", {"occupation": "焊工", "course_type": "IYB"}, "project-once"),
        ("ＸＭ 2024-017", {"level": "4"}, "project-once"),
    ],
)
def test_another_project_of_another_occupation_or_level_is_another_training(
    scheme: str, key: str, states: dict[str, Any], not_met: str | None
):
    first = by_entries(claim(scheme), {})
    second = by_entries(claim(scheme, facts={"entry": key}), {key: states}, after=[first])
    refused = [one.condition for one in second.lines[0].findings if one.outcome == "not_met"]
    assert (refused, second.amount_fen) == (([not_met], 0) if not_met else ([], BY_PROJECT[scheme]))


@pytest.mark.parametrize(
    ("scheme", "left_out", "told"),
    [
        ("project-skills-training", "occupation", "occupation"),
        ("project-skills-training", "level", "level"),
        ("project-skills-training", "completed_on", "certificate_on"),
        ("project-entrepreneurship-training", "course_type", "occupation"),
        ("project-entrepreneurship-training", "level", "level"),
        ("differentiated-training", "occupation", "occupation"),
        ("differentiated-training", "completed_on", "certificate_on"),
    ],
)
def test_a_project_that_does_not_state_what_was_trained_and_when_is_unclear_and_owed_by_the_office(
    scheme: str, left_out: str, told: str
):
    one = assessed(scheme, **{left_out: None})
    verdict = finding(one, "training-yearly" if told == "certificate_on" else "training-no-repeat")
    assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", "not-in-entry", "office")
    assert (verdict["values"]["fact"], one["amount_fen"]) == (told, 0)


def test_the_course_type_stands_for_the_occupation_of_entrepreneurship():
    scheme = "project-entrepreneurship-training"
    assert assessed(scheme, occupation=None)["eligible"] is True
    first = by_entries(claim(scheme), {"XM-2024-017": {"occupation": "电工"}})
    again = by_entries(claim(scheme, facts={"entry": "B"}), {"B": {"occupation": "焊工"}}, after=[first])
    assert verdict_on(again.lines[0], "training-no-repeat").outcome == "not_met"


@pytest.mark.parametrize("scheme", BY_PROJECT)
@pytest.mark.parametrize(("used", "counted"), [(0, 2), (1, 1), (2, 0)])
def test_no_more_trainees_count_than_the_project_was_planned_for_over_all_its_applications(
    scheme: str, used: int, counted: int
):
    projects = {**listed(scheme)["training-projects"], "quota": 2}
    evaluation = answer(
        application(
            scheme,
            *(line(scheme, number) for number in (1, 2, 3)),
            registers={**listed(scheme), "training-projects": projects},
            used=[{"limit": "project-quota", "line": 1, "count": used}],
        )
    )
    assert [one["eligible"] for one in evaluation["lines"]] == [number <= counted for number in (1, 2, 3)]
    verdict = finding(evaluation["lines"][2], "project-quota")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m01", "project-scale")


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
        ({"level": "none"}, "particulars", "met"),
        *(({name: None}, "particulars", "unclear")
          for name in ("certificate_no", "certificate_on", "occupation", "level")),
    ],
)  # fmt: skip
def test_a_skill_certificate_is_a_qualification_or_skill_level_of_a_worker_of_the_city(
    facts: dict[str, Any], condition: str, outcome: str
):
    one = assessed("skill-certificate", **facts)
    assert (finding(one, condition)["outcome"], bool(one["amount_fen"])) == (outcome, outcome == "met")


def test_the_particulars_of_a_skill_certificate_tell_repetitions_by_the_closing_paragraph():
    verdict = finding(assessed("skill-certificate"), "particulars")
    assert (verdict["code"], verdict["clause"], verdict["interpretation"]) == ("all-cited", "closing-1", "no-level")


def test_nobody_gets_round_a_limit_by_leaving_out_the_number_of_the_certificate():
    one = assessed("skill-certificate", certificate_no=None)
    verdict = finding(one, "certificate-once")
    assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", "not-stated", "applicant")


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
    ("cost_fen", "standard_fen", "bounds", "cost", "amount_fen"),
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
    cost_fen: int | None, standard_fen: int, bounds: str, cost: str, amount_fen: int
):
    one = assessed("differentiated-training", cost_fen=cost_fen, standard_fen=standard_fen)
    assert (finding(one, "amount")["outcome"], finding(one, "amount-cost")["outcome"]) == (bounds, cost)
    assert finding(one, "amount-cost")["interpretation"] == "cost-reference"
    assert one["amount_fen"] == amount_fen


def test_the_standard_of_differentiated_training_is_the_project_s_and_nobody_types_it():
    one = assessed("differentiated-training", standard_fen=150_000, determined_fen=190_000)
    assert one["amount_fen"] == 150_000
    declared = line("differentiated-training", standard_fen=190_000, cost_fen=190_000, determined_fen=190_000)
    registers = listed("differentiated-training", standard_fen=None)
    one = answer(application("differentiated-training", declared, registers=registers))["lines"][0]
    verdict = finding(one, "amount")
    assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", "not-in-entry", "office")
    assert (verdict["values"]["fact"], one["amount_fen"]) == ("standard_fen", 0)
