"""`-o xlsx`: what an office opens in its spreadsheet is numbers, days and text, and never a formula."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import click
import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cli.main import Entry
from presentation.rows import workbook as render_workbook
from presentation.rows.columns import Column, Kind
from presentation.rows.workbook import workbook
from store.errors import StoreUnavailable
from tests.cli.application_files import APPROVED, CLOSES, PUBLISHED, SCHOOL, resident, submitted, trainee, training
from tests.cli.conftest import EMPLOYER, Bailu
from tests.cli.demanded_case import DEMANDED, owing
from tests.cli.payable_cases import fund

# A workbook is made from rows, wherever they were read.
pytestmark = pytest.mark.on_sqlite

PLAIN_ACTS = {
    ("init",),
    ("demo",),
    *(("officer", act) for act in ("revoke", "suspend", "key-lost", "hand-over")),
    ("officer", "key", "new"),
    ("limit", "template"),
    ("recovery", "template"),
}
"""What these leave behind is a sentence or a heading, and no list and no result."""


def sheet(content: bytes) -> Worksheet:
    worksheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(worksheet, Worksheet)
    return worksheet


def opened(bureau: Bailu, *argv: object, officer: str = "lin", clock: str = PUBLISHED) -> Worksheet:
    ran = bureau(*argv, "-o", "xlsx", "--lang", "zh", officer=officer, clock=clock)
    assert ran.code == 0, ran.err
    return sheet(ran.raw)


def columns(worksheet: Worksheet) -> dict[str, list[Cell]]:
    """The cells below each heading; a heading stands alone and stays in view, and no cell is a formula."""
    assert worksheet.freeze_panes == "A2"
    cells = [cell for row in worksheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    return {str(column[0].value): list(column[1:]) for column in worksheet.iter_cols()}  # type: ignore[arg-type]


def width(worksheet: Worksheet, heading: str) -> float:
    index = next(cell.column for cell in worksheet[1] if cell.value == heading)
    # Neighbours of one width are kept as one.
    return next(
        float(dimension.width)
        for dimension in worksheet.column_dimensions.values()
        if dimension.min <= index <= dimension.max
    )


def commands(command: click.Command, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    if not isinstance(command, click.Group):
        return {path: command}
    context = click.Context(command)
    below = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
    return {
        path_below: verb_below
        for name, verb in below
        if verb is not None
        for path_below, verb_below in commands(verb, (*path, name)).items()
    }


def test_every_verb_that_answers_with_a_list_or_a_result_takes_every_form() -> None:
    verbs = commands(Entry())
    assert len(verbs) > 50
    for path, verb in verbs.items():
        forms = [
            parameter.type.choices
            for parameter in verb.params
            if parameter.name == "output" and isinstance(parameter.type, click.Choice)
        ]
        if path in PLAIN_ACTS:
            continue
        assert [list(form) for form in forms] == [["table", "json", "jsonl", "csv", "xlsx"]], path


def test_a_public_notice_has_money_as_numbers_and_days_as_days(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1), trainee(2)), until="published")
    worksheet = opened(bureau, "public-notice", "list")
    by_heading = columns(worksheet)
    assert [cell.value for cell in by_heading["申请编号"]] == [number, number]
    assert {cell.number_format for cell in by_heading["申请编号"]} == {"@"}
    assert [cell.value for cell in by_heading["金额（元）"]] == [1000, 1000]
    assert {cell.number_format for cell in by_heading["金额（元）"]} == {"#,##0.00"}
    assert [cell.value for cell in by_heading["公示截止日期"]] == [datetime.fromisoformat(CLOSES)] * 2
    assert all(cell.is_date for cell in by_heading["公示截止日期"])
    assert [cell.value for cell in by_heading["证件号码"]] == [f"3502**********{resident(n)[-4:]}" for n in (1, 2)]
    assert [cell.value for cell in by_heading["行号"]] == [1, 2]
    assert width(worksheet, "申请人") >= 2 * len(SCHOOL), "Chinese takes two cells a character"


@pytest.mark.parametrize("name", ['=HYPERLINK("x","y")', "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_name_that_looks_like_a_formula_stays_text(bureau: Bailu, name: str) -> None:
    applicant = {"kind": "organisation", "name": name, "uscc": "91350203M0001B2C3Q"}
    submitted(bureau, training(applicant=applicant), until="published")
    cells = columns(opened(bureau, "public-notice", "list"))["申请人"]
    assert {(cell.value, cell.data_type, cell.number_format) for cell in cells} == {(name, "s", "@")}


def test_a_result_is_a_workbook_of_one_row(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="assessed")
    by_heading = columns(opened(bureau, "application", "approve", number, officer="huang", clock=APPROVED))
    assert [cell.value for cell in by_heading["申请编号"]] == [number]
    by_heading = columns(opened(bureau, "application", "letter", number, "receipt", clock=APPROVED))
    assert [cell.value for cell in by_heading["落款日期"]] == [datetime.fromisoformat(APPROVED)]


def test_instants_are_those_of_the_legal_clock(bureau: Bailu) -> None:
    submitted(bureau, training())
    cells = columns(opened(bureau, "audit", "trail", officer="gao"))["记录时间"]
    assert all(cell.is_date for cell in cells)
    assert cells[-1].value == datetime.fromisoformat("2024-05-06T09:00:00")


def test_ids_are_text_and_funds_are_numbers(bureau: Bailu) -> None:
    fund(bureau, "central", 12_345_678)
    assert [cell.value for cell in columns(opened(bureau, "fund", "list", officer="wu"))["余额（元）"]] == [12_345_678]
    keys = columns(opened(bureau, "register", "list", "key-enterprises"))["编号（代码）"]
    assert [(cell.value, cell.data_type) for cell in keys] == [(EMPLOYER, "s")]


LISTINGS = (
    ("application", "list"),
    ("application", "show", "NUMBER"),
    ("application", "explain", "NUMBER"),
    ("public-notice", "list"),
    ("fund", "list"),
    ("fund", "show", "350200-2024-F001"),
    ("payment", "list"),
    ("payment", "show", "350200-2024-0001"),
    ("recovery", "show", "NUMBER"),
    ("history",),
    ("todo",),
    ("policy", "list"),
    ("policy", "show"),
    ("calendar", "show", "2024"),
    ("officer", "list"),
    ("register", "list", "key-enterprises"),
    ("projection", "status"),
    ("audit", "trail"),
    ("doctor",),
    ("config", "show"),
)


def test_every_listing_opens_as_a_workbook_with_money_and_days_that_can_be_reckoned_with(bureau: Bailu) -> None:
    number = owing(bureau)
    for argv in LISTINGS:
        asked = [number if argument == "NUMBER" else argument for argument in argv]
        by_heading = columns(opened(bureau, *asked, officer="gao", clock=DEMANDED))
        assert any(cell.value is not None for cells in by_heading.values() for cell in cells), argv
        for heading, cells in by_heading.items():
            kept = [cell for cell in cells if cell.value is not None]
            if "（元）" in heading:
                assert {cell.number_format for cell in kept} <= {"#,##0.00"}, (argv, heading)
                assert all(cell.data_type == "n" for cell in kept), (argv, heading)
            else:
                assert all(cell.data_type == "n" or cell.is_date or cell.number_format == "@" for cell in kept), argv


def test_an_empty_listing_is_its_headings(bureau: Bailu) -> None:
    worksheet = opened(bureau, "public-notice", "list")
    assert (worksheet.max_row, worksheet["A1"].value) == (1, "申请编号")


# What a cell makes of a value


def one(kind: Kind, value: Any) -> Cell:
    cell = sheet(workbook([Column("x", "Heading", kind)], [{"x": value}]))["A2"]
    assert isinstance(cell, Cell)
    return cell


@pytest.mark.parametrize(
    ("kind", "value", "kept", "type_"),
    [
        (Kind.MONEY, 123_456_789_012_345, 1_234_567_890_123.45, "n"),
        (Kind.MONEY, -1, -0.01, "n"),
        (Kind.MONEY, 0, 0, "n"),
        (Kind.DAY, date(2024, 2, 29), datetime.fromisoformat("2024-02-29"), "d"),
        (Kind.DAY, "2024-02-29", datetime.fromisoformat("2024-02-29"), "d"),
        (Kind.DAY, "soon", "soon", "s"),
        (Kind.COUNT, 7, 7, "n"),
        (Kind.NAME, "00012345678901234567", "00012345678901234567", "s"),
        (Kind.NAME, "2024-05-06", "2024-05-06", "s"),
        (Kind.TEXT, "https://example.com", "https://example.com", "s"),
        (Kind.TEXT, True, "yes", "s"),
        (Kind.TEXT, ["a", "b"], "a, b", "s"),
    ],
)
def test_a_value_is_kept_as_what_it_is(kind: Kind, value: Any, kept: Any, type_: str) -> None:
    cell = one(kind, value)
    assert (cell.value, cell.data_type) == (kept, type_)
    assert cell.hyperlink is None


def test_long_text_wraps_in_a_column_that_fits_a_screen() -> None:
    worksheet = sheet(workbook([Column("x", "Heading")], [{"x": "字" * 400}]))
    assert worksheet["A2"].alignment.wrap_text
    assert 60 <= worksheet.column_dimensions["A"].width <= 61


def test_what_a_workbook_cannot_hold_is_refused_rather_than_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreUnavailable, match="xlsx-too-long"):
        workbook([Column("x", "Heading")], [{"x": "a" * 32_768}])
    monkeypatch.setattr(render_workbook, "ROWS_MAX", 2)
    assert sheet(workbook([Column("x", "Heading")], [{"x": "a"}] * 2)).max_row == 3
    with pytest.raises(StoreUnavailable, match="xlsx-too-long"):
        workbook([Column("x", "Heading")], [{"x": "a"}] * 3)
