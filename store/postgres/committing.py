"""A commit on PostgreSQL that is told done only when it is: here and, where there are any, on the standby servers.

A server whose wait for a standby is cancelled, or which is shut down meanwhile, has committed, answers as if nothing
were wrong, and says in a warning that the standby may not have it. ADR 0050.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic

import psycopg
from psycopg.rows import tuple_row

from store.errors import OutcomeUnknown, StoreBusy, StoreError, StoreUnavailable
from store.postgres.connections import PostgresConnection, nothing_stored
from store.postgres.errors import error_of

_STANDBYS = """SELECT current_setting('synchronous_standby_names'),
    (SELECT string_agg(application_name, ', ' ORDER BY application_name) FROM pg_stat_replication)"""

_HELD = """SELECT 'synchronous_standby_names: ' || current_setting('synchronous_standby_names') FROM pg_locks
    JOIN pg_stat_activity USING (pid) WHERE relation = to_regclass('queue') AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND coalesce(wait_event = 'SyncRep',
    current_setting('synchronous_standby_names') <> '' AND NOT EXISTS (SELECT FROM pg_stat_replication)) LIMIT 1"""


def commit(connection: PostgresConnection, place: str, send: Callable[[], object], *, until: float) -> None:
    """Send what is unwritten and the commit, in one journey; wait for its answer until then (`time.monotonic`).

    Raises StoreTrouble when nothing was stored; OutcomeUnknown when the connection was lost on the way, and
    OutcomeUnknown("standby-missing") when it is stored on this server alone.
    """
    connection.warnings.clear()
    connection.deadline = until
    try:
        with connection.pipeline():
            send()
            connection.execute("COMMIT")
    except psycopg.Error as error:
        failed = error_of(error, place)
        if not nothing_stored(connection):
            raise OutcomeUnknown("outcome-unknown", until=until, because=failed.code, **failed.values) from error
        raise failed from error
    finally:
        connection.deadline = None
    if connection.warnings:
        values = {"path": place, "reason": _what_is_missing(connection)}
        raise OutcomeUnknown("outcome-unknown", until=until, because="standby-missing", **values)


def durable(connection: PostgresConnection, place: str, send: Callable[[], object], *, until: float) -> None:
    """Commit where no command id can be looked for: what is sent, and what was committed before it, is then wherever
    the standby servers are asked to have it.

    Raises StoreUnavailable: `standby-missing`, and as an error of the driver does.
    """
    try:
        commit(connection, place, send, until=until)
    except OutcomeUnknown as unknown:
        values = dict(unknown.values)
        raise StoreUnavailable(str(values.pop("because")), **values) from unknown


def mark(connection: PostgresConnection) -> None:
    """Let a transaction that writes nothing wait for the standby servers, too: a commit without anything in it does
    not, and what it answers from the log may be on this server alone.
    """
    connection.execute("SELECT pg_logical_emit_message(true, 'bailu', '')")


def instead_of(busy: StoreBusy, connection: PostgresConnection, place: str) -> StoreError:
    """What to say of a head that was not to be had: a desk that was killed while it waited for a standby holds it until
    there is one. Of the sessions of another login nothing is seen but that no standby is connected.
    """
    with suppress(psycopg.Error), connection.cursor(row_factory=tuple_row) as cursor:
        if reason := (cursor.execute(_HELD.encode()).fetchone() or [None])[0]:
            return StoreUnavailable("standby-missing", path=place, reason=reason)
    return busy


def _what_is_missing(connection: PostgresConnection) -> str:
    """What the server said, with the standby servers that have to confirm and those that are connected."""
    said = connection.warnings[0]
    with suppress(psycopg.Error), connection.cursor(row_factory=tuple_row) as cursor:
        connection.deadline = monotonic() + 1
        names, connected = cursor.execute(_STANDBYS.encode()).fetchone() or ("", None)
        said = f"{said}; synchronous_standby_names: {names}; connected: {connected or '-'}"
    connection.deadline = None
    return said
