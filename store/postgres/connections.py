"""Connections to one PostgreSQL store, kept while they are good. No thread, no waiting room: a desk has one or two.

The library's own pool connects in the background and so tells nobody why it could not; a desk wants to be told at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow, dict_row

from store.addresses import PostgresAddress
from store.errors import StoreUnavailable

STATEMENT_TIMEOUT_S = 120
"""No statement of ours takes longer, unless something is wrong with the server."""
IDLE_TIMEOUT_S = 60
"""A desk that fell asleep in a transaction lets go of the head after this, for the server hangs up on it."""
_USUAL: dict[str, Any] = {
    "fallback_application_name": "bailu",
    "connect_timeout": 10,
    # A server that is gone without a word is noticed within a minute, not after hours.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_SETTINGS = (
    "SET search_path = {schema}, pg_temp;"
    "SET lock_timeout = {lock_ms};"
    "SET statement_timeout = {statement_ms};"
    "SET idle_in_transaction_session_timeout = {idle_ms};"
    # What was acknowledged has to survive a crash, whatever is usual on this server.
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)

PostgresConnection = psycopg.Connection[DictRow]


class Connections:
    """What the library calls a pool: `connection()` lends one, in autocommit mode, with our settings."""

    def __init__(self, address: PostgresAddress, *, lock_timeout_s: float) -> None:
        self.address = address
        self._settings = sql.SQL(_SETTINGS).format(
            schema=sql.Identifier(address.schema),
            # A timeout of nought would mean none at all.
            lock_ms=max(1, round(lock_timeout_s * 1000)),
            statement_ms=round((STATEMENT_TIMEOUT_S + lock_timeout_s) * 1000),
            idle_ms=IDLE_TIMEOUT_S * 1000,
        )
        self._parameters = connection_parameters(address)
        self._idle: list[PostgresConnection] = []
        self._lock = Lock()

    def open(self, wait: bool = False, timeout: float = 0) -> None:
        """The library opens a pool before it asks for a connection; there is nothing to open."""

    @contextmanager
    def connection(self) -> Iterator[PostgresConnection]:
        connection = self.borrow()
        try:
            yield connection
        finally:
            self.put(connection)

    def borrow(self, *, fresh: bool = False) -> PostgresConnection:
        """A connection that is not used by anybody else. A `fresh` one cannot have been lost while it lay idle.

        Raises psycopg.Error.
        """
        if fresh:
            self.close()
        with self._lock:
            if self._idle:
                return self._idle.pop()
        connection: PostgresConnection = psycopg.connect(**self._parameters, autocommit=True, row_factory=dict_row)
        try:
            connection.execute(self._settings)
        except BaseException:
            connection.close()
            raise
        return connection

    def put(self, connection: PostgresConnection) -> None:
        """Take a connection back; one that is in the middle of something is closed, and so undone by the server."""
        if connection.closed or connection.info.transaction_status != TransactionStatus.IDLE:
            connection.close()
            return
        with self._lock:
            self._idle.append(connection)

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            with suppress(psycopg.Error):
                connection.close()


def nothing_stored(connection: PostgresConnection) -> bool:
    """After an error: has the server itself said that the transaction failed, by leaving us in the failed one?

    Anything else leaves open what became of a commit that was on its way. Whether the connection is broken is no
    question for this: the word that it ends reaches us before its end does, and may follow a commit that was done.
    """
    return not connection.closed and connection.info.transaction_status == TransactionStatus.INERROR


def connection_parameters(address: PostgresAddress) -> dict[str, Any]:
    """What libpq gets. Raises StoreUnavailable("store-url-unknown") for a parameter that it does not know."""
    try:
        configured = conninfo_to_dict(address.conninfo)
    except psycopg.ProgrammingError:
        raise StoreUnavailable("store-url-unknown", url=address.shown) from None
    return {**_USUAL, **configured, "client_encoding": "UTF8"}
