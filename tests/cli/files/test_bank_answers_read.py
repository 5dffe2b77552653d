"""What banks write is read: each way in which a file of theirs is not the plain table, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presentation.words.file_problems import sentence
from tests.cli.files.bank_tables import old_workbook, page, text, workbook
from usecases.intake.bank.profile import BankProfile, tables_among
from usecases.intake.bank.profile_files import shipped_profiles
from usecases.intake.bank.replies import replies_in
from usecases.intake.bank.reply import BankReplies, BankReply, BankResult

TODAY = date(2024, 7, 1)
RUN, ONE, TWO = "350200-2024-0001", "350200-2024-000001", "350200-2024-000002"
HEADINGS = ("批次号", "申请编号", "金额(元)", "结果", "入账日期", "银行流水号", "原因")
FIRST = (RUN, ONE, "1500.00", "成功", "2024-05-22", "20240522A1", "")
SECOND = (RUN, TWO, "1500.00", "失败", "2024-05-22", "", "账号不存在")
CSV, TREASURY, BANK_ONE, BANK_TWO = tables_among(shipped_profiles())


def read(content: bytes, *profiles: BankProfile, preferred: str = "") -> BankReplies:
    return replies_in(content, TODAY, profiles or shipped_profiles(), preferred)


def reply(**other: object) -> BankReply:
    values: dict[str, object] = {
        "row": 2,
        "batch": RUN,
        "application": ONE,
        "amount_fen": 150_000,
        "result": BankResult.CREDITED,
        "value_on": date(2024, 5, 22),
        "reference": "20240522A1",
        "reason": None,
    }
    return BankReply(**{**values, **other})  # type: ignore[arg-type]


def codes(file: BankReplies) -> list[tuple[str, int | None, str | None]]:
    return [(one.code, one.where.row, one.where.heading) for one in file.problems]


PLAIN = [HEADINGS, FIRST]
AS_NUMBERS = (*FIRST[:2], 1500, "成功", date(2024, 5, 22), "20240522A1")
AS_BANKS_WRITE_IT = {
    "plain": (text(PLAIN), 2),
    "GB 18030": (text(PLAIN, encoding="gb18030"), 2),
    "UTF-8 without its mark": (text(PLAIN, encoding="utf-8"), 2),
    "UTF-16, as “Unicode text” is": (text(PLAIN, "\t", "utf-16"), 2),
    "tabs": (text(PLAIN, "\t"), 2),
    "bars": (text(PLAIN, "|"), 2),
    "semicolons": (text(PLAIN, ";"), 2),
    "a title above": (text([("虚构银行批量代发结果明细",), *PLAIN]), 2 + 1),
    "a title with commas above tabs": (text(PLAIN, "\t").replace(b"\xef\xbb\xbf", "表,一\r\n".encode()), 2 + 1),
    "period and totals above": (text([("起止日期", "2024-05-01"), ("总笔数", "1", "总金额", "1500"), *PLAIN]), 2 + 2),
    "a total row": (text([*PLAIN, ("合计", "1笔", "1500.00", "", "", "", "")]), 2),
    "a total of a page and of all": (text([*PLAIN, ("小计", "", "1500.00"), ("总计", "", "￥1500.00")]), 2),
    "who made it": (text([*PLAIN, ("制表人：某某", "", "复核：某某")]), 2),
    "an end": (text([*PLAIN, ("以下空白",), ("何", "人", "知")]), 2),
    "the end-of-file mark": (text(PLAIN) + b"\x1a", 2),
    "what lay behind the end-of-file mark": (text(PLAIN) + b"\x1a,,\0\0,\xff", 2),
    "headings again on each page": (text([*PLAIN, HEADINGS]), 2),
    "blank rows": (text([HEADINGS, ("",) * 7, FIRST, ("",) * 7]), 3),
    "marks around headings": (text([[f"*{heading}：" for heading in HEADINGS], FIRST]), 2),
    "line breaks in headings": (text([('"批次\n号"', *HEADINGS[1:]), FIRST]), 2),
    "no reason column": (text([HEADINGS[:-1], FIRST[:-1]]), 2),
    "a workbook": (workbook(PLAIN), 2),
    "amounts and days as a workbook has them": (workbook([HEADINGS, AS_NUMBERS]), 2),
    "an old workbook": (old_workbook(PLAIN), 2),
    "an old workbook with amounts and days": (old_workbook([HEADINGS, AS_NUMBERS]), 2),
    "a page called .xls": (page(PLAIN), 2),
    "a page in UTF-8": (page(PLAIN, "utf-8", "<meta charset='utf-8'>"), 2),
    "a page behind a comment": (b"<!-- made by <x> --> " + page(PLAIN), 2),
}  # fmt: skip


@pytest.mark.parametrize("how", AS_BANKS_WRITE_IT)
def test_a_file_is_read_as_what_it_is(how: str) -> None:
    content, row = AS_BANKS_WRITE_IT[how]
    file = read(content)
    assert (file.problems, file.profile) == ((), "csv")
    assert file.replies == (reply(row=row),)


DAYS = (
    "2024-05-22", "20240522", "2024/5/22", "2024.5.22", "2024年5月22日", "2024-05-22 14:03:11", "2024-05-22 14:03",
    "2024-05-22T14:03:11", "2024/5/22 9:03", "20240522140311", "20240522 14:03:11", "2024-05-22 14:03:11.123",
    "２０２４－０５－２２　１４：０３：１１", "2024年5月22日 14时03分11秒",
)  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_a_day_with_a_time_behind_it_too(day: str) -> None:
    assert read(text([HEADINGS, (*FIRST[:4], day, *FIRST[5:])])).replies == (reply(),)


def test_a_moment_of_a_workbook_is_its_day() -> None:
    moment = datetime(2024, 5, 22, 14, 3)  # noqa: DTZ001 - a workbook's has no zone
    assert read(workbook([HEADINGS, (*FIRST[:4], moment, *FIRST[5:])])).replies == (reply(),)


@pytest.mark.parametrize(
    "day", ["2024-05-22 25:00:00", "2024-05-22 14:61", "5月22日", "昨天", "2024-13-01", "14:03:11"]
)
def test_what_is_no_day_is_refused(day: str) -> None:
    assert [code for code, _row, _heading in codes(read(text([HEADINGS, (*FIRST[:4], day, *FIRST[5:])])))] in (
        ["cell-not-a-day"],
        ["cell-no-such-day"],
    )


def test_a_profile_may_have_days_of_its_own() -> None:
    answers = CSV.answers.model_copy(update={"day_formats": ["DD/MM/YYYY hh:mm"]})
    own = CSV.model_copy(update={"answers": answers})
    assert read(text([HEADINGS, (*FIRST[:4], "22/05/2024 14:03", *FIRST[5:])]), own).replies == (reply(),)


WORDS = {
    BankResult.CREDITED: ("成功", "交易成功", "转账成功", "付款成功", " 成 功 "),
    BankResult.RETURNED: ("退回", "退汇", "已退汇"),
    BankResult.FAILED: ("失败", "交易失败"),
    BankResult.UNKNOWN: ("处理中", "待确认"),
}


@pytest.mark.parametrize(("result", "word"), [(result, word) for result, words in WORDS.items() for word in words])
def test_the_words_of_a_bank_have_one_meaning(result: BankResult, word: str) -> None:
    (answered,) = read(text([HEADINGS, (*FIRST[:3], word, *FIRST[4:])])).replies
    assert answered.result is result


@pytest.mark.parametrize("word", ["不成功", "成功?", "OK", "已处理", "1"])
def test_a_word_that_nobody_explained_is_refused(word: str) -> None:
    assert codes(read(text([HEADINGS, (*FIRST[:3], word, *FIRST[4:])]))) == [("cell-not-one-of", 2, "结果")]


def test_what_is_not_read_is_left_aside_with_its_heading() -> None:
    file = read(text([(*HEADINGS, "手续费", "备注", "收款户名", "序号"), (*FIRST, "0.00", "", "某某", "1")]))
    assert (file.replies, file.ignored) == ((reply(),), ("手续费", "备注"))
    with_formula = read(text([(*HEADINGS, "手续费"), (*FIRST, "=1+1")]))
    assert (with_formula.problems, with_formula.replies) == ((), (reply(),))


# One number for many, many messages for one


def test_one_number_of_the_bank_may_stand_for_all_items_of_a_run() -> None:
    file = read(text([HEADINGS, (*FIRST[:5], "DF0001", ""), (RUN, TWO, *FIRST[2:5], "DF0001", "")]))
    assert [(one.application, one.reference) for one in file.replies] == [(ONE, "DF0001"), (TWO, "DF0001")]


def test_several_messages_about_one_item_are_all_read() -> None:
    rows = [
        (*FIRST[:5], "B1", ""),
        (RUN, ONE, "500", "退回", "2024-05-23", "T1", "户名不符"),
        (RUN, ONE, "500", "退回", "2024-05-23", "T2", "户名不符"),
    ]
    assert [one.reference for one in read(text([HEADINGS, *rows])).replies] == ["B1", "T1", "T2"]


@pytest.mark.parametrize("reference", ["Ｂ１", "B 1", " B1", "B\u00a01", "Ｂ\u30001"])
def test_a_number_of_the_bank_is_the_same_in_every_width_and_with_spaces(reference: str) -> None:
    file = read(text([HEADINGS, (*FIRST[:5], reference, "")]))
    assert [one.reference for one in file.replies] == ["B1"]
    twice = read(text([HEADINGS, (*FIRST[:5], "B1", ""), (*FIRST[:5], reference, "")]))
    assert [code for code, _row, _heading in codes(twice)] == ["row-twice"]


def test_only_a_row_that_repeats_another_is_a_mistake() -> None:
    file = read(text([HEADINGS, FIRST, SECOND, FIRST]))
    assert codes(file) == [("row-twice", 4, "申请编号")]


# Totals


@pytest.mark.parametrize("total", ["3000.00", "¥3000.00", "1500.00", ""])
def test_a_total_is_that_of_all_rows_or_of_one_result(total: str) -> None:
    assert read(text([HEADINGS, FIRST, SECOND, ("合计", "2笔", total)])).problems == ()


def test_a_total_that_the_rows_do_not_make_is_the_sign_of_a_file_cut_off() -> None:
    file = read(text([HEADINGS, FIRST, SECOND, ("合计", "3笔", "4500.00")]))
    assert codes(file) == [("total-differs", 4, "金额(元)")]
    assert sentence(file.problems[0]) == (
        "Row 4, 金额(元): The total is 4500.00 yuan, and the rows above are 3000.00 yuan: "
        "the file was cut off or changed."
    )


# What says too little


ROWS = [
    (("", *FIRST[1:]), [("cell-blank", 2, "批次号")]),
    ((RUN, "", *FIRST[2:]), [("cell-blank", 2, "申请编号")]),
    ((*FIRST[:2], "", *FIRST[3:]), [("cell-blank", 2, "金额(元)")]),
    ((*FIRST[:2], "0", *FIRST[3:]), [("cell-nothing-paid", 2, "金额(元)")]),
    ((*FIRST[:2], "-1", *FIRST[3:]), [("cell-negative", 2, "金额(元)")]),
    ((*FIRST[:2], "1.001", *FIRST[3:]), [("cell-not-whole-fen", 2, "金额(元)")]),
    ((*FIRST[:2], "=1500", *FIRST[3:]), [("formula", 2, "金额(元)"), ("cell-blank", 2, "金额(元)")]),
    ((*FIRST[:4], "", *FIRST[5:]), [("cell-blank", 2, "入账日期")]),
    ((*FIRST[:4], "2024-07-02", *FIRST[5:]), [("day-in-future", 2, "入账日期")]),
    ((*FIRST[:5], "", ""), [("cell-blank", 2, "银行流水号")]),
    ((*FIRST[:5], "2.02406E+15", ""), [("digits-lost", 2, "银行流水号")]),
]


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_a_row_that_says_too_little_is_refused(
    row: tuple[str, ...], expected: list[tuple[str, int | None, str | None]]
) -> None:
    file = read(text([HEADINGS, row]))
    assert (file.replies, codes(file)) == ((), expected)


def test_where_nothing_moved_neither_day_nor_number_nor_reason_is_needed() -> None:
    rows = [(RUN, ONE, "1500", "失败", "", "", ""), (RUN, TWO, "1500", "处理中", "", "", "")]
    assert [one.result for one in read(text([HEADINGS, *rows])).replies] == [BankResult.FAILED, BankResult.UNKNOWN]


def test_a_number_of_the_bank_has_its_digits_or_is_refused() -> None:
    def numbered(number: object, make: object = workbook) -> BankReplies:
        assert callable(make)
        return read(make([HEADINGS, (*FIRST[:5], number)]))

    assert numbered(20240522000001).replies == (reply(reference="20240522000001"),)
    assert codes(numbered(2024052200013500001)) == [("digits-lost", 2, "银行流水号")]
    assert numbered("2024052200013500001").replies == (reply(reference="2024052200013500001"),)
    assert codes(numbered(20240522000001, old_workbook)) == [("digits-lost", 2, "银行流水号")]


# Which profile


def test_the_profile_is_the_one_whose_headings_a_file_has() -> None:
    treasury = ("支付申请批次号", "业务编号", "指标编号", "支付金额", "支付状态", "支付日期", "支付凭证号", "退回原因")
    row = (RUN, ONE, "350200-2024-F001", "1500.00", "支付成功", "20240522", "ZF1", "")
    file = read(text([treasury, row]))
    assert (file.profile, file.replies) == ("treasury", (reply(fund=row[2], reference="ZF1"),))
    one = ("序号", "收款账号", "交易金额", "附言", "交易日期", "处理结果", "交易流水号")
    file = read(workbook([one, (1, "6222", 1500, f"就业补贴 {RUN} {ONE}", "2024-05-22 10:00:00", "成功", "X9")]))
    assert (file.profile, file.replies) == ("bank-one", (reply(reference="X9"),))
    two = ("客户批次号", "客户流水号", "金额", "状态", "交易时间", "银行流水号", "错误信息")
    file = read(text([two, (RUN, ONE, "1500.00", "S", "20240522 101500", "X9", "")], "|", "gbk"))
    assert file.profile == "bank-two"


@pytest.mark.parametrize("remark", ["就业补贴", RUN, f"{ONE} {RUN}", f"{RUN}{ONE}1"])
def test_a_remark_that_does_not_name_run_and_application_is_refused(remark: str) -> None:
    one = ("交易金额", "附言", "交易日期", "处理结果", "交易流水号")
    file = read(text([one, ("1500", remark, "2024-05-22", "成功", "X9")]))
    assert codes(file) == [("remark-without-numbers", 2, "附言")]


def test_where_several_profiles_fit_it_is_asked_which() -> None:
    own = CSV.model_copy(update={"name": "own"})
    content = text(PLAIN)
    assert codes(read(content, CSV, own)) == [("profiles-several", None, None)]
    assert read(content, own).profile == "own"
    assert read(content, CSV, own, preferred="own").profile == "own"
    assert codes(read(content, CSV, own, preferred="bank-one")) == [("profiles-several", None, None)]


def test_where_none_fits_it_is_told_what_is_missing() -> None:
    assert codes(read(text([HEADINGS[:5], FIRST[:5]]))) == [("column-missing", 1, None)]
    assert codes(read(text([("a", "b"), ("1", "2")]))) == [("profiles-none", None, None)]
    assert codes(read(text(PLAIN), BANK_ONE)) != []


# What is no table


BROKEN = {
    "a PDF": (b"%PDF-1.7\n...", "file-is-pdf"),
    "a web archive": (b"MIME-Version: 1.0\r\nX", "file-is-web-archive"),
    "an XML sheet": (b'<?xml?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "file-is-xml-sheet"),
    "tables in tables": (b"<html><table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>", "html-nested"),
    "an old workbook cut off": (old_workbook(PLAIN)[:900], "workbook-damaged"),
    "a workbook cut off": (workbook(PLAIN)[:900], "workbook-damaged"),
    "a workbook with a password": (old_workbook(PLAIN) + "EncryptedPackage".encode("utf-16-le"), "workbook-encrypted"),
    "noise": (b"\x00\x01\xff" * 400, "encoding-utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_table_is_refused_by_its_true_name(what: str) -> None:
    content, code = BROKEN[what]
    assert [one.code for one in read(content).problems] == [code]


@pytest.mark.parametrize("make", [workbook, old_workbook])
def test_the_sheet_is_the_one_that_has_the_headings_and_of_two_none(make: Callable[..., bytes]) -> None:
    summary = [("汇总", ""), ("笔数", "1")]
    assert read(make(summary, PLAIN)).replies == (reply(),)
    assert codes(read(make([HEADINGS, FIRST], [HEADINGS, SECOND]))) == [("sheets-several", None, None)]


def test_a_cell_of_a_page_over_several_rows_stands_in_each() -> None:
    html = page([HEADINGS]).decode("gb18030").replace("</table>", "")
    html += f"<tr><td rowspan=2>{RUN}</td><td>{ONE}</td><td>1500</td><td>成功</td><td>2024-05-22</td><td>A</td></tr>"
    html += f"<tr><td>{TWO}</td><td>1500</td><td>成功</td><td>2024-05-22</td><td>B</td></tr></table></html>"
    assert [(one.batch, one.application) for one in read(html.encode("gb18030")).replies] == [(RUN, ONE), (RUN, TWO)]


def test_no_file_is_read_without_an_end() -> None:
    lines = text([HEADINGS, *([FIRST] * 30_001)])
    assert ("too-many-rows", 20_002, None) in codes(read(lines, CSV))
    assert [one.code for one in read(b"<table>" + b"<tr>" * 100_002, CSV).problems] == ["html-damaged"]
    wide = page([HEADINGS]).replace(b"</table>", b"<tr>" + b"<td colspan=99999 rowspan=99999>1" * 9_999 + b"</table>")
    assert [one.code for one in read(wide, CSV).problems] == ["too-many-columns"]


def test_what_takes_too_long_in_its_own_process_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("usecases.intake.formats.old_workbook.SECONDS_MAX", 0.001)
    assert [one.code for one in read(old_workbook(PLAIN), CSV).problems] == ["workbook-damaged"]


SEEDS = tuple(content for content, _row in AS_BANKS_WRITE_IT.values())


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([seed for seed in SEEDS if not seed.startswith(bytes.fromhex("D0CF11E0"))]),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=12),
    st.integers(0, 5000),
)
def test_no_bytes_are_ever_more_than_a_problem(seed: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(seed)
    for at, value in changes:
        content[at % len(content)] = value
    for bytes_ in (bytes(content), bytes(content)[: cut % len(content)] or b"\0"):
        file = read(bytes_)
        assert file.replies or file.problems
        assert all(sentence(one) for one in file.problems)


@settings(deadline=None, max_examples=8)
@given(st.lists(st.tuples(st.integers(0, 5500), st.integers(0, 255)), max_size=40))
def test_no_old_workbook_ends_the_program(changes: list[tuple[int, int]]) -> None:
    content = bytearray(old_workbook(PLAIN))
    for at, value in changes:
        content[512 + at % (len(content) - 512)] = value
    file = read(bytes(content), CSV)
    assert file.replies or file.problems


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=7, max_size=8))
def test_any_row_is_answered(cells: list[str]) -> None:
    file = read(text([HEADINGS, cells]))
    assert all(sentence(one) for one in file.problems)
