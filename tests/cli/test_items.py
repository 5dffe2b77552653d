"""A run through the treasury on the command line: an item for each fund that pays a case, from the order to what comes
back of one of them. ADR 0072.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from domain.application import commands as c
from domain.office.log_commands import RestoreLog
from tests.cli.conftest import Bailu
from tests.cli.files.bank_tables import text
from tests.cli.payable_cases import CREDITED, PAYABLE, RELEASED, Class, do, fund, sent, training, trainings
from tests.cli.returned_cases import RECEIVED, REVISED, demanded, overpaid, received
from usecases.intake.bank.items import PaymentOrder
from usecases.intake.bank.orders import order_files
from usecases.intake.bank.profile_files import shipped_profiles

HEADINGS = ("支付申请批次号", "业务编号", "指标编号", "支付金额", "支付状态", "支付日期", "支付凭证号", "退回原因")
CENTRAL, MUNICIPAL = "350200-2024-F001", "350200-2024-F002"
TREASURY = {"BAILU_BANK_PROFILE": "treasury"}
RETURNED = "2024-10-28"


@pytest.fixture
def funded(bureau: Bailu) -> Bailu:
    fund(bureau, "central", 2_000)
    fund(bureau, "municipal", 50_000)
    return bureau


def answer(bureau: Bailu, *rows: tuple[object, ...]) -> Path:
    file = bureau.folder / "支付结果.csv"
    file.write_bytes(text([HEADINGS, *(tuple(map(str, row)) for row in rows)]))
    return file


def by_treasury(bureau: Bailu, *numbers: str) -> str:
    """A run that went to the treasury."""
    order = bureau("payment", "order", *numbers, "--yes", "-o", "json", officer="wu", clock=PAYABLE, **TREASURY)
    batch = str(order.json["batch"])
    assert bureau("payment", "release", batch, "--yes", officer="zheng", clock=RELEASED).code == 0
    ran = bureau("payment", "export", batch, "apply.xlsx", officer="wu", clock=RELEASED, **TREASURY)
    assert ran.code == 0, ran.err
    return batch


def drawn(bureau: Bailu) -> list[int]:
    return [one["drawn_fen"] for one in bureau("fund", "list", "-o", "json", officer="wu", clock=RETURNED).json]


def test_one_fund_pays_the_other_refuses_and_each_gets_back_its_own(funded: Bailu) -> None:
    """From the order to the history, with two officers where the treasury did something else."""
    number = training(funded)
    ran = funded("payment", "order", number, "--dry-run", "-o", "table", officer="wu", clock=PAYABLE, **TREASURY)
    assert "Paid through the treasury: one item for each fund that pays a case, 2 in all." in ran.out
    batch = by_treasury(funded, number)
    page = load_workbook(BytesIO((funded.folder / "apply.xlsx").read_bytes()))["支付申请明细"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2, max_row=3)]
    assert [(row[3], row[5], row[15]) for row in rows] == [(CENTRAL, "中央", 2000), (MUNICIPAL, "市级", 1000)]

    file = answer(
        funded,
        (batch, number, CENTRAL, 2000, "支付成功", CREDITED, "ZF1", ""),
        (batch, number, MUNICIPAL, 1000, "审核退回", CREDITED, "ZF1", "额度不足"),
    )
    shown = funded("payment", "import", file, "--dry-run", "-o", "table", officer="zheng", clock=CREDITED)
    assert f"{number} ({MUNICIPAL}): not carried out, 2024-10-14: 额度不足" in shown.err
    told = funded("payment", "import", file, "--yes", "-o", "json", officer="zheng", clock=CREDITED).json
    assert [(one["count"], one["failed"], one["new"]) for one in told["batches"]] == [(1, 1, 2)]
    assert drawn(funded) == [200_000, 100_000], "what was refused waits for another officer"
    assert funded("confirm", f"batch-{batch}", "--yes", officer="wu", clock=CREDITED).code == 0
    assert drawn(funded) == [200_000, 0]

    items = funded("payment", "show", batch, "-o", "json", officer="wu", clock=CREDITED).json["items"]
    assert [(one["fund"], one["result"], one["amount_fen"]) for one in items] == [
        (CENTRAL, "credited", 200_000),
        (MUNICIPAL, "failed", 100_000),
    ]
    funded.agreed(
        "payment", "import", answer(funded, (batch, number, CENTRAL, 500, "已退回", RETURNED, "TK1", "账户已销户")),
        "--yes", officer="zheng", second="wu", clock=RETURNED,
    )  # fmt: skip
    assert drawn(funded) == [150_000, 0]
    moves = funded("history", "-o", "json", officer="wu", clock=RETURNED).json
    by_fund = {
        name: sum(one["amount_fen"] for one in moves if one["fund"] == name and one["kind"] in ("paid", "returned"))
        for name in (CENTRAL, MUNICIPAL)
    }
    assert by_fund == {CENTRAL: 150_000, MUNICIPAL: 0}
    verified = funded("audit", "verify", "--decisions", officer="cai", clock=RETURNED)
    assert verified.code == 0, verified.err


def test_what_is_meant_is_named_where_several_funds_pay_one_case(funded: Bailu) -> None:
    number = training(funded)
    batch = by_treasury(funded, number)
    unnamed = answer(funded, (batch, number, "", 2000, "支付成功", CREDITED, "ZF1", ""))
    assert funded("payment", "import", unnamed, "--yes", officer="zheng", clock=CREDITED).code == 65
    paid = answer(
        funded,
        (batch, number, CENTRAL, 2000, "支付成功", CREDITED, "ZF1", ""),
        (batch, number, MUNICIPAL, 1000, "支付成功", CREDITED, "ZF1", ""),
    )
    assert funded("payment", "import", paid, "--yes", officer="zheng", clock=CREDITED).code == 0
    correct = ("payment", "correct", batch, number, "--never", "--because", "another day's file", "--yes")
    refused = funded(*correct, officer="zheng", clock=CREDITED)
    assert (refused.code, f"name the fund ({CENTRAL}, {MUNICIPAL})" in refused.err) == (65, True)
    assert funded(*correct, "--of-fund", MUNICIPAL, officer="zheng", clock=CREDITED).code == 0
    assert funded("confirm", f"batch-{batch}", "--yes", officer="wu", clock=CREDITED).code == 0
    items = funded("payment", "show", batch, "-o", "json", officer="wu", clock=CREDITED).json["items"]
    assert [(one["credited_fen"], one["in_flight_fen"]) for one in items] == [(200_000, None), (None, 100_000)]
    wrong = funded("payment", "correct", batch, number, "--of-fund", "350200-2024-F009", "--never", "--because", "x")
    assert wrong.code == 66
    right = ("payment", "correct", batch, number, "--of-fund", CENTRAL, "--right-fund", MUNICIPAL, "--amount", "1000")
    ran = funded(*right, "--because", "the other row", "--dry-run", "-o", "table", officer="zheng", clock=CREDITED)
    assert f"right is, of {number} ({MUNICIPAL}): 1,000.00 yuan credited" in ran.err


def test_a_run_and_the_profile_of_its_files_have_the_same_items(funded: Bailu) -> None:
    one, two = trainings(funded, Class((1,)), Class((2, 3)))
    by_bank = sent(funded, one)
    export = ("payment", "export", by_bank, "again.xlsx", "--again", "--profile", "treasury")
    refused = funded(*export, officer="wu", clock=RELEASED)
    assert (refused.code, "was ordered to be paid through the bank" in refused.err) == (65, True)
    order = funded("payment", "order", two, "--through", "treasury", "--yes", "-o", "json", officer="wu", clock=PAYABLE)
    assert (order.json["paid_through"], len(order.json["items"])) == ("treasury", 2)


@pytest.mark.on_sqlite
def test_what_is_only_owed_back_is_left_out_of_a_run_by_the_treasury(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    received(funded, number, 1_200)
    order = ("payment", "order", "--all", "--dry-run", "-o", "json", "--through")
    (item,) = funded(*order, "bank", officer="wu", clock=RECEIVED).json["items"]
    assert (item["application"], item["amount_fen"]) == (number, 20_000)
    ran = funded(*order, "treasury", officer="wu", clock=RECEIVED)
    assert (ran.code, "Nothing is payable" in ran.err) == (65, True)
    assert f"the treasury does not pay what is owed back: {number}" in ran.err
    refused = funded("payment", "order", number, "--through", "treasury", "--dry-run", officer="wu", clock=RECEIVED)
    assert (refused.code, "order it with --through bank" in refused.err) == (65, True)


@pytest.mark.on_sqlite
def test_a_demand_takes_back_of_both_items_and_its_letter_names_them(funded: Bailu) -> None:
    """Of three lines of 1 000 the last is of the second fund; the last two were wrong."""
    number = training(funded)
    batch = by_treasury(funded, number)
    parts = ((CENTRAL, 2000), (MUNICIPAL, 1000))
    file = answer(funded, *((batch, number, one, yuan, "支付成功", CREDITED, "ZF1", "") for one, yuan in parts))
    assert funded("payment", "import", file, "--yes", officer="zheng", clock=CREDITED).code == 0
    struck = c.ReviseApplication(application=number, ground="ineligible", reason="", struck=((2, 3),))
    do(funded, struck, "chen", REVISED)
    do(funded, c.ConfirmProposal(application=number, proposal=None), "huang", REVISED)
    demanded(funded, number)
    letter = ("application", "letter", number, "recovery-demand", "--out", "letter.html", "--pay-to", "财政专户")
    ran = funded(*letter, officer="wu", clock=RECEIVED)
    assert ran.code == 0, ran.err
    assert (funded.folder / "letter.html").read_text(encoding="utf-8").count("ZF1") == 2
    received(funded, number, 1_500)
    assert drawn(funded) == [150_000, 0]


@pytest.mark.on_sqlite
def test_what_the_treasury_got_before_a_restore_is_ordered_again_from_the_funds_of_its_file(funded: Bailu) -> None:
    number, lost = training(funded), "350200-2024-0009"
    items = [
        PaymentOrder(
            batch=lost, item=count, holder="某校", bank="某行", account="6222021234567890123", amount_fen=fen,
            application=number, pay_on=date(2024, 10, 12), fund={"fund": of_fund},
        )
        for count, (of_fund, fen) in enumerate(((CENTRAL, 50_000), (MUNICIPAL, 250_000)), 1)
    ]  # fmt: skip
    (file,) = order_files(next(one for one in shipped_profiles() if one.name == "treasury"), items)
    (funded.folder / "sent.xlsx").write_bytes(file.content)
    do(funded, RestoreLog(log="7ac2b019", size=1, root="5f" * 32, taken_at=None), "admin", PAYABLE)
    declare = ("payment", "declare-sent", "sent.xlsx", "--yes", "-o", "json")
    assert funded(*declare, officer="wu", clock=CREDITED).json["runs"][0]["count"] == 2
    assert funded("confirm", "log", officer="zheng", clock=CREDITED).code == 0
    ran = funded("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=CREDITED)
    again = [(one["fund"], one["amount_fen"]) for one in ran.json["items"]]
    assert (ran.json["batch"], again) == (lost, [(CENTRAL, 50_000), (MUNICIPAL, 250_000)])


@pytest.mark.on_sqlite
def test_the_treasury_pays_what_is_planned_by_the_month_and_says_what_is_left(funded: Bailu) -> None:
    number = training(funded)
    plan = ("fund", "plan", CENTRAL, "2024-10", "--document", "用款计划2024-10", "--yes", "--amount")
    assert funded("fund", "plan", CENTRAL, "2024-13", "--document", "x", "--amount", "1", officer="wu").code == 2
    funded.agreed(*plan, "1500", officer="wu", second="xu", clock=PAYABLE)
    order = ("payment", "order", number, "--dry-run", "-o", "json", "--through")
    refused = funded(*order, "treasury", officer="wu", clock=PAYABLE)
    expected = f"pays 1,500.00 yuan of the fund {CENTRAL} up to 2024-10; 0.00 yuan are drawn, so that 1,500.00 yuan"
    assert (refused.code, expected in refused.err) == (65, True)
    assert funded(*order, "bank", officer="wu", clock=PAYABLE).code == 0
    funded.agreed(*plan, "2000", officer="wu", second="xu", clock=PAYABLE)
    assert funded(*order, "treasury", officer="wu", clock=PAYABLE).code == 0
    plans = funded("fund", "show", CENTRAL, "-o", "json", officer="wu", clock=PAYABLE).json["plans"]
    assert plans == [{"month": "2024-10", "amount_fen": 200_000, "together_fen": 200_000, "left_fen": 200_000}]
