"""What can be read and written within one transaction on PostgreSQL (`Reading` and `Writing` of `store.log`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import psycopg
from eventsourcing.persistence import StoredEvent
from psycopg.rows import tuple_row

from audit.merkle import Frontier
from domain.entitlement.claim import Use
from store.errors import OutcomeUnknown, StoreError
from store.log import CommandRecord, Head, NewRow, Row
from store.postgres.connections import PostgresConnection, nothing_stored
from store.postgres.errors import error_of
from store.postgres.recorder import FactRecorder
from store.postgres.schema import OBJECTS
from store.postgres.write_buffer import WriteBuffer, columns, send
from store.sql.session import FACT, USE_COLUMNS, Session, command_record, use

_AT_ONCE = 5_000
# Events by stream, then the records of commands in the same columns, with no line. LATERAL with an order of its own
# leaves the planner nothing but the index: without fresh statistics it read the whole log for a dozen streams.
_FORESEEN = """SELECT found.* FROM unnest(?::text[], ?::bigint[]) AS wanted (of, behind) CROSS JOIN LATERAL
    (SELECT position, stream, version, name, line FROM facts WHERE stream = of AND version > behind ORDER BY version)
    AS found UNION ALL
    SELECT first_position, command_id, count, fingerprint, NULL FROM commands WHERE command_id = ANY(?)"""


class PostgresReading(Session):
    """A consistent view, on a connection whose transaction has begun."""

    def __init__(self, connection: PostgresConnection, place: str) -> None:
        super().__init__(place)
        self._connection = connection
        self._cursor = connection.cursor(row_factory=tuple_row)
        self._ended = False

    def end(self) -> None:
        """After its transaction a view answers nothing any more."""
        self._ended = True
        self._cursor.close()

    def rows(self, *, after: int = 0, limit: int, names: Sequence[str] = ()) -> list[Row]:
        wanted, values = ("AND name = ANY(?) ", (list(names),)) if names else ("", ())
        rows = self._all(f"{FACT} WHERE position > ? {wanted}ORDER BY position LIMIT ?", (after, *values, limit))
        return [*map(Row._make, rows)]

    def uses(self, wanted: Iterable[tuple[str, str]]) -> tuple[Use, ...]:
        limits, subjects = columns(sorted(set(wanted))) or ([], [])
        rows = self._all(
            f"""SELECT {USE_COLUMNS} FROM unnest(?::text[], ?::text[]) AS wanted (of_limit, of_subject)
            CROSS JOIN LATERAL (SELECT * FROM uses WHERE subject = of_subject AND limit_id = of_limit OFFSET 0) AS found
            ORDER BY application, line, limit_id""",  # noqa: S608
            (limits, subjects),
        )
        return tuple(map(use, rows))

    def person_keys(self, key_ids: Iterable[str]) -> Mapping[str, bytes]:
        return dict(self._all("SELECT key_id, wrapped FROM person_keys WHERE key_id = ANY(?)", (list(key_ids),)))

    def person_key_of(self, parties: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
        rows = self._all(
            "SELECT party, key_id, wrapped FROM person_keys WHERE party = ANY(?) ORDER BY number", (list(parties),)
        )
        return {party: (key_id, wrapped) for party, key_id, wrapped in rows}  # The newest comes last, and stays.

    def objects(self) -> set[str]:
        """The names of our tables, indexes and triggers that are there and at work."""
        rows = self._all(
            """SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace
            UNION ALL SELECT tgname::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
            WHERE relnamespace = current_schema()::regnamespace AND tgenabled = 'A'"""
        )
        return {name for (name,) in rows} & OBJECTS

    def missing_objects(self) -> list[str]:
        return sorted(OBJECTS - self.objects())

    def _all(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        assert not self._ended, "a view is asked after its end"
        try:
            return self._cursor.execute(_spelled(statement), values or None, binary=True).fetchall()
        except psycopg.Error as error:
            raise error_of(error, self._place) from error

    def _each(self, statement: str) -> Iterator[Any]:
        # A cursor on the server: the driver would otherwise hold every row at once.
        name = f"each_{id(statement)}"
        try:
            with self._connection.cursor(name, row_factory=tuple_row) as cursor:
                cursor.itersize = _AT_ONCE
                yield from cursor.execute(_spelled(statement), binary=True)
        except psycopg.Error as error:
            raise error_of(error, self._place) from error


class PostgresWriting(PostgresReading):
    """A transaction that holds the head's row from its first moment.

    Nobody else writes meanwhile, so what was read once holds until this transaction itself changes it: the ends of
    streams, lists of streams and counters are asked for once, and writes are kept until somebody asks for them.
    """

    def __init__(
        self, connection: PostgresConnection, place: str, recorder: FactRecorder, locked: tuple[bytes, str | None]
    ) -> None:
        super().__init__(connection, place)
        self._recorder = recorder
        frontier, recorded_at = locked
        self._frontier = Frontier.decode(frontier)
        self._locked_at = self._sent = self._frontier.size
        self._recorded_at = self._instant(recorded_at)
        self._write_buffer = WriteBuffer()
        self._commands: dict[str, CommandRecord | None] = {}
        self._ahead: dict[str, tuple[int, list[Row]]] = {}
        self._last: dict[str, int] = {}
        self._nothing_behind: dict[str, int] = {}
        self._listed: dict[str, list[str]] = {}
        self._counters: dict[str, int] = {}

    def head(self) -> Head:
        return Head(size=self._frontier.size, root=self._frontier.root(), recorded_at=self._recorded_at)

    def prefetch(self, command_ids: Sequence[str], streams: Mapping[str, int]) -> None:
        assert not self._write_buffer, "what is foreseen is asked for before anything is written"
        rows = self._all(_FORESEEN, ([*streams], [*streams.values()], [*command_ids]))
        self._commands.update(dict.fromkeys(command_ids))
        self._ahead.update((stream, (after, [])) for stream, after in streams.items())
        for row in map(Row._make, rows):
            if row.line is None:
                self._commands[row.stream] = command_record((row.stream, row.name, row.position, row.version))
            else:
                self._ahead[row.stream][1].append(row)

    def stream(self, stream: str, *, after_version: int = 0) -> list[Row]:
        if self._last.get(stream, self._nothing_behind.get(stream, after_version + 1)) <= after_version:
            return []
        after, ahead = self._ahead.pop(stream, (None, []))
        if after == after_version and stream not in self._last:
            rows = ahead
        else:
            if stream in self._write_buffer.streams:
                self._write()
            rows = super().stream(stream, after_version=after_version)
        if rows:
            self._last[stream] = rows[-1].version
        elif after_version:
            self._nothing_behind[stream] = after_version
        else:
            self._last[stream] = 0
        return rows

    def version_of(self, stream: str) -> int:
        if stream not in self._last:
            self._last[stream] = super().version_of(stream)
        return self._last[stream]

    def streams(self, prefix: str) -> list[str]:
        if prefix not in self._listed:
            self._write()
            self._listed[prefix] = super().streams(prefix)
        return list(self._listed[prefix])

    def rows(self, *, after: int = 0, limit: int, names: Sequence[str] = ()) -> list[Row]:
        self._write()
        return super().rows(after=after, limit=limit, names=names)

    def command(self, command_id: str) -> CommandRecord | None:
        if command_id not in self._commands:
            self._commands[command_id] = super().command(command_id)
        return self._commands[command_id]

    def uses(self, wanted: Iterable[tuple[str, str]]) -> tuple[Use, ...]:
        pairs = set(wanted)
        changed = self._write_buffer.uses
        counted = [earlier for earlier in super().uses(pairs) if earlier.application not in changed]
        if changed:
            counted += self._write_buffer.wanted_uses(pairs)
            counted.sort(key=lambda earlier: (earlier.application, earlier.line, earlier.limit))
        return tuple(counted)

    def counter(self, name: str) -> int:
        if name not in self._counters:
            self._counters[name] = super().counter(name)
        return self._counters[name]

    def counters(self) -> Mapping[str, int]:
        self._write()
        return super().counters()

    def person_keys(self, key_ids: Iterable[str]) -> Mapping[str, bytes]:
        self._write()
        return super().person_keys(key_ids)

    def person_key_of(self, parties: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
        self._write()
        return super().person_key_of(parties)

    def meta(self, name: str) -> str | None:
        return self._write_buffer.meta.get(name) or super().meta(name)

    def all_meta(self) -> Mapping[str, str]:
        self._write()
        return super().all_meta()

    def append(self, rows: Sequence[NewRow], recorded_at: datetime) -> int:
        assert rows, "nothing to append"
        assert not self._ended, "a transaction is written to after its end"
        events = [StoredEvent(row.stream, row.version, row.name, row.line) for row in rows]
        self._write_buffer.add_facts(events)
        first = self._frontier.size + 1
        self._frontier = self._frontier.extend(row.line for row in rows)
        self._recorded_at = recorded_at
        for row in rows:
            self._last[row.stream] = row.version
            self._nothing_behind.pop(row.stream, None)
            if row.version == 1:
                for prefix, listed in self._listed.items():
                    if row.stream.startswith(prefix):
                        listed.append(row.stream)
        self._not_too_many()
        return first

    def record_command(self, record: CommandRecord) -> None:
        assert self._commands.get(record.command_id) is None, "a command id is recorded twice"
        self._commands[record.command_id] = self._write_buffer.commands[record.command_id] = record
        self._not_too_many()

    def replace_uses(self, application: str, uses: Sequence[Use]) -> None:
        assert all(use.application == application for use in uses), "a use of another application"
        self._write_buffer.replace_uses(application, tuple(uses))
        self._not_too_many()

    def set_counter(self, name: str, value: int) -> None:
        self._counters[name] = self._write_buffer.counters[name] = value

    def add_person_keys(self, keys: Iterable[tuple[str, str, bytes]]) -> None:
        self._write_buffer.keys.extend(keys)
        self._not_too_many()

    def set_meta(self, name: str, value: str) -> None:
        self._write_buffer.meta[name] = value

    def commit(self) -> None:
        """Send what is unwritten, the moved head and the commit, all in one journey.

        Raises StoreTrouble when nothing was stored, and OutcomeUnknown when the connection was lost on the way.
        """
        try:
            with self._connection.pipeline():
                self._send()
                if self._frontier.size > self._locked_at:
                    self._recorder.move_head(self._cursor, self._frontier, self._recorded_at)
                self._cursor.execute("COMMIT")
        except psycopg.Error as error:
            failed = self._error_of(error)
            if not nothing_stored(self._connection):
                raise OutcomeUnknown("outcome-unknown", because=failed.code, **failed.values) from error
            raise failed from error

    def _each(self, statement: str) -> Iterator[Any]:
        self._write()
        return super()._each(statement)

    def _not_too_many(self) -> None:
        if self._write_buffer.too_many:
            self._write()

    def _write(self) -> None:
        """Send what is unwritten, because a question is about it."""
        if not self._write_buffer:
            return
        try:
            with self._connection.pipeline():
                self._send()
        except psycopg.Error as error:
            raise self._error_of(error) from error

    def _send(self) -> None:
        write_buffer, self._write_buffer = self._write_buffer, WriteBuffer()
        self._recorder.write(self._cursor, self._sent + 1, write_buffer.facts)
        self._sent += len(write_buffer.facts)
        send(self._cursor, write_buffer.statements())

    def _error_of(self, error: psycopg.Error) -> StoreError:
        return error_of(error, self._place)


@cache
def _spelled(statement: str) -> bytes:
    """The question marks of `store.sql.session` as this driver writes them."""
    return statement.replace("?", "%s").encode()
