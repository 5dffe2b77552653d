"""From a URL to a database: the one place that knows which kinds there are."""

from __future__ import annotations

import os
from collections.abc import Mapping

from store.addresses import is_postgres, sqlite_path
from store.errors import StoreUnavailable
from store.log import LOCK_TIMEOUT_S, Database


def create(url: str, meta: Mapping[str, str] | None = None, *, lock_timeout_s: float = LOCK_TIMEOUT_S) -> Database:
    """Make an empty store at `url`: `sqlite:///PATH`, a bare path, or `postgresql://…`, where roles are made, too.

    `meta` is what it says about itself from its first moment: which outer keys it needs, in which state it is.

    Raises StoreUnavailable (`store-exists` …).
    """
    if is_postgres(url):
        from store.postgres.database import PostgresDatabase

        return PostgresDatabase.create(url, meta=meta, lock_timeout_s=lock_timeout_s)
    path = sqlite_path(url)
    from store.sqlite.database import SQLiteDatabase

    return SQLiteDatabase.create(path, meta=meta, lock_timeout_s=lock_timeout_s)


def exists(url: str) -> bool:
    """Whether there is anything at `url`, a store or not. Raises StoreUnavailable when it cannot be known."""
    if is_postgres(url):
        from store.postgres.database import PostgresDatabase

        return PostgresDatabase.exists(url)
    return os.path.exists(sqlite_path(url))


def open_database(
    url: str,
    *,
    read_only: bool = False,
    forensic: bool = False,
    allowing: str = "",
    lock_timeout_s: float = LOCK_TIMEOUT_S,
) -> Database:
    """Open the store at `url`, which must exist; `forensic` for an inspector, although it may not be whole, and
    `allowing` a state in which it is not one to work with (`store.log.COPYING`, `store.log.BACKUP`).

    Raises StoreUnavailable (`store-missing` …) and StoreBusy.
    """
    if is_postgres(url):
        from store.postgres.database import PostgresDatabase

        return PostgresDatabase.open(
            url, read_only=read_only, forensic=forensic, allowing=allowing, lock_timeout_s=lock_timeout_s
        )
    path = sqlite_path(url)
    if not os.path.exists(path):
        raise StoreUnavailable("store-missing", path=str(path))
    from store.sqlite.database import SQLiteDatabase

    return SQLiteDatabase.open(
        path, read_only=read_only, forensic=forensic, allowing=allowing, lock_timeout_s=lock_timeout_s
    )
