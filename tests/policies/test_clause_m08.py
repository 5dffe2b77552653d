"""Measure (八): incubation bases."""

from __future__ import annotations

import pytest

from domain.entitlement.assessment import Assessment
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

CLAUSES = {"m08"}
SCHEME = "incubation-base"


@pytest.mark.parametrize(
    ("rating", "amount_fen"),
    [("municipal", 10_000_000), ("provincial", 50_000_000), ("national", 80_000_000), (None, 0)],
)
def test_a_base_is_worth_what_its_rating_is(rating: str | None, amount_fen: int):
    one = assessed(SCHEME, rating=rating)
    assert (one["amount_fen"], finding(one, "amount")["clause"]) == (amount_fen, "m08")
    assert finding(one, "amount")["outcome"] == ("met" if rating else "unclear")


def test_another_rating_is_worth_nothing():
    verdict = finding(assessed(SCHEME, rating="other"), "amount")
    assert (verdict["outcome"], verdict["clause"]) == ("not_met", "m08")


def test_the_rating_is_that_of_the_entry_whatever_the_applicant_says():
    declared = line(SCHEME, rating="national")
    one = answer(application(SCHEME, declared, registers=listed(SCHEME, rating="municipal")))["lines"][0]
    assert one == assessed(SCHEME, rating="municipal")


def test_a_base_whose_entry_states_no_rating_is_unclear_and_owed_by_the_office():
    declared = line(SCHEME, rating="national")
    one = answer(application(SCHEME, declared, registers=listed(SCHEME, rating=None)))["lines"][0]
    for condition in ("amount", "site-once"):
        verdict = finding(one, condition)
        assert (verdict["outcome"], verdict["code"], verdict["owed_by"]) == ("unclear", "not-in-entry", "office")
        assert verdict["values"]["fact"] == "rating"


def test_a_base_is_on_the_register():
    evaluation = answer(application(SCHEME, registers={**listed(SCHEME), "incubation-bases": False}))
    verdict = finding(evaluation["lines"][0], "incubation-base")
    assert (verdict["outcome"], verdict["values"]["on"], evaluation["eligible"]) == ("not_met", "2024-05-06", False)
    assert EDITION.registers["incubation-bases"].source.clause == "m08"


def test_a_base_is_awarded_each_rating_once_and_in_full():
    awarded: list[Assessment] = []
    for rating in ("municipal", "provincial", "provincial", "national", "municipal"):
        awarded.append(by_entries(claim(SCHEME), {"示孵-01": {"rating": rating}}, after=awarded))
    assert [one.amount_fen for one in awarded] == [10_000_000, 50_000_000, 0, 80_000_000, 0]
    assert verdict_on(awarded[1].lines[0], "amount").interpretation == "tier-promotion"


@pytest.mark.parametrize(
    ("entry", "outcome"),
    [("示孵-01", "not_met"), ("示孵０１", "not_met"), ("“示孵”01", "not_met"), ("示孵-02", "met")],
)
def test_the_number_of_the_entry_tells_bases_apart_however_it_is_written(entry: str, outcome: str):
    lines = [line(SCHEME), line(SCHEME, entry=entry)]
    one = answer(application(SCHEME, *lines))["lines"][1]
    assert (finding(one, "site-once")["outcome"], bool(one["amount_fen"])) == (outcome, outcome == "met")
