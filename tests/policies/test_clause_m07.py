"""Measure (七): markets and stations for gig work."""

from __future__ import annotations

import pytest

from tests.policies.documents import EDITION, answer, application, assessed, finding, line, listed

CLAUSES = {"m07"}
CAPS_FEN = {"gig-market": 100_000_000, "gig-station": 30_000_000}


@pytest.mark.parametrize("scheme", CAPS_FEN)
@pytest.mark.parametrize(("above_cap_fen", "outcome"), [(-1, "met"), (0, "met"), (1, "not_met")])
def test_a_site_is_worth_what_was_determined_up_to_its_cap(scheme: str, above_cap_fen: int, outcome: str):
    determined_fen = CAPS_FEN[scheme] + above_cap_fen
    one = assessed(scheme, determined_fen=determined_fen)
    verdict = finding(one, "amount")
    assert (verdict["outcome"], verdict["clause"]) == (outcome, "m07")
    assert one["amount_fen"] == (determined_fen if outcome == "met" else 0)


@pytest.mark.parametrize("scheme", CAPS_FEN)
def test_a_site_without_a_determined_amount_is_unclear(scheme: str):
    one = assessed(scheme, determined_fen=None)
    assert (finding(one, "amount")["outcome"], one["amount_fen"]) == ("unclear", 0)


@pytest.mark.parametrize("scheme", CAPS_FEN)
def test_a_site_is_recognised_by_its_own_register(scheme: str):
    assert answer(application(scheme, registers={f"{scheme}s": True}))["eligible"] is True
    evaluation = answer(application(scheme, registers={**listed(scheme), f"{scheme}s": False}))
    verdict = finding(evaluation["lines"][0], scheme)
    assert (verdict["code"], verdict["clause"], verdict["values"]["on"]) == ("not-listed", "m07", "2024-05-06")
    assert (evaluation["eligible"], EDITION.registers[f"{scheme}s"].source.clause) == (False, "m07")


@pytest.mark.parametrize("scheme", CAPS_FEN)
def test_a_site_is_awarded_once_whatever_else_its_line_states(scheme: str):
    lines = [line(scheme), line(scheme, tier=2, rating="national", site="别处"), line(scheme, entry="别处")]
    assert [one["eligible"] for one in answer(application(scheme, *lines))["lines"]] == [True, False, True]
