"""Workbooks (.xlsx) from strangers: guarded before they are opened, then read row by row.

A workbook is a zip of XML. openpyxl parses it with the standard library's expat and without limits of its own, so the
guard comes first: it bounds the sizes that the zip declares (`zipfile` never inflates more than is declared), and runs
expat over every part to refuse document types, which only entity bombs need, and trees too large to be held.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.escape import unescape

from usecases.intake.cells import CellValue, blank
from usecases.problems import Problem, Where, problem

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
PARTS_MAX = 200
INFLATED_BYTES_MAX = 64 * 1024 * 1024
RATIO_MAX = 150
RATIO_COUNTS_FROM_BYTES = 1024 * 1024
ELEMENTS_MAX = 2_000_000
DEPTH_MAX = 64
CHUNK_BYTES = 256 * 1024
COLUMNS_MAX = 200
SHEET_ROWS_MAX = 1_048_576

SHEET_TITLE = "花名册"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as the spreadsheet numbers it, from 1; blank cells at its end are cut off."""

    row: int
    cells: tuple[CellValue, ...]


class _RefusedError(Exception):
    """Ends a parse from within expat."""


def open_workbook(content: bytes, *, read_only: bool) -> Workbook | Problem:
    """The workbook, if it may be opened: close it afterwards. Formulas stay formulas."""
    refused = guard(content)
    if refused is not None:
        return refused
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(BytesIO(content), read_only=read_only, data_only=False, keep_links=False)
    except Exception:  # openpyxl lets whatever its parts raise through, and the file is a stranger's.
        return problem("workbook-damaged")


def sheet_rows(content: bytes) -> Iterator[Row | Problem]:
    """The rows that are not blank of the sheet 花名册, or else of the first visible one.

    A formula is a problem with its cell: what it shows is not what it says. Nothing more comes after a problem without
    a row.
    """
    book = open_workbook(content, read_only=True)
    if isinstance(book, Problem):
        yield book
        return
    with closing(book), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield from _rows(book)
        except Exception:  # As above: rows are parsed as they are asked for.
            yield problem("workbook-damaged")


def _rows(book: Workbook) -> Iterator[Row | Problem]:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        yield problem("workbook-empty")
        return
    yield from _rows_of(next((sheet for sheet in visible if sheet.title == SHEET_TITLE), visible[0]))


def sheets(content: bytes) -> Iterator[tuple[str, list[Row | Problem]]]:
    """The title and the rows of each visible sheet, as `sheet_rows` has them; a workbook that cannot be read is one
    sheet with its problem.
    """
    book = open_workbook(content, read_only=True)
    if isinstance(book, Problem):
        yield "", [book]
        return
    with closing(book), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in visible:
            rows: list[Row | Problem] = []
            try:
                rows.extend(_rows_of(sheet))
            except Exception:  # As above.
                rows.append(problem("workbook-damaged"))
            yield sheet.title, rows
        if not visible:
            yield "", [problem("workbook-empty")]


def _rows_of(sheet: Any) -> Iterator[Row | Problem]:
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > SHEET_ROWS_MAX:
            yield problem("workbook-damaged")
            return
        values: list[CellValue] = []
        for column, cell in enumerate(cells, 1):
            if cell.data_type in ("f", "e"):
                code = "formula" if cell.data_type == "f" else "cell-error"
                yield problem(code, Where(row=number, column=column), cell=cell.coordinate)
                values.append(None)
            else:
                # The format writes a control character as _x0007_: read as such, it is found and said.
                values.append(unescape(cell.value) if isinstance(cell.value, str) else cell.value)
        while values and blank(values[-1]):
            values.pop()
        if len(values) > COLUMNS_MAX:
            yield problem("too-many-columns", Where(row=number), columns_max=COLUMNS_MAX)
        elif values:
            yield Row(row=number, cells=tuple(values))


def guard(content: bytes) -> Problem | None:
    """Why these bytes must not be opened as a workbook, or None."""
    if content.startswith(OLE_MAGIC):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        return problem("workbook-encrypted" if encrypted else "workbook-xls")
    if not content.startswith(ZIP_MAGIC):
        return problem("workbook-not")
    try:
        with ZipFile(BytesIO(content)) as package:
            return _guard_sizes(package) or _guard_parts(package)
    except Exception:  # A damaged zip raises more than BadZipFile: wrong offsets, methods, passwords, checksums.
        return problem("workbook-damaged")


def _guard_sizes(package: ZipFile) -> Problem | None:
    parts = package.infolist()
    if len(parts) > PARTS_MAX:
        return problem("workbook-too-large")
    if len({part.filename for part in parts}) < len(parts) or any(part.flag_bits & 1 for part in parts):
        return problem("workbook-damaged")
    if sum(part.file_size for part in parts) > INFLATED_BYTES_MAX:
        return problem("workbook-too-large")
    if any(part.file_size > max(RATIO_COUNTS_FROM_BYTES, RATIO_MAX * part.compress_size) for part in parts):
        return problem("workbook-bomb")
    return None


def _guard_parts(package: ZipFile) -> Problem | None:
    elements = 0
    for part in package.infolist():
        scan = _Scan(elements)
        try:
            scan.run(package, part)
        except _RefusedError as refused:
            return problem(str(refused))
        except expat.ExpatError:
            continue  # A picture, or XML that openpyxl, with the same parser, will refuse as well.
        elements = scan.elements
    return None


class _Scan:
    """One pass of expat over a part, which keeps nothing but counts and the place of the last cell of a sheet.

    openpyxl leaves out, without a word, a row whose number does not grow, and lets the later of two cells of one place
    win: such a sheet is refused.
    """

    def __init__(self, elements: int) -> None:
        self.elements = elements
        self.depth = 0
        self._in_sheet = False
        self._row = self._column = 0

    def run(self, package: ZipFile, part: ZipInfo) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        with package.open(part) as opened:
            while chunk := opened.read(CHUNK_BYTES):
                parser.Parse(chunk, False)

    def _doctype(self, *_: object) -> None:
        raise _RefusedError("workbook-bomb")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > ELEMENTS_MAX or self.depth > DEPTH_MAX or len(attributes) > PARTS_MAX:
            raise _RefusedError("workbook-too-large")
        local = name.rpartition(":")[2]
        if self.depth == 1:
            self._in_sheet = local == "worksheet"
        if self._in_sheet and local in ("row", "c"):
            try:
                self._place(local, attributes.get("r"))
            except ValueError:
                raise _RefusedError("workbook-damaged") from None

    def _place(self, name: str, where: str | None) -> None:
        """Where this row or cell is, which may be left out. Raises ValueError where it is not behind the last one."""
        if name == "row":
            row = int(where) if where else self._row + 1
            if row <= self._row:
                raise ValueError(where)
            self._row, self._column = row, 0
            return
        row, column = coordinate_to_tuple(where) if where else (self._row, self._column + 1)
        if row != self._row or column <= self._column:
            raise ValueError(where)
        self._column = column

    def _end(self, name: str) -> None:
        self.depth -= 1
