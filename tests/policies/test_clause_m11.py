"""Measure (十一): training of those who work in the services themselves."""

from __future__ import annotations

import pytest

from tests.policies.documents import EDITION, assessed, finding

CLAUSES = {"m11"}


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
