"""A listing as a workbook: money is a number in yuan, a day is a day, an id is text, and nothing is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from unicodedata import east_asian_width

from domain.calendar import LEGAL_ZONE
from presentation.language import _
from presentation.rows.columns import AnyRow, Column, Kind
from presentation.rows.values import fields, human
from store.errors import StoreUnavailable

ROWS_MAX = 1_048_575
"""So many a sheet holds below its headings."""
_TEXT_MAX = 32_767
"""So many characters a cell holds."""
_WIDTH_LEAST, _WIDTH_MOST = 8, 60
_BESIDE = 2
"""Room at the sides of a cell, in characters."""


def workbook(columns: Sequence[Column], rows: Iterable[AnyRow]) -> bytes:
    """The bytes of a workbook with one sheet: headings that stay in view, and columns as wide as what is in them.

    Raises `StoreUnavailable("xlsx-too-long")` for more rows or a longer text than a workbook can hold.
    """
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        cells = Cells(book, sheet)
        heading = book.add_format({"bold": True, "bottom": 1, "valign": "top", "bg_color": "#F2F2F2"})
        widths = []
        for index, column in enumerate(columns):
            sheet.write_string(0, index, _(column.heading), heading)
            widths.append(wide(_(column.heading)))
        for number, row in enumerate(rows, 1):
            if number > ROWS_MAX:
                raise StoreUnavailable("xlsx-too-long")
            values = fields(row)
            for index, column in enumerate(columns):
                shown = cells.write(number, index, column, values.get(column.key))
                widths[index] = max(widths[index], *map(wide, shown.splitlines()), 0)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, min(max(width + _BESIDE, _WIDTH_LEAST), _WIDTH_MOST))
        sheet.freeze_panes(1, 0)
    return file.getvalue()


class Cells:
    """How a value of each kind stands in a cell."""

    def __init__(self, book: Any, sheet: Any, *, ruled: bool = False, **form: Any) -> None:
        """`form` is what every cell has: its font, its borders. Where it is `ruled`, texts stand apart from the line
        between them and an amount, and days in the middle.
        """
        apart = {"align": "left", "indent": 1} if ruled else {}
        self._sheet = sheet
        self._money = book.add_format({**form, "num_format": "#,##0.00"})
        self._count = book.add_format({**form, "num_format": "0"})
        self._day = book.add_format({**form, "num_format": "yyyy-mm-dd", **({"align": "center"} if ruled else {})})
        self._instant = book.add_format({**form, "num_format": "yyyy-mm-dd hh:mm:ss"})
        # A cell of the format “text” stays text also when somebody edits it, whatever it begins with.
        self._text = book.add_format({"valign": "top", **form, **apart, "num_format": "@"})
        self._wrapped = book.add_format({"valign": "top", **form, **apart, "num_format": "@", "text_wrap": True})

    def write(self, row: int, column: int, shown_as: Column, value: Any, *, wide_most: int = _WIDTH_MOST) -> str:
        """Write one cell; what it shows, by which the column is made wide enough. Longer than `wide_most` it wraps."""
        shown = human(shown_as.kind, value)
        if shown == "":
            return ""
        if shown_as.kind is Kind.MONEY:
            self._sheet.write_number(row, column, value / 100, self._money)
        elif shown_as.kind is Kind.COUNT and isinstance(value, int) and not isinstance(value, bool):
            self._sheet.write_number(row, column, value, self._count)
        elif shown_as.kind is Kind.DAY and (day := _day(value)) is not None:
            self._sheet.write_datetime(row, column, day, self._day)
        elif shown_as.kind is Kind.INSTANT and isinstance(value, datetime):
            local = value.astimezone(LEGAL_ZONE).replace(tzinfo=None)
            self._sheet.write_datetime(row, column, local, self._instant)
        else:
            if len(shown) > _TEXT_MAX:
                raise StoreUnavailable("xlsx-too-long")
            long = wide(shown) > wide_most or "\n" in shown
            self._sheet.write_string(row, column, shown, self._wrapped if long else self._text)
        return shown


def _day(value: Any) -> date | None:
    """A day as Excel has days; a value that is none is written as text."""
    if isinstance(value, datetime):
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def wide(text: str) -> int:
    """The width in cells of a terminal, which is about that of a spreadsheet's digits."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
