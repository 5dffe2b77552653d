"""What the notice leaves to standards, bodies and products, clause by clause: who sets it, by what, within what."""

from __future__ import annotations

from typing import Any

import pytest

from domain.entitlement.determined import Determined
from tests.policies.documents import EDITION, assessed, finding

CLAUSES = {"m01", "m02", "m04", "m07", "m09", "m11", "m14"}
PERIOD = ("period_from", "period_to")
OF_CLAUSES: dict[str, tuple[Any, ...]] = {
    # Standard: clause, interpretation, a rate is for, by what it may differ, the day, what counts, what was paid
    "skill-certificate": ("m01", "adopted-standards", "person", ("level", "occupation"), "certificate_on", None, None),
    "new-apprenticeship": ("m02", "apprenticeship-unit", "person", ("level",), "certificate_on", None, None),
    "brics-training": ("m04", "adopted-standards", "person", ("hours_total", "field"), "certificate_on", None, None),
    "gig-market": ("m07", "adopted-standards", "site", ("score",), None, None, None),
    "gig-station": ("m07", "adopted-standards", "site", ("score",), None, None, None),
    "service-131": (
        *("m09", "adopted-standards", "person"),
        *(("service_kind", "service_result"), "period_to", None, None),
    ),
    "expert-team": ("m09", "adopted-standards", "occasion", (), None, "services", None),
    "recruitment-reward": (
        *("m09", "adopted-standards", "person"),
        *(("category", "first_time_in_city", "new_local_worker", "hired_on"), "hired_on", None, None),
    ),
    "hard-to-employ": ("m09", "adopted-standards", "person-month", ("benefit",), None, PERIOD, "employer_paid_fen"),
    "staff-training-local": (
        *("m11", "adopted-standards", "person-day"),
        *(("class_type",), "certificate_on", "class_days", None),
    ),
    "flexible-employment-insurance": (
        *("m14", "adopted-standards", "person-month"),
        *(("contribution_base_fen",), None, PERIOD, "contribution_paid_fen"),
    ),
}
BOUNDS_YUAN: dict[str, tuple[Any, ...]] = {
    # Scheme: its standard, at least, at most, whether a body may determine, and scores
    "skill-certificate": ("skill-certificate", 500, 3_000, False, False),
    "new-apprenticeship": ("new-apprenticeship", 4_000, 6_000, False, False),
    "brics-training": ("brics-training", None, 4_000, False, False),
    "gig-market": ("gig-market", None, 1_000_000, True, True),
    "gig-station": ("gig-station", None, 300_000, True, True),
    "service-131": ("service-131", None, None, False, False),
    "expert-team": ("expert-team", None, 50_000, True, False),
    "recruitment-reward": ("recruitment-reward", None, None, False, False),
    "hard-to-employ-insurance": ("hard-to-employ", None, None, False, False),
    "public-post": ("hard-to-employ", None, None, False, False),
    "staff-training-local": ("staff-training-local", None, None, False, False),
    "flexible-employment-insurance": ("flexible-employment-insurance", None, None, False, False),
    "differentiated-training": (None, None, 2_000, False, False),
}


def test_what_each_standard_looks_at_and_on_which_clause_it_stands():
    told = {
        name: (
            one.source.clause,
            one.source.interpretation,
            one.kind.unit.value,
            one.kind.keys,
            one.kind.on,
            one.kind.period or one.kind.quantity,
            one.kind.paid,
        )
        for name, one in EDITION.standards.items()
    }
    assert told == OF_CLAUSES


def test_who_sets_each_amount_that_the_notice_does_not_name_and_within_what():
    def yuan(fen: int | None) -> int | None:
        return None if fen in (None, 1) else fen // 100

    determined = {name: one.amount for name, one in EDITION.schemes.items() if isinstance(one.amount, Determined)}
    told = {
        name: (
            amount.standard and amount.standard.id,
            yuan(amount.floor_fen),
            yuan(amount.cap_fen),
            amount.by is not None,
            amount.by is not None and amount.by.scored,
        )
        for name, amount in determined.items()
    }
    assert told == BOUNDS_YUAN
    by = {amount.by.source.interpretation for amount in determined.values() if amount.by}
    assert by == {"determining-body"}
    assert {name: amount.by.source.clause for name, amount in determined.items() if amount.by} == {
        "gig-market": "m07",
        "gig-station": "m07",
        "expert-team": "m09",
    }


@pytest.mark.parametrize(("premium_fen", "outcome"), [(91 * 20_000, "met"), (91 * 20_000 + 1, "not_met")])
def test_a_premium_is_not_more_than_the_product_costs_for_its_days(premium_fen: int, outcome: str):
    """91 days from January to March 2024, at 200 yuan a day."""
    one = assessed("yilubao", premium_fen=premium_fen)
    verdict = finding(one, "amount-cost")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == (outcome, "m14", "premium-a-day")
    assert one["amount_fen"] == (91 * 10_000 if outcome == "met" else 0)


@pytest.mark.parametrize("fact", ["premium_fen", "daily_premium_fen", "period_from", "period_to"])
def test_a_premium_without_its_days_or_its_product_is_open(fact: str):
    assert assessed("yilubao", **{fact: None})["outcome"] == "open"
