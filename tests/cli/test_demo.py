"""`bailu demo`: the story that a newcomer sees first, to its end, in both languages."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.cli.conftest import Bailu
from tests.cli.test_application_terminal import at_terminal

INTRODUCTION, REFUSED = "350203-2024-000001", "torch-2024-000002"


def test_the_demo_ends_with_a_case_partially_paid_cases_settled_and_one_refused_with_its_clause(bailu: Bailu) -> None:
    told = bailu("demo", "--keep", "kept")
    assert told.code == 0, told.err
    assert "The log verifies." in told.out
    assert "BAILU_STORE=" in told.err
    kept = str(bailu.folder / "kept" / "bailu.db")
    cases = bailu("--store", kept, "application", "list", "-o", "json", officer="lin").json
    assert Counter(case["status"] for case in cases) == {"settled": 3, "partially-paid": 2, "rejected": 1}
    (introduction,) = (case for case in cases if case["number"] == INTRODUCTION)
    assert (introduction["entitled_fen"], introduction["paid_fen"]) == (2_200_000, 1_100_000)
    why = bailu("--store", kept, "application", "explain", REFUSED, "-o", "json", officer="lin").out
    assert '"m03"' in why
    assert bailu("--store", kept, "audit", "verify", officer="gao").code == 0
    asked = ("--store", kept, "history", "--application", INTRODUCTION, "-o", "json")
    position = min(move["position"] for move in bailu(*asked, officer="lin").json if move["kind"] == "paid")
    bounds = [("--as-of", day) for day in ("2024-06-11", "2024-06-12")]
    bounds += [("--known-at", str(known)) for known in (position - 1, position)]
    paid = {
        bound: sum(move["amount_fen"] for move in bailu(*asked, *bound, officer="lin").json if move["kind"] == "paid")
        for bound in bounds
    }
    assert list(paid.values()) == [0, 1_100_000, 0, 1_100_000], "what is shown of the past depends on day and knowledge"


@pytest.mark.on_sqlite
def test_the_demo_speaks_chinese_from_its_first_word_to_its_last_and_leaves_nothing(bailu: Bailu) -> None:
    told = bailu("--lang", "zh", "demo")
    assert told.code == 0, told.err
    assert "陆万元整" in told.out
    assert "条件" in told.out
    # What stays English is typed or named, never said: no line is a sentence of the English catalog.
    assert not [line for line in told.out.splitlines() if line.endswith("confirmed") or "The " in line]
    assert list(bailu.folder.iterdir()) == []


def test_the_demo_puts_nothing_into_a_folder_that_has_something_in_it(bailu: Bailu) -> None:
    (bailu.folder / "full").mkdir()
    (bailu.folder / "full" / "letter.txt").write_text("mine", "utf-8")
    refused = bailu("demo", "--keep", "full")
    assert refused.code == 65
    assert refused.err.strip() == "full is not empty: name a new folder."
    assert [path.name for path in (bailu.folder / "full").iterdir()] == ["letter.txt"]


@pytest.mark.on_sqlite
def test_the_demo_asks_nobody_on_a_terminal_and_leaves_nothing(bailu: Bailu) -> None:
    code, shown = at_terminal(bailu, "demo", officer="", clock="")
    assert code == 0, shown[-500:]
    assert "[y/N]" not in shown
    assert list(bailu.folder.iterdir()) == []
