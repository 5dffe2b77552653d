from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from presentation.words.file_problems import sentence
from usecases.intake.bank import BankReply, BankResult, PaymentOrder, guarded, payment_file, read_replies, unguarded
from usecases.intake.text import NAME_LENGTH_MAX, name

TODAY = date(2024, 7, 1)
Write = Callable[..., Path]
HEADINGS = "批次号,申请编号,金额（元）,结果,入账日期,银行流水号,原因"


def order(**other: object) -> PaymentOrder:
    values: dict[str, object] = {
        "batch": "P-torch-2024-0001",
        "item": 1,
        "holder": "厦门虚构电子有限公司",
        "bank": "虚构银行厦门分行",
        "account": "3502000000000000012",
        "amount_fen": 5_400_000,
        "application": "torch-2024-000001",
    }
    return PaymentOrder(**{**values, **other})  # type: ignore[arg-type]


@pytest.fixture
def answer_file(tmp_path: Path) -> Write:
    def write(*rows: str, headings: str = HEADINGS, encoding: str = "utf-8-sig") -> Path:
        path = tmp_path / "回单.csv"
        path.write_bytes("\r\n".join((headings, *rows)).encode(encoding))
        return path

    return write


def test_an_order_is_written_for_the_bank_and_for_excel() -> None:
    content = payment_file([order(), order(item=2, amount_fen=5)])
    assert content.startswith("\ufeff批次号,序号,收款户名,开户行,账号,金额（元）,用途/申请编号\r\n".encode())
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[1] == [
        "P-torch-2024-0001",
        "1",
        "厦门虚构电子有限公司",
        "虚构银行厦门分行",
        "3502000000000000012\t",
        "54000.00",
        "torch-2024-000001",
    ]
    assert rows[2][5] == "0.05"


@pytest.mark.parametrize("holder", ['=HYPERLINK("x")', "+1", "-1", "@SUM(1)", "\tx"])
def test_no_text_of_an_order_is_a_formula_in_a_spreadsheet(holder: str) -> None:
    rows = list(csv.reader(StringIO(payment_file([order(holder=holder)]).decode("utf-8-sig"), newline="")))
    assert rows[1][2] == f"'{holder}"
    assert unguarded(guarded(holder)) == holder


@given(st.text(max_size=NAME_LENGTH_MAX))
def test_a_guard_is_taken_off_again(typed: str) -> None:
    kept = name(typed)
    if isinstance(kept, str) and not kept.startswith("'"):
        assert unguarded(guarded(kept)) == kept


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_what_the_bank_answers_is_read(answer_file: Write, encoding: str) -> None:
    parsed = read_replies(
        answer_file(
            "P1,torch-2024-000001,54000.00,成功,2024-06-28,LS1,",
            'P1,torch-2024-000002,"1,200.00",退回,20240629,LS2,账号与户名不符',
            "P1,torch-2024-000003,1200,失败,,,账户已销户",
            encoding=encoding,
        ),
        TODAY,
    )
    assert parsed.problems == ()
    assert parsed.replies == (
        BankReply(
            row=2,
            batch="P1",
            application="torch-2024-000001",
            amount_fen=5_400_000,
            result=BankResult.CREDITED,
            value_on=date(2024, 6, 28),
            reference="LS1",
            reason=None,
        ),
        BankReply(
            row=3,
            batch="P1",
            application="torch-2024-000002",
            amount_fen=120_000,
            result=BankResult.RETURNED,
            value_on=date(2024, 6, 29),
            reference="LS2",
            reason="账号与户名不符",
        ),
        BankReply(
            row=4,
            batch="P1",
            application="torch-2024-000003",
            amount_fen=120_000,
            result=BankResult.FAILED,
            value_on=None,
            reference=None,
            reason="账户已销户",
        ),
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (",A1,1,成功,2024-06-28,L,", [("cell-blank", "批次号")]),
        ("P1,,1,成功,2024-06-28,L,", [("cell-blank", "申请编号")]),
        ("P1,A1,,成功,2024-06-28,L,", [("cell-blank", "金额（元）")]),
        ("P1,A1,0,成功,2024-06-28,L,", [("cell-nothing-paid", "金额（元）")]),
        ("P1,A1,-1,成功,2024-06-28,L,", [("cell-negative", "金额（元）")]),
        ("P1,A1,1.001,成功,2024-06-28,L,", [("cell-not-whole-fen", "金额（元）")]),
        ("P1,A1,1,已处理,2024-06-28,L,", [("cell-not-one-of", "结果")]),
        ("P1,A1,1,成功,,L,", [("cell-blank", "入账日期")]),
        ("P1,A1,1,成功,2024-07-02,L,", [("day-in-future", "入账日期")]),
        ("P1,A1,1,成功,2024-06-31,L,", [("cell-no-such-day", "入账日期")]),
        ("P1,A1,1,成功,2024-06-28,,", [("cell-blank", "银行流水号")]),
        ("P1,A1,1,成功,2024-06-28,2.02406E+15,", [("digits-lost", "银行流水号")]),
        ("P1,A1,1,退回,2024-06-28,L,", [("cell-blank", "原因")]),
        ("P1,A1,1,失败,,,", [("cell-blank", "原因")]),
    ],
)
def test_an_answer_that_does_not_say_enough_is_refused(
    answer_file: Write, row: str, expected: list[tuple[str, str]]
) -> None:
    parsed = read_replies(answer_file(row), TODAY)
    assert parsed.replies == ()
    assert [(one.code, one.where.heading) for one in parsed.problems] == expected


def test_an_item_or_a_movement_named_twice_is_refused(answer_file: Write) -> None:
    parsed = read_replies(
        answer_file(
            "P1,A1,1,成功,2024-06-28,L1,",
            "P1,A1,1,成功,2024-06-28,L2,",
            "P1,A2,1,成功,2024-06-28,L1,",
            "P1,A1,1,退回,2024-06-28,L3,户名不符",
        ),
        TODAY,
    )
    assert [(one.code, one.where.row, one.where.heading) for one in parsed.problems] == [
        ("row-twice", 3, "申请编号"),
        ("row-twice", 4, "银行流水号"),
    ]


def test_a_file_without_a_column_gives_no_answers(answer_file: Write) -> None:
    parsed = read_replies(answer_file("P1,A1,1,成功,2024-06-28", headings="批次号,申请编号,金额,结果,入账日期"), TODAY)
    assert parsed.replies == ()
    assert [one.code for one in parsed.problems] == ["column-missing", "column-missing"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=7, max_size=8))
def test_any_row_is_answered(answer_file: Write, cells: list[str]) -> None:
    parsed = read_replies(answer_file(",".join(cells)), TODAY)
    assert all(sentence(one) for one in parsed.problems)
