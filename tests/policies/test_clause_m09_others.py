"""Measure (九): 131 services, experts, recruitment, and subsidies for the hard to employ."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.documents import EDITION, answer, application, assessed, finding, line

CLAUSES = {"m09"}
UNDER_DOCUMENT = ("service-131", "recruitment-reward", "hard-to-employ-insurance", "public-post")
PERIODS = ("hard-to-employ-insurance", "public-post")


@pytest.mark.parametrize("scheme", UNDER_DOCUMENT)
@pytest.mark.parametrize(
    ("facts", "outcome", "amount_fen"),
    [
        ({"determined_fen": 1}, "met", 1),
        ({"determined_fen": 123_456}, "met", 123_456),
        ({"determined_fen": 0}, "not_met", 0),
        ({"determined_fen": None}, "unclear", 0),
        ({"basis_document": None}, "unclear", 0),
        ({"basis_document": "  "}, "unclear", 0),
    ],
)
def test_what_another_document_names_is_determined_under_that_document(
    scheme: str, facts: dict[str, Any], outcome: str, amount_fen: int
):
    one = assessed(scheme, **facts)
    verdict = finding(one, "amount")
    assert (verdict["outcome"], verdict["clause"], one["amount_fen"]) == (outcome, "m09", amount_fen)


@pytest.mark.parametrize(
    ("category", "outcome"),
    [
        *((name, "met") for name in ("migrant-worker", "unemployed", "hard-to-employ", "recent-graduate", "veteran",
                                     "other-priority")),
        ("general", "not_met"),
        (None, "unclear"),
    ],
)  # fmt: skip
def test_131_services_are_for_priority_groups(category: str | None, outcome: str):
    one = assessed("service-131", category=category)
    assert (finding(one, "priority-group")["outcome"], bool(one["amount_fen"])) == (outcome, outcome == "met")


@pytest.mark.parametrize(
    ("first_time", "new_local", "outcome"),
    [
        (True, None, "met"),
        (None, True, "met"),
        (True, False, "met"),
        (False, True, "met"),
        (False, False, "not_met"),
        (False, None, "unclear"),
        (None, None, "unclear"),
    ],
)
def test_a_recruited_worker_is_new_to_the_city_or_to_its_labour_force(
    first_time: bool | None, new_local: bool | None, outcome: str
):
    one = assessed("recruitment-reward", first_time_in_city=first_time, new_local_worker=new_local)
    assert (finding(one, "new-to-the-city")["outcome"], bool(one["amount_fen"])) == (outcome, outcome == "met")


@pytest.mark.parametrize(
    ("used_fen", "determined_fen", "amount", "limit", "amount_fen"),
    [
        (0, 4_999_999, "met", "met", 4_999_999),
        (0, 5_000_000, "met", "met", 5_000_000),
        (0, 5_000_001, "not_met", "not_met", 0),
        (2_000_000, 2_999_999, "met", "met", 2_999_999),
        (2_000_000, 3_000_000, "met", "met", 3_000_000),
        (2_000_000, 3_000_001, "met", "not_met", 0),
        (5_000_000, 1, "met", "not_met", 0),
    ],
)
def test_a_team_is_given_50000_yuan_a_year_in_all(
    used_fen: int, determined_fen: int, amount: str, limit: str, amount_fen: int
):
    used = [{"limit": "expert-year", "line": 1, "amount_fen": used_fen}]
    one = answer(application("expert-team", line("expert-team", determined_fen=determined_fen), used=used))["lines"][0]
    assert finding(one, "amount")["outcome"] == amount
    if amount == "met":
        assert (finding(one, "expert-year")["outcome"], finding(one, "expert-year")["clause"]) == (limit, "m09")
    assert one["amount_fen"] == amount_fen


def test_a_team_without_a_code_is_an_applicant_and_its_lines_are_summed():
    team = {"kind": "organisation", "name": "鹭岛专家团队", "uscc_absent_because": "由个人组成"}
    lines = [line("expert-team", determined_fen=fen) for fen in (3_000_000, 2_000_001, 2_000_000)]
    evaluation = answer(application("expert-team", *lines, applicant=team))
    assert [one["amount_fen"] for one in evaluation["lines"]] == [3_000_000, 0, 2_000_000]


@pytest.mark.parametrize(("received_on", "year"), [("2023-12-31", "2023"), ("2024-01-01", "2024")])
def test_the_year_of_a_team_is_that_of_receipt(received_on: str, year: str):
    verdict = finding(answer(application("expert-team", received_on=received_on))["lines"][0], "expert-year")
    assert (verdict["values"]["within"], verdict["interpretation"]) == (year, "year-of")


@pytest.mark.parametrize("scheme", PERIODS)
@pytest.mark.parametrize(
    ("facts", "condition", "outcome"),
    [
        ({"category": "unemployed"}, "hard-to-employ", "not_met"),
        ({"category": None}, "hard-to-employ", "unclear"),
        ({"benefit": "insurance"}, "benefit", "met"),
        ({"benefit": "post"}, "benefit", "met"),
        ({"benefit": None}, "benefit", "unclear"),
        ({"period_from": "2024-03-30"}, "period-in-order", "met"),
        ({"period_from": "2024-03-31"}, "period-in-order", "met"),
        ({"period_from": "2024-04-01"}, "period-in-order", "not_met"),
        ({"period_from": None}, "period-in-order", "unclear"),
        ({"period_to": None}, "period-in-order", "unclear"),
    ],
)
def test_a_period_of_somebody_hard_to_employ_is_in_order(
    scheme: str, facts: dict[str, Any], condition: str, outcome: str
):
    one = assessed(scheme, **facts)
    assert (finding(one, condition)["outcome"], bool(one["amount_fen"])) == (outcome, outcome == "met")


@pytest.mark.parametrize("scheme", PERIODS)
@pytest.mark.parametrize(
    ("number", "second", "outcome"),
    [
        (1, {"period_from": "2024-04-01", "period_to": "2024-06-30"}, "met"),
        (1, {"period_from": "2024-03-31", "period_to": "2024-06-30"}, "not_met"),
        (1, {"period_from": "2024-03-30", "period_to": "2024-06-30"}, "not_met"),
        (1, {"period_from": "2023-10-01", "period_to": "2023-12-31"}, "met"),
        (1, {"period_from": "2023-10-01", "period_to": "2024-01-01"}, "not_met"),
        (1, {"period_from": "2024-02-01", "period_to": "2024-02-01"}, "not_met"),
        (2, {}, "met"),
    ],
)
def test_no_two_periods_of_a_person_and_benefit_share_a_day(
    scheme: str, number: int, second: dict[str, Any], outcome: str
):
    evaluation = answer(application(scheme, line(scheme), line(scheme, number, **second)))
    verdict = finding(evaluation["lines"][1], "no-overlap")
    assert (verdict["outcome"], verdict["interpretation"]) == (outcome, "no-overlap")


def test_the_other_benefit_may_be_paid_for_the_same_days():
    lines = [line("public-post", benefit=benefit) for benefit in ("post", "insurance", "post")]
    assert [one["eligible"] for one in answer(application("public-post", *lines))["lines"]] == [True, True, False]


def test_only_organisations_apply_under_measure_nine():
    schemes = [scheme for scheme in EDITION.schemes.values() if scheme.clause == "m09"]
    assert len(schemes) == 6
    assert {scheme.applicant.kinds for scheme in schemes} == {("organisation",)}


def test_a_worker_is_rewarded_once_for_being_recruited_whoever_applies():
    twice = answer(application("recruitment-reward", line("recruitment-reward", 1), line("recruitment-reward", 1)))
    first, second = twice["lines"]
    assert (first["amount_fen"], second["amount_fen"]) == (60_000, 0)
    verdict = finding(second, "recruitment-once")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m09", "recruitment-once")
    used = [{"limit": "recruitment-once", "line": 1, "count": 1}]
    assert answer(application("recruitment-reward", used=used))["eligible"] is False
    others = answer(application("recruitment-reward", line("recruitment-reward", 1), line("recruitment-reward", 2)))
    assert others["amount_fen"] == 120_000


def test_an_introduction_and_a_recruitment_of_the_same_worker_are_two_rewards():
    used = [{"limit": "recruitment-once", "line": 1, "count": 1}]
    assert answer(application("labour-introduction", used=used))["eligible"] is True
    assert EDITION.limits["recruitment-once"].day == "hired_on"
    assert EDITION.limits["recruitment-once"].waivable is False
