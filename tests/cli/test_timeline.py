"""The timeline of a case tells everything that happened to it, in the officer's language."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Bailu
from tests.cli.payable_cases import fund, paid, training

PAID_ON = "2024-10-14"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_paid_case_tells_its_whole_way(bureau: Bailu, lang: str) -> None:
    number = training(bureau)
    fund(bureau, "central", 50_000)
    paid(bureau, number)
    shown = bureau("application", "show", number, "-o", "json", "--lang", lang, officer="gao", clock=PAID_ON).json
    assert (shown["status"], shown["paid_fen"], shown["outstanding_fen"]) == ("settled", 300_000, 0)
    assert [entry["officer"] for entry in shown["timeline"]] == [
        "lin", "lin", "lin", "chen", "huang", "lin", "lin", "wu", "zheng", "zheng"
    ]  # fmt: skip
    assert all("%(" not in entry["happened"] for entry in shown["timeline"])
    if lang == "en":
        assert [entry["happened"] for entry in shown["timeline"]][-3:] == [
            "payment of 3,000.00 yuan ordered in batch 350200-2024-0001",
            "payment of 3,000.00 yuan released in batch 350200-2024-0001",
            f"3,000.00 yuan credited on {PAID_ON} (B1); settled",
        ]
