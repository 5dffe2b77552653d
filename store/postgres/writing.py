"""What can be written within one transaction on PostgreSQL, by a desk (`Writing`) and by the owner (`Importing`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import psycopg

from audit.commits import Commit
from domain.entitlement.claim import Use
from store.errors import StoreError, StoreUnavailable
from store.line.envelope import command_key
from store.log import Author, CommandRecord, NewRow, PersonKey, PersonToken, Row
from store.postgres.committing import commit, mark
from store.postgres.connections import PostgresConnection
from store.postgres.errors import error_of
from store.postgres.recorder import EventRecorder
from store.postgres.session import PostgresReading
from store.postgres.write_buffer import APPEND, WriteBuffer
from store.sql.session import USE_COLUMNS, command_record, use_rows
from store.tip import Growth, Tip, tip_of

_AT_ONCE = 5_000
# Events by stream, then the last events of commands, whose stream is left out. LATERAL with an order of its own leaves
# the planner nothing but the index: without fresh statistics it read the whole log for a dozen streams.
_FORESEEN = """SELECT found.*, NULL::bytea, NULL::bytea
    FROM unnest(?::text[], ?::bigint[]) AS wanted (of, behind) CROSS JOIN LATERAL
    (SELECT position, stream, version, name, line FROM events
    WHERE stream = of AND version > behind AND position BETWEEN 1 AND ? ORDER BY version) AS found
    UNION ALL SELECT position, NULL, version, name, line, command, fingerprint FROM events
    WHERE command = ANY(?) AND position BETWEEN 1 AND ?"""


class PostgresWriting(PostgresReading):
    """A transaction that stands first in the queue for the head from its first moment.

    Nobody else writes meanwhile, so what was read once holds until this transaction itself changes it: the ends of
    streams and lists of streams are asked for once, and writes are kept until somebody asks for them.
    """

    def __init__(self, connection: PostgresConnection, place: str, locked: Sequence[Any]) -> None:
        super().__init__(connection, place)
        *tip, self._called_at, self._simulated = locked
        self._called = monotonic()
        try:
            self._seen = tip_of(tip)
        except (ValueError, TypeError):
            raise StoreUnavailable("store-corrupt", path=place) from None
        self._growth = Growth(self._seen)
        self._write_buffer = WriteBuffer()
        self._commands: dict[bytes, CommandRecord | None] = {}
        self._ahead: dict[str, tuple[int, list[Row]]] = {}
        self._last: dict[str, int] = {}
        self._nothing_behind: dict[str, int] = {}
        self._listed: dict[str, list[str]] = {}
        self._highest: dict[str, int] = {}

    def tip(self) -> Tip:
        return self._growth.tip

    @property
    def size(self) -> int:
        return self._growth.frontier.size

    @property
    def recorded_at(self) -> datetime | None:
        return self._growth.recorded_at

    def instant(self) -> datetime | None:
        """The server's instant at the lock, and what has passed at the desk since: one journey for many commands.

        A simulation has a clock of its own.
        """
        if self._simulated:
            return None
        at: datetime = self._called_at
        return at.astimezone(UTC) + timedelta(seconds=monotonic() - self._called)

    def prefetch(self, command_ids: Sequence[str], streams: Mapping[str, int]) -> None:
        assert not self._write_buffer, "what is foreseen is asked for before anything is written"
        keys = [*map(command_key, command_ids)]
        rows = self._all(_FORESEEN, ([*streams], [*streams.values()], self.size, keys, self.size))
        self._commands.update(dict.fromkeys(keys))
        self._ahead.update((stream, (after, [])) for stream, after in streams.items())
        for position, stream, version, name, line, command, fingerprint in rows:
            if stream is None:
                self._commands[bytes(command)] = command_record(position, fingerprint, line)
            else:
                self._ahead[stream][1].append(Row(position, stream, version, name, line))

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

    def highest(self, series: str) -> int:
        if series not in self._highest:
            self._write()
            self._highest[series] = super().highest(series)
        return self._highest[series]

    def rows(self, *, after: int = 0, limit: int, names: Sequence[str] = ()) -> list[Row]:
        self._write()
        return super().rows(after=after, limit=limit, names=names)

    def command(self, command_id: str) -> CommandRecord | None:
        key = command_key(command_id)
        if key in self._write_buffer.commands:
            return self._write_buffer.commands[key]
        if key not in self._commands:
            self._commands[key] = super().command(command_id)
        return self._commands[key]

    def uses(self, wanted: Iterable[tuple[str, str]]) -> tuple[Use, ...]:
        pairs = set(wanted)
        changed = self._write_buffer.uses
        counted = [earlier for earlier in super().uses(pairs) if earlier.application not in changed]
        if changed:
            counted += self._write_buffer.wanted_uses(pairs)
            counted.sort(key=lambda earlier: (earlier.application, earlier.line, earlier.limit))
        return tuple(counted)

    def person_keys(self, wanted: Iterable[tuple[str, str]]) -> Mapping[str, bytes]:
        self._write()
        return super().person_keys(wanted)

    def person_key_of(self, parties: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
        self._write()
        return super().person_key_of(parties)

    def person_tokens(self, wanted: Iterable[bytes]) -> list[PersonToken]:
        self._write()
        return super().person_tokens(wanted)

    def append(self, rows: Sequence[NewRow], recorded_at: datetime, author: Author) -> int:
        assert rows, "nothing to append"
        assert not self._ended, "a transaction is written to after its end"
        if self._write_buffer.too_many:
            self._write()
        first = self._growth.append(rows, recorded_at, author)
        self._write_buffer.add_rows(rows, first)
        for row in rows:
            self._last[row.stream] = row.version
            self._nothing_behind.pop(row.stream, None)
            if row.version == 1:
                self._begun(row.stream)
        return first

    def replace_uses(self, application: str, before: Sequence[Use], after: Sequence[Use]) -> None:
        assert all(use.application == application for use in (*before, *after)), "a use of another application"
        self._write_buffer.replace_uses(application, before, after)

    def add_person_keys(self, keys: Iterable[PersonKey]) -> None:
        self._write_buffer.keys.extend(keys)

    def add_person_tokens(self, tokens: Iterable[PersonToken]) -> None:
        self._write_buffer.tokens.extend(tokens)

    def commit(self, *, until: float) -> None:
        """Raises as `store.postgres.committing.commit` does. What was answered from the log is told done here, too."""
        wrote = self._growth.tip != self._seen
        commit(self._connection, self._place, self._send if wrote else self._mark, until=until)

    def _mark(self) -> None:
        mark(self._connection)

    def _begun(self, stream: str) -> None:
        """A stream that this transaction begins is in every list in which it belongs."""
        for prefix, listed in self._listed.items():
            if stream.startswith(prefix):
                listed.append(stream)
        series, _, last = stream.rpartition("-")
        number = last.lstrip("AF")
        if series in self._highest and number.isdecimal():
            self._highest[series] = max(self._highest[series], int(number))

    def _each(self, statement: str, values: Sequence[object] = ()) -> Iterator[Any]:
        self._write()
        return super()._each(statement, values)

    def _write(self) -> None:
        """Send what is unwritten, because a question is about it: whole commands, under a commit that ends here."""
        if not self._write_buffer:
            return
        try:
            with self._connection.pipeline():
                self._send()
        except psycopg.Error as error:
            raise self._error_of(error) from error

    def _send(self) -> None:
        if not self._write_buffer:
            assert not self._write_buffer.uses, "uses belong to a command"
            assert not self._write_buffer.keys, "keys belong to a command"
            assert not self._write_buffer.tokens, "tokens belong to a command"
            return
        write_buffer, self._write_buffer = self._write_buffer, WriteBuffer()
        self._growth.sign()
        self._commands.update(write_buffer.commands)
        self._cursor.execute(APPEND.encode(), write_buffer.arguments(self._growth.taken()))

    def _error_of(self, error: psycopg.Error) -> StoreError:
        return error_of(error, self._place)


class PostgresImporting(PostgresReading):
    """A transaction of the owner's, which writes the tables themselves."""

    def __init__(self, connection: PostgresConnection, place: str, recorder: EventRecorder) -> None:
        super().__init__(connection, place)
        self._recorder = recorder
        self._growth = Growth(super().tip())

    def tip(self) -> Tip:
        return self._growth.tip

    def import_lines(self, rows: Sequence[NewRow], commits: Sequence[Commit], recorded_at: datetime) -> None:
        with self._translated():
            self._recorder.bring(self._cursor, self._growth, rows, commits, recorded_at)

    def import_uses(self, uses: Sequence[Use]) -> None:
        statement = f"INSERT INTO uses ({USE_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608
        with self._translated():
            self._cursor.executemany(statement.encode(), use_rows(uses))

    def add_person_keys(self, keys: Iterable[PersonKey]) -> None:
        # The order of the keys of one party matters: the newest seals.
        with self._translated():
            self._cursor.executemany(
                b"INSERT INTO person_keys (party, number, key_id, wrapped)"
                b" SELECT %(party)s, coalesce(max(number), 0) + 1, %(key_id)s, %(wrapped)s"
                b" FROM person_keys WHERE party = %(party)s",
                [key._asdict() for key in keys],
            )

    def add_person_tokens(self, tokens: Iterable[PersonToken]) -> None:
        with self._translated():
            self._cursor.executemany(
                b"INSERT INTO person_index (token, party) VALUES (%s, %s) ON CONFLICT DO NOTHING", tokens
            )

    def set_meta(self, name: str, value: str) -> None:
        with self._translated():
            self._cursor.execute(
                b"INSERT INTO meta (name, value) VALUES (%s, %s)"
                b" ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def commit(self, *, until: float) -> None:
        """Raises as `store.postgres.committing.commit` does."""
        commit(self._connection, self._place, lambda: mark(self._connection), until=until)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise error_of(error, self._place) from error
