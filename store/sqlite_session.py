"""What can be read and written within one transaction on SQLite (`Reading` and `Writing` of `store.log`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from eventsourcing.persistence import StoredEvent

from audit.merkle import Frontier
from domain.entitlement.claim import Use
from store.log import CommandRecord, Head, NewRow, Row
from store.schema import OBJECTS
from store.sqlite_recorder import FactRecorder
from store.sqlite_trouble import trouble_of
from store.trouble import StoreUnavailable

_FACT = "SELECT position, stream, version, name, line FROM facts"
_USE = "SELECT limit_id, subject, qualifier, used_on, amount_fen, application, line, uses.rowid"
_USES_A_PAGE = 5_000


class SQLiteReading:
    """A consistent view, on a connection whose transaction has begun."""

    def __init__(self, raw: sqlite3.Connection, path: Path) -> None:
        self._cursor = raw.cursor()
        self._path = path

    def end(self) -> None:
        """After its transaction a view answers nothing any more."""
        self._cursor.close()

    def head(self) -> Head:
        """Raises StoreUnavailable("store-corrupt") for an instant that is none; a head that was deleted is empty."""
        found = self._all("SELECT size, root, recorded_at FROM log_head")
        if not found:
            return Head(size=0, root=b"", recorded_at=None)
        size, root, recorded_at = found[0]
        try:
            return Head(size=size, root=root, recorded_at=recorded_at and datetime.fromisoformat(recorded_at))
        except ValueError:
            raise StoreUnavailable("store-corrupt", path=str(self._path)) from None

    def stream(self, stream: str, *, after_version: int = 0) -> list[Row]:
        found = self._all(f"{_FACT} WHERE stream = ? AND version > ? ORDER BY version", (stream, after_version))
        return [*map(Row._make, found)]

    def version_of(self, stream: str) -> int:
        return int(self._all("SELECT MAX(version) FROM facts WHERE stream = ?", (stream,))[0][0] or 0)

    def streams(self, prefix: str) -> list[str]:
        found = self._all(
            "SELECT stream FROM facts WHERE stream >= ? AND stream < ? AND version = 1 ORDER BY position",
            (prefix, prefix + chr(0x10FFFF)),
        )
        return [stream for (stream,) in found]

    def rows(self, *, after: int = 0, limit: int, names: Sequence[str] = ()) -> list[Row]:
        if names:
            wanted = "name IN (SELECT value FROM json_each(?))"
            found = self._all(
                f"{_FACT} WHERE position > ? AND {wanted} ORDER BY position LIMIT ?",
                (after, json.dumps(names), limit),
            )
        else:
            found = self._all(f"{_FACT} WHERE position > ? ORDER BY position LIMIT ?", (after, limit))
        return [*map(Row._make, found)]

    def command(self, command_id: str) -> CommandRecord | None:
        found = self._all("SELECT fingerprint, first_position, count FROM commands WHERE command_id = ?", (command_id,))
        if not found:
            return None
        fingerprint, first_position, count = found[0]
        return CommandRecord(command_id=command_id, fingerprint=fingerprint, first_position=first_position, count=count)

    def uses(self, wanted: Iterable[tuple[str, str]]) -> tuple[Use, ...]:
        # CROSS JOIN fixes the order of the loops: every wanted pair is one look-up in the index.
        found = self._all(
            f"""{_USE} FROM json_each(?) AS wanted CROSS JOIN uses
            WHERE subject = json_extract(wanted.value, '$[1]') AND limit_id = json_extract(wanted.value, '$[0]')
            ORDER BY application, line, limit_id""",
            (json.dumps(sorted(set(wanted))),),
        )
        return tuple(map(_use, found))

    def all_uses(self) -> Iterator[Use]:
        last = 0
        while found := self._all(f"{_USE} FROM uses WHERE rowid > ? ORDER BY rowid LIMIT ?", (last, _USES_A_PAGE)):
            yield from map(_use, found)
            last = found[-1][-1]

    def counter(self, name: str) -> int:
        found = self._all("SELECT value FROM counters WHERE name = ?", (name,))
        return int(found[0][0]) if found else 0

    def counters(self) -> Mapping[str, int]:
        return dict(self._all("SELECT name, value FROM counters ORDER BY name"))

    def person_keys(self, key_ids: Iterable[str]) -> Mapping[str, bytes]:
        return dict(
            self._all(
                "SELECT key_id, wrapped FROM json_each(?) AS wanted CROSS JOIN person_keys ON key_id = wanted.value",
                (json.dumps(list(key_ids)),),
            )
        )

    def person_key_of(self, parties: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
        found = self._all(
            """SELECT party, key_id, wrapped FROM json_each(?) AS wanted
            CROSS JOIN person_keys ON party = wanted.value ORDER BY number""",
            (json.dumps(list(parties)),),
        )
        return {party: (key_id, wrapped) for party, key_id, wrapped in found}  # The newest comes last, and stays.

    def meta(self, name: str) -> str | None:
        found = self._all("SELECT value FROM meta WHERE name = ?", (name,))
        return found[0][0] if found else None

    def application_id(self) -> int:
        """The mark in the file's header."""
        return int(self._all("PRAGMA application_id")[0][0])

    def objects(self) -> set[str]:
        """The names of our tables, indexes and triggers that are there."""
        return {name for (name,) in self._all("SELECT name FROM sqlite_schema") if name in OBJECTS}

    def lacking(self) -> list[str]:
        """Which of our tables, indexes and triggers are not there."""
        return sorted(OBJECTS - self.objects())

    def head_fits(self) -> bool:
        """Does the head stand at the last fact: its position and instant, and a root that is that of the frontier?"""
        found = self._all(
            """SELECT size, frontier, root, recorded_at, (SELECT MAX(position) FROM facts),
            (SELECT line FROM facts ORDER BY position DESC LIMIT 1) FROM log_head"""
        )
        if len(found) != 1:
            return False
        size, encoded, root, recorded_at, last, line = found[0]
        try:
            frontier = Frontier.decode(encoded)
            at = recorded_at and datetime.fromisoformat(recorded_at)
        except ValueError:
            return False
        dated = _recorded_at(line)
        fits = at is None or dated is None or at == dated
        return fits and size == frontier.size == (last or 0) and root == frontier.root()

    def _all(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._cursor.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise trouble_of(error, self._path) from error


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
            found = super().head()
            self._frontier, self._recorded_at = self._recorder.frontier(self._cursor), found.recorded_at
        return Head(size=self._frontier.size, root=self._frontier.root(), recorded_at=self._recorded_at)

    def append(self, rows: Sequence[NewRow], recorded_at: datetime) -> int:
        facts = [StoredEvent(row.stream, row.version, row.name, row.line) for row in rows]
        assert facts, "nothing to append"
        try:
            before = self._frontier or self._recorder.frontier(self._cursor)
            self._frontier = self._recorder.write(self._cursor, before, facts)
        except sqlite3.Error as error:
            raise trouble_of(error, self._path) from error
        self._recorded_at = recorded_at
        self._moved = True
        return before.size + 1

    def settle(self) -> None:
        """Move the head to where the facts end."""
        if self._moved and self._frontier is not None:
            try:
                self._recorder.move_head(self._cursor, self._frontier, self._recorded_at)
            except sqlite3.Error as error:
                raise trouble_of(error, self._path) from error

    def record_command(self, record: CommandRecord) -> None:
        self._all(
            "INSERT INTO commands (command_id, fingerprint, first_position, count) VALUES (?, ?, ?, ?)",
            (record.command_id, record.fingerprint, record.first_position, record.count),
        )

    def replace_uses(self, application: str, uses: Sequence[Use]) -> None:
        assert all(use.application == application for use in uses), "a use of another application"
        self._all("DELETE FROM uses WHERE application = ?", (application,))
        self._many(
            """INSERT INTO uses (limit_id, subject, qualifier, used_on, amount_fen, application, line)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            [
                (use.limit, use.subject, use.qualifier, use.on.isoformat(), use.amount_fen, application, use.line)
                for use in uses
            ],
        )

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
            raise trouble_of(error, self._path) from error


def _recorded_at(line: bytes | None) -> datetime | None:
    """The instant of a line, None for one that tells none: whether lines are whole is the verifier's question."""
    try:
        return datetime.fromisoformat(json.loads(line)["recorded_at"]) if line else None
    except (ValueError, TypeError, KeyError):
        return None


def _use(found: Sequence[Any]) -> Use:
    limit, subject, qualifier, used_on, amount_fen, application, line, _ = found
    return Use(
        limit=limit,
        subject=subject,
        qualifier=qualifier,
        on=date.fromisoformat(used_on),
        amount_fen=amount_fen,
        application=application,
        line=line,
    )
