"""Rows of a table by what its bytes are, whatever the file is called: web systems export pages and texts as `.xls`.

What is plainly something else is refused by its true name, with the way on.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from usecases.intake.formats.html_table import html_rows
from usecases.intake.formats.old_workbook import old_workbook_sheets
from usecases.intake.table import HEADER_WITHIN_ROWS, csv_row
from usecases.intake.workbook import OLE_MAGIC, ZIP_MAGIC, Row, sheets
from usecases.problems import Problem, Where, problem

ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = (",", "\t", ";", "|")
TEXT_ROWS_MAX = 30_000
END_OF_FILE = "\x1a"
"""Programs that come from mainframes still end a text with it."""

_HTML = re.compile(rb"<(!doctype\s+html|html|head|meta|body|table|style)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SNIFFED_BYTES = 4096


Sheets = list[tuple[str, list[Row | Problem]]]
"""The title and the rows of each sheet; a text or a page is one without a title."""


class SniffedFile:
    """A file that is read in several ways: as long as a profile is looked for, each may have encodings of its own."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._told = content.startswith((ZIP_MAGIC, OLE_MAGIC))
        self._readings: dict[tuple[str, ...], Sheets] = {}

    def sheets(self, encodings: Sequence[str] = ENCODINGS) -> Sheets:
        """The rows that are not blank of each visible sheet, as `workbook.sheet_rows` gives them; one sheet with its
        problem for what cannot be read. `encodings` are tried in their order where the bytes do not tell theirs.
        """
        key = () if self._told else tuple(encodings)
        if key not in self._readings:
            self._readings[key] = _sheets(self._content, encodings)
        return self._readings[key]

    def unreadable(self) -> Problem | None:
        """Why the file cannot be read, in whatever encodings it was tried; None where it can."""
        first: Problem | None = None
        for reading in self._readings.values():
            whole = [row for _title, rows in reading for row in rows if isinstance(row, Problem) and not row.where.row]
            if not whole:
                return None
            first = first or whole[0]
        return first


def _sheets(content: bytes, encodings: Sequence[str]) -> Sheets:
    if content.startswith(ZIP_MAGIC):
        return list(sheets(content))
    if content.startswith(OLE_MAGIC):
        return list(old_workbook_sheets(content))
    other = _other(content)
    if other is not None:
        return [("", [other])]
    if _HTML.match(_without_comments(content.removeprefix(b"\xef\xbb\xbf")[:_SNIFFED_BYTES])):
        charset = _CHARSET.search(content[:_SNIFFED_BYTES])
        told = _python_encoding(charset[1].decode("ascii")) if charset else ()
        page = decoded(content, (*told, *encodings))
        return [("", [page] if isinstance(page, Problem) else list(html_rows(page)))]
    text = decoded(content, encodings)
    return [("", [text] if isinstance(text, Problem) else list(_no_more(text_rows(text))))]


def _no_more(rows: Iterator[Row | Problem]) -> Iterator[Row | Problem]:
    """As many rows as anybody reads, and a problem in the place of the next one."""
    for count, row in enumerate(rows):
        if count >= TEXT_ROWS_MAX:
            yield problem(
                "too-many-rows", Where(row=row.row if isinstance(row, Row) else row.where.row), rows_max=count
            )
            return
        yield row


def decoded(content: bytes, encodings: Sequence[str] = ENCODINGS) -> str | Problem:
    """Text without the marks around it: UTF-16 where it begins with its mark, else the first encoding that fits."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16").partition(END_OF_FILE)[0]
        except UnicodeDecodeError:
            return problem("encoding-unknown")
    # Behind the mark some programs write what the sector held before. No encoding here has it within a character.
    content = content.partition(END_OF_FILE.encode())[0].rstrip(b"\0")
    if b"\0" in content[:_SNIFFED_BYTES]:
        return problem("encoding-utf-16")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return problem("encoding-unknown")


def text_rows(text: str) -> Iterator[Row | Problem]:
    """Lines with commas, tabs, semicolons or bars; which of them, the line of the first ten with the most tells, since
    a title may stand above the headings.
    """
    first_lines = text.split("\n", HEADER_WITHIN_ROWS)[:HEADER_WITHIN_ROWS]
    separator = max(SEPARATORS, key=lambda mark: max((line.count(mark) for line in first_lines), default=0))
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            yield from csv_row(row, cells)
    except csv.Error:
        yield problem("csv-damaged", Where(row=row + 1))


def _other(content: bytes) -> Problem | None:
    """What is no table that is read here."""
    if content.startswith(b"%PDF"):
        return problem("file-is-pdf")
    beginning = content[:_SNIFFED_BYTES].lower()
    if beginning.startswith(b"mime-version:"):
        return problem("file-is-web-archive")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in beginning and beginning.lstrip().startswith(b"<?xml"):
        return problem("file-is-xml-sheet")
    return None


def _without_comments(page: bytes) -> bytes:
    """What a page begins with, behind the comments that some programs put before it."""
    page = page.lstrip()
    while page.startswith(b"<!--"):
        page = page.partition(b"-->")[2].lstrip()
    return page


def _python_encoding(charset: str) -> tuple[str, ...]:
    """GB 2312 and GBK are what pages call it; GB 18030 has all of them."""
    if charset.lower() in ("gb2312", "gbk", "gb18030", "gb_2312-80"):
        return ("gb18030",)
    return ("utf-8-sig",) if charset.lower() in ("utf-8", "utf8") else ()
