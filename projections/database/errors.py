"""What the errors of SQLAlchemy and of the drivers mean. The words are the store's, so that the CLI has one table."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store.errors import StoreBusy, StoreError, StoreUnavailable
from store.files import is_full

_SQLITE: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "store-busy",
    sqlite3.SQLITE_LOCKED: "store-busy",
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_READONLY: "views-read-only",
    sqlite3.SQLITE_IOERR: "store-io",
    sqlite3.SQLITE_CANTOPEN: "store-io",
    sqlite3.SQLITE_PERM: "store-io",
    sqlite3.SQLITE_AUTH: "store-io",
    sqlite3.SQLITE_NOMEM: "store-io",
    sqlite3.SQLITE_PROTOCOL: "store-io",
}
_POSTGRESQL: Mapping[str, str] = {
    "55P03": "store-busy",  # lock not available
    "40001": "store-busy",  # serialization failure
    "40P01": "store-busy",  # deadlock
    "53100": "disk-full",
    "25006": "views-read-only",
    "42501": "views-read-only",  # insufficient privilege
    "3F000": "views-read-only",  # a schema that may neither be used nor made
    "57014": "store-slow",  # a statement that took longer than the server allows
    "25P03": "views-unreachable",  # a transaction that the server ended, since nothing happened in it
    "25P04": "views-unreachable",  # a transaction that took longer than the server allows
}
_POSTGRESQL_CLASSES: Mapping[str, str] = {
    "08": "views-unreachable",  # connection
    "53": "store-io",  # resources
    "57": "views-unreachable",  # operator intervention, a crash, a server that is starting
    "58": "store-io",  # system
}


def error_of(error: Exception, place: str) -> StoreError:
    """The word for an error of the views' database at `place`, a path or a URL.

    What is none of the troubles of an orderly database (a table or column that is missing, a key that is there twice,
    a malformed page) is `views-corrupt`: views are disposable, and making them anew is the way out.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, SQLAlchemyError) and not isinstance(cause, PoolTimeout):
        raise AssertionError(f"the read models misused SQLAlchemy: {error}") from error
    state = getattr(cause, "sqlstate", None)
    if isinstance(cause, PoolTimeout):
        code = "store-busy"  # Every connection of the pool is in use.
    elif isinstance(cause, sqlite3.Error):
        code = _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, "views-corrupt")
        if code == "store-io" and is_full(Path(place).parent):
            code = "disk-full"
    elif state is None:
        code = "views-unreachable"  # PostgreSQL gives no state when there is no connection.
    else:
        code = _POSTGRESQL.get(state) or _POSTGRESQL_CLASSES.get(state[:2], "views-corrupt")
    kind = StoreBusy if code == "store-busy" else StoreUnavailable
    reason = next(iter(str(cause).strip().splitlines()), "").removeprefix("connection failed: ")
    return kind(code, path=place, reason=reason)
