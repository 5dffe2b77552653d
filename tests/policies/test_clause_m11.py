"""Measure (十一): training of those who work in the services themselves."""

from __future__ import annotations

import pytest

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

CLAUSES = {"m11"}
PLACES = {"staff-training-local": "local", "staff-training-away": "away"}
AMOUNTS_FEN = {"staff-training-local": 55_000, "staff-training-away": 880_000}


@pytest.mark.parametrize(
    ("cost_fen", "amount_fen", "outcome"),
    [
        (999_999, 999_999, "met"),
        (1_000_000, 1_000_000, "met"),
        (1_000_001, 1_000_000, "met"),
        (5_000_000, 1_000_000, "met"),
        (1, 1, "met"),
        (0, 0, "not_met"),
        (None, 0, "unclear"),
    ],
)
def test_training_outside_the_city_is_paid_at_cost_up_to_10000_yuan(
    cost_fen: int | None, amount_fen: int, outcome: str
):
    one = assessed("staff-training-away", cost_fen=cost_fen)
    verdict = finding(one, "amount")
    assert (one["amount_fen"], verdict["outcome"], verdict["clause"]) == (amount_fen, outcome, "m11")


@pytest.mark.parametrize(
    ("facts", "amount_fen", "outcome"),
    [
        ({"determined_fen": 55_000}, 55_000, "met"),
        ({"determined_fen": 0}, 0, "not_met"),
        ({"determined_fen": None}, 0, "unclear"),
        ({"basis_document": None}, 0, "unclear"),
    ],
)
def test_training_in_the_city_is_paid_by_the_training_standard_that_is_cited(
    facts: dict[str, object], amount_fen: int, outcome: str
):
    one = assessed("staff-training-local", **facts)
    verdict = finding(one, "amount")
    assert (one["amount_fen"], verdict["outcome"], verdict["clause"]) == (amount_fen, outcome, "m11")


def test_the_unit_that_sends_or_runs_the_class_is_paid_by_interpretation():
    for name in ("staff-training-local", "staff-training-away"):
        applicant = EDITION.schemes[name].applicant
        assert (applicant.kinds, applicant.interpretation) == (("organisation",), "payee")


def test_which_standard_and_whose_staff_are_read_and_named():
    for name in ("staff-training-local", "staff-training-away"):
        assert EDITION.schemes[name].amount.interpretation == "staff-training"
        assert finding(assessed(name), "amount")["interpretation"] == "staff-training"


@pytest.mark.parametrize("scheme", PLACES)
@pytest.mark.parametrize("place", ["local", "away", None])
def test_a_class_is_held_where_its_entry_says_whatever_the_applicant_says(scheme: str, place: str | None):
    facts = {"entry": "示班-01", "class_place": PLACES[scheme]}
    evaluation = answer(application(scheme, facts=facts, registers=listed(scheme, class_place=place)))
    verdict = finding(evaluation, "class-place")
    outcome = "unclear" if place is None else "met" if place == PLACES[scheme] else "not_met"
    assert (verdict["outcome"], verdict["clause"], evaluation["eligible"]) == (outcome, "m11", outcome == "met")
    if place is None:
        assert (verdict["code"], verdict["owed_by"]) == ("not-in-entry", "office")


@pytest.mark.parametrize("scheme", PLACES)
def test_a_class_is_on_the_register_on_the_day_of_receipt(scheme: str):
    evaluation = answer(application(scheme, registers={**listed(scheme), "staff-classes": False}))
    verdict = finding(evaluation, "class")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m11", "staff-training")
    assert (verdict["values"]["on"], evaluation["amount_fen"]) == ("2024-05-06", 0)
    nameless = answer(application(scheme, facts={"entry": " "}))
    assert finding(nameless, "class")["owed_by"] == finding(nameless, "class-place")["owed_by"] == "applicant"


@pytest.mark.parametrize("scheme", PLACES)
def test_a_class_is_paid_once_for_each_of_its_members(scheme: str):
    evaluation = answer(application(scheme, *(line(scheme, number) for number in (1, 2, 1))))
    assert [one["amount_fen"] for one in evaluation["lines"]] == [AMOUNTS_FEN[scheme], AMOUNTS_FEN[scheme], 0]
    verdict = finding(evaluation["lines"][2], "project-once")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == ("not_met", "m11", "project-once")


@pytest.mark.parametrize("scheme", PLACES)
@pytest.mark.parametrize(("entry", "outcome"), [("XM-2024-017", Outcome.NOT_MET), ("另-2", Outcome.MET)])
def test_two_units_are_not_both_paid_for_the_same_person_in_the_same_class(scheme: str, entry: str, outcome: Outcome):
    other = {"kind": "organisation", "name": "另一单位", "uscc": "91350200M0009Z9Z9Z"}
    first = by_entries(claim(scheme), {})
    second = by_entries(claim(scheme, applicant=other, facts={"entry": entry}), {}, after=[first])
    assert verdict_on(second.lines[0], "project-once").outcome is outcome
    assert EDITION.registers["staff-classes"].owned is False
