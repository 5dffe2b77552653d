"""Our persistence module for the `eventsourcing` library: its PostgreSQL classes, made safe for a log with a head.

What differs from the library's own: positions are explicit, gap-free and moved together with the log's Merkle head; a
writer locks the head's row instead of the table; nothing is sent twice after a connection was lost; no start runs DDL;
and the library's database functions, with which readers miss events, are refused. ADR 0017.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from eventsourcing import postgres as native  # by its own name, for the library wants one factory in a module
from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.utils import strtobool
from psycopg import Cursor
from psycopg.rows import DictRow
from psycopg.sql import SQL

from audit.merkle import Frontier
from store.addresses import SCHEMA_DEFAULT, PostgresAddress, postgres_address
from store.errors import StoreUnavailable
from store.log import LOCK_TIMEOUT_S
from store.postgres.connections import Connections
from store.postgres.schema import SCHEMA

FACTS_AT_ONCE = 1_000
"""So many rows a statement: more of them are not faster."""

INSERT_FACTS = (
    "INSERT INTO facts (position, stream, version, name, line)"
    " SELECT * FROM unnest(%s::bigint[], %b::text[], %s::bigint[], %b::text[], %b::bytea[])"
)
LOCK_HEAD = "SELECT frontier, recorded_at FROM log_head FOR UPDATE"
MOVE_HEAD = (
    "UPDATE log_head SET size = %s, frontier = %s, root = %s, recorded_at = coalesce(%s, recorded_at)"
    " RETURNING pg_notify('facts', '')"
)
"""Whoever subscribes is told at the commit. It is a hint, no more: notifications are lost with a connection."""


class FactDatastore(native.PostgresDatastore):
    """One schema of events. Stream names are text."""

    def __init__(self, address: PostgresAddress, *, lock_timeout_s: float = LOCK_TIMEOUT_S) -> None:
        self.pool: Any = Connections(address, lock_timeout_s=lock_timeout_s)
        self.pool_open_timeout = None
        self.schema = address.schema
        self.lock_timeout = round(lock_timeout_s)
        self.single_row_tracking = True
        self.originator_id_type = "text"
        self.enable_db_functions = False
        self.db_type_names = set()
        self.psycopg_type_adapters = {}
        self.psycopg_python_types = {}

    def register_type_adapters(self) -> None:
        """There are none: events are written as arrays of columns."""


_SELECT = SQL(
    "SELECT * FROM (SELECT position AS notification_id, stream AS originator_id, version AS originator_version,"
    " name AS topic, line AS state FROM facts) AS named WHERE "
)


class FactRecorder(native.PostgresApplicationRecorder):
    """The library's recorder on our table, where the notification id is a position in the log."""

    def __init__(self, datastore: native.PostgresDatastore, *, events_table_name: str = "facts") -> None:
        super().__init__(datastore, events_table_name="facts")
        self.select_events_statement = _SELECT + SQL("originator_id = %s")
        self.max_notification_id_statement = SQL("SELECT max(position) FROM facts").format()
        self.sql_create_statements = [SQL(statement).format() for statement in SCHEMA if "$$" not in statement]

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Write events behind the head and move the head, in a transaction of their own; returns the positions.

        Never tried again: after a lost connection it may have been stored, which only a command id can tell.
        """
        if not stored_events:
            return []
        with self.datastore.transaction(commit=True) as c:
            before = self.frontier(c)
            self.write(c, before.size + 1, stored_events)
            after = before.extend(event.state for event in stored_events)
            self.move_head(c, after, None)
        return list(range(before.size + 1, after.size + 1))

    def frontier(self, c: Cursor[DictRow]) -> Frontier:
        """Lock the head; what it says of the tree."""
        row = c.execute(LOCK_HEAD).fetchone()
        if row is None:
            raise StoreUnavailable("store-corrupt", path=self.datastore.schema)
        return Frontier.decode(row["frontier"])

    def write(self, c: Cursor[Any], first: int, stored_events: Sequence[StoredEvent]) -> None:
        """Write events from position `first` on; the head has to be moved before the commit."""
        for start in range(0, len(stored_events), FACTS_AT_ONCE):
            part = stored_events[start : start + FACTS_AT_ONCE]
            columns = (
                list(range(first + start, first + start + len(part))),
                [event.originator_id for event in part],
                [event.originator_version for event in part],
                [event.topic for event in part],
                [event.state for event in part],
            )
            c.execute(INSERT_FACTS.encode(), columns)

    def move_head(self, c: Cursor[Any], frontier: Frontier, recorded_at: datetime | None) -> None:
        at = recorded_at and recorded_at.isoformat()
        c.execute(MOVE_HEAD.encode(), (frontier.size, frontier.encode(), frontier.root(), at))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        conditions, values = ["TRUE"], list[object]()
        if start is not None:
            conditions.append("notification_id >= %s" if inclusive_of_start else "notification_id > %s")
            values.append(start)
        if stop is not None:
            conditions.append("notification_id <= %s")
            values.append(stop)
        if topics:
            conditions.append("topic = ANY(%s)")
            values.append(list(topics))
        statement = _SELECT.as_string() + " AND ".join(conditions) + " ORDER BY notification_id LIMIT %s"
        with self.datastore.get_connection() as connection:
            rows = connection.execute(statement.encode(), (*values, limit), binary=True).fetchall()
        return [Notification(id=row.pop("notification_id"), **row) for row in rows]


class FactFactory(native.PostgresFactory):
    """What makes this module a `PERSISTENCE_MODULE`: the library's environment variables, our recorder, and no DDL."""

    application_recorder_class = FactRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.datastore.close()
        if strtobool(self.env.get(self.POSTGRES_ENABLE_DB_FUNCTIONS) or "no"):
            raise StoreUnavailable("postgres-db-functions")
        wait = self.env.get(self.POSTGRES_LOCK_TIMEOUT) or LOCK_TIMEOUT_S
        self.datastore = FactDatastore(self._address(), lock_timeout_s=float(wait))

    def env_create_table(self) -> bool:
        """Always no: a store is created once, by `PostgresDatabase.create`."""
        return False

    def _address(self) -> PostgresAddress:
        parameters = {
            "dbname": self.env.get(self.POSTGRES_DBNAME),
            "host": self.env.get(self.POSTGRES_HOST),
            "port": self.env.get(self.POSTGRES_PORT),
            "user": self.env.get(self.POSTGRES_USER),
            "password": self.env.get(self.POSTGRES_PASSWORD),
            "schema": self.env.get(self.POSTGRES_SCHEMA) or SCHEMA_DEFAULT,
        }
        pairs = (f"{name}={quote(text, safe='')}" for name, text in parameters.items() if text)
        return postgres_address("postgresql://?" + "&".join(pairs))
