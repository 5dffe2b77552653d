"""A table for people, as it fits their terminal: rows; rows with the lesser columns below them; or a block a row.

Widths are counted in cells of the terminal, of which a Chinese character takes two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from domain.text import visible
from presentation.language import _
from presentation.rows.columns import AnyRow, Column, Kind
from presentation.rows.values import fields, human

_TEXT_WIDTH_LEAST = 16
"""Text is wrapped to this width before columns give way."""
_EDGE, _BETWEEN, _BELOW, _FOLDED = " ", "   ", "    ", "  "
"""What stands beside a row, between its cells, before what is below it, and before a value too wide for its line."""
_CONSOLE = Console(width=1)
"""For rich's wrapping, which asks for one and looks at nothing of it."""


class Line(NamedTuple):
    """A line of a table, with no line break in it."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class _Cells:
    """A column with what it shows in each row."""

    column: Column
    heading: str
    values: Sequence[str]

    @cached_property
    def widest_value(self) -> int:
        return max((cell_len(line) for value in self.values for line in value.splitlines()), default=0)

    @cached_property
    def width(self) -> int:
        return max(self.widest_value, *map(cell_len, self.heading.splitlines()))

    @cached_property
    def least(self) -> int:
        """The width below which this column is not wrapped: identity and money never are."""
        return min(self.width, _TEXT_WIDTH_LEAST) if self.column.kind is Kind.TEXT else self.width

    def heading_in_lines(self) -> _Cells:
        """With a heading no wider than the values, as far as its words allow; Chinese breaks before its unit."""
        words = self.heading.replace("（", " （").split(" ")
        lines, widest = [words[0]], max(self.widest_value, *map(cell_len, words))
        for word in words[1:]:
            joined = f"{lines[-1]}{'' if word.startswith('（') else ' '}{word}"
            if cell_len(joined) <= widest:
                lines[-1] = joined
            else:
                lines.append(word)
        return replace(self, heading="\n".join(lines))


def table_lines(columns: Sequence[Column], rows: Sequence[AnyRow], width: int, *, title: str = "") -> list[Line]:
    """The lines of a table, none of which is wider than `width`.

    Texts wrap first, then headings do. If that is not enough, the columns that are marked so stand below each row, and
    at last each row is a block of `label: value`. Only a value that is wider than the terminal is ever divided.
    """
    cells = [_cells(column, rows) for column in columns]
    beside = [column for column in cells if not column.column.below]
    below = [column for column in cells if column.column.below]
    lines = [Line(line) for line in _wrapped(_(title), width)] if title else []
    for candidate, others in ((cells, []), (beside, below)):
        for shown in (candidate, [column.heading_in_lines() for column in candidate]):
            if shown and _least(shown) <= width:
                return [*lines, *_rows(shown, others, width)]
    return [*lines, *_blocks(cells, width)]


def least_width(columns: Sequence[Column], rows: Sequence[AnyRow]) -> int:
    """How wide such a table is at least, when all its columns stand side by side."""
    return _least([_cells(column, rows) for column in columns])


def _cells(column: Column, rows: Sequence[AnyRow]) -> _Cells:
    shown = (human(column.kind, fields(row).get(column.key)) for row in rows)
    # Whatever is quoted, nothing in it is for the terminal to obey.
    return _Cells(column, _(column.heading), [visible(value, allowed="\n\t").expandtabs() for value in shown])


def _least(cells: Sequence[_Cells]) -> int:
    return 2 * len(_EDGE) + sum(column.least for column in cells) + len(_BETWEEN) * (len(cells) - 1)


def _rows(cells: Sequence[_Cells], below: Sequence[_Cells], width: int) -> Iterator[Line]:
    widths = _widths(cells, width)
    yield Line("")
    headings = [_wrapped(column.heading, wide) for column, wide in zip(cells, widths, strict=True)]
    highest = max(map(len, headings))
    for line in _side_by_side(cells, [[""] * (highest - len(lines)) + lines for lines in headings], widths):
        yield Line(line, heading=True)
    yield Line(_EDGE + "─" * (sum(widths) + len(_BETWEEN) * (len(cells) - 1)) + _EDGE)
    for index in range(len(cells[0].values)):
        values = [_wrapped(column.values[index], wide) for column, wide in zip(cells, widths, strict=True)]
        yield from map(Line, _side_by_side(cells, values, widths))
        yield from map(Line, _in_sequence(_labelled(below, index), width))
    yield Line("")


def _widths(cells: Sequence[_Cells], width: int) -> list[int]:
    """Of each column; where they are too wide together, the widest texts give way first."""
    widths = [column.width for column in cells]
    beyond = sum(widths) + 2 * len(_EDGE) + len(_BETWEEN) * (len(cells) - 1) - width
    for _beyond in range(beyond):
        wrapping = [index for index, column in enumerate(cells) if widths[index] > column.least]
        widths[max(wrapping, key=lambda index: widths[index])] -= 1
    return widths


def _side_by_side(cells: Sequence[_Cells], values: Sequence[list[str]], widths: Sequence[int]) -> Iterator[str]:
    for lines in zip_longest(*values, fillvalue=""):
        padded = []
        for column, line, width in zip(cells, lines, widths, strict=True):
            blank = " " * (width - cell_len(line))
            padded.append(blank + line if column.column.kind in (Kind.COUNT, Kind.MONEY) else line + blank)
        yield _EDGE + _BETWEEN.join(padded) + _EDGE


class _Labelled(NamedTuple):
    """A value with its label, which has its colon."""

    label: str
    value: str
    wraps: bool


def _labelled(cells: Sequence[_Cells], index: int) -> Iterator[_Labelled]:
    """Of all columns that have a value in this row."""
    for column in cells:
        if value := column.values[index]:
            label = _("%(what)s: %(text)s") % {"what": column.heading, "text": ""}
            yield _Labelled(label, value, column.column.kind is Kind.TEXT)


def _in_sequence(labelled: Iterator[_Labelled], width: int) -> Iterator[str]:
    """One after the other; a line begins anew between two of them, and what needs several has them to itself."""
    line = ""
    for label, value, _wraps in labelled:
        entry = f"{label}{' '.join(value.splitlines())}"
        joined = _("; ").join((line, entry)) if line else entry
        if cell_len(joined) <= width - len(_BELOW):
            line = joined
            continue
        if line:
            yield _BELOW + line
        line = entry
        if cell_len(entry) > width - len(_BELOW):
            yield _BELOW + label.rstrip()
            *whole, last = _wrapped(value, width - len(_BELOW + _FOLDED))
            yield from (_BELOW + _FOLDED + part for part in whole)
            line = _FOLDED + last
    if line:
        yield _BELOW + line


def _blocks(cells: Sequence[_Cells], width: int) -> Iterator[Line]:
    yield Line("")
    for index in range(len(cells[0].values)):
        labelled = list(_labelled(cells, index))
        indent = max((cell_len(label) for label, _value, _wraps in labelled), default=0)
        for label, value, wraps in labelled:
            beside = width - indent
            if wraps or max(map(cell_len, value.splitlines())) <= beside:
                first, *others = _wrapped(value, beside)
                yield Line(label + " " * (indent - cell_len(label)) + first)
                yield from (Line(" " * indent + line) for line in others)
            else:
                yield Line(label.rstrip())
                yield from (Line(_FOLDED + line) for line in _wrapped(value, width - len(_FOLDED)))
        yield Line("")


def _wrapped(text: str, width: int) -> list[str]:
    if cell_len(text) <= width and "\n" not in text:
        return [text]
    return [line.plain for line in Text(text).wrap(_CONSOLE, max(width, 2), overflow="fold")] or [""]
