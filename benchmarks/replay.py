"""(d+) for commands: the very statements that our commands gave to SQLite, replayed raw on a copy of the same store.

The same rows, indexes, reads and transactions, without anything that decides, seals, signs or encodes. It is what a
command costs on this database with these tables.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.sqlite import recorder
from store.sqlite.schema import CONNECTION_PRAGMAS

Statement = tuple[str, Any, bool]
"""The text, its parameters, and whether these are many rows."""


@contextmanager
def recording() -> Iterator[list[Statement]]:
    """What is given to SQLite on the connections that our recorder opens meanwhile."""
    statements: list[Statement] = []

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = (), /) -> Cursor:
            statements.append((sql, parameters, False))
            super().execute(sql, parameters)
            return self

        def executemany(self, sql: str, rows: Any, /) -> Cursor:
            rows = list(rows)
            statements.append((sql, rows, True))
            super().executemany(sql, rows)
            return self

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            cursor: sqlite3.Cursor = self.cursor().execute(sql, parameters)
            return cursor

        def commit(self) -> None:
            self.execute("COMMIT")

        def rollback(self) -> None:
            if self.in_transaction:
                self.execute("ROLLBACK")

    def connect(path: Path, *, access: str, lock_timeout_s: float) -> sqlite3.Connection:
        connection = opened(path, factory=Connection)
        statements.clear()
        return connection

    real: Callable[..., sqlite3.Connection] = recorder.connect
    recorder.connect = connect
    try:
        yield statements
    finally:
        recorder.connect = real


def opened(path: Path, *, factory: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
    """A connection with our pragmas and our statement cache."""
    cached = recorder.STATEMENTS_CACHED
    connection = sqlite3.connect(
        path, isolation_level=None, cached_statements=cached, factory=factory, check_same_thread=False
    )
    for pragma in CONNECTION_PRAGMAS:
        connection.execute(pragma)
    return connection


def replay(path: Path, statements: list[Statement], count: int) -> int:
    """Give them to SQLite again. `count` is what is counted: the commands that they came from."""
    connection = opened(path)
    cursor = connection.cursor()
    for sql, parameters, many in statements:
        (cursor.executemany if many else cursor.execute)(sql, parameters)
        if cursor.description is not None:
            cursor.fetchall()
    connection.close()
    return count
