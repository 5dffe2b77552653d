"""What a person or a program sees: one listing or one result, as a table, JSON, JSON lines, CSV or a workbook.

Data goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from domain.text import visible
from presentation.language import _
from presentation.rows.columns import AnyRow, Column, Kind, Row, columns_of
from presentation.rows.values import fields, human, machine, plain
from store.errors import StoreUnavailable

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


_TEXT_WIDTH_LEAST = 16
"""Text is wrapped to this width, in terminal cells, before a table outgrows the terminal."""
_BETWEEN_COLUMNS = 3


def print_table(shown: Columns, rows: Iterable[AnyRow], *, title: str = "") -> None:
    """A table for people, as wide as it needs to be: identity and money never wrap, and nothing is cut off."""
    cells = list(rows)
    if not cells:
        print_note(_("Nothing to show."))
        return
    console, sheet = _sheet(shown, cells, title)
    console.print(sheet, crop=False)


def table_height(shown: Columns, rows: Sequence[AnyRow], *, title: str = "") -> int:
    """How many lines of the terminal such a table takes; whoever reads a pipe has lines of any length."""
    if not rows:
        return 0
    console, sheet = _sheet(shown, rows, title)
    wrapped = -(-console.width // terminal().width) if sys.stdout.isatty() else 1
    return len(console.render_lines(sheet, pad=False)) * wrapped


def height(sentence: str) -> int:
    """How many lines of the terminal a line of the answer takes."""
    from rich.cells import cell_len

    return max(-(-cell_len(sentence) // terminal().width), 1) if sys.stdout.isatty() else 1


def _sheet(shown: Columns, rows: Sequence[AnyRow], title: str) -> tuple[Any, Any]:
    """A console of the width that the table needs, and the table."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    columns = [column for column in (columns_of(shown) if isinstance(shown, type) else shown) if not column.minor]
    sheet = Table(title=Text(_(title)) if title else None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    cells = [[human(column.kind, values.get(column.key)) for column in columns] for values in map(fields, rows)]
    console, least = terminal(), 0
    for index, column in enumerate(columns):
        text = column.kind is Kind.TEXT
        right = column.kind in (Kind.COUNT, Kind.MONEY)
        wide = max(map(cell_len, (_(column.heading), *(line for row in cells for line in row[index].splitlines()))))
        least += min(wide, _TEXT_WIDTH_LEAST) if text else wide
        sheet.add_column(
            Text(_(column.heading)), justify="right" if right else "left", no_wrap=not text, overflow="fold"
        )
    for row in cells:
        sheet.add_row(*map(Text, row))
    # A terminal that is narrower than this wraps whole lines; the sheet would cut its cells.
    console.width = max(console.width, least + _BETWEEN_COLUMNS * len(columns))
    return console, sheet


def terminal() -> Any:
    """The console for people. Outside a terminal it is as wide as its widest line, so that nothing is cut."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 200)


def print_line(sentence: str) -> None:
    """A line of the answer, for people: whatever it quotes, nothing in it is for the terminal to obey."""
    click.echo(visible(sentence, allowed="\n\t"))


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
