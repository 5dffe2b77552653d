"""Our persistence module for the `eventsourcing` library: its SQLite classes, made safe for a log with a head.

What differs from the library's own: positions are explicit, gap-free and moved together with the log's Merkle head; a
writer takes the lock when it begins, not when it first writes; every commit is durable; and no start runs DDL.
ADR 0003.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from eventsourcing import sqlite as native  # by its own name, for the library wants one factory in a module
from eventsourcing.persistence import InterfaceError, Notification, StoredEvent

from audit.merkle import Frontier
from store.log import LOCK_TIMEOUT_S
from store.sqlite.schema import CONNECTION_PRAGMAS, SCHEMA

STATEMENTS_CACHED = 256

Access = Literal["rw", "ro"]


def connect(path: Path, *, access: Access, lock_timeout_s: float) -> sqlite3.Connection:
    """An existing file, opened in autocommit mode with our pragmas; raises sqlite3.Error, and never creates a file."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={access}",
        uri=True,
        timeout=lock_timeout_s,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS_CACHED,
    )
    try:
        for pragma in CONNECTION_PRAGMAS:
            connection.execute(pragma)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class FactConnection(native.SQLiteConnection):
    """One connection; `raw` is the driver's, whose rows are plain tuples."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        super().__init__(raw, max_age=None)
        self.raw = raw

    def cursor(self) -> native.SQLiteCursor:
        """A cursor for the library's own queries, which read columns by name."""
        cursor = self.raw.cursor()
        cursor.row_factory = sqlite3.Row
        return native.SQLiteCursor(cursor)

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[native.SQLiteCursor]:
        with HeadFirstTransaction(self, commit=commit) as cursor, cursor:
            yield cursor


class HeadFirstTransaction(native.SQLiteTransaction):
    """A writer holds the lock from its first moment, so that what it reads is what it writes on."""

    def __enter__(self) -> native.SQLiteCursor:
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        return cursor


class FactConnectionPool(native.SQLiteConnectionPool):
    """Connections with our pragmas and a statement cache that deserves the name."""

    def __init__(self, path: Path, *, access: Access, lock_timeout_s: float) -> None:
        super().__init__(db_name=str(path), pool_timeout=lock_timeout_s)
        self._path = path
        self._access = access
        self._lock_timeout_s = lock_timeout_s

    def _create_connection(self) -> FactConnection:
        try:
            return FactConnection(connect(self._path, access=self._access, lock_timeout_s=self._lock_timeout_s))
        except sqlite3.Error as error:
            raise InterfaceError(error) from error


class FactDatastore(native.SQLiteDatastore):
    """One file of events. Stream names are text."""

    def __init__(self, path: Path, *, access: Access = "rw", lock_timeout_s: float = LOCK_TIMEOUT_S) -> None:
        self.pool = FactConnectionPool(path, access=access, lock_timeout_s=lock_timeout_s)
        self.single_row_tracking = True
        self.originator_id_type = "text"


_SELECT = """SELECT position AS id, stream AS originator_id, version AS originator_version, name AS topic, line AS state
FROM facts WHERE """
"""The library's own names for our columns; SQLite lets a WHERE clause use them, too."""


Executing = native.SQLiteCursor | sqlite3.Cursor
"""The library's cursor, or the driver's own on our way of a command."""


class FactRecorder(native.SQLiteApplicationRecorder):
    """The library's application recorder over the table `events`; a notification id is a position in the log."""

    def __init__(self, datastore: native.SQLiteDatastore, events_table_name: str = "facts") -> None:
        super().__init__(datastore, events_table_name)
        self.select_events_statement = _SELECT + "originator_id=? "
        self.select_max_notification_id_statement = "SELECT MAX(position) FROM facts"
        self.insert_events_statement = "INSERT INTO facts (position, stream, version, name, line) VALUES (?,?,?,?,?)"

    def construct_create_table_statements(self) -> list[str]:
        return list(SCHEMA)

    def _insert_events(
        self,
        c: native.SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        recorded_at: datetime | None = None,
        **_: Any,
    ) -> list[int]:
        """Write events behind the head and move the head, on a cursor whose transaction holds the lock.

        Returns the positions. `recorded_at` stays what it was when none is given.
        """
        if not stored_events:
            return []
        before = self.frontier(c)
        after = self.write(c, before, stored_events)
        self.move_head(c, after, recorded_at)
        return list(range(before.size + 1, after.size + 1))

    def frontier(self, c: Executing) -> Frontier:
        """What the head says of the tree."""
        c.execute("SELECT frontier FROM log_head")
        return Frontier.decode(c.fetchone()[0])

    def write(self, c: Executing, frontier: Frontier, stored_events: Sequence[StoredEvent]) -> Frontier:
        """Write events behind `frontier`; the tree with them, to which the head has to be moved before the commit."""
        c.executemany(
            self.insert_events_statement,
            [
                (position, event.originator_id, event.originator_version, event.topic, event.state)
                for position, event in enumerate(stored_events, frontier.size + 1)
            ],
        )
        return frontier.extend(event.state for event in stored_events)

    def move_head(self, c: Executing, frontier: Frontier, recorded_at: datetime | None) -> None:
        c.execute(
            "UPDATE log_head SET size=?, frontier=?, root=?, recorded_at=COALESCE(?, recorded_at)",
            (frontier.size, frontier.encode(), frontier.root(), recorded_at and recorded_at.isoformat()),
        )

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        conditions, values = ["TRUE"], list[int | str]()
        if start is not None:
            conditions.append("position >= ?" if inclusive_of_start else "position > ?")
            values.append(start)
        if stop is not None:
            conditions.append("position <= ?")
            values.append(stop)
        if topics:
            conditions.append(f"name IN ({','.join('?' * len(topics))})")
            values.extend(topics)
        statement = f"{_SELECT}{' AND '.join(conditions)} ORDER BY position LIMIT ?"
        with self.datastore.transaction(commit=False) as c:
            c.execute(statement, (*values, limit))
            return [Notification(**row) for row in c.fetchall()]


class FactFactory(native.SQLiteFactory):
    """What makes this module a `PERSISTENCE_MODULE`: the library's environment variables, our recorder, and no DDL."""

    application_recorder_class = FactRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.datastore.close()
        lock_timeout = self.env.get(self.SQLITE_LOCK_TIMEOUT) or LOCK_TIMEOUT_S
        self.datastore = FactDatastore(Path(self.env.get(self.SQLITE_DBNAME, "")), lock_timeout_s=float(lock_timeout))

    def env_create_table(self) -> bool:
        """Always no: a store is created once, by `SQLiteDatabase.create`."""
        return False
