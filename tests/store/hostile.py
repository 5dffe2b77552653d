"""What a hostile desk hands to the owner's function `append`: an honest call, and what can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg
import pytest
from psycopg.rows import tuple_row

from store.log import NewRow
from store.postgres.recorder import TIP
from store.postgres.write_buffer import APPEND, WriteBuffer
from store.tip import Growth, Tip, tip_of
from tests.store.conftest import NOON, TOY, a_command, an_event

Columns = dict[str, list[Any]]
NAMES = (
    *("streams", "versions", "names", "instants", "days", "actors", "command_ids", "parts", "parts_total"),
    *("lines", "commands", "fingerprints"),
    *("firsts", "lasts", "officers", "public_keys", "signatures"),
    *("gone_subjects", "gone_limits", "gone_applications", "gone_lines", "gone_numbers"),
    *("subjects", "limits", "applications", "use_lines", "numbers", "qualifiers", "used_days", "amounts_fen"),
    *("parties", "key_ids", "wrapped_keys"),
    *("tokens", "token_parties"),
)
OF_LINES, OF_COMMITS = NAMES[:12], NAMES[12:17]
COMMANDS = [*a_command("both", ("application-2", 1), ("fund-1", 1)), an_event("application-2", 2)]
"""What a desk appends honestly behind the three events of the store."""


def columns_of(connection: psycopg.Connection[Any], rows: list[NewRow], at: datetime = NOON) -> Columns:
    """What our own desk would hand over for these lines, the commit signed."""
    growth = Growth(tip(connection))
    growth.append(rows, at, TOY)
    growth.sign()
    buffer = WriteBuffer()
    buffer.add_rows(rows, growth.frontier.size - len(rows) + 1)
    return dict(zip(NAMES, buffer.arguments(growth.taken()), strict=True))


def call(connection: psycopg.Connection[Any], columns: Columns, *, schema: str = "") -> None:
    function = APPEND.replace("%b", "%s").replace("append(", f"{schema}.append(" if schema else "append(", 1)
    connection.execute(function.encode(), [columns[name] for name in NAMES])


def tip(connection: psycopg.Connection[Any]) -> Tip:
    row = connection.cursor(row_factory=tuple_row).execute(TIP.encode()).fetchone()
    assert row is not None
    return tip_of(row)


def refusal(connection: psycopg.Connection[Any], columns: Columns) -> str:
    """The server's word, after which its transaction has failed."""
    with pytest.raises(psycopg.Error) as refused:
        call(connection, columns)
    return f"{refused.value.sqlstate}: {refused.value.diag.message_primary}"


def changed(column: str, index: int, value: object) -> Callable[[Columns], None]:
    def change(columns: Columns) -> None:
        columns[column][index] = value

    return change


def without_line(index: int) -> Callable[[Columns], None]:
    """A line less, and everything else as if there had never been one."""

    def change(columns: Columns) -> None:
        for name in OF_LINES:
            del columns[name][index]
        columns["lasts"][-1] -= 1

    return change


def swapped(columns: Columns) -> None:
    for name in OF_LINES:
        columns[name][0], columns[name][1] = columns[name][1], columns[name][0]


def commits(*spans: tuple[int, int]) -> Callable[[Columns], None]:
    def change(columns: Columns) -> None:
        columns["firsts"], columns["lasts"] = ([*span] for span in zip(*spans, strict=True))
        for name in OF_COMMITS[2:]:
            columns[name] = columns[name] * len(spans)

    return change


def lines_of(*rows: NewRow) -> Callable[[Columns], None]:
    """Other lines than the honest ones, with the columns that belong to them."""

    def change(columns: Columns) -> None:
        buffer = WriteBuffer()
        buffer.add_rows(rows, 4)
        other = dict(zip(NAMES, buffer.arguments([]), strict=True))
        columns.update({name: other[name] for name in OF_LINES})
        columns["lasts"] = [3 + len(rows)]

    return change


def altered(column: str, value: object, written: str, anew: str) -> Callable[[Columns], None]:
    """The last line says something else, and so does its column."""

    def change(columns: Columns) -> None:
        assert written.encode() in columns["lines"][2]
        columns[column][2], columns["lines"][2] = value, columns["lines"][2].replace(written.encode(), anew.encode())

    return change


def a_use(application: str) -> Callable[[Columns], None]:
    def change(columns: Columns) -> None:
        row = ["person", "training-yearly", application, 1, 1, "2024", "2024-05-06", 9]
        columns.update({name: [value] for name, value in zip(NAMES[22:30], row, strict=True)})

    return change


def a_use_gone(columns: Columns) -> None:
    row = ["person", "training-yearly", "1", 1, 1]
    columns.update({name: [value] for name, value in zip(NAMES[17:22], row, strict=True)})


def reshaped(name: str) -> Callable[[Columns], None]:
    """The same members in a list of two dimensions, of which none has a single number."""

    def change(columns: Columns) -> None:
        columns[name] = [columns[name]]

    return change


def shorter(name: str) -> Callable[[Columns], None]:
    def change(columns: Columns) -> None:
        columns[name] = columns[name][:-1]

    return change


def emptied(names: tuple[str, ...]) -> Callable[[Columns], None]:
    def change(columns: Columns) -> None:
        columns.update({name: [] for name in names})

    return change
