"""What can be read and written within one transaction on SQLite (`Reading` and `Writing` of `store.log`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from eventsourcing.persistence import StoredEvent

from audit.merkle import Frontier
from domain.entitlement.claim import Use
from store.log import CommandRecord, Head, NewRow, Row
from store.sql.session import FACT, USE_COLUMNS, Session, use, use_row
from store.sqlite.errors import error_of
from store.sqlite.recorder import FactRecorder
from store.sqlite.schema import OBJECTS

_AT_ONCE = 5_000


class SQLiteReading(Session):
    """A consistent view, on a connection whose transaction has begun."""

    def __init__(self, raw: sqlite3.Connection, path: Path) -> None:
        super().__init__(str(path))
        self._raw = raw
        self._cursor = raw.cursor()
        self._path = path

    def end(self) -> None:
        """After its transaction a view answers nothing any more."""
        self._cursor.close()

    def rows(self, *, after: int = 0, limit: int, names: Sequence[str] = ()) -> list[Row]:
        if names:
            wanted = "name IN (SELECT value FROM json_each(?))"
            rows = self._all(
                f"{FACT} WHERE position > ? AND {wanted} ORDER BY position LIMIT ?",
                (after, json.dumps(names), limit),
            )
        else:
            rows = self._all(f"{FACT} WHERE position > ? ORDER BY position LIMIT ?", (after, limit))
        return [*map(Row._make, rows)]

    def uses(self, wanted: Iterable[tuple[str, str]]) -> tuple[Use, ...]:
        # CROSS JOIN fixes the order of the loops: every wanted pair is one look-up in the index.
        rows = self._all(
            f"""SELECT {USE_COLUMNS} FROM json_each(?) AS wanted CROSS JOIN uses
            WHERE subject = json_extract(wanted.value, '$[1]') AND limit_id = json_extract(wanted.value, '$[0]')
            ORDER BY application, line, limit_id""",  # noqa: S608
            (json.dumps(sorted(set(wanted))),),
        )
        return tuple(map(use, rows))

    def person_keys(self, key_ids: Iterable[str]) -> Mapping[str, bytes]:
        return dict(
            self._all(
                "SELECT key_id, wrapped FROM json_each(?) AS wanted CROSS JOIN person_keys ON key_id = wanted.value",
                (json.dumps(list(key_ids)),),
            )
        )

    def person_key_of(self, parties: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
        rows = self._all(
            """SELECT party, key_id, wrapped FROM json_each(?) AS wanted
            CROSS JOIN person_keys ON party = wanted.value ORDER BY number""",
            (json.dumps(list(parties)),),
        )
        return {party: (key_id, wrapped) for party, key_id, wrapped in rows}  # The newest comes last, and stays.

    def application_id(self) -> int:
        """The mark in the file's header."""
        return int(self._all("PRAGMA application_id")[0][0])

    def objects(self) -> set[str]:
        """The names of our tables, indexes and triggers that are there."""
        return {name for (name,) in self._all("SELECT name FROM sqlite_schema") if name in OBJECTS}

    def missing_objects(self) -> list[str]:
        return sorted(OBJECTS - self.objects())

    def _all(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._cursor.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error

    def _each(self, statement: str) -> Iterator[Any]:
        # A cursor of its own: other questions may be asked in between.
        cursor = self._raw.cursor()
        try:
            cursor.execute(statement)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error
        finally:
            cursor.close()


class SQLiteWriting(SQLiteReading):
    """A transaction that holds SQLite's write lock, and so the head, from its first moment."""

    def __init__(self, raw: sqlite3.Connection, path: Path, recorder: FactRecorder) -> None:
        super().__init__(raw, path)
        self._recorder = recorder
        self._frontier: Frontier | None = None
        self._recorded_at: datetime | None = None
        self._moved = False

    def head(self) -> Head:
        """Under the lock nobody else moves the head: it is read once, and written once, before the commit."""
        if self._frontier is None:
            head = super().head()
            self._frontier, self._recorded_at = self._recorder.frontier(self._cursor), head.recorded_at
        return Head(size=self._frontier.size, root=self._frontier.root(), recorded_at=self._recorded_at)

    def prefetch(self, command_ids: Sequence[str], streams: Mapping[str, int]) -> None:
        """A file is near: each question is asked when it comes."""

    def append(self, rows: Sequence[NewRow], recorded_at: datetime) -> int:
        events = [StoredEvent(row.stream, row.version, row.name, row.line) for row in rows]
        assert events, "nothing to append"
        try:
            before = self._frontier or self._recorder.frontier(self._cursor)
            self._frontier = self._recorder.write(self._cursor, before, events)
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error
        self._recorded_at = recorded_at
        self._moved = True
        return before.size + 1

    def settle(self) -> None:
        """Move the head to where the events end."""
        if self._moved and self._frontier is not None:
            try:
                self._recorder.move_head(self._cursor, self._frontier, self._recorded_at)
            except sqlite3.Error as error:
                raise error_of(error, self._path) from error

    def record_command(self, record: CommandRecord) -> None:
        self._all(
            "INSERT INTO commands (command_id, fingerprint, first_position, count) VALUES (?, ?, ?, ?)",
            (record.command_id, record.fingerprint, record.first_position, record.count),
        )

    def replace_uses(self, application: str, uses: Sequence[Use]) -> None:
        assert all(use.application == application for use in uses), "a use of another application"
        self._all("DELETE FROM uses WHERE application = ?", (application,))
        self._many(f"INSERT INTO uses ({USE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", map(use_row, uses))  # noqa: S608

    def set_counter(self, name: str, value: int) -> None:
        self._all("INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)", (name, value))

    def add_person_keys(self, keys: Iterable[tuple[str, str, bytes]]) -> None:
        self._many("INSERT INTO person_keys (key_id, party, wrapped) VALUES (?, ?, ?)", keys)

    def set_meta(self, name: str, value: str) -> None:
        self._all("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))

    def _many(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        try:
            self._cursor.executemany(statement, values)
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error
