"""A printed sheet as a workbook that prints as it is: A4 landscape, one page wide, headings on every page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from presentation.language import _
from presentation.rows.columns import AnyRow
from presentation.rows.workbook import ROWS_MAX, Cells, wide
from presentation.sheets.printed import PrintedSheet
from presentation.sheets.widths import BESIDE, lines_of, widths_of
from store.errors import StoreUnavailable

_A4 = 9
_CREATED = datetime(2023, 9, 1)  # noqa: DTZ001  a date in the file alone
_FONT, _BOLD_FONT = "宋体", "黑体"
_SIZE = 10.5
_LINE_HEIGHT = 15
_BOX_HEIGHT = 58
_AROUND = 40
"""What stands around the table: the head, the total and the signatures, in rows at most."""


def printed_workbook(sheet: PrintedSheet) -> bytes:
    """The bytes of a workbook with this one sheet.

    Raises `StoreUnavailable("xlsx-too-long")` for more rows than a workbook can hold.
    """
    import xlsxwriter

    if len(sheet.rows) + _AROUND > ROWS_MAX:
        raise StoreUnavailable("xlsx-too-long")
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        # The same sheet is the same file, whenever it is printed.
        book.set_properties({"created": _CREATED})
        _Printing(book, sheet).write()
    return file.getvalue()


class _Printing:
    """Writes a sheet row by row, from the title down."""

    def __init__(self, book: Any, sheet: PrintedSheet) -> None:
        self._book, self._sheet = book, sheet
        self._page = book.add_worksheet()
        self._last = len(sheet.columns)
        self._row = 0

    def write(self) -> None:
        self._widths = self._set_widths()
        self._across(self._sheet.title, self._format(size=16, font=_BOLD_FONT, bold=True, align="center"), height=30)
        for left, right in self._sheet.head:
            self._page.write_string(self._row, 0, left, self._format())
            self._page.write_string(self._row, self._last, right, self._format(align="right"))
            self._row += 1
        self._particulars()
        self._table()
        below = self._format(wrap=True)
        for text in filter(None, (self._sheet.capitals, *self._sheet.notes)):
            self._across(text, below)
        for text in self._sheet.blanks:
            self._across(text, below, height=24)
        self._sign()
        self._set_up_page()

    def _particulars(self) -> None:
        """Each in a row of its own, its name over the first columns."""
        name = self._format(border=1, align="center", wrap=True, font=_BOLD_FONT)
        value = self._format(border=1, align="left", wrap=True)
        middle = min(2, self._last - 1)
        for what, text in self._sheet.particulars:
            lines = lines_of(text, sum(self._widths[middle + 1 :]))
            self._page.set_row(self._row, lines * _LINE_HEIGHT + 2)
            self._merged(0, middle, what, name)
            self._merged(middle + 1, self._last, text, value)
            self._row += 1
        if self._sheet.particulars:
            self._page.set_row(self._row, _LINE_HEIGHT // 2)
            self._row += 1

    def _table(self) -> None:
        heading = self._format(bold=True, border=1, align="center", wrap=True, fill="#F2F2F2", font=_BOLD_FONT)
        self._heading_at = self._row
        for index, text in enumerate(self._sheet.headings):
            self._page.write_string(self._row, index, text, heading)
        self._grow(self._sheet.headings)
        form = {"font_size": _SIZE, "border": 1, "valign": "vcenter"}
        cells = Cells(self._book, self._page, ruled=True, font_name=_FONT, **form)
        number = self._format(border=1, align="center")
        for count, row in enumerate(self._sheet.rows, 1):
            self._page.write_number(self._row, 0, count, number)
            self._cells(cells, row, number)
        if self._sheet.total is not None:
            bold = Cells(self._book, self._page, ruled=True, font_name=_BOLD_FONT, bold=True, **form)
            heading = self._format(bold=True, border=1, align="center", font=_BOLD_FONT)
            self._page.write_string(self._row, 0, self._sheet.total_heading, heading)
            self._cells(bold, self._sheet.total, heading)

    def _cells(self, cells: Cells, row: AnyRow, blank: Any) -> None:
        values, texts = self._sheet.values(row), self._sheet.texts(row)
        for index, (column, value) in enumerate(zip(self._sheet.columns, values, strict=True), 1):
            if cells.write(self._row, index, column, value, wide_most=int(self._widths[index] - BESIDE)) == "":
                self._page.write_blank(self._row, index, None, blank)
        self._grow(["", *texts])

    def _grow(self, texts: Sequence[str]) -> None:
        """Set the height of a row by what wraps in it: not every program does so by itself."""
        lines = max(lines_of(text, width) for text, width in zip(texts, self._widths, strict=True))
        self._page.set_row(self._row, lines * _LINE_HEIGHT + 2)
        self._row += 1

    def _sign(self) -> None:
        if self._sheet.signatures:
            self._row += 1
            apart = "　" * 10
            self._across(apart.join(self._sheet.signatures), self._format(), height=22)
        label = self._format(border=1, align="center", wrap=True, font=_BOLD_FONT)
        box = self._format(border=1, align="right", valign="bottom", wrap=True)
        middle = min(2, self._last - 1)
        for who in self._sheet.signing:
            self._page.set_row(self._row, _BOX_HEIGHT)
            self._merged(0, middle, who, label)
            self._merged(middle + 1, self._last, _("Signature:            Year     Month     Day  "), box)
            self._row += 1

    def _across(self, text: str, form: Any, *, height: int = 0) -> None:
        """A row that is one cell. Merged cells do not grow with their text, so that the height is reckoned here."""
        lines = sum(-(-wide(line) // max(int(sum(self._widths)), 1)) or 1 for line in text.splitlines() or [""])
        self._page.set_row(self._row, max(height, lines * _LINE_HEIGHT))
        self._merged(0, self._last, text, form)
        self._row += 1

    def _merged(self, first: int, last: int, text: str, form: Any) -> None:
        if first == last:
            self._page.write_string(self._row, first, text, form)
        else:
            self._page.merge_range(self._row, first, self._row, last, "", form)
            self._page.write_string(self._row, first, text, form)

    def _set_widths(self) -> list[float]:
        widths = widths_of(self._sheet)
        for index, width in enumerate(widths):
            self._page.set_column(index, index, width)
        return widths

    def _set_up_page(self) -> None:
        page = self._page
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        page.center_horizontally()
        page.repeat_rows(self._heading_at)
        page.print_area(0, 0, self._row - 1, self._last)
        page.set_footer("&C" + _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"})
        page.freeze_panes(self._heading_at + 1, 0)
        page.hide_gridlines(2)

    def _format(
        self,
        *,
        size: float = _SIZE,
        font: str = _FONT,
        bold: bool = False,
        border: int = 0,
        align: str = "left",
        valign: str = "vcenter",
        wrap: bool = False,
        fill: str = "",
    ) -> Any:
        form = {"font_size": size, "font_name": font, "bold": bold, "border": border, "align": align, "valign": valign}
        return self._book.add_format(
            {**form, "text_wrap": wrap, "num_format": "@" if not border else "General", **_filled(fill)}
        )


def _filled(colour: str) -> dict[str, str]:
    return {"bg_color": colour} if colour else {}
