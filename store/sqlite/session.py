"""What can be read and written within one transaction on SQLite (`Reading`, `Writing`, `Importing` of `store.log`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from audit.commits import Commit
from domain.entitlement.claim import Use
from store.log import Author, NewRow, PersonKey, PersonToken, Row, SchemaDifference
from store.sql.session import EVENT, TIP_COLUMNS, USE_COLUMNS, Session, use, use_rows
from store.sqlite.errors import error_of
from store.sqlite.recorder import EventRecorder
from store.sqlite.schema import OBJECTS
from store.tip import Growth, Tip

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
        among, values = ("AND name IN (SELECT value FROM json_each(?)) ", (json.dumps(names),)) if names else ("", ())
        rows = self._all(
            f"{EVENT} WHERE position > ? AND position <= ? {among}ORDER BY position LIMIT ?",
            (max(0, after), self.size, *values, limit),
        )
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

    def person_keys(self, wanted: Iterable[tuple[str, str]]) -> Mapping[str, bytes]:
        rows = self._all(
            """SELECT key_id, wrapped FROM json_each(?) AS wanted CROSS JOIN person_keys
            ON party = json_extract(wanted.value, '$[0]') AND key_id = json_extract(wanted.value, '$[1]')""",
            (json.dumps(list(wanted)),),
        )
        return dict(rows)

    def person_key_of(self, parties: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
        rows = self._all(
            """SELECT party, key_id, wrapped FROM json_each(?) AS wanted
            CROSS JOIN person_keys ON party = wanted.value ORDER BY number""",
            (json.dumps(list(parties)),),
        )
        return {party: (key_id, wrapped) for party, key_id, wrapped in rows}  # The newest comes last, and stays.

    def instant(self) -> datetime | None:
        """A file has no clock but that of the desk."""
        return None

    def application_id(self) -> int:
        """The mark in the file's header."""
        return int(self._all("PRAGMA application_id")[0][0])

    def schema_differences(self) -> list[SchemaDifference]:
        """What SQLite makes by itself, statistics and indexes, has names of its own and is nobody's."""
        own = "type = 'index' AND sql IS NULL OR type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4')"
        rows = self._all(f"SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE NOT ({own})")  # noqa: S608  # ours
        there = {(kind, name, table): sql for kind, name, table, sql in rows}
        missing = [SchemaDifference(key[1], "missing") for key in sorted(OBJECTS.keys() - there.keys())]
        foreign = [SchemaDifference(key[1], "foreign") for key in sorted(there.keys() - OBJECTS.keys())]
        both = sorted(OBJECTS.keys() & there.keys())
        return [*missing, *foreign, *(SchemaDifference(k[1], "altered") for k in both if there[k] != OBJECTS[k])]

    def heads(self) -> int:
        columns = "coalesce(before, frontier, roles, recorded_at)"
        return int(self._all(f"SELECT count(*) FROM commits WHERE {columns} IS NOT NULL")[0][0])  # noqa: S608

    def _tip_rows(self) -> list[Any]:
        return self._all(f"SELECT {TIP_COLUMNS} FROM commits ORDER BY last DESC LIMIT 1")  # noqa: S608

    def _all(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._cursor.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error

    def _each(self, statement: str, values: Sequence[object] = ()) -> Iterator[Any]:
        # A cursor of its own: other questions may be asked in between.
        cursor = self._raw.cursor()
        try:
            cursor.execute(statement, values)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error
        finally:
            cursor.close()


class SQLiteWriting(SQLiteReading):
    """A transaction that holds SQLite's write lock, and so the head, from its first moment."""

    def __init__(self, raw: sqlite3.Connection, path: Path, recorder: EventRecorder) -> None:
        super().__init__(raw, path)
        self._recorder = recorder
        self._growth: Growth | None = None
        self._locked: Tip | None = None

    def tip(self) -> Tip:
        """Under the lock nobody else moves the head: it is read once, and written once, before the commit."""
        return super().tip() if self._growth is None else self._growth.tip

    @property
    def size(self) -> int:
        return super().size if self._growth is None else self._growth.frontier.size

    @property
    def recorded_at(self) -> datetime | None:
        return super().tip().recorded_at if self._growth is None else self._growth.recorded_at

    def prefetch(self, command_ids: Sequence[str], streams: Mapping[str, int]) -> None:
        """A file is near: each question is asked when it comes."""

    def append(self, rows: Sequence[NewRow], recorded_at: datetime, author: Author) -> int:
        assert rows, "nothing to append"
        growth = self._growing()
        first = growth.append(rows, recorded_at, author)
        self._write(first, rows)
        return first

    def import_lines(self, rows: Sequence[NewRow], commits: Sequence[Commit], recorded_at: datetime) -> None:
        growth = self._growing()
        first = growth.frontier.size + 1
        growth.bring(rows, commits, recorded_at)
        self._write(first, rows)

    def settle(self) -> None:
        """Sign what was appended, and move the head to where the events end."""
        if self._growth is None or self._locked is None:
            return
        self._growth.sign()
        try:
            self._recorder.write_commits(self._cursor, self._locked, self._growth)
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error

    def replace_uses(self, application: str, before: Sequence[Use], after: Sequence[Use]) -> None:
        assert all(use.application == application for use in (*before, *after)), "a use of another application"
        self._many(
            "DELETE FROM uses WHERE subject = ? AND limit_id = ? AND application = ? AND line = ? AND number = ?",
            [row[:5] for row in use_rows(before)],
        )
        self.import_uses(after)

    def import_uses(self, uses: Sequence[Use]) -> None:
        self._many(f"INSERT INTO uses ({USE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", use_rows(uses))  # noqa: S608

    def add_person_keys(self, keys: Iterable[PersonKey]) -> None:
        self._many(
            "INSERT INTO person_keys (party, number, key_id, wrapped) VALUES"
            " (?1, (SELECT coalesce(max(number), 0) + 1 FROM person_keys WHERE party = ?1), ?2, ?3)",
            keys,
        )

    def add_person_tokens(self, tokens: Iterable[PersonToken]) -> None:
        self._many("INSERT INTO person_index (token, party) VALUES (?, ?) ON CONFLICT DO NOTHING", tokens)

    def set_meta(self, name: str, value: str) -> None:
        self._all("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))

    def _growing(self) -> Growth:
        if self._growth is None:
            self._locked = super().tip()
            self._growth = Growth(self._locked)
        return self._growth

    def _write(self, first: int, rows: Sequence[NewRow]) -> None:
        try:
            self._recorder.write_events(self._cursor, first, rows)
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error

    def _many(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        try:
            self._cursor.executemany(statement, values)
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error
