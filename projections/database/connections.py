"""Where the read models live: a database of their own, and the only module here that knows which kinds there are.

On SQLite it is a file beside the store (`bailu.db` has `bailu.views.db`), on PostgreSQL a schema beside the store's
(`bailu` has `bailu_views`). A writer takes the one write lock when it begins, as in the store. What differs between
the two stands in `projections.database.sqlite` and `projections.database.postgres`. ADR 0009.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from projections.database.apart import Apart
from projections.database.errors import error_of
from store.addresses import is_postgres, postgres_address
from store.errors import StoreUnavailable


class Place(Protocol):
    """One database for read models. `name` is its path, or its URL without a password."""

    name: str
    engine: Engine

    def exists(self) -> bool:
        """Whether there can be anything to read; says nothing about a server that is not asked."""
        ...

    def begin_reading(self, connection: Connection) -> None:
        """Begin a snapshot."""
        ...

    def begin_beside(self, connection: Connection) -> Apart:
        """Begin a snapshot in which tables can be made so, and which keeps nobody waiting."""
        ...

    def begin_writing(self, connection: Connection) -> None:
        """Begin a transaction that holds the write lock."""
        ...

    def damaged(self, connection: Connection) -> bool:
        """Whether the database finds anything wrong with what it keeps, all of it read; it may also raise."""
        ...


class ViewsDatabase:
    """Opened at the first question. No exception of SQLAlchemy or of a driver leaves it (see
    `projections.database.errors`).
    """

    def __init__(self, url: str, *, read_only: bool, lock_timeout_s: float) -> None:
        self._read_only = read_only
        self._place = _place(url, read_only=read_only, lock_timeout_s=lock_timeout_s)
        self.engine = self._place.engine
        self.place = self._place.name

    def exists(self) -> bool:
        return self._place.exists()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot: what others commit meanwhile is not seen."""
        with self._connected() as connection:
            self._place.begin_reading(connection)
            yield connection
            connection.rollback()

    @contextmanager
    def beside(self) -> Iterator[tuple[Connection, Apart]]:
        """A snapshot, rolled back in the end, in which tables can be made apart by whoever may write here. It keeps
        nobody waiting, however long it takes; call `no_swap_meanwhile` before live tables are read in it.
        """
        if self._read_only:
            raise StoreUnavailable("views-read-only", path=self.place)
        with self._connected() as connection:
            apart = self._place.begin_beside(connection)
            yield connection, apart
            connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Take the write lock, yield, commit; roll back if the block raises. Raises StoreBusy."""
        if self._read_only:
            raise StoreUnavailable("views-read-only", path=self.place)
        with self._connected() as connection:
            self._place.begin_writing(connection)
            yield connection
            connection.commit()

    def check(self) -> None:
        """Read everything. Raises StoreUnavailable("views-corrupt") and others for what is found damaged."""
        with self.reading() as connection:
            if self._place.damaged(connection):
                raise StoreUnavailable("views-corrupt", path=self.place)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error) as error:
            raise error_of(error, self.place) from error


def _place(url: str, *, read_only: bool, lock_timeout_s: float) -> Place:
    """Raises StoreUnavailable("views-url-unknown")."""
    if is_postgres(url):
        from projections.database.postgres import PostgresViews

        return PostgresViews(postgres_address(url), lock_timeout_s=lock_timeout_s)
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite" or not parsed.database:
            raise ArgumentError("not a place for read models")
        path = Path(parsed.database).expanduser().absolute()
    except (ArgumentError, ImportError, RuntimeError) as error:  # RuntimeError: the home of nobody who is there
        # No more of a URL that cannot be read is told, for there may be a password in it.
        raise StoreUnavailable("views-url-unknown", url=url.partition(":")[0]) from error
    from projections.database.sqlite import SQLiteViews

    return SQLiteViews(path, read_only=read_only, lock_timeout_s=lock_timeout_s)


def insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write new rows, as tuples in the order of the columns, in one go."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        from projections.database import postgres

        postgres.insert(connection, table, rows)
    else:
        from projections.database import sqlite

        sqlite.insert(connection, table, rows)


def swap_alone(connection: Connection) -> None:
    """Wait, before tables are swapped, until nobody can read half of the old and half of the new."""
    if connection.dialect.name == "postgresql":
        from projections.database import postgres

        postgres.before_a_swap(connection)


def no_swap_meanwhile(connection: Connection) -> None:
    """Keep tables from being swapped until this transaction ends. A snapshot does not show a swap that came before."""
    if connection.dialect.name == "postgresql":
        from projections.database import postgres

        postgres.share(connection)


def upsert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows in the place of those with the same primary key, or as new ones."""
    if not rows:
        return
    key = ", ".join(column.name for column in table.primary_key)
    others = ", ".join(f"{other.name} = excluded.{other.name}" for other in table.columns if not other.primary_key)
    values = f"INSERT INTO {table.name} VALUES ({_marks(connection, table)})"  # noqa: S608  # names of ours
    connection.exec_driver_sql(f"{values} ON CONFLICT ({key}) DO UPDATE SET {others}", list(rows))


def _marks(connection: Connection, table: Table) -> str:
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    return ", ".join(mark for _ in table.columns)
