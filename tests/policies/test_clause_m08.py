"""Measure (八): incubation bases."""

from __future__ import annotations

import pytest

from tests.policies.documents import EDITION, LISTED, answer, application, assessed, finding, line

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


def test_a_base_is_on_the_register():
    evaluation = answer(application(SCHEME, registers={**LISTED, "incubation-bases": False}))
    assert (finding(evaluation, "incubation-base")["outcome"], evaluation["eligible"]) == ("not_met", False)
    assert EDITION.registers["incubation-bases"].source.clause == "m08"


def test_a_base_is_awarded_each_rating_once_and_in_full():
    ratings = ("municipal", "provincial", "provincial", "national", "municipal")
    evaluation = answer(application(SCHEME, *(line(SCHEME, rating=rating) for rating in ratings)))
    assert [one["amount_fen"] for one in evaluation["lines"]] == [10_000_000, 50_000_000, 0, 80_000_000, 0]
    assert finding(evaluation["lines"][1], "amount")["interpretation"] == "tier-promotion"
