"""How wide the columns of a printed sheet are, so that it reads well on A4: amounts stay whole, long texts wrap."""

from __future__ import annotations

from datetime import date

from presentation.rows.columns import Kind
from presentation.rows.values import human
from presentation.rows.workbook import wide
from presentation.sheets.printed import PrintedSheet

PAGE = 132
"""So many characters of its size stand side by side on A4 landscape."""
_WIDTH_LEAST, _WIDTH_MOST = 6, 48
_TEXT_LEAST = 13
_SMALLER_MOST = 1.2
"""So much smaller a sheet is printed before texts give way."""
_BOLD = 115
"""Per cent: headings are bold, and so wider."""
BESIDE = 2.4
"""Space at the sides of a cell, in characters."""


def widths_of(sheet: PrintedSheet) -> list[float]:
    """Of the running number and each column, in characters. Where they are much wider than a page together, texts
    give way down to some width, the widest first; what is wider even then is printed smaller.
    """
    rows = [*sheet.rows, *([sheet.total] if sheet.total is not None else [])]
    number, *headings = map(_heading, sheet.headings)
    widest = [max(number, wide(sheet.total_heading), len(str(len(rows)))), *headings]
    for row in rows:
        for index, (column, value) in enumerate(zip(sheet.columns, sheet.values(row), strict=True), 1):
            widest[index] = max(widest[index], _content(column.kind, value))
    widths = [min(max(width + BESIDE, _WIDTH_LEAST), _WIDTH_MOST) for width in widest]
    texts = [index for index, column in enumerate(sheet.columns, 1) if column.kind is Kind.TEXT]
    return _narrowed(widths, texts, [heading + BESIDE for heading in (number, *headings)])


def _narrowed(widths: list[float], texts: list[int], headings: list[float]) -> list[float]:
    while sum(widths) > PAGE * _SMALLER_MOST:
        wrapping = [index for index in texts if widths[index] > max(_TEXT_LEAST, headings[index])]
        if not wrapping:
            break
        widths[max(wrapping, key=lambda index: widths[index])] -= 1
    return widths


def _heading(text: str) -> int:
    """A heading may stand in two lines; no word of it is divided, and Chinese may be anywhere."""
    longest = max(len(word) if word.isascii() else -(-wide(word) // 2) for word in text.split())
    return -(-longest * _BOLD // 100)


def lines_of(text: str, width: float) -> int:
    """In how many lines a text stands in a column of that width; Chinese breaks anywhere, other words are whole."""
    least = max(int(width), 1)
    return max(1, sum(_lines(line.split(" "), least) for line in text.splitlines()))


def _lines(words: list[str], least: int) -> int:
    lines, used = 1, 0
    for word in words:
        length = wide(word)
        space = 1 if used else 0
        if used + space + length <= least:
            used += space + length
        elif word.isascii() and length <= least:
            lines, used = lines + 1, length
        else:
            # What is longer than a line, or Chinese, goes on in the next.
            together = used + space + length
            lines, used = lines + (together - 1) // least, (together - 1) % least + 1
    return lines


def _content(kind: Kind, value: object) -> int:
    """The widest line. A spreadsheet that has no room for a number or a day shows it as `###`."""
    beside = 2 if kind is Kind.MONEY or isinstance(value, date) else 0
    return max((wide(line) for line in human(kind, value).splitlines()), default=0) + beside
