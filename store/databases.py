"""From a URL to a database: the one place that knows which kinds there are."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from store.log import LOCK_TIMEOUT_S, Database
from store.trouble import StoreUnavailable


def create(url: str) -> Database:
    """Make an empty store at `url`: `sqlite:///PATH` or a bare path. Raises StoreUnavailable (`store-exists` …)."""
    path = _sqlite_path(url)
    from store.sqlite import SQLiteDatabase

    return SQLiteDatabase.create(path)


def open_database(
    url: str, *, read_only: bool = False, as_it_is: bool = False, lock_timeout_s: float = LOCK_TIMEOUT_S
) -> Database:
    """Open the store at `url`, which must exist; `as_it_is` for an inspector, although it may not be whole.

    Raises StoreUnavailable (`store-missing` …) and StoreBusy.
    """
    path = _sqlite_path(url)
    if not os.path.exists(path):
        raise StoreUnavailable("store-missing", path=str(path))
    from store.sqlite import SQLiteDatabase

    return SQLiteDatabase.open(path, read_only=read_only, as_it_is=as_it_is, lock_timeout_s=lock_timeout_s)


def _sqlite_path(url: str) -> Path:
    """The file that a URL names; as in SQLAlchemy, three slashes are followed by the path, relative or absolute."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return Path(url).expanduser()
    if scheme == "sqlite" and len(rest) > 1 and rest.startswith("/"):
        return Path(rest[1:]).expanduser()
    if scheme == "postgresql":
        raise StoreUnavailable("postgres-not-yet", url=_without_password(url))
    raise StoreUnavailable("store-url-unknown", url=_without_password(url))


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user, mark, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}{mark}{host}").geturl()
