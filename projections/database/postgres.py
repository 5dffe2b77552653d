"""Read models in a schema of a PostgreSQL database: who owns the tables, when they may be swapped, how rows come in.

Tables that are made on the way belong to the owner of the schema (after `bailu init` the store's writer role), whoever
made them, so that the next desk may replace them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Table, create_engine

from projections.database.apart import Apart
from store.addresses import PostgresAddress
from store.postgres.connections import connection_parameters

IDLE_TIMEOUT_S = 600
"""Folding goes on between two statements of a rebuild: longer than this it does not take."""

# The schema and nothing else: behind it `pg_temp` would stand in for one that may not be used, or is not made yet, and
# the read models would be gone with their connection.
# Within each transaction, for a pooler lends sessions to others. SET takes no snapshot, as a question would. No commit
# waits for a standby server: what one of these does not have is made anew from the log, and a question to the log has
# to be answered while a standby is missing. ADR 0050.
_SETTINGS = """SET LOCAL search_path = {schema}; SET LOCAL lock_timeout = {lock_ms};
    SET LOCAL idle_in_transaction_session_timeout = {idle_ms}; SET LOCAL synchronous_commit = local;
    SET LOCAL datestyle = 'ISO, MDY'; SET LOCAL standard_conforming_strings = on"""
_NO_TIMEOUT = "SET LOCAL transaction_timeout = 0"
_KNOWS_TIMEOUTS = 170000
"""PostgreSQL 17 can limit the time of a transaction."""
_TABLES = """SELECT quote_ident(relname) FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"""
_WRITE_LOCK = 0x42414956
_READING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# Whatever is usual on this server: who waited for the write lock sees what was written under it.
_WRITING = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"
# A snapshot does not cover tables that are made after it: a reader that took one before a swap and looks after it
# would find the new table empty. So readers share a lock that the swap takes alone; it is had before the snapshot,
# for LOCK TABLE takes none.
_BESIDE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
_SHARED = "LOCK TABLE projection IN ACCESS SHARE MODE"
_ALONE = "LOCK TABLE projection IN ACCESS EXCLUSIVE MODE"
_AS_THE_OWNER = """SELECT set_config('role', rolname, true) FROM pg_namespace JOIN pg_roles ON pg_roles.oid = nspowner
    WHERE nspname = current_schema() AND pg_has_role(nspowner, 'MEMBER')"""


class PostgresViews:
    """See `projections.database.connections.Place`. Nothing is opened before it is used.

    Raises StoreUnavailable("store-url-unknown") for a parameter that libpq does not know.
    """

    def __init__(self, address: PostgresAddress, *, lock_timeout_s: float) -> None:
        self.name = address.shown
        self._schema = address.views_schema
        self._parameters = connection_parameters(address)
        self._settings = (
            sql.SQL(_SETTINGS)
            .format(
                schema=sql.Identifier(self._schema),
                lock_ms=max(1, round(lock_timeout_s * 1000)),
                idle_ms=IDLE_TIMEOUT_S * 1000,
            )
            .as_string()
        )
        self._begun = False
        # A connection that the server has closed meanwhile is replaced before anything is asked.
        self.engine = create_engine("postgresql+psycopg://", creator=self._open, pool_pre_ping=True)

    def exists(self) -> bool:
        return True

    def damaged(self, connection: Connection) -> bool:
        """Never: a page with a wrong checksum raises when the rows on it are made into text."""
        for (table,) in connection.exec_driver_sql(_TABLES).all():
            connection.exec_driver_sql(f"SELECT sum(octet_length(t::text)) FROM {table} AS t")  # noqa: S608
        return False

    def begin_reading(self, connection: Connection) -> None:
        if not self._begun:
            question = "SELECT to_regclass(%s)"
            self._begun = connection.exec_driver_sql(question, (f"{self._schema}.projection",)).scalar() is not None
            # The question took a snapshot, which may be older than a swap.
            connection.rollback()
        self._begin(connection, _READING, *([_SHARED] if self._begun else []))

    def begin_beside(self, connection: Connection) -> Apart:
        """Without the lock of readers: who swaps tables would wait for it, and all readers for them. The tables are no
        temporary ones, which a writer of the database need not be allowed to make.
        """
        self._begin(connection, _BESIDE)
        connection.exec_driver_sql(_AS_THE_OWNER)
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        return Apart(schema=None, suffix=f"_shadow_{backend}")

    def begin_writing(self, connection: Connection) -> None:
        self._begin(connection, _WRITING)
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK}, hashtext(%s))", (self._schema,))
        if connection.exec_driver_sql("SELECT current_schema()").scalar() is None:
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {self._schema}")
        connection.exec_driver_sql(_AS_THE_OWNER)

    def _begin(self, connection: Connection, how: str, *then: str) -> None:
        """Begin a transaction with our settings, in one journey."""
        driver = connection.connection.driver_connection
        assert driver is not None, "a connection in use has its driver's"
        timeout = [_NO_TIMEOUT] if driver.info.server_version >= _KNOWS_TIMEOUTS else []
        driver.execute("; ".join((how, *timeout, self._settings, *then)))

    def _open(self) -> psycopg.Connection[Any]:
        return psycopg.connect(**self._parameters)


def insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None, "a connection in use has its driver's"
    with driver.cursor().copy(f"COPY {table.name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def share(connection: Connection) -> None:
    """Have the lock of readers, within a snapshot."""
    connection.exec_driver_sql(_SHARED)


def before_a_swap(connection: Connection) -> None:
    """Wait until nobody reads, and keep readers waiting, for the moment that a swap takes."""
    connection.exec_driver_sql(_ALONE)
