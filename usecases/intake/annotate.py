"""A copy of a table with what is wrong marked in it: red cells with comments, and a sheet that lists everything.

The copy neutralises nothing and adds nothing: text stays text, also where it begins with `=`, and what was a formula in
a workbook still is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import count, groupby
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from usecases.intake.documents import read_bytes
from usecases.intake.table import csv_rows
from usecases.intake.text import flaw
from usecases.intake.workbook import OLE_MAGIC, SHEET_TITLE, ZIP_MAGIC, Row, open_workbook
from usecases.problems import Problem, Where

ERRORS_TITLE = "错误"
AUTHOR = "白鹭"
CELL_CHARACTERS_MAX = 32_000
MARKED_MAX = 5_000
_ANNOTATED = re.compile(r"\.错误(-\d+)?$")
_RED = PatternFill(start_color="FFFF9999", end_color="FFFF9999", fill_type="solid")


def annotated_paths(path: Path) -> Iterator[Path]:
    """`名单.xlsx` and `名单.csv` are annotated as `名单.错误.xlsx`, beside them; then, or if they are such copies
    themselves, as `名单.错误-2.xlsx` …
    """
    stem = _ANNOTATED.sub("", path.stem)
    yield path.with_name(f"{stem}.错误.xlsx")
    yield from (path.with_name(f"{stem}.错误-{number}.xlsx") for number in count(2))


def annotated(path: Path, problems: Sequence[Problem], sentence_of: Callable[[Problem], str]) -> bytes:
    """The annotated copy of the table at `path`; `sentence_of` makes the sentence of a problem.

    A file that could not be opened gives a workbook with the list alone.
    """
    book = _copy(path)
    if book is None:
        book = Workbook()
        book.active.title = ERRORS_TITLE
        listing = book.active
    else:
        _mark(_roster_sheet(book), problems[:MARKED_MAX], sentence_of)
        for title in [title for title in book.sheetnames if title == ERRORS_TITLE]:
            del book[title]
        listing = book.create_sheet(ERRORS_TITLE)
    _list(listing, problems, sentence_of)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _copy(path: Path) -> Workbook | None:
    content = read_bytes(path)
    if isinstance(content, Problem):
        return None
    if content.startswith((ZIP_MAGIC, OLE_MAGIC)) or path.suffix.lower() == ".xlsx":
        opened = open_workbook(content, read_only=False)
        return None if isinstance(opened, Problem) else opened
    return _from_csv(csv_rows(content))


def _from_csv(rows: Iterable[Row | Problem]) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET_TITLE
    for row in rows:
        if isinstance(row, Row):
            for column, value in enumerate(row.cells, 1):
                if value is not None:
                    _write_text(sheet.cell(row.row, column), str(value))
    return book


def _write_text(cell: Any, text: str) -> None:
    """Text as text: never a formula, never a number, and never a character that a workbook cannot hold."""
    visible = text if flaw(text) is None else "".join("\ufffd" if flaw(character) else character for character in text)
    cell.value = visible[:CELL_CHARACTERS_MAX]
    cell.data_type = "s"
    cell.number_format = "@"


def _roster_sheet(book: Workbook) -> Any:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return next(
        (sheet for sheet in visible if sheet.title == SHEET_TITLE), visible[0] if visible else book.worksheets[0]
    )


def _mark(sheet: Any, problems: Sequence[Problem], sentence_of: Callable[[Problem], str]) -> None:
    placed = sorted((one for one in problems if one.where.row is not None), key=_place)
    for (row, column), noted in groupby(placed, key=_place):
        cell = sheet.cell(row, column)
        cell.fill = _RED
        if not isinstance(cell, MergedCell):  # Within merged cells only the first can have a comment.
            cell.comment = Comment("\n".join(sentence_of(one) for one in noted), AUTHOR, width=320, height=120)


def _place(problem: Problem) -> tuple[int, int]:
    return (problem.where.row or 1, problem.where.column or 1)


def _list(sheet: Any, problems: Sequence[Problem], sentence_of: Callable[[Problem], str]) -> None:
    for column, (heading, width) in enumerate((("行", 8), ("列", 8), ("栏目", 24), ("问题", 80)), 1):
        _write_text(sheet.cell(1, column), heading)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, problem in enumerate(problems, 2):
        for column, written in enumerate((*_spelled(problem.where), sentence_of(problem)), 1):
            _write_text(sheet.cell(row, column), written)


def _spelled(where: Where) -> tuple[str, str, str]:
    column = get_column_letter(where.column) if where.column else ""
    return (str(where.row) if where.row else "", column, where.heading or "")
