"""The guide to writing a notice keeps its word: its pieces are those of the second notice, and its example is right."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from domain.base import replace
from domain.entitlement.claim import ClaimLine
from domain.entitlement.edition import milestone_due
from domain.entitlement.findings import Finding, Outcome
from policies import limit_tables, new_pack, rule_tables, shipped
from policies.evaluate import evaluate
from policies.loader import load
from presentation.words.findings import because
from tests.policies.documents import finding, person

GUIDE = (Path(__file__).parents[2] / "docs" / "writing-a-policy.md").read_text("utf-8")
PACK = shipped("egret-2025@1").decode()
EDITION = load(shipped("egret-2025@1"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_every_piece_of_a_pack_in_the_guide_stands_in_a_notice_that_comes_with_bailu():
    pieces = blocks("toml")
    packs = (PACK, shipped("xiamen-2023-187").decode())
    assert len(pieces) >= 10
    for piece in pieces:
        for lines in piece.strip().split("\n\n"):
            assert any(all(line in pack.split("\n") for line in lines.split("\n")) for pack in packs), lines


def test_the_guide_names_every_rule_and_no_other():
    told = set(re.findall(r"^\| `([a-z-]+)`(?:, `([a-z-]+)`)? \|", GUIDE, re.MULTILINE))
    named = {name for pair in told for name in pair if name}
    rules: set[str] = set()
    for union in (rule_tables.ConditionTable, rule_tables.AmountTable, limit_tables.AnyLimitTable):
        for table in get_args(get_args(union)[0]):
            rules |= set(get_args(table.model_fields["rule"].annotation))
    types = {"boolean", "count", "fen", "day", "text", "choice", "rank", "uscc", "certificate"}
    assert named == rules | types


def example(hours: int = 80, **keys: Any) -> dict[str, Any]:
    document = json.loads(blocks("json")[0])
    document["lines"][0]["facts"]["hours_total"] = hours
    return evaluate(EDITION, {**document, **keys})


def test_the_example_is_worth_what_the_guide_says(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANGUAGE", "en")
    assert example()["amount_fen"] == 80_000
    assert "It is worth 800.00 yuan." in GUIDE
    refused = finding(example(39)["lines"][0], "amount")
    judged = Finding(**{**refused, "outcome": Outcome(refused["outcome"])})
    assert f"“{because(judged, EDITION)}”" in GUIDE


@pytest.mark.parametrize(
    ("hours", "amount_fen"),
    [(39, 0), (40, 50_000), (79, 50_000), (80, 80_000), (119, 80_000), (120, 120_000), (121, 120_000), (999, 120_000)],
)
def test_a_course_is_worth_what_its_band_names(hours: int, amount_fen: int):
    evaluation = example(hours)
    assert (evaluation["amount_fen"], evaluation["eligible"]) == (amount_fen, amount_fen > 0)


def test_a_course_is_subsidised_once_a_year_and_for_partners_only():
    facts = {"employee": True, "hours_total": 80, "exam_passed": True}
    lines = [{"person": person(1), "facts": {**facts, "certificate_on": day}} for day in ("2025-01-31", "2025-12-31")]
    assert [one["eligible"] for one in example(lines=lines)["lines"]] == [True, False]
    assert example(registers={})["eligible"] is False


@pytest.mark.parametrize(
    ("received_on", "eligible"),
    [("2025-01-31", False), ("2025-02-01", True), ("2025-12-31", True), ("2026-01-01", False)],
)
def test_the_second_notice_is_received_in_its_own_days(received_on: str, eligible: bool):
    assert example(received_on=received_on)["eligible"] is eligible


def test_an_employee_who_is_kept_is_rewarded_after_six_months():
    line = {"facts": {"hired_on": "2025-03-31", "dispatched": False}}
    evaluation = evaluate(EDITION, {"scheme": "kept", "received_on": "2025-04-01", "lines": [line]})
    assert evaluation["lines"][0]["instalments"] == [
        {"instalment": 1, "amount_fen": 60_000, "payable": "kept-6-months"}
    ]
    due = milestone_due(EDITION, "kept-6-months", ClaimLine(line=1, person="p", facts=line["facts"]))
    assert due is not None
    assert due.isoformat() == "2025-09-30"


def test_what_an_author_begins_with_is_in_order_on_any_day():
    for day in (date(2024, 2, 29), date(2025, 12, 31)):
        edition = load(new_pack("egret-2026", day).encode())
        assert (edition.ref, edition.issued_on, edition.window.last.year) == ("egret-2026@1", day, day.year)
        assert replace(edition, number=2).ref == "egret-2026@2"
