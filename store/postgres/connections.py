"""Connections to one PostgreSQL store, kept while they are good. No thread, no waiting room: a desk has one or two.

The library's own pool connects in the background and so tells nobody why it could not; a desk wants to be told at once.

Nothing is set for a session: a pooler lends the server's sessions to others, of other stores as well. Each transaction
begins with what it needs (`Connections.settings`). ADR 0050.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow, dict_row, tuple_row

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
# What was acknowledged has to survive a crash and, where there is one, the change to a standby server, whatever is
# usual on this server. That it may not comes as a warning, which has to reach us; dates and strings are written and
# read in one way; and no time is set to a whole transaction, which servers before 17 do not know.
_SETTINGS = """SELECT set_config('search_path', {path}, true), set_config('lock_timeout', {lock_ms}, true),
    set_config('statement_timeout', {statement_ms}, true),
    set_config('idle_in_transaction_session_timeout', {idle_ms}, true), set_config('synchronous_commit',
    CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, true),
    set_config('client_min_messages', 'warning', true), set_config('datestyle', 'ISO, MDY', true),
    set_config('standard_conforming_strings', 'on', true), CASE WHEN current_setting('transaction_timeout', true)
    IS NOT NULL THEN set_config('transaction_timeout', '0', true) END"""
_ASK_AGAIN_S = 0.1
_STARTING = ("57P03", "57P01", "57P02")
_MAY_PASS = (
    "Connection refused",
    "No such file or directory",
    "read-only",
    "server closed the connection",
    "Connection reset",
    "is the server running",
    "starting up",
    "shutting down",
    "not in hot standby",
    "recovery mode",
    # In the words of a server that speaks Chinese: before there is a session, its language is not ours to choose.
    "启动中",
    "正在启动",
    "关闭",
    "恢复模式",
    "只读",
    "热备",
)
"""Also "session is read-only": with `target_session_attrs`, no server is the one to write to at this moment."""
_GRACE_S = 2
"""So long a server may take to say that it stopped waiting, before the connection is given up."""


class PostgresConnection(psycopg.Connection[DictRow]):
    """A connection that waits for the server until `deadline` (of `time.monotonic`), and keeps what it is warned of."""

    def __init__(self, pgconn: Any, row_factory: Any = dict_row) -> None:
        super().__init__(pgconn, row_factory)
        self.deadline: float | None = None
        self.warnings: list[str] = []
        self.add_notice_handler(self._warned)

    def wait(self, gen: Any, *args: Any, **kwargs: Any) -> Any:
        """Raises psycopg.OperationalError where the server is silent beyond the deadline."""
        if self.deadline is None:
            return super().wait(gen, *args, **kwargs)
        try:
            return super().wait(gen, timeout=max(0.0, self.deadline - monotonic()))
        except psycopg.errors._WaitTimeout:
            pass
        # A commit that waits for a standby is done on this server: asked to stop, it says so in a warning.
        with suppress(psycopg.Error):
            self.cancel_safe(timeout=_GRACE_S)
        try:
            return super().wait(gen, timeout=_GRACE_S)
        except psycopg.errors._WaitTimeout as error:
            self.close()
            raise psycopg.OperationalError("the server does not answer") from error

    def _warned(self, diagnostic: psycopg.errors.Diagnostic) -> None:
        if diagnostic.severity_nonlocalized == "WARNING":
            self.warnings.append(diagnostic.message_primary or "")


class Connections:
    """What the library calls a pool: `connection()` lends one, in autocommit mode, with our settings."""

    def __init__(self, address: PostgresAddress, *, lock_timeout_s: float) -> None:
        self.address = address
        settings = sql.SQL(_SETTINGS).format(
            path=f"{address.schema}, pg_temp",
            # A timeout of nought would mean none at all.
            lock_ms=str(max(1, round(lock_timeout_s * 1000))),
            statement_ms=str(round((STATEMENT_TIMEOUT_S + lock_timeout_s) * 1000)),
            idle_ms=str(IDLE_TIMEOUT_S * 1000),
        )
        self.settings = settings.as_string()
        """A statement that sets, within a transaction, what each of ours needs."""
        self._lock_timeout_s = lock_timeout_s
        self._parameters = connection_parameters(address)
        self._idle: list[PostgresConnection] = []
        self._lock = Lock()

    def transaction(self, begin: str, *statements: str, until: float | None = None) -> str:
        """A transaction that begins so, with our settings before anything else in it; a lock is waited for until then.

        Without a time it is waited for as long as a lock is; what was spent on finding a server is not spent again.
        """
        # A timeout of nought would be none at all.
        ms = () if until is None else (f"SET LOCAL lock_timeout = {max(1, round((until - monotonic()) * 1000))}",)
        return "; ".join((begin, self.settings, *ms, *statements))

    def open(self, wait: bool = False, timeout: float = 0) -> None:
        """The library opens a pool before it asks for a connection; there is nothing to open."""

    @contextmanager
    def connection(self) -> Iterator[PostgresConnection]:
        connection = self.borrow()
        try:
            yield connection
        finally:
            self.put(connection)

    def borrow(self, *, fresh: bool = False, until: float | None = None) -> PostgresConnection:
        """A connection that is not used by anybody else. A `fresh` one cannot have been lost while it lay idle.

        A server that is starting, or that is no longer or not yet the one to write to, is waited for until then, or as
        long as a lock would be. Raises psycopg.Error.
        """
        if fresh:
            self.close()
        with self._lock:
            if self._idle:
                return self._idle.pop()
        if until is None:
            until = monotonic() + self._lock_timeout_s
        while True:
            try:
                return PostgresConnection.connect(**self._parameters, autocommit=True, row_factory=dict_row)
            except psycopg.OperationalError as error:
                if not _may_pass(error) or monotonic() >= until:
                    raise
            sleep(_ASK_AGAIN_S)

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


def _may_pass(error: psycopg.OperationalError) -> bool:
    """Whether a server that could not be reached may be there in a moment. What libpq finds out has no state."""
    words = str(error)
    return error.sqlstate in _STARTING or (error.sqlstate is None and any(phrase in words for phrase in _MAY_PASS))


def answer(connection: PostgresConnection, statements: str) -> list[Any]:
    """Send several statements in one journey; the rows of the last one."""
    cursor = connection.cursor(row_factory=tuple_row)
    cursor.execute(statements.encode())
    while cursor.nextset():
        pass
    return cursor.fetchall() if cursor.description else []


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
    # A statement that is prepared in one session of a server is none in the next one that a pooler lends.
    pooled = {"prepare_threshold": None} if address.pooled else {}
    return {**_USUAL, **configured, "client_encoding": "UTF8", **pooled}
