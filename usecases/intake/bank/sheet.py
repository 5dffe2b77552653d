"""A bank's table as rows by what their cells mean: title lines above the headings, columns nobody asks for, totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from usecases.intake.bank.profile import heading_key
from usecases.intake.cells import CellValue, blank
from usecases.intake.table import IGNORED_HEADINGS, Record, Table
from usecases.intake.text import folded, shown
from usecases.intake.workbook import Row
from usecases.problems import Problem, Where, problem

_K = TypeVar("_K", bound=str)

ROWS_MAX = 20_000
HEADER_WITHIN_ROWS = 20
"""So far down the headings may stand, below the bank's name, the period and the totals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """What a row of headings has of the columns that are asked for: by key its column, from 1, and its heading."""

    row: int
    places: Mapping[str, tuple[int, str]]
    others: tuple[str, ...]
    twice: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Sheet:
    """The table below the headings: its rows with their cells by key, and the rows that are totals."""

    headings: Headings
    table: Table = field(default_factory=Table)
    totals: list[Record] = field(default_factory=list)
    after: dict[int, int] = field(default_factory=dict)
    """By the row of a total, how many records stand before it."""


def headings_in(rows: Iterable[Row | Problem], wanted: Mapping[_K, Sequence[str]]) -> Headings | None:
    """The first row that has most of the `wanted` headings (by key, each under alternative names); None for less than
    two of them.
    """
    by_heading: dict[str, str] = {heading_key(name): key for key, names in wanted.items() for name in names}
    best: Headings | None = None
    looked_at = 0
    for row in rows:
        if isinstance(row, Problem):
            continue
        looked_at += 1
        if looked_at > HEADER_WITHIN_ROWS:
            break
        here = _headings(row, by_heading)
        if len(here.places) >= 2 and (best is None or len(here.places) > len(best.places)):
            best = here
    return best


def _headings(row: Row, by_heading: Mapping[str, str]) -> Headings:
    places: dict[str, tuple[int, str]] = {}
    others: list[str] = []
    twice: list[tuple[int, str]] = []
    for number, cell in enumerate(row.cells, 1):
        if not isinstance(cell, str) or blank(cell):
            continue
        key = by_heading.get(heading_key(cell))
        if key is None:
            if folded(cell) not in IGNORED_HEADINGS:
                others.append(shown(cell.strip()))
        elif key in places:
            twice.append((number, shown(cell)))
        else:
            places[key] = (number, shown(cell.strip()))
    return Headings(row=row.row, places=places, others=tuple(others), twice=tuple(twice))


def sheet_below(
    rows: Iterable[Row | Problem],
    headings: Headings,
    *,
    totals: Sequence[str],
    notes: Sequence[str],
    ends: Sequence[str],
) -> Sheet:
    """The rows below the headings. A row whose first cell begins with a word of `totals` is one, with one of `notes` is
    not read, and with one of `ends` is the end. What is wrong in a column that is not read is none of our business.
    """
    sheet = Sheet(headings=headings)
    for number, heading in headings.twice:
        sheet.table.note(problem("column-twice", heading=heading), Where(row=headings.row, column=number))
    marks = [tuple(folded(word) for word in words) for words in (totals, notes, ends)]
    for row in rows:
        if isinstance(row, Problem):
            _note_where_read(sheet, row)
            continue
        if row.row <= headings.row:
            continue
        first = next((folded(cell[:40]) for cell in row.cells if isinstance(cell, str) and not blank(cell)), "")
        is_total, is_note, is_end = (bool(words) and first.startswith(words) for words in marks)
        if is_end:
            break
        if is_note or _headings_again(row, headings):
            continue
        if len(sheet.table.records) >= ROWS_MAX:
            sheet.table.note(problem("too-many-rows", rows_max=ROWS_MAX), Where(row=row.row))
            break
        record = _record(row, headings)
        if is_total:
            sheet.totals.append(record)
            sheet.after[row.row] = len(sheet.table.records)
        else:
            sheet.table.records.append(record)
    if not sheet.table.records and not sheet.table.problems:
        sheet.table.problems.append(problem("rows-missing"))
    return sheet


def _note_where_read(sheet: Sheet, noted: Problem) -> None:
    where = noted.where
    if where.row is None:
        sheet.table.problems.append(noted)
        return
    if where.row <= sheet.headings.row:
        return
    for column, heading in sheet.headings.places.values():
        if where.column in (None, column):
            shown_heading = heading if where.column is not None else None
            sheet.table.note(noted, Where(row=where.row, column=where.column, heading=shown_heading))
            return


def _headings_again(row: Row, headings: Headings) -> bool:
    """Whether a page of the print begins here, with the headings once more."""
    return all(
        number <= len(row.cells) and heading_key(str(row.cells[number - 1])) == heading_key(heading)
        for number, heading in headings.places.values()
    )


def _record(row: Row, headings: Headings) -> Record:
    cells: dict[str, CellValue] = {
        key: row.cells[number - 1] if number <= len(row.cells) else None
        for key, (number, _heading) in headings.places.items()
    }
    return Record(row=row.row, cells=cells, places=headings.places)
