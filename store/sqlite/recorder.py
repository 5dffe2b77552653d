"""Our persistence module for the `eventsourcing` library: its SQLite classes, made safe for a log with a head.

What differs from the library's own: positions are explicit, gap-free and moved together with the log's Merkle head; a
writer takes the lock when it begins, not when it first writes; every commit is durable; and no start runs DDL.
ADR 0003.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from eventsourcing import sqlite as native  # by its own name, for the library wants one factory in a module
from eventsourcing.persistence import InterfaceError, Notification, StoredEvent

from audit.commits import Commit
from store.log import LOCK_TIMEOUT_S, NewRow
from store.sqlite.schema import CONNECTION_PRAGMAS, SCHEMA
from store.tip import EMPTY, Growth, Tip, tip_of

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


class EventConnection(native.SQLiteConnection):
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


class EventConnectionPool(native.SQLiteConnectionPool):
    """Connections with our pragmas and a statement cache that deserves the name."""

    def __init__(self, path: Path, *, access: Access, lock_timeout_s: float) -> None:
        super().__init__(db_name=str(path), pool_timeout=lock_timeout_s)
        self._path = path
        self._access = access
        self._lock_timeout_s = lock_timeout_s

    def _create_connection(self) -> EventConnection:
        try:
            return EventConnection(connect(self._path, access=self._access, lock_timeout_s=self._lock_timeout_s))
        except sqlite3.Error as error:
            raise InterfaceError(error) from error


class EventDatastore(native.SQLiteDatastore):
    """One file of events. Stream names are text."""

    def __init__(self, path: Path, *, access: Access = "rw", lock_timeout_s: float = LOCK_TIMEOUT_S) -> None:
        self.pool = EventConnectionPool(path, access=access, lock_timeout_s=lock_timeout_s)
        self.single_row_tracking = True
        self.originator_id_type = "text"


_SELECT = """SELECT position AS id, stream AS originator_id, version AS originator_version, name AS topic, line AS state
FROM events WHERE position BETWEEN 1 AND (SELECT MAX(last) FROM commits) AND """
"""The library's own names for our columns; SQLite lets a WHERE clause use them, too."""
_TIP = """SELECT first, last, officer, public_key, signature, before, frontier, roles, recorded_at FROM commits
ORDER BY last DESC LIMIT 1"""


Executing = native.SQLiteCursor | sqlite3.Cursor
"""The library's cursor, or the driver's own on our way of a command."""


class EventRecorder(native.SQLiteApplicationRecorder):
    """The library's application recorder over the table `events`; a notification id is a position in the log."""

    def __init__(self, datastore: native.SQLiteDatastore, events_table_name: str = "events") -> None:
        super().__init__(datastore, events_table_name)
        self.select_events_statement = _SELECT + "originator_id=? "
        self.select_max_notification_id_statement = "SELECT MAX(last) FROM commits"
        self.insert_events_statement = (
            "INSERT INTO events (position, stream, version, name, line, command, fingerprint) VALUES (?,?,?,?,?,?,?)"
        )

    def construct_create_table_statements(self) -> list[str]:
        return list(SCHEMA)

    def _insert_events(self, c: native.SQLiteCursor, stored_events: Sequence[StoredEvent], **_: Any) -> list[int]:
        """Write the library's own events, which nobody signs; returns their positions.

        This is how the library writes. An office does not: nothing that is written here verifies.
        """
        if not stored_events:
            return []
        tip = self.tip(c)
        growth = Growth(tip)
        rows = [NewRow(str(e.originator_id), e.originator_version, e.topic, e.state) for e in stored_events]
        first, last = tip.frontier.size + 1, tip.frontier.size + len(rows)
        growth.bring(rows, [Commit(first, last, "", b"", b"")], tip.recorded_at)
        self.write_events(c, first, rows)
        self.write_commits(c, tip, growth)
        return list(range(first, last + 1))

    def tip(self, c: Executing) -> Tip:
        """The newest commit with the head that it vouches for. Raises ValueError for a frontier that is none."""
        c.execute(_TIP)
        row = c.fetchone()
        return tip_of(tuple(row)) if row is not None else EMPTY

    def write_events(self, c: Executing, first: int, rows: Sequence[NewRow]) -> None:
        """Write events from position `first` on; commits have to cover them before the transaction ends."""
        c.executemany(self.insert_events_statement, [(position, *row) for position, row in enumerate(rows, first)])

    def write_commits(self, c: Executing, before: Tip, growth: Growth) -> None:
        """Write the commits that have ended, the last of them as the head in place of the one `before`."""
        commits, tip = growth.taken(), growth.tip
        if not commits:
            return
        if before.commit is not None:
            c.execute(
                "UPDATE commits SET before=NULL, frontier=NULL, roles=NULL, recorded_at=NULL WHERE last=?",
                (before.commit.last,),
            )
        insert = "INSERT INTO commits (first, last, officer, public_key, signature) VALUES (?,?,?,?,?)"
        c.executemany(insert, commits[:-1])
        c.execute(
            "INSERT INTO commits (first, last, officer, public_key, signature, before, frontier, roles, recorded_at)"
            " VALUES (?,?,?,?,?,?,?,?,?)",
            (
                *commits[-1],
                tip.before,
                tip.frontier.encode(),
                tip.roles.encode(),
                tip.recorded_at and tip.recorded_at.isoformat(),
            ),
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


class EventFactory(native.SQLiteFactory):
    """What makes this module a `PERSISTENCE_MODULE`: the library's environment variables, our recorder, and no DDL."""

    application_recorder_class = EventRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.datastore.close()
        lock_timeout = self.env.get(self.SQLITE_LOCK_TIMEOUT) or LOCK_TIMEOUT_S
        self.datastore = EventDatastore(Path(self.env.get(self.SQLITE_DBNAME, "")), lock_timeout_s=float(lock_timeout))

    def env_create_table(self) -> bool:
        """Always no: a store is created once, by `SQLiteDatabase.create`."""
        return False
