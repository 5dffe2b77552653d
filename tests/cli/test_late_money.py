"""Money of funds that ended, or were opened later, through the desk: what banks and payees did is dated before."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Bailu
from tests.cli.payable_cases import CREDITED, Class, answers, fund, imported, paid, sent, training, trainings

FIRST, SECOND = "350200-2024-F001", "350200-2024-F002"


def fund_now(bureau: Bailu, name: str, clock: str) -> dict[str, int]:
    shown: dict[str, int] = bureau("fund", "show", name, "-o", "json", officer="wu", clock=clock).json
    return shown


def test_what_the_bank_paid_after_all_is_not_due_to_the_treasury_as_well(bureau: Bailu) -> None:
    """Surrendered with a run in flight; it failed (due to the treasury), then the late credit of it comes."""
    fund(bureau, "central", 3_001)
    number = training(bureau)
    batch = sent(bureau, number)
    surrender = ("fund", "surrender", FIRST, "--document", "s", "--yes")
    bureau.agreed(*surrender, officer="wu", second="zheng", clock="2024-10-15")
    imported(bureau, answers(bureau, (batch, number, 3_000, "失败", "2024-10-16", "", "行内原因")), "2024-10-17")
    imported(bureau, answers(bureau, (batch, number, 3_000, "成功", "2024-10-17", "B7", "")), "2024-10-18")
    now = fund_now(bureau, FIRST, "2024-10-18")
    to_payee_fen = 3_000_00
    assert now["surrendered_fen"] + now["treasury_due_fen"] + to_payee_fen == now["opened_fen"]
    assert (now["drawn_fen"], now["disagreements"]) == (to_payee_fen, [])


def test_a_return_that_never_was_leaves_the_fund_of_the_next_year_nothing_to_spend(bureau: Bailu) -> None:
    """The same story within one year refuses the second order: 3,000.00 yuan needed, 1.00 yuan left."""
    fund(bureau, "central", 3_001)
    first, second = trainings(bureau, Class(people=(1, 2, 3)), Class(people=(4, 5, 6)))
    batch = paid(bureau, first)
    bureau.agreed("fund", "carry-over", FIRST, "--yes", officer="wu", second="zheng", clock="2025-01-06")
    imported(bureau, answers(bureau, (batch, first, 3_000, "退回", "2024-12-30", "T1", "行内原因")), "2025-01-07")
    never = ("payment", "correct", batch, first, "--reference", "T1", "--never", "--because", "误录", "--yes")
    assert bureau(*never, officer="wu", clock="2025-01-08").code == 0
    assert bureau("confirm", f"batch-{batch}", "--yes", officer="zheng", clock="2025-01-08").code == 0
    assert bureau("payment", "order", second, "--yes", officer="wu", clock="2025-01-09").code == 65
    assert fund_now(bureau, "350200-2025-F001", "2025-01-09")["left_fen"] == 1_00


@pytest.mark.parametrize("asked", [("fund", "list"), ("report", "funds"), ("fund", "show", SECOND)])
def test_a_day_before_a_fund_was_opened_can_be_asked_about(bureau: Bailu, asked: tuple[str, ...]) -> None:
    """200 beyond the order are drawn on a fund that was opened later; the return of all is of a day before that."""
    fund(bureau, "central", 3_000)
    number = training(bureau)
    batch = sent(bureau, number)
    imported(bureau, answers(bureau, (batch, number, 3_200, "成功", CREDITED, "B1", "")), CREDITED)
    opening = ("fund", "open", "central", "--amount", 500, "--year", 2024, "--document", "d2", "--yes")
    bureau.agreed(*opening, officer="wu", second="xu", clock="2024-10-20")
    assign = ("payment", "assign", batch, number, "--to", "fund", "--fund", SECOND, "--document", "x", "--yes")
    assert bureau(*assign, officer="wu", clock="2024-10-21").code == 0
    assert bureau("confirm", f"batch-{batch}", "--yes", officer="zheng", clock="2024-10-21").code == 0
    imported(bureau, answers(bureau, (batch, number, 3_200, "退回", "2024-10-16", "T1", "销户")), "2024-10-22")
    ran = bureau(*asked, "--as-of", "2024-10-17", "-o", "json", officer="wu", clock="2024-10-22")
    assert ran.code in (0, 66), ran.err
