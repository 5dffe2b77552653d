"""Measure (五): career guidance bases, and bases for young people from Taiwan."""

from __future__ import annotations

from typing import Any

import pytest

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
def test_the_tier_is_that_of_the_entry_whatever_the_applicant_says(scheme: str):
    declared = line(scheme, tier=3, rating="national", site="另一基地")
    one = answer(application(scheme, declared, registers=listed(scheme, tier=1)))["lines"][0]
    assert one == assessed(scheme, tier=1)


@pytest.mark.parametrize("scheme", REGISTERS)
def test_a_base_whose_entry_states_no_tier_is_unclear_and_owed_by_the_office(scheme: str):
    one = answer(application(scheme, line(scheme, tier=3), registers=listed(scheme, tier=None)))["lines"][0]
    for condition in ("amount", "site-once"):
        verdict = finding(one, condition)
        assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", "not-in-entry", "office")
        assert verdict["values"]["fact"] == "tier"
    assert one["amount_fen"] == 0


@pytest.mark.parametrize("scheme", REGISTERS)
def test_a_base_that_is_not_named_is_unclear_and_owed_by_the_applicant(scheme: str):
    one = answer(application(scheme, line(scheme, entry=" ")))["lines"][0]
    for condition, code in ((scheme, "not-stated"), ("amount", "not-in-entry")):
        verdict = finding(one, condition)
        assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", code, "applicant")
    assert one["amount_fen"] == 0


@pytest.mark.parametrize("scheme", REGISTERS)
def test_a_base_is_on_its_register(scheme: str):
    others = {**listed(scheme), REGISTERS[scheme]: False}
    assert answer(application(scheme))["eligible"] is True
    evaluation = answer(application(scheme, registers=others))
    verdict = finding(evaluation["lines"][0], scheme)
    assert (verdict["outcome"], verdict["clause"], verdict["code"]) == ("not_met", "m05", "not-listed")
    assert (verdict["values"]["on"], evaluation["amount_fen"]) == ("2024-05-06", 0)
    assert EDITION.registers[REGISTERS[scheme]].source.clause == "m05"


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        ({}, "not_met"),
        ({"entry": "示指基01"}, "not_met"),
        ({"entry": "示指基 － ０１"}, "not_met"),
        ({"entry": "「示指基」-01"}, "not_met"),
        ({"entry": "示指基-02"}, "met"),
        ({"entry": "示指基-0-1"}, "met"),
        ({"tier": 3}, "not_met"),
        ({"rating": "national"}, "not_met"),
        ({"site": "另一基地"}, "not_met"),
    ],
)
def test_a_base_is_awarded_once_for_each_tier_however_its_number_is_written(second: dict[str, Any], outcome: str):
    lines = [line("guidance-base"), line("guidance-base", **second)]
    one = answer(application("guidance-base", *lines))["lines"][1]
    verdict = finding(one, "site-once")
    assert (verdict["outcome"], verdict["interpretation"]) == (outcome, "site-once")
    assert one["amount_fen"] == (0 if outcome == "not_met" else 10_000_000)


@pytest.mark.parametrize("scheme", REGISTERS)
def test_a_base_that_is_promoted_is_awarded_each_tier_in_full_and_once_whoever_applies(scheme: str):
    key = line(scheme)["facts"]["entry"]
    other = {"kind": "organisation", "name": "另一单位", "uscc": "91350200M0009Z9Z9Z"}
    first = by_entries(claim(scheme), {key: {"tier": 2}})
    promoted = by_entries(claim(scheme, applicant=other), {key: {"tier": 3}}, after=[first])
    amounts = {"guidance-base": (10_000_000, 15_000_000), "taiwan-youth-base": (15_000_000, 20_000_000)}[scheme]
    assert (first.amount_fen, promoted.amount_fen) == amounts
    again = by_entries(claim(scheme, applicant=other), {key: {"tier": 2}}, after=[first, promoted])
    assert verdict_on(again.lines[0], "site-once").outcome == "not_met"
    assert by_entries(claim(scheme, line(scheme, entry="另-9")), {"另-9": {"tier": 2}}, after=[first]).eligible
