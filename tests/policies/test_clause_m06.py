"""Measure (六): parks of human-resources services, and operators of labour cooperation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.documents import EDITION, FIRM, LISTED, answer, application, assessed, finding, line

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
    one = line("hr-park", park_status=status, district_policy_issued=True)
    evaluation = answer(application("hr-park", one, used=[{"limit": "park-award", "line": 1, "status": earlier}]))
    verdict = finding(evaluation["lines"][0], "park-award")
    assert (verdict["outcome"], verdict["clause"]) == (outcome, "m06")
    assert bool(evaluation["amount_fen"]) == (outcome == "met")


def test_no_order_of_awards_gives_a_park_more_than_1_500_000_yuan():
    awards = ("district", "municipal", "upgraded", "district", "municipal", "upgraded")
    for first in range(3):
        order = awards[first : first + 3] + awards[2::-1]
        lines = [line("hr-park", park_status=status, district_policy_issued=True) for status in order]
        assert answer(application("hr-park", *lines))["amount_fen"] == 150_000_000


def test_another_park_has_awards_of_its_own_and_the_same_name_written_otherwise_is_the_same_park():
    lines = [line("hr-park"), line("hr-park", site="海沧园"), line("hr-park", site="湖里人力资源 服务产业园")]
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
    evaluation = answer(
        application("labour-cooperation-operator", registers={**LISTED, "labour-cooperation-operators": False})
    )
    verdict = finding(evaluation, "operator")
    assert (verdict["outcome"], verdict["clause"], verdict["values"]["found"]) == ("not_met", "m06", FIRM["uscc"])
    assert EDITION.registers["labour-cooperation-operators"].source.clause == "m06"


def test_recognition_suffices_for_the_subsidy_of_an_operator_by_interpretation():
    assert EDITION.schemes["labour-cooperation-operator"].amount.interpretation == "operator-duties"
