"""What a corrected receipt comes to in funds, books and cases, as an office sees it. ADR 0077."""

from __future__ import annotations

from tests.cli.conftest import Bailu
from tests.cli.overpaid_cases import demanded, overpaid
from tests.cli.payable_cases import answers, fund, imported, with_the_bank

NOV = "2024-11-05"
CENTRAL = "350200-2024-F001"


def agreed(bureau: Bailu, number: str, *argv: object, clock: str = NOV, of: tuple[str, str] = ("wu", "zheng")) -> None:
    for officer, what in zip(of, ((*argv, "--yes"), ("confirm", f"application-{number}", "--yes")), strict=True):
        ran = bureau(*what, officer=officer, clock=clock)
        assert ran.code == 0, ran.err


def owing(bureau: Bailu) -> str:
    fund(bureau, "central", 10_000)
    number = overpaid(bureau)
    demanded(bureau, number)
    return number


def received(bureau: Bailu, number: str, amount: object, clock: str = "2024-11-04") -> None:
    agreed(bureau, number, "recovery", "receive", number, "r1", "--amount", amount, "--reference", "P1", clock=clock)


def corrected(bureau: Bailu, number: str, *how: object, reference: str = "P1", clock: str = NOV) -> None:
    correct = ("recovery", "correct", number, "r1", "--reference", reference, *how, "--because", "录错")
    agreed(bureau, number, *correct, clock=clock)


def all_agree(bureau: Bailu, name: str = CENTRAL, clock: str = NOV) -> int:
    """What a fund has left, in fen, where fund, books, runs and bank agree, and every decision would be made again."""
    shown = bureau("fund", "show", name, "-o", "json", officer="wu", clock=clock).json
    assert shown["disagreements"] == []
    checked = bureau("audit", "verify", "--decisions", officer="qin", clock=clock)
    assert checked.code == 0, checked.err
    return int(shown["left_fen"])


def test_a_right_reference_pays_nothing_before_its_public_notice(bureau: Bailu) -> None:
    number = owing(bureau)
    received(bureau, number, 700)
    revise = ("application", "revise", number, "--ground", "correction", "--reason", "x", "--revive", "3")
    agreed(bureau, number, *revise, of=("chen", "huang"))
    for how in (("--right-reference", "P2"), ("--amount", 500)):
        corrected(bureau, number, *how, reference="P1" if how[-1] == "P2" else "P2")
        order = bureau("payment", "order", number, "--dry-run", officer="wu", clock=NOV)
        assert order.code == 65, "line 3 was not on public notice yet"
    assert all_agree(bureau) == 7_500_00


def test_what_was_paid_out_of_a_receipt_that_never_came_is_overpaid(bureau: Bailu) -> None:
    number = owing(bureau)
    received(bureau, number, "1000.01")
    order = ("payment", "order", number, "--yes", "-o", "json")
    batch = str(bureau(*order, officer="wu", clock=NOV).json["batch"])
    correct = ("recovery", "correct", number, "r1", "--reference", "P1", "--never", "--because", "录错", "--yes")
    waits = bureau(*correct, officer="wu", clock=NOV)
    assert (waits.code, "0.01 yuan" in waits.err) == (65, True)
    bureau("payment", "release", batch, "--yes", officer="zheng", clock=NOV)
    with_the_bank(bureau, batch, NOV)
    imported(bureau, answers(bureau, (batch, number, "0.01", "成功", NOV, "B9", "")), NOV)
    corrected(bureau, number, "--never")
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=NOV).json
    assert shown["overpaid_fen"] == 1_000_01
    assert all_agree(bureau) == 7_000_00


def test_nothing_leaves_the_next_year_for_a_right_reference(bureau: Bailu) -> None:
    number = owing(bureau)
    received(bureau, number, 1000, clock="2024-12-20")
    new = "350200-2025-F001"
    bureau.agreed("fund", "carry-over", CENTRAL, "--yes", officer="wu", second="zheng", clock="2025-01-03")
    before_fen = all_agree(bureau, new, "2025-01-06")
    for how in (("--right-reference", "P2"), ("--amount", 400), ("--amount", 1000)):
        corrected(bureau, number, *how, reference="P1" if how[-1] == "P2" else "P2", clock="2025-01-06")
    assert all_agree(bureau, new, "2025-01-06") == before_fen
