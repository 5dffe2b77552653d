"""Where the read models live: a database of their own, and the only module here that knows which kinds there are.

On SQLite it is a file beside the store (`bailu.db` has `bailu.views.db`), so that the store stays small and nobody who
reads a view ever holds the store's lock. A writer takes the one write lock when it begins, as in the store.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from projections.trouble import trouble_of
from store.trouble import StoreBusy, StoreUnavailable

APPLICATION_ID = 0x42414956
"""What marks a SQLite file as read models of ours: "BAIV" in ASCII, in the header's application id."""

_PRAGMAS = (
    # Losing the last commits to a power cut loses nothing: the position goes back with the rows.
    "PRAGMA synchronous=NORMAL",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA cache_size=-32000",
    "PRAGMA journal_size_limit=16000000",
)
_WRITE_LOCK = 0x42414956
_BEGIN_READING = {
    "sqlite": "BEGIN",
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}


def views_beside(store_url: str) -> str:
    """The URL of the read models beside a store: `bailu.db` has `bailu.views.db`, a PostgreSQL store has itself."""
    if store_url.startswith("postgresql:"):
        return store_url.replace("postgresql:", "postgresql+psycopg:", 1)
    path = Path(store_url.removeprefix("sqlite:///"))
    return f"sqlite:///{path.with_name(f'{path.stem}.views{path.suffix}')}"


class ViewsDatabase:
    """Opened at the first question. No exception of SQLAlchemy or of a driver leaves it (see `projections.trouble`)."""

    def __init__(self, url: str, *, read_only: bool, lock_timeout_s: float) -> None:
        self._read_only = read_only
        self._lock_timeout_s = lock_timeout_s
        self._path: Path | None = None
        try:
            parsed = make_url(url)
            self.place = parsed.render_as_string()
            """The URL without a password, or the path of the file."""
            self.engine = self._engine(parsed)
        except (ArgumentError, ImportError) as error:
            # No more of a URL that cannot be read is told, for there may be a password in it.
            raise StoreUnavailable("views-url-unknown", url=url.partition(":")[0]) from error

    def exists(self) -> bool:
        return self._path is None or self._path.exists()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot: what others commit meanwhile is not seen."""
        with self._connected() as connection:
            connection.exec_driver_sql(_BEGIN_READING[connection.dialect.name])
            yield connection
            connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Take the write lock, yield, commit; roll back if the block raises. Raises StoreBusy."""
        if self._read_only:
            raise StoreUnavailable("views-read-only", path=self.place)
        with self._connected() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self._lock_timeout_s * 1000)}")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
            yield connection
            connection.commit()

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error) as error:
            raise trouble_of(error, self.place) from error

    def _engine(self, url: URL) -> Engine:
        if url.get_backend_name() == "postgresql":
            return create_engine(url)
        if url.get_backend_name() != "sqlite" or not url.database:
            raise StoreUnavailable("views-url-unknown", url=url.render_as_string())
        self._path = path = Path(url.database).expanduser().absolute()
        self.place = str(path)
        return create_engine("sqlite://", creator=self._opener(path))

    def _opener(self, path: Path) -> Callable[[], sqlite3.Connection]:
        read_only = self._read_only

        def open_file() -> sqlite3.Connection:
            if not read_only:
                _make_private(path)
            connection = sqlite3.connect(
                f"{path.as_uri()}?mode={'ro' if read_only else 'rw'}",
                uri=True,
                timeout=self._lock_timeout_s,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                for pragma in _PRAGMAS:
                    connection.execute(pragma)
                _recognise(connection, path, time.monotonic() + self._lock_timeout_s, read_only=read_only)
            except BaseException:
                connection.close()
                raise
            return connection

        return open_file


def insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write new rows, as tuples in the order of the columns, in one go."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        driver = connection.connection.driver_connection
        assert driver is not None, "a connection in use has its driver's"
        with driver.cursor().copy(f"COPY {table.name} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        statement = f"INSERT INTO {table.name} VALUES ({_marks(connection, table)})"  # noqa: S608  # names of ours
        connection.exec_driver_sql(statement, list(rows))


def upsert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows in the place of those with the same primary key, or as new ones."""
    if not rows:
        return
    key = ", ".join(column.name for column in table.primary_key)
    others = ", ".join(f"{each.name} = excluded.{each.name}" for each in table.columns if not each.primary_key)
    values = f"INSERT INTO {table.name} VALUES ({_marks(connection, table)})"  # noqa: S608  # names of ours
    connection.exec_driver_sql(f"{values} ON CONFLICT ({key}) DO UPDATE SET {others}", list(rows))


def _marks(connection: Connection, table: Table) -> str:
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    return ", ".join(mark for _ in table.columns)


def _make_private(path: Path) -> None:
    """Make an empty file that its owner alone can read, if there is none. Raises StoreUnavailable("store-io")."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreUnavailable("store-io", path=str(path), reason=os.strerror(error.errno or 0)) from error


def _recognise(connection: sqlite3.Connection, path: Path, until: float, *, read_only: bool) -> None:
    """Mark a new file as ours, or see the mark. Two that begin a file at once wait: going over to WAL is done alone."""
    while True:
        try:
            (mark,), (pages,) = (
                connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "page_count")
            )
            if mark != APPLICATION_ID and pages:
                raise StoreUnavailable("views-not-ours", path=str(path))
            if not read_only:
                if not pages:
                    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            if time.monotonic() > until:
                raise StoreBusy("store-busy", path=str(path)) from error
            time.sleep(0.01)
