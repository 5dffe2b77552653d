"""Measure (九): 131 services, experts, recruitment, and subsidies for the hard to employ."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.entitlement.assessment import assess, questions
from domain.entitlement.claim import AssessmentGiven, RegisterResult
from domain.entitlement.findings import Outcome
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
    verdict_on,
)

CLAUSES = {"m09"}
UNDER_DOCUMENT = ("service-131", "recruitment-reward", "hard-to-employ-insurance", "public-post")
PERIODS = ("hard-to-employ-insurance", "public-post")
OTHER_FIRM = {"kind": "organisation", "name": "厦门另一公司", "uscc": "91350200M0009Z9Z9Z"}


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


def test_131_services_are_rendered_under_an_agreement_that_is_listed_on_the_day_of_receipt():
    registers = {**listed("service-131"), "service-agreements": False}
    evaluation = answer(application("service-131", registers=registers))
    verdict = finding(evaluation, "agreement")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m09", "register-day")
    assert (verdict["values"]["on"], evaluation["amount_fen"]) == ("2024-05-06", 0)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"period_from": "2024-03-30"}, "met"),
        ({"period_from": "2024-03-31"}, "met"),
        ({"period_from": "2024-04-01"}, "not_met"),
        ({"period_from": None}, "unclear"),
        ({"period_to": None}, "unclear"),
    ],
)
def test_the_period_of_131_services_is_in_order(facts: dict[str, Any], outcome: str):
    one = assessed("service-131", **facts)
    verdict = finding(one, "period-in-order")
    assert (verdict["outcome"], verdict["clause"], bool(one["amount_fen"])) == (outcome, "m09", outcome == "met")


@pytest.mark.parametrize(("period_from", "outcome"), [("2024-03-31", Outcome.NOT_MET), ("2024-04-01", Outcome.MET)])
def test_nobody_is_served_twice_on_the_same_day_whoever_serves(period_from: str, outcome: Outcome):
    first = by_entries(claim("service-131"), {})
    second = line("service-131", period_from=period_from, period_to="2024-04-30")
    other = by_entries(claim("service-131", second, applicant=OTHER_FIRM), {}, after=[first])
    verdict = verdict_on(other.lines[0], "no-overlap")
    assert (verdict.outcome, verdict.interpretation, bool(other.amount_fen)) == (
        outcome,
        "no-overlap",
        outcome is Outcome.MET,
    )


def test_131_services_do_not_stand_in_the_way_of_other_subsidies_of_the_same_days():
    first = by_entries(claim("service-131"), {})
    assert by_entries(claim("hard-to-employ-insurance"), {}, after=[first]).eligible


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
        # The year is cut to what is left of it, and refused where nothing is.
        (2_000_000, 3_000_001, "met", "met", 3_000_000),
        (4_999_999, 5_000_000, "met", "met", 1),
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
    assert [one["amount_fen"] for one in evaluation["lines"]] == [3_000_000, 2_000_000, 0]


@pytest.mark.parametrize(
    ("entry", "outcome"), [("示专-01", "not_met"), ("示专０１", "not_met"), ("示专-02", "met"), (" ", "unclear")]
)
def test_the_year_of_a_team_counts_its_number_although_another_applies_for_it(entry: str, outcome: str):
    first = by_entries(claim("expert-team", line("expert-team", determined_fen=5_000_000)), {})
    second = line("expert-team", entry=entry, determined_fen=2_000_001)
    other = by_entries(claim("expert-team", second, applicant=OTHER_FIRM), {}, after=[first])
    assert (first.amount_fen, other.amount_fen) == (5_000_000, 2_000_001 if outcome == "met" else 0)
    verdicts = {one.condition: one.outcome for one in other.lines[0].findings}
    assert verdicts["expert-team" if entry == " " else "expert-year"] == outcome


def test_a_team_is_on_the_register_on_the_day_of_receipt():
    evaluation = answer(application("expert-team", registers={**listed("expert-team"), "expert-teams": False}))
    verdict = finding(evaluation["lines"][0], "expert-team")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m09", "register-day")
    assert (verdict["values"]["on"], evaluation["amount_fen"]) == ("2024-05-06", 0)


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


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "outcome"),
    [
        (date(2024, 1, 2), date(2024, 12, 31), Outcome.NOT_MET),
        (date(2024, 1, 1), date(2024, 1, 1), Outcome.MET),
        (date(2023, 1, 1), date(2023, 12, 31), Outcome.NOT_MET),
    ],
)
def test_a_public_post_is_listed_on_the_first_day_of_the_period(valid_from: date, valid_to: date, outcome: Outcome):
    claimed = claim("public-post")
    (question,) = questions(EDITION, claimed)
    assert (question.register, question.key, question.on) == ("public-posts", "示岗-01", date(2024, 1, 1))
    entry = "示岗-01" if valid_from <= question.on <= valid_to else None
    assessment = assess(EDITION, claimed, AssessmentGiven(answers={question: RegisterResult(entry=entry)}))
    verdict = verdict_on(assessment.lines[0], "public-post")
    assert (verdict.outcome, verdict.clause, verdict.interpretation) == (outcome, "m09", "register-day")
    assert assessment.eligible is (outcome is Outcome.MET)


def test_a_public_post_whose_period_or_number_is_left_out_is_unclear():
    for facts in ({"entry": " "}, {"period_from": None}):
        one = assessed("public-post", **facts)
        verdict = finding(one, "public-post")
        assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", "not-stated", "applicant")


def test_two_persons_hold_the_same_public_post_and_one_person_two_posts_for_days_apart():
    lines = [
        line("public-post", 1),
        line("public-post", 2),
        line("public-post", 1, entry="示岗-02"),
        line("public-post", 1, entry="示岗-02", period_from="2024-04-01", period_to="2024-04-30"),
    ]
    assessment = by_entries(claim("public-post", *lines), {})
    assert [one.counts for one in assessment.lines] == [True, True, False, True]


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
