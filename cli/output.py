"""What a person or a program sees: one listing or one result, as a table, JSON, JSON lines, CSV or a workbook.

Data goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from domain.text import visible
from presentation.language import _
from presentation.rows.columns import AnyRow, Column, Row, columns_of
from presentation.rows.values import machine, plain
from store.errors import StoreUnavailable

if TYPE_CHECKING:
    from cli.table import Line

Columns = type[Row] | Sequence[Column]
"""The columns of a listing: those of a row type, or named ones."""


def print_listing(shown: Columns, rows: Iterable[AnyRow], output: str | None, *, title: str = "") -> None:
    """Print rows in the form asked for: by default a table on a terminal, and CSV in a pipe with a word about it."""
    columns = columns_of(shown) if isinstance(shown, type) else shown
    if output is None:
        output = "table" if sys.stdout.isatty() else "csv"
        if output == "csv":
            print_note(_("Standard output is not a terminal: writing CSV. Choose with -o table|json|jsonl|csv|xlsx."))
    match output:
        case "table":
            print_table(columns, rows, title=title)
        case "json":
            _print(json.dumps([machine(columns, row) for row in rows], ensure_ascii=False, indent=2))
        case "jsonl":
            for row in rows:
                _print(json.dumps(machine(columns, row), ensure_ascii=False))
        case "csv":
            _csv(columns, rows)
        case "xlsx":
            _workbook(columns, rows)


def print_record(values: AnyRow, output: str | None, shown: Columns | None = None) -> bool:
    """Print one result for a program. False when a person is to see it, in whatever way suits it best."""
    if output in (None, "table"):
        return False
    if output in ("json", "jsonl"):
        _print(json.dumps(plain(values), ensure_ascii=False, indent=2 if output == "json" else None))
    else:
        print_listing(shown if shown is not None else type(values), [values], output)  # type: ignore[arg-type]
    return True


def print_table(shown: Columns, rows: Iterable[AnyRow], *, title: str = "") -> None:
    """A table for people: identity and money never wrap, nothing is cut off, and on a terminal it fits that."""
    cells = list(rows)
    if not cells:
        print_note(_("Nothing to show."))
        return
    bold = sys.stdout.isatty()
    for text, heading in _lines(shown, cells, title):
        # Not through click, which does not tell where the terminal cannot show what is written.
        sys.stdout.write((click.style(text, bold=True) if heading and bold else text) + "\n")


def table_height(shown: Columns, rows: Sequence[AnyRow], *, title: str = "") -> int:
    """How many lines such a table takes."""
    return len(_lines(shown, rows, title)) if rows else 0


def height(sentence: str) -> int:
    """How many lines of the terminal a line of the answer takes; whoever reads a pipe has lines of any length."""
    from rich.cells import cell_len

    return max(-(-cell_len(sentence) // _terminal_width()), 1) if sys.stdout.isatty() else 1


_PIPED_WIDTH = 200
"""Outside a terminal texts wrap to this width, and a table that needs more has it."""


def _lines(shown: Columns, rows: Sequence[AnyRow], title: str) -> list[Line]:
    # Rich takes its time to import, and programs see no table.
    from cli.table import least_width, table_lines

    columns = [column for column in (columns_of(shown) if isinstance(shown, type) else shown) if not column.minor]
    if sys.stdout.isatty():
        return table_lines(columns, rows, _terminal_width(), title=title)
    return table_lines(columns, rows, max(_PIPED_WIDTH, least_width(columns, rows)), title=title)


def _terminal_width() -> int:
    return shutil.get_terminal_size().columns


def width_most() -> int | None:
    """How many cells a line may have; None where no terminal folds it."""
    return _terminal_width() if sys.stdout.isatty() else None


def print_line(sentence: str) -> None:
    """A line of the answer, for people: whatever it quotes, nothing in it is for the terminal to obey."""
    click.echo(visible(sentence, allowed="\n\t"))


def print_in_parts(sentence: str, separator: str) -> None:
    """The same for a sentence of many parts: a terminal folds it between two of them, and no amount is divided."""
    from rich.cells import cell_len

    *others, last = sentence.split(separator)
    lines, most = [""], width_most()
    for part in (*(other + separator for other in others), last):
        if not lines[-1] or most is None or cell_len((lines[-1] + part).rstrip()) <= most:
            lines[-1] += part
        else:
            lines.append(part)
    for line in lines:
        print_line(line.rstrip())


def print_note(sentence: str) -> None:
    """A message beside the answer: standard error."""
    click.echo(visible(sentence, allowed="\n\t"), err=True)


def _csv(columns: Sequence[Column], rows: Iterable[AnyRow]) -> None:
    from presentation.rows.csv_file import csv_file

    sys.stdout.buffer.write(csv_file(columns, rows))
    sys.stdout.buffer.flush()


def _workbook(columns: Sequence[Column], rows: Iterable[AnyRow]) -> None:
    from presentation.rows.workbook import workbook

    if sys.stdout.isatty():
        raise StoreUnavailable("xlsx-to-terminal")
    sys.stdout.buffer.write(workbook(columns, rows))
    sys.stdout.buffer.flush()


def _print(text: str) -> None:
    click.echo(text)
