"""Measure (五): career guidance bases, and bases for young people from Taiwan."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.documents import EDITION, LISTED, answer, application, assessed, finding, line

CLAUSES = {"m05"}
REGISTERS = {"guidance-base": "guidance-bases", "taiwan-youth-base": "taiwan-youth-bases"}


@pytest.mark.parametrize(
    ("scheme", "tier", "amount_fen"),
    [
        ("guidance-base", 1, 5_000_000),
        ("guidance-base", 2, 10_000_000),
        ("guidance-base", 3, 15_000_000),
        ("taiwan-youth-base", 1, 10_000_000),
        ("taiwan-youth-base", 2, 15_000_000),
        ("taiwan-youth-base", 3, 20_000_000),
    ],
)
def test_tiers_ascend_with_the_amount(scheme: str, tier: int, amount_fen: int):
    one = assessed(scheme, tier=tier)
    verdict = finding(one, "amount")
    assert (one["amount_fen"], verdict["clause"], verdict["interpretation"]) == (amount_fen, "m05", "tier-order")


@pytest.mark.parametrize("scheme", REGISTERS)
@pytest.mark.parametrize(
    ("facts", "condition", "code"),
    [({"tier": None}, "amount", "not-stated"), ({"site": None}, "line-about", "site-missing")],
)
def test_a_base_without_its_tier_or_its_name_is_unclear(scheme: str, facts: dict[str, Any], condition: str, code: str):
    one = assessed(scheme, **facts)
    verdict = finding(one, condition)
    assert (verdict["outcome"], verdict["code"], one["amount_fen"]) == ("unclear", code, 0)


@pytest.mark.parametrize("scheme", REGISTERS)
def test_a_base_is_on_its_register(scheme: str):
    others = {**LISTED, REGISTERS[scheme]: False}
    assert answer(application(scheme))["eligible"] is True
    evaluation = answer(application(scheme, registers=others))
    verdict = next(verdict for verdict in evaluation["findings"] if verdict["outcome"] == "not_met")
    assert (verdict["clause"], verdict["code"], evaluation["amount_fen"]) == ("m05", "not-listed", 0)
    assert EDITION.registers[REGISTERS[scheme]].source.clause == "m05"


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        ({}, "not_met"),
        ({"site": "厦门某大学 就业指导基地"}, "not_met"),
        ({"site": "另一基地"}, "met"),
        ({"tier": 3}, "met"),
        ({"rating": "national"}, "not_met"),
    ],
)
def test_a_base_is_awarded_once_for_each_tier_and_in_full_when_it_is_promoted(second: dict[str, Any], outcome: str):
    lines = [line("guidance-base"), line("guidance-base", **second)]
    one = answer(application("guidance-base", *lines))["lines"][1]
    verdict = finding(one, "site-once")
    assert (verdict["outcome"], verdict["interpretation"]) == (outcome, "site-once")
    assert one["amount_fen"] == (0 if outcome == "not_met" else 15_000_000 if second.get("tier") == 3 else 10_000_000)
