"""What a person or a program sees: one listing or one result, as a table, JSON, JSON lines, CSV or a workbook.

For machines money is integer fen under a key that ends in `_fen`; for people it is yuan under a heading. Data goes to
standard output, everything else to standard error.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto
from typing import Any

import click

from cli.language import _
from domain.calendar import LEGAL_ZONE
from domain.money import yuan
from store.trouble import StoreUnavailable


class Kind(Enum):
    TEXT = auto()
    NAME = auto()
    """A number, code or id: never wrapped."""
    COUNT = auto()
    MONEY = auto()
    DAY = auto()
    INSTANT = auto()
    LABEL = auto()
    """A word of ours (a status, a role), said in the officer's language to people and as it is to machines."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key for machines (`…_fen` for money), the heading for people (translated when shown).

    A `minor` column is left out of tables, which have to fit a terminal; every other form has it.
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    minor: bool = False


Row = Mapping[str, Any]


def listing(columns: Sequence[Column], rows: Iterable[Row], output: str | None, *, title: str = "") -> None:
    """Print rows in the form asked for: by default a table on a terminal, and CSV in a pipe with a word about it."""
    if output is None:
        output = "table" if sys.stdout.isatty() else "csv"
        if output == "csv":
            note(_("Standard output is not a terminal: writing CSV. Choose with -o table|json|jsonl|csv|xlsx."))
    match output:
        case "table":
            table(columns, rows, title=title)
        case "json":
            _print(json.dumps([machine(columns, row) for row in rows], ensure_ascii=False, indent=2))
        case "jsonl":
            for row in rows:
                _print(json.dumps(machine(columns, row), ensure_ascii=False))
        case "csv":
            _csv(columns, rows)
        case "xlsx":
            _workbook(columns, rows)


def record(values: Row, output: str | None, columns: Sequence[Column]) -> bool:
    """Print one result for a program. False when a person is to see it, in whatever way suits it best."""
    if output in (None, "table"):
        return False
    if output in ("json", "jsonl"):
        _print(json.dumps(plain(values), ensure_ascii=False, indent=2 if output == "json" else None))
    else:
        listing(columns, [values], output)
    return True


_TEXT_WIDTH_LEAST = 16
"""Text is wrapped to this width, in terminal cells, before a table outgrows the terminal."""
_BETWEEN_COLUMNS = 3


def table(columns: Sequence[Column], rows: Iterable[Row], *, title: str = "") -> None:
    """A table for people, as wide as it needs to be: identity and money never wrap, and nothing is cut off."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    columns = [column for column in columns if not column.minor]
    sheet = Table(title=Text(_(title)) if title else None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    cells = [[human(column.kind, row.get(column.key)) for column in columns] for row in rows]
    if not cells:
        note(_("Nothing to show."))
        return
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
    console.print(sheet, crop=False)


def terminal() -> Any:
    """The console for people. Outside a terminal it is as wide as its widest line, so that nothing is cut."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 200)


def say(sentence: str) -> None:
    """A line of the answer, for people."""
    click.echo(sentence)


def note(sentence: str) -> None:
    """A message beside the answer: standard error."""
    click.echo(sentence, err=True)


def human(kind: Kind, value: Any) -> str:
    """One value as people read it: yuan, days, legal time, words."""
    if value is None or value == "":
        return ""
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(human(kind, each) for each in value)
    if kind is Kind.MONEY:
        return yuan(value)
    if kind is Kind.LABEL:
        return label(str(value))
    if isinstance(value, datetime):
        return value.astimezone(LEGAL_ZONE).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def label(word: str) -> str:
    """A word of ours, such as a status, in the officer's language."""
    from cli.labels import LABELS

    return _(LABELS[word]) if word in LABELS else word


def machine(columns: Sequence[Column], row: Row) -> dict[str, Any]:
    return {column.key: plain(row.get(column.key)) for column in columns}


def plain(value: Any) -> Any:
    """A value as JSON has it: days and instants in ISO 8601, instants in UTC."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    return value


def _cell(kind: Kind, value: Any) -> Any:
    if kind is Kind.MONEY and value is not None:
        return Decimal(value).scaleb(-2)
    if kind is Kind.COUNT:
        return value
    return human(kind, value)


def _csv(columns: Sequence[Column], rows: Iterable[Row]) -> None:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_(column.heading) for column in columns])
    for row in rows:
        writer.writerow([_guarded(_cell(column.kind, row.get(column.key))) for column in columns])
    sys.stdout.buffer.write(b"\xef\xbb\xbf" + file.getvalue().encode())
    sys.stdout.buffer.flush()


def _guarded(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula is quoted, so that opening a listing runs nothing."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _workbook(columns: Sequence[Column], rows: Iterable[Row]) -> None:
    from cli.render_workbook import workbook

    if sys.stdout.isatty():
        raise StoreUnavailable("xlsx-to-terminal")
    sys.stdout.buffer.write(workbook(columns, rows))
    sys.stdout.buffer.flush()


def _print(text: str) -> None:
    click.echo(text)
