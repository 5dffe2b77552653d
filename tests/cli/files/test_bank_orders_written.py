"""Order files by each profile: what stands in them, how they are split, and that an answer in the bank's shape to what
was written is read as what was ordered.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.errors import NotAllowed
from tests.cli.files.bank_tables import text, workbook
from usecases.intake.bank.items import PaymentOrder
from usecases.intake.bank.orders import OrderFile, guarded, order_files, unguarded
from usecases.intake.bank.profile import TableProfile, remark_of, tables_among
from usecases.intake.bank.profile_files import shipped_profiles
from usecases.intake.bank.replies import replies_in
from usecases.intake.sent_runs import read_sent_runs, runs_of
from usecases.intake.text import NAME_LENGTH_MAX, name

CSV, TREASURY, BANK_ONE, BANK_TWO = tables_among(shipped_profiles())
RUN = "350200-2024-0001"
TODAY = date(2024, 7, 1)


def order(item: int = 1, **other: object) -> PaymentOrder:
    values: dict[str, object] = {
        "batch": RUN,
        "item": item,
        "holder": "厦门虚构电子有限公司",
        "bank": "虚构银行厦门分行",
        "account": "3502000000000000012",
        "union_number": "313393080005",
        "amount_fen": 5_400_000,
        "application": f"350200-2024-{item:06d}",
        "pay_on": TODAY,
        "fund": {"fund": "350200-2024-F001", "source": "中央", "year": "2024"},
    }
    return PaymentOrder(**{**values, **other})  # type: ignore[arg-type]


def changed(profile: TableProfile, **other: object) -> TableProfile:
    return profile.model_copy(update={"orders": profile.orders.model_copy(update=other)})


def cells(file: OrderFile, sheet: int = -1) -> list[list[object]]:
    page = load_workbook(BytesIO(file.content)).worksheets[sheet]
    return [[cell for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]


def lines(file: OrderFile, encoding: str = "utf-8-sig", separator: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(file.content.decode(encoding), newline=""), delimiter=separator))


# Each profile


def test_the_plain_table_is_for_the_bank_and_for_a_spreadsheet() -> None:
    (file,) = order_files(CSV, [order(), order(2, amount_fen=5, union_number=None)])
    assert file.content.startswith(
        "\ufeff批次号,序号,收款户名,开户行,联行号,账号,金额（元）,用途/申请编号\r\n".encode()
    )
    payee = ["厦门虚构电子有限公司", "虚构银行厦门分行"]
    account = "3502000000000000012\t"
    assert lines(file)[1:] == [
        [RUN, "1", *payee, "313393080005\t", account, "54000.00", "350200-2024-000001"],
        [RUN, "2", *payee, "", account, "0.05", "350200-2024-000002"],
    ]
    assert (file.rows, file.amount_fen) == (2, 5_400_005)


def test_a_workbook_has_text_for_numbers_figures_for_amounts_and_the_total_in_capitals() -> None:
    files = order_files(BANK_ONE, [order(), order(2, amount_fen=150_001)])
    payee = ["3502000000000000012", "厦门虚构电子有限公司", "虚构银行厦门分行", "313393080005"]
    assert [cells(file) for file in files] == [
        [
            ["编号", "收款账号", "收款人姓名/单位名称", "收款方开户行名称", "收款方联行号", "付款金额", "币种", "附言"],
            ["1", *payee, 54000, "人民币", f"就业补贴 {RUN} 350200-2024-000001"],
            ["2", *payee, 1500.01, "人民币", f"就业补贴 {RUN} 350200-2024-000002"],
            ["合计", "2", 55500.01, "伍万伍仟伍佰元零壹分"],
        ]
    ]


def test_a_text_with_bars_is_gbk_and_has_its_totals_in_the_first_line() -> None:
    (file,) = order_files(BANK_TWO, [order()])
    written = file.content.decode("gbk").split("\r\n")
    assert written[0] == "HEAD|1|54000.00"
    assert written[2] == (
        f"{RUN}|350200-2024-000001|3502000000000000012|厦门虚构电子有限公司|313393080005|虚构银行厦门分行|54000.00|CNY|就业补贴"
    )
    assert written[3:] == [""]


def test_the_treasury_gets_a_summary_by_indicator_and_a_list() -> None:
    central, municipal = ({"fund": f"350200-{one}-employment-2024", "source": one} for one in ("中央", "市级"))
    orders = [
        order(1, amount_fen=6_000_000, fund=central),
        order(2, application="350200-2024-000001", amount_fen=4_000_000, fund=municipal),
        order(3, application="350200-2024-000003", amount_fen=100, fund=municipal),
    ]
    (file,) = order_files(TREASURY, orders)
    assert load_workbook(BytesIO(file.content)).sheetnames == ["支付申请汇总", "支付申请明细"]
    assert [[row[0], row[-2], row[-1]] for row in cells(file, 0)[1:3]] == [
        [central["fund"], "1", 60000],
        [municipal["fund"], "2", 40001],
    ]
    assert cells(file, 0)[3:] == [["合计", "", "", "", "3", 100001], ["大写", "壹拾万零壹元整", "100,001.00 元"]]
    assert [row[2:4] for row in cells(file)[1:4]] == [
        ["350200-2024-000001", central["fund"]],
        ["350200-2024-000001", municipal["fund"]],
        ["350200-2024-000003", municipal["fund"]],
    ]


def test_the_same_items_make_the_same_bytes() -> None:
    for profile in tables_among(shipped_profiles()):
        assert order_files(profile, [order()]) == order_files(profile, [order()])


@pytest.mark.parametrize("holder", ['=HYPERLINK("x")', "+1", "-1", "@SUM(1)", "\tx"])
def test_no_text_of_an_order_is_a_formula_in_a_spreadsheet(holder: str) -> None:
    (plain,) = order_files(CSV, [order(holder=holder)])
    assert lines(plain)[1][2] == f"'{holder}"
    assert unguarded(guarded(holder)) == holder
    (book,) = order_files(BANK_ONE, [order(holder=holder)])
    written = load_workbook(BytesIO(book.content)).active
    assert written is not None
    assert (written["C2"].value, written["C2"].data_type) == (holder, "s")


@given(st.text(max_size=NAME_LENGTH_MAX))
def test_a_guard_is_taken_off_again(typed: str) -> None:
    normalised = name(typed)
    if isinstance(normalised, str) and not normalised.startswith("'"):
        assert unguarded(guarded(normalised)) == normalised


# Limits, and accounts of the bank itself


@pytest.mark.parametrize(
    ("rows_max", "amount_fen_max", "expected"),
    [
        (None, None, [5]),
        (5, None, [5]),
        (4, None, [4, 1]),
        (2, None, [2, 2, 1]),
        (1, None, [1, 1, 1, 1, 1]),
        (None, 500, [5]),
        (None, 499, [4, 1]),
        (None, 250, [2, 2, 1]),
        (3, 250, [2, 2, 1]),
        (1, 250, [1, 1, 1, 1, 1]),
        (None, 100, [1, 1, 1, 1, 1]),
    ],
)
def test_a_run_that_exceeds_a_limit_makes_several_files(
    rows_max: int | None, amount_fen_max: int | None, expected: list[int]
) -> None:
    profile = changed(CSV, rows_max=rows_max, amount_fen_max=amount_fen_max)
    files = order_files(profile, [order(item, amount_fen=100) for item in range(1, 6)])
    assert [file.rows for file in files] == expected
    assert [file.amount_fen for file in files] == [100 * rows for rows in expected]
    assert [line[1] for line in lines(files[-1])[1:]] == [str(item) for item in range(1, expected[-1] + 1)]


def test_an_item_of_more_than_a_file_may_have_is_refused() -> None:
    with pytest.raises(NotAllowed) as refused:
        order_files(changed(CSV, amount_fen_max=99), [order(amount_fen=100)])
    assert refused.value.code == "order-over-limit"


@pytest.mark.parametrize(
    ("bank", "union_number", "own"),
    [
        ("中国工商银行厦门湖滨支行", None, True),
        ("中国工商银行厦门湖滨支行", "102393000011", True),
        ("虚构银行", "102393000011", True),
        ("中国工商银行的邻居", "313393080005", False),
        ("虚构银行", "313393080005", False),
    ],
)
def test_accounts_of_the_bank_itself_go_into_a_file_of_their_own(
    bank: str, union_number: str | None, own: bool
) -> None:
    other = order(1, bank="另一银行", union_number="103000000001")
    files = order_files(BANK_ONE, [other, order(2, bank=bank, union_number=union_number)])
    assert [file.rows for file in files] == ([1, 1] if own else [2])
    assert ("350200-2024-000002" in str(cells(files[0]))) is True


def test_an_account_at_another_bank_needs_what_that_bank_is_known_by() -> None:
    order_files(BANK_ONE, [order(bank="中国工商银行", union_number=None)])
    with pytest.raises(NotAllowed) as refused:
        order_files(BANK_ONE, [order(union_number=None)])
    assert (refused.value.code, refused.value.values["heading"]) == ("order-value-missing", "收款方联行号")


@pytest.mark.parametrize(
    ("profile", "holder"), [(BANK_TWO, "某|某"), (BANK_TWO, '"某某"'), (BANK_TWO, "㛃某"), (BANK_TWO, "𠮷某")]
)
def test_what_a_file_cannot_hold_is_refused_and_never_replaced(profile: TableProfile, holder: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        order_files(profile, [order(holder=holder)])
    assert (refused.value.code, refused.value.values["heading"]) == ("order-not-writable", "收款方户名")
    assert order_files(CSV, [order(holder=holder)])


# Round trips

LETTERS = st.characters(codec="gbk", categories=["Lo", "Lu", "Nd", "Zs"])
HOLDERS = st.text(LETTERS, min_size=1, max_size=20)


@st.composite
def runs(draw: st.DrawFn) -> list[PaymentOrder]:
    numbers = draw(st.lists(st.integers(1, 999_999), min_size=1, max_size=8, unique=True))
    return [
        order(
            number,
            holder=draw(HOLDERS.filter(str.strip)),
            amount_fen=draw(st.integers(1, 10**8)),
            account=draw(st.from_regex(r"[0-9]{8,32}", fullmatch=True)),
            bank=draw(st.sampled_from(["虚构银行厦门分行", "中国工商银行厦门分行"])),
        )
        for number in numbers
    ]


def answered(profile: TableProfile, orders: Sequence[PaymentOrder]) -> bytes:
    """The bank's answer to these orders, all credited, in the profile's shape."""
    answers = profile.answers
    rows = []
    for one in orders:
        plain = {"batch": one.batch, "application": one.application, **one.fund}
        values = {
            **plain,
            "remark": remark_of(answers.remark or "", plain),
            "amount": f"{one.amount_fen / 100:.2f}",
            "result": answers.results["credited"][0],
            "value-on": "2024-05-22 10:00:00",
            "reference": "DF0001",
            "reason": "",
        }
        rows.append([values[value] for value in answers.headings])
    table = [[headings[-1] for headings in answers.headings.values()], *rows]
    return workbook(table) if profile.orders.format == "xlsx" else text(table, encoding="gb18030")


@settings(deadline=None, max_examples=25)
@given(orders=runs(), at=st.integers(0, 3))
def test_what_was_ordered_is_what_an_answer_in_the_same_shape_says(orders: list[PaymentOrder], at: int) -> None:
    profile = tables_among(shipped_profiles())[at]
    files = order_files(profile, orders)
    assert sum(file.amount_fen for file in files) == sum(one.amount_fen for one in orders)
    file = replies_in(answered(profile, orders), TODAY, shipped_profiles())
    assert (file.problems, file.profile) == ((), profile.name)
    assert [(one.batch, one.application, one.amount_fen) for one in file.replies] == [
        (one.batch, one.application, one.amount_fen) for one in orders
    ]
    if profile is TREASURY:
        assert {one.fund for one in file.replies} == {"350200-2024-F001"}


@settings(deadline=None, max_examples=25)
@given(orders=runs(), at=st.integers(0, 3))
def test_an_order_file_is_read_again_as_what_was_sent(
    orders: list[PaymentOrder], at: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    profile = tables_among(shipped_profiles())[at]
    folder = tmp_path_factory.mktemp("sent")
    paths: list[Path] = []
    for number, file in enumerate(order_files(changed(profile, rows_max=3), orders)):
        paths.append(folder / f"{number}.bin")
        paths[-1].write_bytes(file.content)
    read = read_sent_runs(paths, shipped_profiles())
    assert [file.problems for file in read] == [()] * len(paths)
    (run,) = runs_of(read)
    assert run.batch == RUN
    assert {item.application: item.amount_fen for item in run.items} == {
        one.application: one.amount_fen for one in orders
    }


def test_what_several_funds_pay_of_one_application_was_sent_as_an_item_each(tmp_path: Path) -> None:
    other = {"fund": "350200-2024-F002"}
    (file,) = order_files(TREASURY, [order(), order(2, application="350200-2024-000001", amount_fen=1, fund=other)])
    (tmp_path / "sent.xlsx").write_bytes(file.content)
    (sent,) = read_sent_runs([tmp_path / "sent.xlsx"], shipped_profiles())
    assert sent.run is not None
    assert [(item.application, item.fund, item.amount_fen) for item in sent.run.items] == [
        ("350200-2024-000001", "350200-2024-F001", 5_400_000),
        ("350200-2024-000001", "350200-2024-F002", 1),
    ]


def test_an_order_file_that_names_an_item_twice_is_refused(tmp_path: Path) -> None:
    (file,) = order_files(TREASURY, [order(), order(2, application="350200-2024-000001", amount_fen=1)])
    (tmp_path / "sent.xlsx").write_bytes(file.content)
    (sent,) = read_sent_runs([tmp_path / "sent.xlsx"], shipped_profiles())
    assert [one.code for one in sent.problems] == ["row-twice"]


def test_a_file_without_headings_is_known_by_its_columns(tmp_path: Path) -> None:
    bare = changed(BANK_TWO, headings=False)
    (file,) = order_files(bare, [order(), order(2)])
    (tmp_path / "sent.txt").write_bytes(file.content)
    (sent,) = read_sent_runs([tmp_path / "sent.txt"], [bare])
    assert sent.problems == ()
    assert sent.run is not None
    assert len(sent.run.items) == 2
