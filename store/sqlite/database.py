"""A store in one SQLite file: WAL, one writer at a time, every commit durable (see `store.log` for the contract)."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from errno import ENOSPC
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from eventsourcing.persistence import ConnectionUnavailableError, InterfaceError

from store.errors import OutcomeUnknown, StoreBusy, StoreUnavailable
from store.files import give_name, workshop
from store.log import LOCK_TIMEOUT_S, OPENING, STATE_META
from store.sqlite.errors import error_of
from store.sqlite.recorder import EventConnection, EventDatastore, EventRecorder, connect
from store.sqlite.schema import APPLICATION_ID, FIRST_META, SCHEMA
from store.sqlite.session import SQLiteReading, SQLiteWriting

_ASK_AGAIN_S = 0.002

_OS_ERRORS = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EROFS: "store-read-only",
    errno.EACCES: "store-read-only",
    errno.EPERM: "store-read-only",
}


class SQLiteDatabase:
    """One store file, opened. Safe to share between threads; each transaction has a connection of its own."""

    free_s = 0.005
    """Who waits for the lock of a file stands in no queue, and has asked by then."""

    def __init__(self, path: Path, *, read_only: bool, lock_timeout_s: float) -> None:
        self.url = f"sqlite:///{path}"
        self._path = path
        self._read_only = read_only
        self._datastore = EventDatastore(path, access="ro" if read_only else "rw", lock_timeout_s=lock_timeout_s)
        self._recorder = EventRecorder(self._datastore)
        self._lock_timeout_s = lock_timeout_s
        # One connection is kept for writing: asking the library's pool each time costs more than the insert.
        self._writer: EventConnection | None = None
        self._writer_is_free = Lock()

    @classmethod
    def create(
        cls, path: Path, *, meta: Mapping[str, str] | None = None, lock_timeout_s: float = LOCK_TIMEOUT_S
    ) -> SQLiteDatabase:
        """Make an empty store, whole or not at all, readable by its owner alone; `meta` is what it says of itself.

        Raises StoreUnavailable: `store-exists`, `disk-full`, `store-read-only`, `store-io`.
        """
        path = path.absolute()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _make_whole(path, meta or {})
        except FileExistsError:
            # It may also be a file where a folder should be.
            raise StoreUnavailable("store-exists" if os.path.lexists(path) else "store-io", path=str(path)) from None
        except OSError as error:
            code = _OS_ERRORS.get(error.errno or 0, "store-io")
            raise StoreUnavailable(code, path=str(path), reason=os.strerror(error.errno or 0)) from error
        except sqlite3.Error as error:
            raise error_of(error, path) from error
        return cls.open(path, allowing=(meta or {}).get(STATE_META, OPENING), lock_timeout_s=lock_timeout_s)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        forensic: bool = False,
        allowing: str = "",
        lock_timeout_s: float = LOCK_TIMEOUT_S,
    ) -> SQLiteDatabase:
        """Open a store that exists, after a check that costs less than a millisecond whatever the store's size.

        An inspector opens it `forensic`, for reading only: that something was taken away is for the inspector to see.
        `allowing` is a state in which others do not open it, such as half copied.

        Raises StoreUnavailable: `store-missing`, `store-not-ours`, `store-newer`, `store-corrupt`, `store-read-only`,
        `store-io`, `store-half-copied`, `store-is-backup`; and StoreBusy.
        """
        path = path.absolute()
        if not os.path.exists(path):
            raise StoreUnavailable("store-missing", path=str(path))
        database = cls(path, read_only=read_only or forensic, lock_timeout_s=lock_timeout_s)
        try:
            database._recognise(whole=not forensic, allowing=allowing)
            if not database._read_only:
                database._keep_journal()
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def reading(self) -> Iterator[SQLiteReading]:
        """A snapshot: what others commit meanwhile is not seen."""
        connection = self._borrow()
        try:
            self._execute(connection, "BEGIN")
            view = SQLiteReading(connection.raw, self._path)
            try:
                yield view
            finally:
                view.end()
                _roll_back(connection)
        finally:
            self._datastore.pool.put_connection(connection)

    @contextmanager
    def writing(self) -> Iterator[SQLiteWriting]:
        """Lock the head, yield, commit; roll back if the block raises.

        Raises StoreBusy when the lock was not to be had in time, StoreUnavailable, and OutcomeUnknown when the commit
        itself failed; its value `because` has the code of the trouble.
        """
        if self._read_only:
            raise StoreUnavailable("store-read-only", path=str(self._path))
        if not self._writer_is_free.acquire(timeout=self._lock_timeout_s):
            raise StoreBusy("store-busy", path=str(self._path))
        try:
            if self._writer is None:
                self._writer = self._borrow()
                self._execute(self._writer, "PRAGMA busy_timeout=0")
            connection = self._writer
            self._lock_head(connection)
            view = SQLiteWriting(connection.raw, self._path, self._recorder)
            try:
                yield view
                view.settle()
                view.end()
            except BaseException:
                view.end()
                _roll_back(connection)
                raise
            self._commit(connection)
        finally:
            if self._writer is not None and self._writer.closed:
                self._datastore.pool.put_connection(self._writer)
                self._writer = None
            self._writer_is_free.release()

    def importing(self) -> AbstractContextManager[SQLiteWriting]:
        """Whoever may write the file owns it."""
        return self.writing()

    def after_unknown_outcome(self, until: float | None = None) -> AbstractContextManager[SQLiteReading]:
        """A commit that failed has ended when it is asked about: the process that sent it is this one."""
        return self.reading()

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file, all of it read. Raises StoreUnavailable when it cannot be read."""
        connection = self._borrow()
        try:
            rows = connection.raw.execute("PRAGMA integrity_check").fetchall()
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error
        finally:
            self._datastore.pool.put_connection(connection)
        return [damage for (damage,) in rows if damage != "ok"]

    def close(self) -> None:
        self._datastore.close()

    def _lock_head(self, connection: EventConnection) -> None:
        """Wait for the write lock, asking again and again at short intervals.

        SQLite's own busy handler sleeps longer the longer it has waited, so that the last to come is served first: of
        eight busy writers one waited for four seconds.
        """
        deadline = monotonic() + self._lock_timeout_s
        while True:
            try:
                connection.raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.Error as error:
                failed = error_of(error, self._path)
                if not isinstance(failed, StoreBusy) or monotonic() >= deadline:
                    raise failed from error
            sleep(_ASK_AGAIN_S)

    def _commit(self, connection: EventConnection) -> None:
        try:
            connection.raw.execute("COMMIT")
        except sqlite3.Error as error:
            # This connection cannot be trusted to know what it wrote; the next one reads the file afresh.
            connection.close()
            raise OutcomeUnknown("outcome-unknown", because=error_of(error, self._path).code) from error

    def _borrow(self) -> EventConnection:
        try:
            connection = self._datastore.pool.get_connection()
        except ConnectionUnavailableError as error:
            raise StoreBusy("store-busy", path=str(self._path)) from error
        except InterfaceError as error:
            cause = error.__cause__
            assert isinstance(cause, sqlite3.Error)
            raise error_of(cause, self._path) from error
        assert isinstance(connection, EventConnection)
        return connection

    def _execute(self, connection: EventConnection, statement: str) -> None:
        try:
            connection.raw.execute(statement)
        except sqlite3.Error as error:
            raise error_of(error, self._path) from error

    def _recognise(self, *, whole: bool, allowing: str) -> None:
        """Is this file a store of ours, in a format that this program knows, and `whole`?"""
        with self.reading() as view:
            if view.application_id() != APPLICATION_ID:
                raise StoreUnavailable("store-not-ours", path=str(self._path))
            view.recognise(whole=whole, allowing=allowing)

    def _keep_journal(self) -> None:
        """A store that was restored from a dump has lost its mode; otherwise this only looks at the file's header."""
        connection = self._borrow()
        try:
            self._execute(connection, "PRAGMA journal_mode=WAL")
        finally:
            self._datastore.pool.put_connection(connection)


def _make_whole(path: Path, meta: Mapping[str, str]) -> None:
    """Write the empty store beside its place and link it in, so that a killed `init` leaves no half store behind.

    Raises FileExistsError when somebody else was faster, OSError and sqlite3.Error.
    """
    with workshop(path.parent) as draft:
        draft.touch(mode=0o600)
        draft.chmod(0o600)  # Whatever the umask takes away.
        connection = connect(draft, access="rw", lock_timeout_s=0)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute("BEGIN IMMEDIATE")
            for statement in SCHEMA:
                connection.execute(statement)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", {**FIRST_META, **meta}.items())
            connection.execute("COMMIT")
            # Closing folds the write-ahead log in as well, but says nothing where the disk is too full for it.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
        if [*draft.parent.glob(f"{draft.name}-*")]:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        give_name(draft, path)


def _roll_back(connection: EventConnection) -> None:
    """Undo without a word: the trouble that led here is the one to report."""
    if connection.raw.in_transaction:
        with suppress(sqlite3.Error):
            connection.raw.rollback()
    if connection.raw.in_transaction:
        connection.close()
