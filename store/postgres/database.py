"""A store in one schema of a PostgreSQL database, for an office with many desks (see `store.log` for the contract).

What is particular here: writers stand in a queue for the head; a connection can be lost at any moment, and what became
of a commit on its way is then found out under the lock that the lost transaction held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from store.addresses import PostgresAddress, postgres_address
from store.errors import StoreBusy, StoreError, StoreUnavailable
from store.log import LOCK_TIMEOUT_S
from store.postgres.committing import durable, instead_of, mark
from store.postgres.connections import Connections, PostgresConnection, answer, nothing_stored
from store.postgres.errors import error_of, unreachable
from store.postgres.health import troubles, what_is_there
from store.postgres.recorder import EventDatastore, EventRecorder
from store.postgres.roles import act_as, borrow, give_back, make
from store.postgres.session import PostgresReading
from store.postgres.writing import PostgresImporting, PostgresWriting

_ASK_AGAIN_S = 0.1
_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED"  # Each question after the lock sees what was committed before it.
_LOCK = "SELECT * FROM lock_head()"
_COMMIT_AT_LEAST_S = 2
_LOOK_AT_LEAST_S = 2
_MARK_S = 1
"""So much of the look at what became of a commit is left for a commit of its own behind the head's lock."""


class PostgresDatabase:
    """One store, opened. Safe to share between threads; each transaction has a connection of its own."""

    free_s = 0.0  # Whoever waits stands in a queue.

    def __init__(self, address: PostgresAddress, *, read_only: bool, lock_timeout_s: float, url: str) -> None:
        self.url = url
        self._address = address
        self._place = address.shown
        self._read_only = read_only
        self._lock_timeout_s = lock_timeout_s
        self._datastore = EventDatastore(address, lock_timeout_s=lock_timeout_s)
        self._recorder = EventRecorder(self._datastore)
        self._connections: Connections = self._datastore.connections

    @classmethod
    def create(
        cls, url: str, *, meta: Mapping[str, str] | None = None, lock_timeout_s: float = LOCK_TIMEOUT_S
    ) -> PostgresDatabase:
        """Make an empty store, whole or not at all, with its roles (see `store.postgres.roles`); `meta` is what it says
        of itself.

        Raises StoreUnavailable: `store-exists`, `store-not-ours`, `store-unreachable`, `store-not-permitted`,
        `postgres-…`, and `standby-missing` for one that is made on this server alone; and StoreBusy.
        """
        address = postgres_address(url)
        database = cls(address, read_only=False, lock_timeout_s=lock_timeout_s, url=url)
        try:
            database._make(meta or {})
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def open(
        cls,
        url: str,
        *,
        read_only: bool = False,
        forensic: bool = False,
        allowing: str = "",
        lock_timeout_s: float = LOCK_TIMEOUT_S,
    ) -> PostgresDatabase:
        """Open a store that exists, after a check that costs a few questions whatever the store's size.

        An inspector opens it `forensic`, for reading only. `allowing` is a state in which others do not open it, such
        as half copied.

        Raises StoreUnavailable: `store-missing`, `store-not-ours`, `store-newer`, `store-corrupt`,
        `store-half-copied`, `store-unreachable`, `store-not-permitted`; and StoreBusy.
        """
        address = postgres_address(url)
        database = cls(address, read_only=read_only or forensic, lock_timeout_s=lock_timeout_s, url=url)
        try:
            database._find()
            with database.reading() as view:
                view.recognise(whole=not forensic, allowing=allowing)
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def exists(cls, url: str) -> bool:
        """Whether the schema has anything in it. Raises StoreUnavailable when the server does not say."""
        database = cls(postgres_address(url), read_only=True, lock_timeout_s=LOCK_TIMEOUT_S, url=url)
        try:
            return database._found()[0]
        finally:
            database.close()

    @contextmanager
    def reading(self) -> Iterator[PostgresReading]:
        """A snapshot: what others commit meanwhile is not seen."""
        connection, _ = self._begin(_READING)
        try:
            view = PostgresReading(connection, self._place)
            try:
                yield view
            finally:
                view.end()
        finally:
            self._leave(connection)

    @contextmanager
    def writing(self) -> Iterator[PostgresWriting]:
        """Lock the head, yield, commit; roll back if the block raises (see `store.log.Database.writing`)."""
        if self._read_only:
            raise StoreUnavailable("store-read-only", path=self._place)
        began = monotonic()
        connection, locked = self._at_the_head(began + self._lock_timeout_s)
        try:
            if not locked:
                raise StoreUnavailable("store-corrupt", path=self._place)
            view = PostgresWriting(connection, self._place, locked[0])
            try:
                yield view
                view.commit(until=self._answered_by(began))
            finally:
                view.end()
        finally:
            self._leave(connection)

    @contextmanager
    def importing(self) -> Iterator[PostgresImporting]:
        """A transaction as the owner of the tables, whom whoever made the store may lend themselves."""
        if self._read_only:
            raise StoreUnavailable("store-read-only", path=self._place)
        owner = f"{self._address.schema}_owner"
        began = monotonic()
        connection, _ = self._begin(_WRITING)
        try:
            with self._translated(), connection.cursor(row_factory=tuple_row) as cursor:
                lent = borrow(cursor, owner)
                act_as(cursor, owner)
                cursor.execute("LOCK TABLE queue IN EXCLUSIVE MODE")
            view = PostgresImporting(connection, self._place, self._recorder)
            try:
                yield view
                with self._translated(), connection.cursor(row_factory=tuple_row) as cursor:
                    cursor.execute("RESET ROLE")
                    if lent:
                        give_back(cursor, owner)
                view.commit(until=self._answered_by(began))
            finally:
                view.end()
        finally:
            self._leave(connection)

    def _make(self, meta: Mapping[str, str]) -> None:
        began = monotonic()
        connection, _ = self._begin(_WRITING)
        try:
            with self._translated():
                make(connection, self._address, meta)
            durable(connection, self._place, lambda: None, until=self._answered_by(began))
        finally:
            self._leave(connection)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise error_of(error, self._place) from error

    @contextmanager
    def after_unknown_outcome(self, until: float | None = None) -> Iterator[PostgresReading]:
        """A view from behind the head's lock, which the transaction in question held as long as it was undecided, and
        behind a commit of its own: what is seen is wherever the standby servers are asked to have it.

        A server that restarts and a standby that did not confirm are waited for as long as the commit would have been.
        """
        if until is None:
            until = monotonic() + self._lock_timeout_s
        # Nothing begins to wait anew: lock, commit, server, lock again and standby in turn would be a long silence.
        until = max(until, monotonic() + _LOOK_AT_LEAST_S)
        connection = self._begin_patiently(until - _MARK_S)
        try:
            durable(connection, self._place, lambda: mark(connection), until=until)
            answer(connection, self._connections.transaction(_READING))
            yield PostgresReading(connection, self._place)
        except psycopg.Error as error:
            raise error_of(error, self._place) from error
        finally:
            self._leave(connection)

    def _answered_by(self, began: float) -> float:
        """Until when a commit has to be answered: nobody waits for a lock and a standby longer than for a lock."""
        return max(began + self._lock_timeout_s, monotonic() + _COMMIT_AT_LEAST_S)

    def check(self) -> list[str]:
        """What PostgreSQL finds wrong with our tables and indexes, all of them read."""
        connection, _ = self._begin(_WRITING)
        try:
            with self._translated():
                return troubles(connection)
        finally:
            self._leave(connection)

    def close(self) -> None:
        self._datastore.close()

    def _begin(
        self, *statements: str, fresh: bool = False, until: float | None = None
    ) -> tuple[PostgresConnection, list[Any]]:
        """Begin a transaction, waiting for a server and a lock until then; what its last statement answers.

        A connection that was lost while idle is replaced. Raises StoreTrouble.
        """
        connection = self._borrow(fresh=fresh, until=until)
        try:
            return connection, answer(connection, self._connections.transaction(*statements, until=until))
        except psycopg.Error as error:
            declined = nothing_stored(connection)
            self._leave(connection)
            if declined or fresh:
                raise error_of(error, self._place) from error
        except BaseException:
            self._leave(connection)
            raise
        # Nothing was begun, so that nothing can have been half done.
        return self._begin(*statements, fresh=True, until=until)

    def _at_the_head(self, until: float, *, fresh: bool = False) -> tuple[PostgresConnection, list[Any]]:
        try:
            return self._begin(_WRITING, _LOCK, fresh=fresh, until=until)
        except StoreBusy as busy:
            connection, _ = self._begin(_READING, until=until)
            try:
                raise instead_of(busy, connection, self._place) from busy
            finally:
                self._leave(connection)

    def _begin_patiently(self, deadline: float) -> PostgresConnection:
        while True:
            try:
                return self._at_the_head(deadline, fresh=True)[0]
            except StoreError:
                if monotonic() >= deadline:
                    raise
            sleep(_ASK_AGAIN_S)

    def _borrow(self, *, fresh: bool = False, until: float | None = None) -> PostgresConnection:
        try:
            return self._connections.borrow(fresh=fresh, until=until)
        except psycopg.Error as error:
            raise unreachable(error, self._place) from error

    @contextmanager
    def _connected(self) -> Iterator[PostgresConnection]:
        connection = self._borrow()
        try:
            yield connection
        except psycopg.Error as error:
            raise error_of(error, self._place) from error
        finally:
            self._leave(connection)

    def _leave(self, connection: PostgresConnection) -> None:
        """Undo what is not committed, without a word: the trouble that led here is the one to report."""
        if connection.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            with suppress(psycopg.Error):
                connection.execute("ROLLBACK")
        self._connections.put(connection)

    def _find(self) -> None:
        """Is there a schema of this name, may it be used, and is it a store's?"""
        there, ours, may_use = self._found()
        if not there:
            raise StoreUnavailable("store-missing", path=self._place)
        if not ours:
            raise StoreUnavailable("store-not-ours", path=self._place)
        if not may_use:
            reason = f"USAGE on schema {self._address.schema}"
            raise StoreUnavailable("store-not-permitted", path=self._place, reason=reason)

    def _found(self) -> tuple[bool, bool, bool]:
        with self._connected() as connection:
            return what_is_there(connection, self._address.schema)
