from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.base import replace
from domain.entitlement.amounts import Flat
from domain.entitlement.edition import Edition
from domain.entitlement.scheme import FactsAsked, LineKind
from presentation.words.file_problems import in_cell, sentence
from usecases.intake import roster
from usecases.intake.annotate import annotated, annotated_paths
from usecases.intake.application import DeclaredLine
from usecases.intake.roster import Roster, roster_columns
from usecases.intake.template import template

TODAY = date(2024, 5, 6)
SCHEME = "key-enterprise-training"
HEADINGS = (
    "姓名",
    "证件类型",
    "证件号码",
    "是否本企业职工",
    "培训总课时",
    "线下课时",
    "是否通过企业内部考核",
    "证书类别",
    "证书编号",
    "发证日期",
)
GOOD = ("示例甲", "居民身份证", "11010519491231002X", "是", 40, 20, "是", "企业内部考核合格证书", "NB-1", "2024-04-30")
OTHER = ("示例乙", "护照", "E12345678", "否", "41", "20.0", "否", "internal", "NB-2", date(2024, 4, 30))
Write = Callable[..., Path]


@pytest.fixture
def xlsx(tmp_path: Path) -> Write:
    def write(*rows: tuple[object, ...], name: str = "名单.xlsx") -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def csv_file(tmp_path: Path) -> Write:
    def write(*rows: tuple[object, ...], encoding: str = "utf-8-sig", name: str = "名单.csv") -> Path:
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
        (tmp_path / name).write_bytes("\r\n".join(lines).encode(encoding))
        return tmp_path / name

    return write


def read(path: Path, edition: Edition, scheme: str = SCHEME) -> Roster:
    return roster.read(path, edition, edition.schemes[scheme], TODAY)


def complaints(path: Path, edition: Edition, scheme: str = SCHEME) -> list[tuple[str, int | None, str | None]]:
    problems = read(path, edition, scheme).problems
    assert all(sentence(one) for one in problems)
    return [(one.code, one.where.row, one.where.heading) for one in problems]


def changed(heading: str, value: object) -> tuple[object, ...]:
    row: list[object] = list(GOOD)
    row[HEADINGS.index(heading)] = value
    return tuple(row)


def test_a_workbook_is_read_with_every_fact_as_it_is_kept(xlsx: Write, edition: Edition) -> None:
    read_roster = read(xlsx(HEADINGS, GOOD, OTHER), edition)
    assert read_roster.problems == ()
    assert read_roster.rows == (2, 3)
    first, second = read_roster.lines
    assert first.person is not None
    assert (first.person.name, first.person.id_kind, first.person.birth_year) == ("示例甲", "resident-id", 1949)
    assert first.facts == {
        "employee": True,
        "hours_total": 40,
        "hours_offline": 20,
        "exam_passed": True,
        "certificate_kind": "internal",
        "certificate_no": "NB-1",
        "certificate_on": "2024-04-30",
    }
    assert (second.facts["hours_total"], second.facts["certificate_on"]) == (41, "2024-04-30")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_equals_as_a_workbook(xlsx: Write, csv_file: Write, edition: Edition, encoding: str) -> None:
    other = (*OTHER[:-1], "2024/4/30")
    from_csv = read(csv_file(HEADINGS, GOOD, other, encoding=encoding), edition)
    assert from_csv.problems == ()
    assert from_csv.lines == read(xlsx(HEADINGS, GOOD, OTHER), edition).lines


def test_headings_may_be_english_stand_below_a_title_and_in_any_order(xlsx: Write, edition: Edition) -> None:
    headings = ("certificate_kind", "序号", "name", "id_kind", "id_number", "employee", "hours_total", "hours_offline")
    row = ("internal", 1, "Mary Ann", "resident-id", GOOD[2], "yes", 40, 20, "true")
    title = ("2024 年第一期培训班花名册",)
    read_roster = read(xlsx(title, (*headings, "Passed the enterprise's own examination"), row), edition)
    assert read_roster.problems == ()
    assert read_roster.rows == (3,)
    assert read_roster.lines[0].facts["exam_passed"] is True


def test_a_blank_cell_states_nothing_and_a_blank_row_is_nobody(xlsx: Write, edition: Edition) -> None:
    read_roster = read(xlsx(HEADINGS, changed("发证日期", None), (None,) * 10, (" ",), OTHER), edition)
    assert read_roster.problems == ()
    assert read_roster.rows == (2, 5)
    assert "certificate_on" not in read_roster.lines[0].facts


def test_a_fact_that_the_scheme_does_not_ask_for_is_kept(xlsx: Write, edition: Edition) -> None:
    read_roster = read(xlsx((*HEADINGS, "人员类别", "培训成本"), (*GOOD, "农民工", 1200.5)), edition)
    assert read_roster.problems == ()
    assert (read_roster.lines[0].facts["category"], read_roster.lines[0].facts["cost_fen"]) == (
        "migrant-worker",
        120050,
    )


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("姓名", None, "cell-blank"),
        ("姓名", 42, "cell-not-text"),
        ("姓名", "示\u202e例", "text-invisible"),
        ("姓名", "=A1", "formula"),
        ("证件类型", "驾照", "cell-not-one-of"),
        ("证件类型", None, "cell-blank"),
        ("证件号码", None, "cell-blank"),
        ("证件号码", 110105194912310021, "digits-lost"),
        ("证件号码", 1.10105194912310e17, "digits-lost"),
        ("证件号码", "1.10105E+17", "digits-lost"),
        ("证件号码", "110105194912310021", "id-check-digit"),
        ("证件号码", "110105491231002", "id-first-generation"),
        ("是否本企业职工", "也许", "cell-not-yes-or-no"),
        ("培训总课时", "四十", "cell-not-whole"),
        ("培训总课时", 40.5, "cell-not-whole"),
        ("培训总课时", -1, "cell-negative"),
        ("培训总课时", True, "cell-not-whole"),
        ("培训总课时", 10**9, "number-too-large"),
        ("证书类别", "毕业证", "cell-not-one-of"),
        ("证书编号", 20240001, "digits-lost"),
        ("发证日期", "2024-02-30", "cell-no-such-day"),
        ("发证日期", "20240230", "cell-no-such-day"),
        ("发证日期", "2024.13.1", "cell-no-such-day"),
        ("发证日期", "1824-04-30", "cell-no-such-day"),
        ("发证日期", "30/4/2024", "cell-not-a-day"),
        ("发证日期", 45412, "cell-not-a-day"),
        ("发证日期", datetime.combine(date(2024, 4, 30), time(12)), "cell-not-a-day"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_heading(
    xlsx: Write, edition: Edition, heading: str, value: object, code: str
) -> None:
    wrong = [
        complaint for complaint in complaints(xlsx(HEADINGS, changed(heading, value)), edition) if complaint[0] == code
    ]
    assert wrong == [(code, 2, heading)]


@pytest.mark.parametrize("written", ["2024-04-30", "2024/4/30", "20240430", 20240430, "2024年4月30日", "2024.4.30"])
def test_days_are_read_as_people_write_them(xlsx: Write, edition: Edition, written: object) -> None:
    read_roster = read(xlsx(HEADINGS, changed("发证日期", written)), edition)
    assert read_roster.lines[0].facts["certificate_on"] == "2024-04-30"


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        (1200, 120000),
        (1200.5, 120050),
        (0.29, 29),
        (1200.1, 120010),
        ("1,200.00", 120000),
        ("¥1200", 120000),
        ("1200元", 120000),
    ],
)
def test_yuan_become_fen_exactly(xlsx: Write, edition: Edition, written: object, fen: int) -> None:
    read_roster = read(xlsx((*HEADINGS, "培训成本（元）"), (*GOOD, written)), edition)
    assert read_roster.lines[0].facts["cost_fen"] == fen


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (0.001, "cell-not-whole-fen"),
        ("1,20.00", "cell-not-yuan"),
        ("1.200,00", "cell-not-yuan"),
        ("约一千", "cell-not-yuan"),
        (-1, "cell-negative"),
        (True, "cell-not-yuan"),
        (1e300, "number-too-large"),
        (date(2024, 1, 1), "cell-not-yuan"),
    ],
)
def test_what_is_not_yuan_is_refused(xlsx: Write, edition: Edition, written: object, code: str) -> None:
    path = xlsx((*HEADINGS, "培训成本"), (*GOOD, written))
    assert complaints(path, edition) == [(code, 2, "培训成本")]


@pytest.mark.parametrize("written", ["三级（高级工）", "三级", "三级(高级工)", "3", 3, 3.0, "Senior worker"])
def test_a_choice_is_named_by_its_label_or_value(xlsx: Write, edition: Edition, written: object) -> None:
    level = edition.vocabulary["level"]
    english = next(choice.en for choice in level.choices if choice.value == "3")
    path = xlsx((*HEADINGS, "技能等级"), (*GOOD, english if written == "Senior worker" else written))
    assert read(path, edition).lines[0].facts["level"] == "3"


def test_every_problem_is_told_at_once_in_file_order(xlsx: Write, edition: Edition) -> None:
    path = xlsx(
        (*HEADINGS, "备注"),
        changed("培训总课时", "x"),
        GOOD,
        (None, "居民身份证", "1", "x", "x", 20, "是", "x", "NB-3", "x"),
        changed("姓名", "示例丙"),
    )
    assert complaints(path, edition) == [
        ("column-unknown", 1, "备注"),
        ("cell-not-whole", 2, "培训总课时"),
        ("row-twice", 3, "证件号码"),
        ("cell-blank", 4, "姓名"),
        ("id-length", 4, "证件号码"),
        ("cell-not-yes-or-no", 4, "是否本企业职工"),
        ("cell-not-whole", 4, "培训总课时"),
        ("cell-not-one-of", 4, "证书类别"),
        ("cell-not-a-day", 4, "发证日期"),
        ("row-twice", 5, "证件号码"),
    ]


def test_the_same_person_may_stand_twice_with_two_certificates(xlsx: Write, edition: Edition) -> None:
    assert complaints(xlsx(HEADINGS, GOOD, changed("证书编号", "NB-2")), edition) == []
    twice = read(xlsx(HEADINGS, GOOD, changed("证书编号", "nb-1 ")), edition).problems
    assert [dict(one.values) for one in twice] == [{"first": 2, "second": 3}]


def test_the_same_person_without_a_certificate_may_not_stand_twice(xlsx: Write, edition: Edition) -> None:
    row = changed("证书编号", None)
    assert complaints(xlsx(HEADINGS, row, row), edition) == [("row-twice", 3, "证件号码")]


def test_columns_missing_or_double_are_named(xlsx: Write, edition: Edition) -> None:
    assert complaints(xlsx(HEADINGS[:-3], GOOD[:-3]), edition) == [("column-missing", 1, None)]
    assert complaints(xlsx((*HEADINGS, "name"), (*GOOD, "x")), edition) == [("column-twice", 1, "name")]


def test_a_file_without_headings_or_rows_is_told_so(xlsx: Write, edition: Edition) -> None:
    assert complaints(xlsx(("a", "b"), ("c", "d")), edition) == [("headings-missing", None, None)]
    assert complaints(xlsx(()), edition) == [("headings-missing", None, None)]
    assert complaints(xlsx(HEADINGS), edition) == [("rows-missing", None, None)]


def test_ten_thousand_rows_are_read_and_one_more_is_refused(csv_file: Write, edition: Edition) -> None:
    rows = [changed("证书编号", f"NB-{number}") for number in range(10_001)]
    assert complaints(csv_file(HEADINGS, *rows[:-1]), edition) == []
    assert complaints(csv_file(HEADINGS, *rows), edition) == [("too-many-rows", 10_002, None)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("6-31-01-03", "6-31-01-03"), (6310103, "6310103"), (6310103.0, "6310103"), (" 电 工 ", "电 工")],
)
def test_text_is_kept_and_a_short_number_is_its_digits(
    xlsx: Write, edition: Edition, written: object, kept: str
) -> None:
    read_roster = read(xlsx((*HEADINGS, "职业（工种）"), (*GOOD, written)), edition)
    assert read_roster.lines[0].facts["occupation"] == kept


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (date(2006, 3, 1), "cell-not-text"),  # What Excel makes of 6-3-1.
        (6.31, "cell-not-text"),
        (True, "cell-not-text"),
        (10**15, "digits-lost"),
        (1e18, "digits-lost"),
    ],
)
def test_what_excel_has_made_of_a_code_is_not_taken_for_it(
    xlsx: Write, edition: Edition, written: object, code: str
) -> None:
    path = xlsx((*HEADINGS, "职业（工种）"), (*GOOD, written))
    assert complaints(path, edition) == [(code, 2, "职业（工种）")]


def site_edition(edition: Edition) -> Edition:
    """An edition with one scheme whose lines are about sites."""
    asked = FactsAsked(required=("site", "tier"))
    scheme = replace(
        edition.schemes[SCHEME], line_kind=LineKind.SITE, line_facts=asked, amount=Flat(clause="m05", amount_fen=1)
    )
    return replace(edition, schemes={SCHEME: scheme})


def test_the_roster_of_a_scheme_of_sites_has_sites_for_persons(xlsx: Write, edition: Edition) -> None:
    read_roster = read(xlsx(("场所名称", "档次"), ("示例基地", "第二档")), site_edition(edition))
    assert read_roster.problems == ()
    assert read_roster.lines[0] == DeclaredLine(facts={"site": "示例基地", "tier": 2})


def test_a_site_is_named_and_stands_once(xlsx: Write, edition: Edition) -> None:
    path = xlsx(("场所名称", "档次"), ("示例基地", 1), (None, 1), ("示例基地", "第三档"))
    assert complaints(path, site_edition(edition)) == [("cell-blank", 3, "场所名称"), ("row-twice", 4, "场所名称")]


def test_the_template_of_a_scheme_of_sites_asks_for_nobody(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "模板.xlsx"
    sites = site_edition(edition)
    path.write_bytes(template(sites, sites.schemes[SCHEME], date(2024, 1, 1)))
    assert [cell.value for cell in openpyxl.load_workbook(path)["花名册"][1]] == ["场所名称或编号", "档次"]


def test_numbers_of_a_comparison_are_not_in_the_problems(xlsx: Write, edition: Edition) -> None:
    problems = read(xlsx(HEADINGS, changed("证件号码", "110105194912310021")), edition).problems
    assert not any("1101051949" in sentence(one) for one in problems)


def test_an_old_workbook_renamed_is_recognised(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 512)
    assert complaints(path, edition) == [("workbook-xls", None, None)]


@pytest.mark.parametrize("scheme", ["key-enterprise-training", "labour-introduction", "differentiated-training"])
def test_a_template_that_is_filled_in_is_read_back(tmp_path: Path, edition: Edition, scheme: str) -> None:
    path = tmp_path / "模板.xlsx"
    path.write_bytes(template(edition, edition.schemes[scheme], date(2024, 1, 1)))
    assert complaints(path, edition, scheme) == [("rows-missing", None, None)]
    book = openpyxl.load_workbook(path)
    sheet = book["花名册"]
    values = dict(zip(HEADINGS, GOOD, strict=True)) | {
        "用人单位统一社会信用代码": "91350200M0001B2C3D",
        "入职日期": date(2024, 1, 15),
        "是否市外务工人员": "是",
        "是否首次来厦就业": "是",
        "是否劳务派遣用工": "否",
        "培训成本（元）": 2350,
        "技能等级": "三级（高级工）",
    }
    for cell in sheet[1]:
        sheet.cell(2, cell.column, values.get(cell.value))
    book.save(path)
    filled = read(path, edition, scheme)
    assert filled.problems == ()
    assert set(edition.schemes[scheme].line_facts.required) <= set(filled.lines[0].facts)


def test_a_template_offers_choices_keeps_numbers_as_text_and_explains_itself(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "模板.xlsx"
    scheme = edition.schemes[SCHEME]
    path.write_bytes(template(edition, scheme, date(2024, 1, 1)))
    book = openpyxl.load_workbook(path)
    sheet = book["花名册"]
    assert book.sheetnames[:2] == ["花名册", "填表说明"]
    assert [cell.value for cell in sheet[1]] == [column.heading for column in roster_columns(edition, scheme)]
    assert sheet.max_row == 1
    assert sheet.column_dimensions["C"].number_format == "@"
    offered = {str(validation.sqref).rstrip("0123456789") for validation in sheet.data_validations.dataValidation}
    assert len(offered) == 4  # kind of document, two questions, kind of certificate
    notes = [[cell.value for cell in row] for row in book["填表说明"].iter_rows(min_row=6)]
    assert [row[0] for row in notes] == [column.heading for column in roster_columns(edition, scheme)]
    assert all(row[1] and row[2] and row[3] for row in notes)


def test_templates_are_the_same_bytes_each_time(tmp_path: Path, edition: Edition) -> None:
    paths = [tmp_path / f"{number}.xlsx" for number in (1, 2)]
    for path in paths:
        path.write_bytes(template(edition, edition.schemes[SCHEME], date(2024, 1, 1)))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def marked(path: Path, edition: Edition) -> Any:
    return openpyxl.load_workbook(BytesIO(annotated(path, read(path, edition).problems, in_cell)))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_annotated_copy_marks_each_bad_cell(xlsx: Write, csv_file: Write, edition: Edition, kind: str) -> None:
    rows = (HEADINGS, changed("培训总课时", "x"), changed("证件号码", "1"))
    book = marked(xlsx(*rows) if kind == "xlsx" else csv_file(*rows), edition)
    sheet = book.worksheets[0]
    assert sheet["E2"].fill.start_color.rgb == "FFFF9999"
    assert "whole number" in sheet["E2"].comment.text
    assert "18 characters" in sheet["C3"].comment.text
    assert sheet["E3"].comment is None
    assert [row[2].value for row in book["错误"].iter_rows(min_row=2)] == ["培训总课时", "证件号码"]


def test_an_annotated_copy_turns_no_text_into_a_formula(xlsx: Write, csv_file: Write, edition: Edition) -> None:
    rows = (HEADINGS, changed("姓名", "+1=2"), changed("姓名", '="=1+1"'))
    sheet = marked(csv_file(*rows), edition).worksheets[0]
    assert [(sheet.cell(row, 1).value, sheet.cell(row, 1).data_type) for row in (2, 3)] == [
        ("+1=2", "s"),
        ("=1+1", "s"),
    ]
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.append(changed("培训总课时", "=40"))
    book.active["A2"] = "=1+1"
    book.active["A2"].data_type = "s"
    path = xlsx()
    book.save(path)
    sheet = marked(path, edition).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["E2"].data_type == "f"


def test_a_row_within_merged_cells_is_marked_as_far_as_it_can_be(xlsx: Write, edition: Edition) -> None:
    path = xlsx(HEADINGS, changed("姓名", None))
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:A2")
    book.save(path)
    listed = marked(path, edition)["错误"]
    assert [cell.value for cell in listed[2]][:3] == ["2", "A", "姓名"]


def test_an_annotated_copy_of_what_cannot_be_opened_is_the_list_alone(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    book = marked(path, edition)
    assert book.sheetnames == ["错误"]
    assert "damaged" in book.active["D2"].value


def test_an_annotated_copy_can_be_annotated_again(xlsx: Write, edition: Edition) -> None:
    path = xlsx(HEADINGS, changed("培训总课时", "x"))
    problems = read(path, edition).problems
    again = next(annotated_paths(path))
    again.write_bytes(annotated(path, problems, in_cell))
    twice = openpyxl.load_workbook(BytesIO(annotated(again, problems, in_cell)))
    assert twice.sheetnames.count("错误") == 1


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.csv", "名单.错误.xlsx", "名单.错误-2.xlsx"])
def test_an_annotated_copy_is_called_for_the_roster(name: str) -> None:
    assert [path.name for path in islice(annotated_paths(Path(name)), 3)] == [
        "名单.错误.xlsx",
        "名单.错误-2.xlsx",
        "名单.错误-3.xlsx",
    ]


CELLS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)
    | st.dates(date(1900, 3, 1), date(2100, 1, 1))
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(CELLS, min_size=10, max_size=11).map(tuple), max_size=4))
def test_any_cells_are_answered(xlsx: Write, edition: Edition, rows: list[tuple[object, ...]]) -> None:
    read_roster = read(xlsx(HEADINGS, *rows), edition)
    assert all(sentence(one) for one in read_roster.problems)
    assert len(read_roster.lines) == len(read_roster.rows)
