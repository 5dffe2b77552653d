"""The closed vocabulary of amounts: below, at and above each bound, and never a fen more."""

from __future__ import annotations

from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.amounts import (
    Amount,
    ByChoice,
    Flat,
    Instalment,
    Stage,
    Staged,
)
from domain.entitlement.determined import Cost, Determined
from domain.entitlement.findings import Outcome
from domain.entitlement.measured import CostCapped, PercentOf
from domain.entitlement.rules import Source
from tests.domain.entitlement.stating import stated

CITED: dict[str, Any] = {"clause": "m01"}
SOURCE = Source(clause="m01")
TIERS = ByChoice(**CITED, fact="tier", amounts_fen={"1": 100, "2": 200}, unsettled={"3": "open"})
BOUNDED = Determined(**CITED, floor_fen=500, cap_fen=3000)
UP_TO = Determined(**CITED, cap_fen=2000, cost=Cost(fact="cost", source=Source(clause="m01", interpretation="cost")))
BY_PAPER = Determined(**CITED, document="paper")
AWAY = CostCapped(**CITED, fact="cost", cap_fen=1_000_000)
HALF = PercentOf(**CITED, fact="premium", percent=50)
STAGED = Staged(
    **CITED,
    stages=(
        Stage(milestone="three", amount_fen=1000, source=SOURCE),
        Stage(milestone="six", amount_fen=1500, source=SOURCE),
    ),
)


@pytest.mark.parametrize(
    ("amount", "determined_fen", "facts", "paid_fen", "codes"),
    [
        (Flat(**CITED, amount_fen=120_000), None, {}, 120_000, []),
        (TIERS, None, {"tier": 1}, 100, ["rate-named"]),
        (TIERS, None, {"tier": 2}, 200, ["rate-named"]),
        (TIERS, None, {"tier": 3}, 0, ["rate-not-named"]),
        (TIERS, None, {}, 0, ["not-stated"]),
        (BOUNDED, 499, {}, 0, ["determined-outside"]),
        (BOUNDED, 500, {}, 500, ["determined-within"]),
        (BOUNDED, 3000, {}, 3000, ["determined-within"]),
        (BOUNDED, 3001, {}, 0, ["determined-outside"]),
        (BOUNDED, None, {}, 0, ["not-determined"]),
        (BOUNDED, None, {"determined_fen": 500}, 500, ["determined-within"]),
        (BOUNDED, 600, {"determined_fen": 500}, 600, ["determined-within"]),
        (UP_TO, 0, {"cost": 1800}, 0, ["determined-outside", "within-cost"]),
        (UP_TO, 1, {"cost": 1800}, 1, ["determined-within", "within-cost"]),
        (UP_TO, 1800, {"cost": 1800}, 1800, ["determined-within", "within-cost"]),
        (UP_TO, 1801, {"cost": 1800}, 0, ["determined-within", "above-cost"]),
        (UP_TO, 2001, {"cost": 2000}, 0, ["determined-outside", "above-cost"]),
        (UP_TO, 1800, {}, 0, ["determined-within", "not-stated"]),
        (BY_PAPER, 700, {"paper": "文号"}, 700, ["determined-unbounded"]),
        (BY_PAPER, 0, {"paper": "文号"}, 0, ["determined-nothing"]),
        (BY_PAPER, 700, {}, 0, ["not-stated"]),
        (BY_PAPER, None, {"paper": "文号"}, 0, ["not-determined"]),
        (AWAY, None, {"cost": 999_999}, 999_999, ["lesser-paid"]),
        (AWAY, None, {"cost": 1_000_000}, 1_000_000, ["lesser-paid"]),
        (AWAY, None, {"cost": 1_000_001}, 1_000_000, ["lesser-paid"]),
        (AWAY, None, {}, 0, ["not-stated"]),
        (HALF, None, {"premium": 300}, 150, ["percent-paid"]),
        (HALF, None, {"premium": 301}, 151, ["percent-paid"]),
        (HALF, None, {}, 0, ["not-stated"]),
        (STAGED, None, {}, 2500, []),
    ],
)
def test_an_amount_is_what_its_rule_gives_and_nothing_outside_its_bounds(
    amount: Amount, determined_fen: int | None, facts: dict[str, Any], paid_fen: int, codes: list[str]
):
    award = amount.award(replace(stated(determined_fen=determined_fen), facts=facts))
    assert (award.amount_fen, [finding.code for finding in award.findings]) == (paid_fen, codes)
    assert bool(award.instalments) == bool(award.arithmetic) == (paid_fen > 0)


@pytest.mark.parametrize(
    ("amount", "facts", "fact"),
    [
        (TIERS, {"tier": 1}, "tier"),
        (AWAY, {"cost": 5}, "cost"),
        (HALF, {"premium": 5}, "premium"),
        (UP_TO, {"cost": 2000}, "cost"),
    ],
)
def test_an_amount_that_rests_on_a_mere_declaration_is_unclear_and_pays_nothing(
    amount: Amount, facts: dict[str, Any], fact: str
):
    award = amount.award(stated(unverified=frozenset({fact}), determined_fen=1000, **facts))
    last = award.findings[-1]
    assert (last.outcome, last.code, last.values, award.amount_fen) == (
        Outcome.UNCLEAR,
        "not-verified",
        {"fact": fact},
        0,
    )


def test_an_applicant_does_not_determine_the_amount():
    declared = replace(stated(), facts={"determined_fen": 500}, unverified=frozenset({"determined_fen"}))
    assert BOUNDED.award(declared).findings[0].code == "not-determined"


def test_an_unsettled_choice_names_the_interpretation_that_leaves_it_open():
    assert TIERS.award(stated(tier=3)).findings[0].interpretation == "open"


def test_a_bound_of_the_cost_cites_its_own_source():
    assert UP_TO.award(stated(determined_fen=1, cost=1)).findings[1].interpretation == "cost"


def test_stages_are_instalments_that_wait_for_their_milestones():
    assert STAGED.award(stated()).instalments == (
        Instalment(instalment=1, amount_fen=1000, payable="three"),
        Instalment(instalment=2, amount_fen=1500, payable="six"),
    )


@pytest.mark.parametrize(
    ("amount", "most_fen"),
    [
        (Flat(**CITED, amount_fen=7), 7),
        (TIERS, 200),
        (BOUNDED, 3000),
        (AWAY, 1_000_000),
        (STAGED, 2500),
        (BY_PAPER, None),
        (HALF, None),
    ],
)
def test_an_amount_knows_the_most_that_a_line_can_be_worth(amount: Amount, most_fen: int | None):
    assert amount.most_fen == most_fen
