"""`bailu book`: accounts, months that two finance officers close, and a journal; and funds that are reconciled."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.treasury.accounts import CHART
from projections.fund_book.queries import Balance
from store.addresses import views_beside
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import CREDITED, FORMS, answers, fund, imported, paid, sent, training
from tests.stores import hand
from usecases.dossiers.funds import FundBalance
from usecases.queries.reconciliation import fund_and_book

LATER, NOVEMBER = "2024-11-04", "2024-11-05"
REASON = "another day's file"


@pytest.fixture
def funded(bailu: Bailu, prepared: Callable[..., str]) -> Bailu:
    prepared(two_funds)
    return bailu


def two_funds(bureau: Bailu) -> str:
    fund(bureau, "central", 2_000)
    return fund(bureau, "municipal", 50_000)


def balances(bureau: Bailu, *asked: object, clock: str = LATER) -> dict[str, int]:
    """By account, in fen; above zero in the debit."""
    book = bureau("book", "show", *asked, "-o", "json", officer="wu", clock=clock).json
    by_account: dict[str, int] = {}
    for one in book["balances"]:
        fen = one["debit_fen"] - one["credit_fen"]
        by_account[one["account"]] = by_account.get(one["account"], 0) + fen
    return by_account


def test_every_account_is_shown_with_its_postings_in_every_form(funded: Bailu) -> None:
    number = training(funded)
    paid(funded, number)
    assert balances(funded) == {
        "1011": 49_000_00,
        "2201": -3_000_00,
        "2202": 3_000_00,
        "3011": -52_000_00,
        "5001": 3_000_00,
    }
    assert balances(funded, "--as-of", "2024-10-13")["1021"] == 3_000_00
    assert "1021" not in balances(funded, "--as-of", "2024-10-10")
    book = funded("book", "show", "--account", "2202", "-o", "json", officer="wu").json
    assert {(one["value_on"], one["booked_in"], one["application"]) for one in book["postings"]} == {
        (CREDITED, "2024-10", number)
    }
    assert [one["debit_fen"] for one in book["postings"]] == [2_000_00, 1_000_00]
    position = book["postings"][0]["position"]
    assert "2202" not in balances(funded, "--known-at", position - 1)
    for lang, output in FORMS:
        for asked in ((), ("--account", "1011"), ("--authority", "350200", "--month", "2024-10")):
            assert funded("book", "show", *asked, "-o", output, "--lang", lang, officer="wu").code == 0
        assert funded("book", "accounts", "-o", output, "--lang", lang, officer="wu").code == 0
    chart = funded("book", "accounts", "-o", "csv", "--lang", "zh", officer="wu").out
    assert chart.lstrip("\ufeff").startswith("科目编码,科目名称,")
    unknown = funded("book", "show", "--account", "9999", officer="wu")
    assert (unknown.code, "9999" in unknown.err) == (66, True)
    assert funded("book", "show", "--month", "2024-13", officer="wu").code == 2


def test_a_month_is_closed_by_two_and_what_the_bank_did_in_it_is_booked_in_the_next(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    early = funded("book", "close", "2024-10", "--yes", officer="wu", clock="2024-10-30")
    assert (early.code, "2024-10-31" in early.err) == (65, True)
    assert funded("book", "close", "2024-10", "--dry-run", officer="wu", clock="2024-10-31").code == 0
    closing = ("book", "close", "2024-10", "--yes")
    funded.agreed(*closing, officer="wu", second="zheng", clock="2024-10-31")
    order = funded("payment", "order", number, "--yes", officer="wu", clock="2024-10-31")
    assert order.code == 65
    increase = ("fund", "increase", "350200-2024-F001", "--amount", 10, "--document", "d", "--yes", "-o", "json")
    name = funded(*increase, officer="wu", clock="2024-10-31").json["proposal"]
    refused = funded("confirm", name, "--yes", officer="xu", clock="2024-10-31")
    assert (refused.code, "2024-11-01" in refused.err) == (65, True)
    assert funded("confirm", name, "--yes", officer="xu", clock="2024-11-01").code == 0
    imported(funded, answers(funded, (batch, number, 3_000, "成功", CREDITED, "B1", "")), LATER)
    assert balances(funded, "--month", "2024-10")["1021"] == 3_000_00
    assert "1021" not in balances(funded, "--as-of", "2024-10-31")
    book = funded("book", "show", "--account", "2202", "--month", "2024-11", "-o", "json", officer="wu").json
    assert {(one["value_on"], one["booked_in"]) for one in book["postings"]} == {(CREDITED, "2024-11")}
    (closed,) = book["closed"]
    assert (closed["month"], closed["closed_by"], closed["moved_fen"]) == ("2024-10", "zheng", 0)
    before = ("book", "show", "--known-at", closed["position"] - 1, "-o", "json")
    assert funded(*before, officer="wu").json["closed"] == []
    nowhere = ("book", "close", "2024-10", "--authority", "nowhere", "--yes")
    assert funded(*nowhere, officer="wu", clock=NOVEMBER).code == 66
    again = funded(*closing, officer="wu", clock=NOVEMBER)
    assert (again.code, "already" in again.err) == (65, True)
    assert funded("audit", "verify", "--decisions", officer="gao", clock=NOVEMBER).code == 0


def test_a_month_is_not_closed_over_what_was_booked_in_it_while_its_closing_waited(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    name = funded("book", "close", "2024-10", "--yes", "-o", "json", officer="wu", clock="2024-11-01").json["proposal"]
    imported(funded, answers(funded, (batch, number, 3_200, "成功", CREDITED, "B1", "")), "2024-11-01")
    look = funded("confirm", name, "--dry-run", officer="zheng", clock="2024-11-01")
    assert "1021 payments in flight: debit 3,000.00" in look.err
    late = funded("confirm", name, "--yes", officer="zheng", clock="2024-11-01")
    assert (late.code, "something was booked in it" in late.err) == (65, True)
    assert funded("confirm", name, "--decline", "--yes", officer="zheng", clock="2024-11-01").code == 0
    funded.agreed("book", "close", "2024-10", "--yes", officer="wu", second="zheng", clock="2024-11-01")
    assert funded("book", "show", "-o", "json", officer="wu", clock="2024-11-01").json["closed"][0]["moved_fen"] == 0
    accepted(funded)


@pytest.mark.parametrize(
    "hole",
    [
        "DELETE FROM fund_book WHERE account IN ('2201', '5001')",
        "DELETE FROM fund_book WHERE account = '2391' OR fund = 'clearing'",
        "UPDATE fund_book SET booked_in = '2024-11' WHERE account IN ('2201', '5001')",
    ],
)
def test_a_month_is_not_closed_over_a_hole_that_is_in_no_sum(funded: Bailu, hole: str) -> None:
    number = training(funded)
    batch = sent(funded, number)
    imported(funded, answers(funded, (batch, number, 3_200, "成功", CREDITED, "B1", "")), "2024-10-21")
    closing = ("book", "close", "2024-10", "--yes")
    assert funded(*closing, "--dry-run", officer="wu", clock="2024-11-01").code == 0
    with hand(views_beside(funded.url), views=True) as views:
        views.execute(hole)
    refused = funded(*closing, officer="wu", clock="2024-11-01")
    assert (refused.code, "projection rebuild fund_book" in refused.err) == (65, True)
    assert funded("projection", "rebuild", "fund_book", officer="wu", clock="2024-11-01").code == 0
    assert funded(*closing, officer="wu", clock="2024-11-01").code == 0


def test_the_journal_names_nobody_and_is_accepted_by_an_outside_program(funded: Bailu) -> None:
    number = training(funded)
    paid(funded, number)
    ran = funded("book", "journal", "books.beancount", officer="wu", clock=NOVEMBER)
    assert ran.code == 0, ran.err
    journal = (funded.folder / "books.beancount").read_text("utf-8")
    assert number in journal
    for told in ("学员", "鹭江", "91350200", "6222"):
        assert told not in journal
    assert funded("book", "journal", "books.beancount", officer="wu", clock=NOVEMBER).code == 65
    checked_outside(funded.folder / "books.beancount")


def accepted(bureau: Bailu) -> None:
    """The journal of all that is recorded, by an outside program."""
    assert bureau("book", "journal", "checked.beancount", officer="wu", clock=NOVEMBER).code == 0
    checked_outside(bureau.folder / "checked.beancount")


def checked_outside(journal: Path) -> None:
    bean_check = shutil.which("bean-check", path=str(Path(sys.executable).parent))
    if bean_check is None:
        pytest.skip("beancount is not installed on this Python")
    checked = subprocess.run([bean_check, "--no-cache", str(journal)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("spoiled", "between", "what", "amounts"),
    [
        ("UPDATE fund_book SET amount_fen = amount_fen - 7 WHERE account = '1011'", "fund-book", "fund-left", None),
        (
            "UPDATE fund_book SET amount_fen = amount_fen + 7 WHERE account = '2202' AND fund LIKE '%F002'",
            "book-runs", "net-credited", (3_000_07, 3_000_00),
        ),
        (
            "UPDATE batch_book SET credited_fen = credited_fen - 7",
            "runs-bank", "net-credited", (2_999_93, 3_000_00),
        ),
        ("UPDATE batch_book SET in_flight_fen = 7", "runs-bank", "in-flight", (7, 0)),
        (
            "UPDATE fund_book SET amount_fen = amount_fen - 7 WHERE account = '2201'",
            "debit-credit", "booked-in-all", (52_000_00 + 3_000_00, 55_000_07),
        ),
        ("UPDATE fund_book SET amount_fen = amount_fen - 7 WHERE account = '3011'", "fund-book", "3011", None),
    ],
)  # fmt: skip
def test_a_fund_says_where_it_does_not_agree_with_its_book_its_runs_and_the_bank(
    funded: Bailu, spoiled: str, between: str, what: str, amounts: tuple[int, int] | None
) -> None:
    number = training(funded)
    batch = paid(funded, number)
    show = ("fund", "show", "350200-2024-F002")
    fine = funded(*show, "-o", "json", officer="wu", clock=LATER).json
    assert (fine["reconciled"], fine["disagreements"]) == (True, [])
    with hand(views_beside(funded.url), views=True) as views:
        views.execute(spoiled)
    ran = funded(*show, "-o", "json", officer="wu", clock=LATER)
    differing = [one for one in ran.json["disagreements"] if one["between"] == between]
    (one,) = differing
    assert one["what"] == what
    about = (batch, number) if between in ("book-runs", "runs-bank") else (None, None)
    assert (one["batch"], one["application"]) == about
    if amounts is not None:
        assert (one["first_fen"], one["second_fen"]) == amounts
    if about != (None, None):
        assert f"{batch} {number}" in ran.err


NONSENSE: tuple[tuple[str, tuple[object, ...], str], ...] = (
    ("UPDATE fund_book_month SET closed_at = 'zzz'", ("book", "show"), "fund_book"),
    ("UPDATE fund_book_month SET balances = 'zzz'", ("book", "show"), "fund_book"),
    ("UPDATE fund_book SET value_on = 'zzz'", ("book", "journal", "-"), "fund_book"),
    ("UPDATE batch_book_run SET ordered_on = 'zzz'", ("fund", "show", "350200-2024-F002"), "batch_book"),
)


def test_a_read_model_that_says_what_no_model_says_is_named(funded: Bailu) -> None:
    paid(funded, training(funded))
    funded.agreed("book", "close", "2023-12", "--yes", officer="wu", second="zheng", clock=LATER)
    for spoiled, asked, model in NONSENSE:
        assert funded(*asked, officer="wu", clock=LATER).code == 0
        with hand(views_beside(funded.url), views=True) as views:
            views.execute(spoiled)
        ran = funded(*asked, officer="wu", clock=LATER)
        assert (ran.code, f"bailu projection rebuild {model}" in ran.err) == (65, True), ran.err
        funded("projection", "rebuild", model, officer="gao", clock=LATER)


OF_FUND = FundBalance(
    fund="f", source="central", document="d", origin_year=2024, direct=False, holder="350200", programme="p", year=2024,
    function=None, economic=None, project=None, vouchers=(), status="open", carried_from=None, successor=None,
    allotment=None, opened_fen=1, used_fen=0, increased_fen=2, transferred_fen=4, carried_in_fen=8, allotted_in_fen=16,
    drawn_fen=32, carried_over_fen=64, surrendered_fen=128, reclaimed_fen=4096, allotted_out_fen=256,
    treasury_due_fen=512, reserved_fen=1024, left_fen=2048,
)  # fmt: skip
BOOKED = {
    "1011": 2048, "1012": 0, "1013": 1024, "1021": 30, "1041": 512, "2202": 2, "3011": -3, "3012": 0, "3021": -4,
    "3031": 50, "3032": 6, "3041": 128, "3101": 4336,
}  # fmt: skip


@pytest.mark.parametrize("off", [None, *(one.account.value for one in CHART if one.by_fund)])
def test_every_account_of_a_fund_is_held_against_the_fund(off: str | None) -> None:
    booked = [Balance(account, "f", fen + 7 * (account == off)) for account, fen in BOOKED.items()]
    differing = list(fund_and_book(OF_FUND, booked))
    assert len(differing) == (off is not None)
    assert all(abs(one.first_fen - one.second_fen) == 7 for one in differing)


def test_beside_funds_stands_what_no_fund_has_given(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    imported(funded, answers(funded, (batch, number, 3_200, "成功", CREDITED, "B1", "")), CREDITED)
    assert "On clearing: 200.00 yuan; on bank-error: 0.00 yuan." in funded("fund", "list", officer="wu").err
    shown = funded("fund", "show", "350200-2024-F002", "-o", "json", officer="wu").json
    assert (shown["clearing_fen"], shown["bank_error_fen"], shown["disagreements"]) == (200_00, 0, [])
    table = funded("fund", "show", "350200-2024-F002", "-o", "table", officer="wu").out
    assert "The fund, the books, its payment runs and the bank agree." in table
