"""Measure (六): parks of human-resources services, and operators of labour cooperation."""

from __future__ import annotations

from typing import Any

import pytest

from domain.entitlement.assessment import Assessment, assess, questions
from domain.entitlement.claim import AssessmentGiven, RegisterResult
from tests.policies.documents import (
    EDITION,
    FIRM,
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

CLAUSES = {"m06"}


@pytest.mark.parametrize(
    ("park_status", "issued", "outcome", "amount_fen"),
    [
        ("district", None, "met", 100_000_000),
        ("district", False, "met", 100_000_000),
        ("municipal", True, "met", 150_000_000),
        ("municipal", False, "not_met", 0),
        ("municipal", None, "unclear", 0),
        ("upgraded", True, "met", 50_000_000),
        ("upgraded", False, "not_met", 0),
        ("upgraded", None, "unclear", 0),
        (None, True, "met", 0),
        (None, False, "unclear", 0),
        ("other", None, "met", 0),
    ],
)
def test_a_park_is_worth_what_its_status_is_and_above_the_district_needs_the_district_s_policy(
    park_status: str | None, issued: bool | None, outcome: str, amount_fen: int
):
    one = assessed("hr-park", park_status=park_status, district_policy_issued=issued)
    verdict = finding(one, "district-policy")
    assert (verdict["outcome"], verdict["clause"], one["amount_fen"]) == (outcome, "m06", amount_fen)


@pytest.mark.parametrize(
    ("earlier", "status", "outcome"),
    [
        ("district", "district", "not_met"),
        ("district", "municipal", "not_met"),
        ("district", "upgraded", "met"),
        ("municipal", "district", "not_met"),
        ("municipal", "municipal", "not_met"),
        ("municipal", "upgraded", "not_met"),
        ("upgraded", "upgraded", "not_met"),
        ("upgraded", "municipal", "not_met"),
        ("upgraded", "district", "met"),
    ],
)
def test_a_park_receives_one_of_two_awards_and_the_upgrade_once_and_never_after_municipal(
    earlier: str, status: str, outcome: str
):
    registers = listed("hr-park", park_status=status, district_policy_issued=True)
    used = [{"limit": "park-award", "line": 1, "status": earlier}]
    evaluation = answer(application("hr-park", registers=registers, used=used))
    verdict = finding(evaluation["lines"][0], "park-award")
    assert (verdict["outcome"], verdict["clause"]) == (outcome, "m06")
    assert bool(evaluation["amount_fen"]) == (outcome == "met")


def test_no_order_of_awards_gives_a_park_more_than_1_500_000_yuan():
    awards = ("district", "municipal", "upgraded", "district", "municipal", "upgraded")
    for first in range(3):
        awarded: list[Assessment] = []
        for status in awards[first : first + 3] + awards[2::-1]:
            states = {"park_status": status, "district_policy_issued": True}
            awarded.append(by_entries(claim("hr-park"), {"示园-01": states}, after=awarded))
        assert sum(one.amount_fen for one in awarded) == 150_000_000


def test_status_and_policy_are_those_of_the_entry_whatever_the_applicant_says():
    declared = line("hr-park", park_status="municipal", district_policy_issued=True)
    registers = listed("hr-park", park_status="municipal")
    one = answer(application("hr-park", declared, registers=registers))["lines"][0]
    verdict = finding(one, "district-policy")
    assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", "not-in-entry", "office")
    unrated = answer(application("hr-park", declared, registers={**listed("hr-park"), "hr-parks": True}))["lines"][0]
    for condition in ("amount", "park-award"):
        verdict = finding(unrated, condition)
        assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", "not-in-entry", "office")


def test_a_park_is_on_the_register_on_the_day_of_receipt():
    evaluation = answer(application("hr-park", registers={**listed("hr-park"), "hr-parks": False}))
    verdict = finding(evaluation["lines"][0], "hr-park")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m06", "park-payee")
    assert (verdict["values"]["on"], evaluation["eligible"]) == ("2024-05-06", False)
    assert EDITION.registers["hr-parks"].source.clause == "m06"


@pytest.mark.parametrize(
    ("names", "outcome", "code"),
    [
        ({"payee": FIRM["uscc"]}, "met", "listed"),
        ({"payee": "91350200M0009Z9Z9Z"}, "not_met", "listed-for-another"),
        ({"authority": "350211"}, "met", "listed"),
    ],
)
def test_a_park_is_claimed_by_the_payee_of_its_entry(names: dict[str, str], outcome: str, code: str):
    claimed = claim("hr-park")
    result = RegisterResult(entry="示园-01", key="示园-01", facts={"park_status": "district"}, **names)
    assessment = assess(EDITION, claimed, AssessmentGiven(answers=dict.fromkeys(questions(EDITION, claimed), result)))
    verdict = verdict_on(assessment.lines[0], "hr-park")
    assert (verdict.outcome, verdict.code, assessment.eligible) == (outcome, code, outcome == "met")


def test_an_award_of_one_park_is_in_the_way_of_no_other_and_stays_whoever_applies():
    states = {"park_status": "municipal", "district_policy_issued": True}
    other = {"kind": "organisation", "name": "另一园区", "uscc": "91350200M0009Z9Z9Z"}
    first = by_entries(claim("hr-park"), {"示园-01": states})
    again = by_entries(claim("hr-park", applicant=other), {"示园-01": {"park_status": "district"}}, after=[first])
    elsewhere = by_entries(claim("hr-park", line("hr-park", entry="示园-02")), {"示园-02": states}, after=[first])
    assert (first.amount_fen, again.amount_fen, elsewhere.amount_fen) == (150_000_000, 0, 150_000_000)
    assert verdict_on(again.lines[0], "park-award").outcome == "not_met"


def test_another_park_has_awards_of_its_own_and_the_same_number_written_otherwise_is_the_same_park():
    lines = [line("hr-park"), line("hr-park", entry="示园-02"), line("hr-park", entry="示园 ０１")]
    assert [one["eligible"] for one in answer(application("hr-park", *lines))["lines"]] == [True, True, False]


def test_an_operator_is_given_50000_yuan_once():
    evaluation = answer(application("labour-cooperation-operator"))
    assert (evaluation["amount_fen"], evaluation["lines"][0]["instalments"][0]["payable"]) == (5_000_000, "on-approval")
    lines: list[dict[str, Any]] = [{"facts": {"site": "一号"}}, {"facts": {"site": "二号"}}]
    twice = answer(application("labour-cooperation-operator", *lines))
    assert [one["eligible"] for one in twice["lines"]] == [True, False]
    assert finding(twice["lines"][1], "site-once")["interpretation"] == "site-once"
    used = [{"limit": "site-once", "line": 1, "count": 1}]
    assert answer(application("labour-cooperation-operator", used=used))["eligible"] is False


def test_an_operator_is_on_the_register_of_measure_six():
    registers = {**listed("labour-cooperation-operator"), "labour-cooperation-operators": False}
    evaluation = answer(application("labour-cooperation-operator", registers=registers))
    verdict = finding(evaluation, "operator")
    assert (verdict["outcome"], verdict["clause"], verdict["values"]["found"]) == ("not_met", "m06", FIRM["uscc"])
    assert EDITION.registers["labour-cooperation-operators"].source.clause == "m06"


def test_two_bodies_recognise_an_operator_together():
    documents = {name: register.documents for name, register in EDITION.registers.items()}
    assert {name for name, wanted in documents.items() if wanted == 2} == {"labour-cooperation-operators"}
    assert set(documents.values()) == {1, 2}


def test_recognition_suffices_for_the_subsidy_of_an_operator_by_interpretation():
    assert EDITION.schemes["labour-cooperation-operator"].amount.interpretation == "operator-duties"
