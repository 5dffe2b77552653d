"""Tables that people fill in, `.xlsx` or CSV: which column is which, and the cells of each row by the column's key."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TypeVar

from usecases.intake.cells import CellValue, blank
from usecases.intake.documents import read_bytes
from usecases.intake.text import folded, shown
from usecases.intake.workbook import OLE_MAGIC, ZIP_MAGIC, Row, sheet_rows
from usecases.problems import Problem, Where, in_file_order, problem

ROWS_MAX = 10_000
HEADER_WITHIN_ROWS = 10
CSV_FIELD_CHARACTERS_MAX = 10_000
IGNORED_HEADINGS = frozenset({"序号", "NO.", "NO"})
"""A running number is on most rosters and says nothing; lines are numbered by their order."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that a table has: the `key` it is asked by, and its `headings`, of which the first is written."""

    key: str
    headings: tuple[str, ...]
    required: bool = True

    @property
    def heading(self) -> str:
        return self.headings[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row below the headings. Cells of columns that the table lacks are None."""

    row: int
    cells: Mapping[str, CellValue]
    places: Mapping[str, tuple[int, str]]
    """Where each column stands: its number from 1 and its heading in the file."""

    def __getitem__(self, key: str) -> CellValue:
        return self.cells.get(key)

    def where(self, key: str) -> Where:
        column, heading = self.places.get(key, (None, None))
        return Where(row=self.row, column=column, heading=heading)


@dataclass(slots=True)
class Table:
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, noted: Problem, where: Where) -> None:
        self.problems.append(noted.at(where))

    def take(
        self, record: Record, key: str, reader: Callable[[CellValue], _T | Problem], *, needed: bool = True
    ) -> _T | None:
        """What `reader` makes of the cell, or None with a note; a missing column was noted with the headings."""
        if key not in record.places:
            return None
        cell = record[key]
        if blank(cell):
            if needed:
                self.note(problem("cell-blank"), record.where(key))
            return None
        checked = reader(cell)
        if isinstance(checked, Problem):
            self.note(checked, record.where(key))
            return None
        return checked

    def in_order(self) -> tuple[Problem, ...]:
        return in_file_order(self.problems)


def read_table(path: Path, columns: Sequence[Column]) -> Table:
    """The rows that are not blank, by the keys of `columns`. Headings may stand below a title in the first rows."""
    content = read_bytes(path)
    if isinstance(content, Problem):
        return Table(problems=[content])
    return _Reading(columns).table(rows_of(content, workbook=path.suffix.lower() in (".xlsx", ".xls")))


def rows_of(content: bytes, *, workbook: bool) -> Iterator[Row | Problem]:
    """Rows by what the bytes are; by what the file is called, `workbook`, only where the bytes do not say."""
    if workbook or content.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return sheet_rows(content)
    return csv_rows(content)


def csv_text(content: bytes) -> str | Problem:
    """CSV as Excel and banks write it: UTF-8, with or without its mark, else GB 18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:1024]:
        return problem("encoding-utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return problem("encoding-unknown")


def csv_rows(content: bytes) -> Iterator[Row | Problem]:
    """As `workbook.sheet_rows`, for CSV with commas, tabs or semicolons. `="00123"`, a way to keep digits, is text."""
    text = csv_text(content)
    if isinstance(text, Problem):
        yield text
        return
    first_line = text[: text.find("\n")] if "\n" in text else text
    delimiter = max((",", "\t", ";"), key=first_line.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            yield from csv_row(row, cells)
    except csv.Error:
        yield problem("csv-damaged", Where(row=row + 1))


def csv_row(row: int, cells: list[str]) -> Iterator[Row | Problem]:
    """A line of a CSV, with a problem for each formula; nothing where all of it is blank."""
    values: list[CellValue] = []
    for column, cell in enumerate(cells, 1):
        retained = re.fullmatch(r'\s*="([^"]*)"\s*', cell)
        if retained is None and cell.startswith("="):
            yield problem("formula", Where(row=row, column=column), cell=shown(cell, length_max=20))
        values.append(retained[1] if retained else None if cell.startswith("=") else cell)
    if not all(blank(value) for value in values):
        yield Row(row=row, cells=tuple(values))


class _Reading:
    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.by_heading = {_key(heading): column for column in columns for heading in column.headings}
        self.collected = Table()
        self.places: dict[str, tuple[int, str]] = {}
        self.headings: dict[int, str] = {}

    def table(self, rows: Iterable[Row | Problem]) -> Table:
        looked_at = 0
        for row in rows:
            if isinstance(row, Problem):
                heading = self.headings.get(row.where.column or 0)
                self.collected.note(row, Where(row=row.where.row, column=row.where.column, heading=heading))
                if row.where.row is None:
                    return self.collected
            elif self.places:
                if len(self.collected.records) >= ROWS_MAX:
                    self.collected.note(problem("too-many-rows", rows_max=ROWS_MAX), Where(row=row.row))
                    return self.collected
                self._record(row)
            elif looked_at < HEADER_WITHIN_ROWS:
                looked_at += 1
                self._header(row)
        if not self.places:
            wanted = "、".join(column.heading for column in self.columns if column.required)
            self.collected.problems.append(problem("headings-missing", headings=wanted))
        elif not self.collected.records:
            self.collected.problems.append(problem("rows-missing"))
        return self.collected

    def _header(self, row: Row) -> None:
        headings = [cell for cell in row.cells if isinstance(cell, str) and _key(cell) in self.by_heading]
        if len(headings) < min(2, len(self.columns)):
            return
        for number, cell in enumerate(row.cells, 1):
            if blank(cell) or _key(str(cell)) in IGNORED_HEADINGS:
                continue
            heading, where = shown(str(cell)), Where(row=row.row, column=number, heading=shown(str(cell)))
            column = self.by_heading.get(_key(str(cell)))
            self.headings[number] = heading
            if column is None:
                self.collected.note(problem("column-unknown", heading=heading), where)
            elif column.key in self.places:
                self.collected.note(problem("column-twice", heading=heading), where)
            else:
                self.places[column.key] = (number, heading)
        for column in self.columns:
            if column.required and column.key not in self.places:
                self.collected.note(problem("column-missing", heading=column.heading), Where(row=row.row))

    def _record(self, row: Row) -> None:
        cells = {
            key: row.cells[number - 1] if number <= len(row.cells) else None for key, (number, _) in self.places.items()
        }
        self.collected.records.append(Record(row=row.row, cells=cells, places=self.places))


def _key(heading: str) -> str:
    return folded(heading[:CSV_FIELD_CHARACTERS_MAX])
