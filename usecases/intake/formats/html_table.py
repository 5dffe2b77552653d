"""The table of a web page, as systems export it under the name of a workbook. Nothing of the page is run or fetched."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from usecases.intake.cells import CellValue, blank
from usecases.intake.workbook import COLUMNS_MAX, Row
from usecases.problems import Problem, Where, problem

HTML_ROWS_MAX = 100_000
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"script", "style", "title"})


def html_rows(page: str) -> Iterator[Row | Problem]:
    """The rows of all tables of the page that are not blank, counted from 1. A cell over several rows stands in each of
    them, one over several columns in the first. A table within a cell is a problem: what it belongs to is not plain.
    """
    reader = _Tables()
    try:
        reader.feed(page)
        reader.close()
    except (AssertionError, ValueError, RecursionError):  # What the parser raises for pages that are none, and `_row`.
        yield problem("html-damaged")
        return
    if reader.nested:
        yield problem("html-nested")
        return
    below: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate(reader.rows, 1):
        values = _placed(cells, below)
        if len(values) > COLUMNS_MAX:
            yield problem("too-many-columns", Where(row=number), columns_max=COLUMNS_MAX)
        elif not all(blank(value) for value in values):
            yield Row(row=number, cells=tuple(values))


def _placed(cells: list[tuple[str, int, int]], below: dict[int, tuple[int, str]]) -> list[CellValue]:
    """The cells of a row in their columns; `below` has, by column, for how many rows more a cell above stands there."""
    values: list[CellValue] = []

    def fill() -> None:
        while (above := below.get(len(values))) is not None:
            rows, text = above
            if rows > 1:
                below[len(values)] = (rows - 1, text)
            else:
                del below[len(values)]
            values.append(text)

    for text, columns, rows in cells:
        fill()
        if len(values) > COLUMNS_MAX:
            break
        if rows > 1:
            below[len(values)] = (rows - 1, text)
        values.append(text)
        values += [None] * (columns - 1)
    fill()
    return values


class _Tables(HTMLParser):
    """The cells of each row, each with how many columns and rows it takes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[tuple[str, int, int]]] = []
        self.nested = False
        self._depth = 0
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
            self.nested = self.nested or self._cell is not None
        elif tag == "tr":
            self._end_cell()
            self._row()
        elif tag in _CELLS:
            self._end_cell()
            if not self.rows:
                self._row()
            stated = dict(attrs)
            self._cell = []
            self._spans = (_span(stated.get("colspan")), _span(stated.get("rowspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _CELLS or tag in ("tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unseen:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _row(self) -> None:
        if len(self.rows) > HTML_ROWS_MAX:
            raise ValueError("a page of a stranger's is not read without an end")
        self.rows.append([])

    def _end_cell(self) -> None:
        if self._cell is not None and len(self.rows[-1]) > COLUMNS_MAX:
            self._cell = None  # That there are too many columns is known by now.
        if self._cell is not None:
            # A space that does not break is how pages write an empty cell.
            text = "".join(self._cell).replace("\xa0", " ").strip()
            self.rows[-1].append((text, *self._spans))
            self._cell = None


def _span(stated: str | None) -> int:
    """How many columns or rows a cell takes; what is no number counts as one, as in browsers."""
    if stated is None or not stated.strip().isascii() or not stated.strip().isdigit():
        return 1
    return min(max(1, int(stated.strip()[:6])), COLUMNS_MAX + 1)
