"""Our persistence module for the `eventsourcing` library: its PostgreSQL classes, made safe for a log with a head.

What differs from the library's own: positions are explicit, gap-free and moved together with the log's Merkle head; a
writer stands in a queue for the head instead of locking the table; nothing is sent twice after a connection was lost;
no start runs DDL; and the library's database functions, with which readers miss events, are refused. ADR 0017.
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
from psycopg.sql import SQL, Identifier

from audit.commits import Commit
from store.addresses import SCHEMA_DEFAULT, PostgresAddress, postgres_address
from store.errors import StoreUnavailable
from store.log import LOCK_TIMEOUT_S, NewRow
from store.postgres.connections import Connections
from store.postgres.schema import SCHEMA
from store.postgres.write_buffer import columns
from store.tip import Growth, tip_of

INSERT_EVENTS = (
    "INSERT INTO events (position, stream, version, name, line, command, fingerprint)"
    " SELECT * FROM unnest(%s::bigint[], %b::text[], %s::bigint[], %b::text[], %b::bytea[], %b::bytea[], %b::bytea[])"
)
INSERT_COMMITS = (
    "INSERT INTO commits (first, last, officer, public_key, signature)"
    " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %b::text[], %b::bytea[], %b::bytea[])"
)
MOVE_HEAD = (
    "UPDATE log_head SET size = %s, before = %s, frontier = %s, roles = %s, recorded_at = %s,"
    " simulated = simulated OR (SELECT position('\"simulated\":true'::bytea IN line) > 0 FROM events"
    " WHERE position = 1 AND name = 'log.opened.v1') IS TRUE"
    " RETURNING pg_notify('events', '')"
)
"""Whoever subscribes is told at the commit. It is a hint, no more: notifications are lost with a connection."""
TIP = (
    "SELECT c.first, c.last, c.officer, c.public_key, c.signature, h.before, h.frontier, h.roles, h.recorded_at"
    " FROM log_head AS h LEFT JOIN LATERAL (SELECT * FROM commits WHERE last = h.size OFFSET 0) AS c ON true"
)
"""LATERAL with OFFSET leaves the planner nothing but the index: without fresh statistics it read every commit."""


class EventDatastore(native.PostgresDatastore):
    """One schema of events. Stream names are text."""

    def __init__(self, address: PostgresAddress, *, lock_timeout_s: float = LOCK_TIMEOUT_S) -> None:
        self.connections = Connections(address, lock_timeout_s=lock_timeout_s)
        self.pool: Any = self.connections
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


_SELECT = (
    "SELECT * FROM (SELECT position AS notification_id, stream AS originator_id, version AS originator_version,"
    " name AS topic, line AS state FROM {schema}.events"
    " WHERE position BETWEEN 1 AND (SELECT size FROM {schema}.log_head)) AS named WHERE "
)


class EventRecorder(native.PostgresApplicationRecorder):
    """The library's recorder on our table, where the notification id is a position in the log."""

    def __init__(self, datastore: native.PostgresDatastore, *, events_table_name: str = "events") -> None:
        super().__init__(datastore, events_table_name="events")
        assert isinstance(datastore, EventDatastore), "our recorder is made with our datastore"
        self._settings = datastore.connections.settings.encode()
        schema = Identifier(datastore.schema)
        self._select = SQL(_SELECT).format(schema=schema)
        self.select_events_statement = self._select + SQL("originator_id = %s")
        self.max_notification_id_statement = SQL("SELECT nullif(size, 0) AS max FROM {}.log_head").format(schema)
        self.sql_create_statements = [SQL(statement).format() for statement in SCHEMA if "$$" not in statement]

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Write the library's own events, which nobody signs, in a transaction of their own; returns their positions.

        Only the owner of the tables can. Never tried again: after a lost connection it may have been stored.
        """
        if not stored_events:
            return []
        with self.datastore.transaction(commit=True) as c:
            c.execute(self._settings)
            c.execute("LOCK TABLE queue IN EXCLUSIVE MODE")
            row = c.execute(TIP.encode()).fetchone()
            if row is None:
                raise StoreUnavailable("store-corrupt", path=self.datastore.schema)
            tip = tip_of(tuple(row.values()))
            rows = [NewRow(str(e.originator_id), e.originator_version, e.topic, e.state) for e in stored_events]
            first, last = tip.frontier.size + 1, tip.frontier.size + len(rows)
            self.bring(c, Growth(tip), rows, [Commit(first, last, "", b"", b"")], tip.recorded_at)
        return list(range(first, last + 1))

    def bring(
        self,
        c: Cursor[Any],
        growth: Growth,
        rows: Sequence[NewRow],
        commits: Sequence[Commit],
        recorded_at: datetime | None,
    ) -> None:
        """Write events with the commits that cover them, and move the head."""
        first = growth.frontier.size + 1
        growth.bring(rows, commits, recorded_at)
        positions = range(first, first + len(rows))
        written = [(position, *row) for position, row in zip(positions, rows, strict=True)]
        c.execute(INSERT_EVENTS.encode(), columns(written, 7))
        c.execute(INSERT_COMMITS.encode(), columns(growth.taken(), 5))
        tip = growth.tip
        at = tip.recorded_at and tip.recorded_at.isoformat()
        moved = (tip.frontier.size, tip.before, tip.frontier.encode(), tip.roles.encode(), at)
        c.execute(MOVE_HEAD.encode(), moved)

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
        statement = self._select.as_string() + " AND ".join(conditions) + " ORDER BY notification_id LIMIT %s"
        with self.datastore.get_connection() as connection:
            rows = connection.execute(statement.encode(), (*values, limit), binary=True).fetchall()
        return [Notification(id=row.pop("notification_id"), **row) for row in rows]


class EventFactory(native.PostgresFactory):
    """What makes this module a `PERSISTENCE_MODULE`: the library's environment variables, our recorder, and no DDL."""

    application_recorder_class = EventRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.datastore.close()
        if strtobool(self.env.get(self.POSTGRES_ENABLE_DB_FUNCTIONS) or "no"):
            raise StoreUnavailable("postgres-db-functions")
        wait = self.env.get(self.POSTGRES_LOCK_TIMEOUT) or LOCK_TIMEOUT_S
        self.datastore = EventDatastore(self._address(), lock_timeout_s=float(wait))

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
