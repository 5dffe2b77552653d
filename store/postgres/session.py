"""What can be read within one transaction on PostgreSQL (`Reading` of `store.log`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from domain.entitlement.claim import Use
from store.log import Row, SchemaDifference
from store.postgres.catalogue import differences, missing
from store.postgres.connections import PostgresConnection
from store.postgres.errors import error_of
from store.postgres.recorder import TIP
from store.postgres.write_buffer import columns
from store.sql.session import EVENT, USE_COLUMNS, Session, use

_AT_ONCE = 5_000


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
        rows = self._all(
            f"{EVENT} WHERE position > ? AND position <= ? {wanted}ORDER BY position LIMIT ?",
            (max(0, after), self.size, *values, limit),
        )
        return [*map(Row._make, rows)]

    def uses(self, wanted: Iterable[tuple[str, str]]) -> tuple[Use, ...]:
        limits, subjects = columns(sorted(set(wanted)), 2)
        rows = self._all(
            f"""SELECT {USE_COLUMNS} FROM unnest(?::text[], ?::text[]) AS wanted (of_limit, of_subject)
            CROSS JOIN LATERAL (SELECT * FROM uses WHERE subject = of_subject AND limit_id = of_limit OFFSET 0) AS found
            ORDER BY application, line, limit_id""",  # noqa: S608
            (limits, subjects),
        )
        return tuple(map(use, rows))

    def person_keys(self, wanted: Iterable[tuple[str, str]]) -> Mapping[str, bytes]:
        parties, key_ids = columns(wanted, 2)
        rows = self._all(
            """SELECT key_id, wrapped FROM unnest(?::text[], ?::text[]) AS wanted (of_party, of_key_id)
            JOIN person_keys ON party = of_party AND key_id = of_key_id""",
            (parties, key_ids),
        )
        return dict(rows)

    def person_key_of(self, parties: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
        rows = self._all(
            "SELECT party, key_id, wrapped FROM person_keys WHERE party = ANY(?) ORDER BY number", (list(parties),)
        )
        return {party: (key_id, wrapped) for party, key_id, wrapped in rows}  # The newest comes last, and stays.

    def instant(self) -> datetime | None:
        """The server's instant."""
        at: datetime = self._all("SELECT clock_timestamp()")[0][0]
        return at.astimezone(UTC)

    def objects_missing(self) -> bool:
        return bool(missing(self._all))

    def schema_differences(self) -> list[SchemaDifference]:
        return [*differences(self._all), *self._simulation()]

    def _simulation(self) -> Iterator[SchemaDifference]:
        """In a simulation the server's clock counts for nothing: only the first line may say so."""
        opening = self._all("SELECT line FROM events WHERE position = 1 AND name = 'log.opened.v1'")
        if not opening:
            return
        simulated = b'"simulated":true' in bytes(opening[0][0])
        if any(flag != simulated for (flag,) in self._all("SELECT simulated FROM log_head")):
            yield SchemaDifference("log_head.simulated", "altered")

    def heads(self) -> int:
        return int(self._all("SELECT count(*) FROM log_head")[0][0])

    def _tip_rows(self) -> list[Any]:
        return self._all(TIP)

    def _all(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        assert not self._ended, "a view is asked after its end"
        try:
            return self._cursor.execute(_spelled(statement), values or None, binary=True).fetchall()
        except psycopg.Error as error:
            raise error_of(error, self._place) from error

    def _each(self, statement: str, values: Sequence[object] = ()) -> Iterator[Any]:
        # A cursor on the server: the driver would otherwise hold every row at once.
        name = f"each_{id(statement)}"
        try:
            with self._connection.cursor(name, row_factory=tuple_row) as cursor:
                cursor.itersize = _AT_ONCE
                yield from cursor.execute(_spelled(statement), values or None, binary=True)
        except psycopg.Error as error:
            raise error_of(error, self._place) from error


@cache
def _spelled(statement: str) -> bytes:
    """The question marks of `store.sql.session` as this driver writes them."""
    return statement.replace("?", "%s").encode()
