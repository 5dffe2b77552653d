"""The closing paragraph on funds and training: central funds first, three trainings a year, no repetition."""

from __future__ import annotations

from typing import Any

import pytest

from domain.entitlement.findings import Outcome
from tests.policies.documents import (
    EDITION,
    FIRM,
    WORKER,
    answer,
    application,
    assessed,
    by_entries,
    claim,
    finding,
    line,
    verdict_on,
)

CLAUSES = {"closing-1"}
TRAINING = [name for name, scheme in EDITION.schemes.items() if scheme.clause in ("m01", "m02", "m03", "m04")]
CLASS = "key-enterprise-training"
"""Its lines name their classes one by one, so that one roster has trainings of several."""


@pytest.mark.parametrize("scheme", TRAINING)
@pytest.mark.parametrize(("count", "outcome"), [(0, "met"), (2, "met"), (3, "not_met"), (4, "not_met")])
def test_every_training_counts_toward_three_a_year(scheme: str, count: int, outcome: str):
    used = [{"limit": "training-yearly", "line": 1, "count": count}]
    evaluation = answer(application(scheme, used=used))
    verdict = finding(evaluation["lines"][0], "training-yearly")
    assert (verdict["outcome"], verdict["clause"]) == (outcome, "closing-1")
    assert evaluation["eligible"] == (outcome == "met")


def test_a_fourth_training_names_the_three_before_it():
    used = [{"limit": "training-yearly", "line": 1, "count": 3}]
    values = finding(answer(application("key-enterprise-training", used=used))["lines"][0], "training-yearly")["values"]
    assert (values["found"], values["required"]) == (3, 3)
    assert [use.split(" ")[0] for use in str(values["earlier"]).split("; ")] == [
        "earlier/1",
        "earlier/2",
        "earlier/3",
    ]


def test_labour_introduction_is_no_training_and_does_not_count():
    assert "training-yearly" not in {limit.id for limit in EDITION.schemes["labour-introduction"].limits}


@pytest.mark.parametrize(
    ("completed_on", "year"), [("2023-12-30", "2023"), ("2023-12-31", "2023"), ("2024-01-01", "2024")]
)
def test_the_year_is_that_of_the_training_s_last_day_in_its_entry(completed_on: str, year: str):
    for scheme in TRAINING:
        if scheme != "skill-certificate":
            verdict = finding(assessed(scheme, completed_on=completed_on), "training-yearly")
            assert (verdict["values"]["within"], verdict["interpretation"]) == (year, "training-group")


@pytest.mark.parametrize(("certificate_on", "year"), [("2023-12-31", "2023"), ("2024-01-01", "2024")])
def test_the_year_is_that_of_the_certificate_where_a_certificate_is_what_is_paid_for(certificate_on: str, year: str):
    verdict = finding(assessed("skill-certificate", certificate_on=certificate_on), "training-yearly")
    assert (verdict["values"]["within"], verdict["interpretation"]) == (year, "training-group")


def test_no_other_day_stands_in_for_the_day_that_decides_the_year():
    for scheme in TRAINING:
        of_worker = scheme == "skill-certificate"
        facts = {"certificate_on": None} if of_worker else {"completed_on": None, "certificate_on": "2024-03-01"}
        one = assessed(scheme, **facts)
        verdict = finding(one, "training-yearly")
        assert (verdict["outcome"], verdict["values"]["fact"]) == ("unclear", "certificate_on")
        told = (verdict["code"], verdict["owed_by"], one["amount_fen"])
        assert told == (("not-stated", "applicant", 0) if of_worker else ("not-in-entry", "office", 0))


def trainings(*days: str) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Lines about one person, each of a class of another occupation, and what the classes state."""
    classes = {f"班-{n}": {"completed_on": day, "occupation": f"工种{n}"} for n, day in enumerate(days, 1)}
    return [line(CLASS, 1, entry=key) for key in classes], classes


def test_four_trainings_of_one_person_in_one_roster_leave_the_fourth_out():
    lines, classes = trainings("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")
    assessment = by_entries(claim(CLASS, *lines), classes)
    assert [one.counts for one in assessment.lines] == [True, True, True, False]
    assert assessment.amount_fen == 360_000
    assert [one.condition for one in assessment.lines[3].findings if not one.holds] == ["training-yearly"]


def test_four_certificates_of_one_worker_in_one_application_leave_the_fourth_out():
    lines = [
        line("skill-certificate", 1, certificate_no=f"S-{month}", occupation=f"工种{month}",
             certificate_on=f"2024-0{month}-01")
        for month in (1, 2, 3, 4)
    ]  # fmt: skip
    evaluation = answer(application("skill-certificate", *lines))
    assert [one["eligible"] for one in evaluation["lines"]] == [True, True, True, False]
    assert evaluation["amount_fen"] == 450_000


def test_trainings_under_any_of_the_schemes_count_together():
    projects = (("A", "project-skills-training"), ("B", "differentiated-training"), ("C", "new-apprenticeship"))
    awarded = [
        by_entries(claim(scheme, facts={"entry": key}), {key: {"occupation": f"工种{key}"}}) for key, scheme in projects
    ]
    assert all(one.eligible for one in awarded)
    fourth = by_entries(claim("brics-training", facts={"entry": "D"}), {"D": {"occupation": "工种D"}}, after=awarded)
    assert verdict_on(fourth.lines[0], "training-yearly").outcome is Outcome.NOT_MET


def test_three_trainings_in_one_year_leave_room_in_the_next():
    lines, classes = trainings("2023-10-01", "2023-11-01", "2023-12-31", "2024-01-01")
    assert all(one.counts for one in by_entries(claim(CLASS, *lines), classes).lines)


@pytest.mark.parametrize(
    ("first", "second", "outcome", "interpretation"),
    [
        ({"occupation": "6-31-01-03", "level": "4"}, {"occupation": "6-31-01-03", "level": "4"}, "not_met", None),
        ({"occupation": "6-31-01-03", "level": "4"}, {"occupation": "6-31-01-03", "level": "3"}, "met", None),
        ({"occupation": "6-31-01-03", "level": "4"}, {"occupation": "6-31-01-04", "level": "4"}, "met", None),
        ({"occupation": "6-31-01-03", "level": "none"}, {"occupation": "6-31-01-03", "level": "none"}, "not_met", None),
        ({"occupation": "6-31-01-03", "level": "4"}, {"occupation": "6-31-01-03", "level": "none"}, "met", None),
        ({"occupation": "电 工", "level": "4"}, {"occupation": "电工", "level": "4"}, "not_met", None),
        ({"occupation": "电工", "level": "4"}, {"occupation": "电工", "level": None}, "unclear", None),
        ({"occupation": "电工", "level": "4"}, {"occupation": None, "level": "4"}, "unclear", None),
        ({"occupation": None, "level": "4"}, {"occupation": "电工", "level": "4"}, "met", None),
    ],
)
def test_the_same_occupation_and_level_is_subsidised_once(
    first: dict[str, Any], second: dict[str, Any], outcome: str, interpretation: str | None
):
    lines = [line(CLASS, 1, entry="班-1"), line(CLASS, 1, entry="班-2")]
    assessment = by_entries(claim(CLASS, *lines), {"班-1": first, "班-2": second})
    verdict = verdict_on(assessment.lines[1], "training-no-repeat")
    assert (verdict.outcome, verdict.clause, verdict.interpretation) == (outcome, "closing-1", interpretation)
    assert assessment.lines[1].counts is (outcome == "met")


def test_the_same_occupation_and_level_counts_for_each_person():
    lines = [line(CLASS, number) for number in (1, 2)]
    assert answer(application(CLASS, *lines))["amount_fen"] == 240_000


def test_a_certificate_repeats_the_training_for_which_a_provider_was_paid():
    provider = by_entries(claim("project-skills-training"), {"XM-2024-017": {"occupation": "电工", "level": "3"}})
    for facts, outcome in (({}, Outcome.NOT_MET), ({"level": "2"}, Outcome.MET), ({"occupation": "焊工"}, Outcome.MET)):
        worker = by_entries(claim("skill-certificate", line("skill-certificate", **facts)), {}, after=[provider])
        assert verdict_on(worker.lines[0], "training-no-repeat").outcome is outcome


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        ({}, "not_met"),
        ({"certificate_no": "ab １２"}, "not_met"),
        ({"certificate_no": "AB13"}, "met"),
        ({"certificate_kind": "qualification"}, "met"),
        ({"certificate_issuer": "另一机构"}, "met"),
    ],
)
def test_a_certificate_is_claimed_once_for_its_issuer_kind_and_number(second: dict[str, Any], outcome: str):
    certificate = {"certificate_no": "AB12", "certificate_kind": "completion", "certificate_issuer": "某机构"}
    scheme = "project-skills-training"
    lines = [line(scheme, 1, **certificate), line(scheme, 2, **{**certificate, **second})]
    evaluation = answer(application(scheme, *lines))
    verdict = finding(evaluation["lines"][1], "certificate-once")
    assert (verdict["outcome"], verdict["interpretation"]) == (outcome, "certificate-once")


@pytest.mark.parametrize("scheme", [scheme for scheme in TRAINING if scheme != "skill-certificate"])
@pytest.mark.parametrize(
    ("completed_on", "eligible"), [("2024-05-05", True), ("2024-05-06", True), ("2024-05-07", False)]
)
def test_a_training_that_its_entry_says_is_not_over_by_the_receipt_does_not_count(
    scheme: str, completed_on: str, eligible: bool
):
    one = assessed(scheme, completed_on=completed_on)
    codes = {verdict["code"] for verdict in one["findings"]}
    assert (one["eligible"], "after-receipt" in codes) == (eligible, not eligible)


def test_projects_of_two_registers_that_have_the_same_number_are_two_projects():
    first = by_entries(claim("differentiated-training", facts={"entry": "2024-01"}), {})
    other = claim("brics-training", facts={"entry": "2024-01"})
    second = by_entries(other, {"2024-01": {"occupation": "焊工"}}, after=[first])
    assert (first.eligible, second.eligible) == (True, True)


@pytest.mark.parametrize("scheme", TRAINING)
def test_certificates_that_an_enterprise_numbers_itself_are_not_compared(scheme: str):
    compared = ("project-skills-training", "project-entrepreneurship-training", "skill-certificate", "brics-training")
    numbered = [line(scheme, number, certificate_no="HG-7") for number in (1, 2)]
    conditions = {verdict["condition"] for verdict in answer(application(scheme, *numbered))["lines"][1]["findings"]}
    assert ("certificate-once" in conditions) is (scheme in compared)


NAMED = {"certificate_no": "HG-7", "certificate_kind": "completion"}


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ({}, {"certificate_issuer": "厦门 某公司"}, "not_met"),
        ({"certificate_issuer": "厦门某公司"}, {}, "not_met"),
        ({"certificate_issuer": "91350200M0001B2C3X"}, {"certificate_issuer": "厦门某公司"}, "not_met"),
        ({}, {"certificate_issuer": "厦门另一公司"}, "met"),
        ({"certificate_issuer": "厦门另一公司"}, {"certificate_issuer": "厦门某公司"}, "met"),
    ],
)
def test_an_applicant_that_names_itself_as_the_issuer_is_the_applicant_that_leaves_it_blank(
    first: dict[str, Any], second: dict[str, Any], outcome: str
):
    scheme = "project-skills-training"
    lines = [line(scheme, number, **{**NAMED, **issuer}) for number, issuer in enumerate((first, second), 1)]
    evaluation = answer(application(scheme, *lines, applicant=FIRM))
    assert finding(evaluation["lines"][1], "certificate-once")["outcome"] == outcome


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        (None, "某鉴定中心", "not_met"),
        ("某鉴定中心", None, "not_met"),
        (None, None, "not_met"),
        ("某鉴定中心", "某鉴定 中心", "not_met"),
        ("某鉴定中心", "另一鉴定中心", "met"),
    ],
)
def test_a_worker_s_certificate_without_an_issuer_may_be_any_that_the_same_worker_claims(
    first: str | None, second: str | None, outcome: str
):
    lines = [line("skill-certificate", 1, certificate_issuer=issuer) for issuer in (first, second)]
    evaluation = answer(application("skill-certificate", *lines, applicant=WORKER))
    assert finding(evaluation["lines"][1], "certificate-once")["outcome"] == outcome


def test_a_line_without_a_certificate_is_not_asked_about_one():
    evaluation = answer(application("project-skills-training"))
    assert "certificate-once" not in {verdict["condition"] for verdict in evaluation["lines"][0]["findings"]}


def test_a_supervisor_may_waive_three_a_year_and_nothing_else():
    waivable = {limit.id for limit in EDITION.limits.values() if limit.waivable}
    assert waivable == {"training-yearly"}


def test_a_waived_fourth_training_counts_and_uses_the_limit():
    lines, classes = trainings("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")
    fourth = by_entries(claim(CLASS, *lines), classes, waived={("training-yearly", 4)}).lines[3]
    assert (verdict_on(fourth, "training-yearly").outcome, fourth.amount_fen) == (Outcome.WAIVED, 120_000)
    assert "training-yearly" in {use.limit for use in fourth.uses}


def test_central_funds_are_drawn_on_first():
    order = [(source.id, source.source.clause, source.source.interpretation) for source in EDITION.funding_order]
    assert order == [
        ("central", "closing-1", None),
        ("provincial", "closing-1", "funding-order"),
        ("municipal", "closing-1", "funding-order"),
        ("district", "closing-1", "funding-order"),
    ]
