"""Read models in a file of their own beside the store's, so that who reads a view never holds the store's lock."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine

from projections.database.apart import Apart
from store.errors import StoreBusy, StoreUnavailable

APPLICATION_ID = 0x42414956
"""What marks a SQLite file as read models of ours: "BAIV" in ASCII, in the header's application id."""

_PRAGMAS = (
    # Losing the last commits to a power cut loses nothing: the position goes back with the rows.
    "PRAGMA synchronous=NORMAL",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA cache_size=-32000",
    "PRAGMA journal_size_limit=16000000",
)


class SQLiteViews:
    """See `projections.database.connections.Place`."""

    def __init__(self, path: Path, *, read_only: bool, lock_timeout_s: float) -> None:
        self._path = path
        self._read_only = read_only
        self._lock_timeout_s = lock_timeout_s
        self.name = str(path)
        self.engine = create_engine("sqlite://", creator=self._open)

    def exists(self) -> bool:
        return self._path.exists()

    def begin_reading(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    def begin_beside(self, connection: Connection) -> Apart:
        # Temporary tables are in a file of their own, which needs no lock of this one.
        self.begin_reading(connection)
        return Apart(schema="temp", suffix="_shadow")

    def begin_writing(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def damaged(self, connection: Connection) -> bool:
        return connection.exec_driver_sql("PRAGMA integrity_check(1)").scalars().all() != ["ok"]

    def _open(self) -> sqlite3.Connection:
        if not self._read_only:
            _make_private(self._path)
        connection = sqlite3.connect(
            f"{self._path.as_uri()}?mode={'ro' if self._read_only else 'rw'}",
            uri=True,
            timeout=self._lock_timeout_s,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            _recognise(connection, self._path, time.monotonic() + self._lock_timeout_s, read_only=self._read_only)
        except BaseException:
            connection.close()
            raise
        return connection


def insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" for _ in table.columns)
    statement = f"INSERT INTO {table.name} VALUES ({marks})"  # noqa: S608  # names of ours
    connection.exec_driver_sql(statement, list(rows))


def _make_private(path: Path) -> None:
    """Make an empty file that its owner alone can read, if there is none. Raises StoreUnavailable("store-io")."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreUnavailable("store-io", path=str(path), reason=os.strerror(error.errno or 0)) from error


def _recognise(connection: sqlite3.Connection, path: Path, until: float, *, read_only: bool) -> None:
    """Mark a new file as ours, or see the mark. Two that begin a file at once wait: going over to WAL is done alone."""
    while True:
        try:
            (mark,), (pages,) = (
                connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "page_count")
            )
            if mark != APPLICATION_ID and pages:
                raise StoreUnavailable("views-not-ours", path=str(path))
            if not read_only:
                if not pages:
                    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            if time.monotonic() > until:
                raise StoreBusy("store-busy", path=str(path)) from error
            time.sleep(0.01)
