"""A place for a store on either database, and the hand of somebody who gets at its tables behind our back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg

from store.addresses import is_postgres, postgres_address, sqlite_path

KINDS = ("sqlite", "postgresql")
TRIGGERED = ("events", "commits")
"""Tables of which no row is ever edited or deleted."""


class Hand(Protocol):
    """Runs statements that both databases understand; a question mark stands for a value."""

    def execute(self, statement: str, values: Sequence[object] = ()) -> Any: ...


class PostgresHand:
    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[object] = ()) -> Any:
        return self._connection.execute(statement.replace("?", "%s").encode(), values or None)


@contextmanager
def hand(url: str, *, views: bool = False) -> Iterator[Hand]:
    """The tables of a store, or with `views` of the read models, under a hand that may do anything; it commits."""
    if is_postgres(url):
        address = postgres_address(url)
        schema = address.views_schema if views else address.schema
        with psycopg.connect(address.conninfo, options=f"-c search_path={schema}") as connection:
            yield PostgresHand(connection)
        return
    raw = sqlite3.connect(sqlite_path(url))
    try:
        yield raw
        raw.commit()
    finally:
        raw.close()


@contextmanager
def tampering(url: str) -> Iterator[Hand]:
    """The same with the triggers out of the way, which are put back so that nobody sees."""
    with hand(url) as connection, without_triggers(connection, postgres=is_postgres(url)):
        yield connection


@contextmanager
def without_triggers(connection: Hand, *, postgres: bool) -> Iterator[None]:
    if postgres:
        for table in TRIGGERED:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield
        for table in TRIGGERED:
            for what in ("edited", "deleted", "truncated"):
                connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_are_not_{what}")
        return
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _statement in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _name, statement in triggers:
        connection.execute(statement)


def file_of(url: str) -> Path:
    """The file of a store on SQLite. A test that asks for it is marked `on_sqlite`."""
    assert not is_postgres(url), "a test that looks at the store's file is marked with @pytest.mark.on_sqlite"
    return sqlite_path(url)
