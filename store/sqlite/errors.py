"""What SQLite's errors mean for a store. No exception of the driver passes this point."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from store.errors import StoreBusy, StoreError, StoreUnavailable, VersionTaken
from store.files import is_full

_UNAVAILABLE = {
    sqlite3.SQLITE_CORRUPT: "store-corrupt",
    sqlite3.SQLITE_NOTADB: "store-corrupt",
    sqlite3.SQLITE_SCHEMA: "store-corrupt",
    sqlite3.SQLITE_READONLY: "store-read-only",
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_IOERR: "store-io",
    sqlite3.SQLITE_PERM: "store-io",
    sqlite3.SQLITE_AUTH: "store-io",
    sqlite3.SQLITE_NOLFS: "store-io",
    sqlite3.SQLITE_PROTOCOL: "store-io",
    sqlite3.SQLITE_NOMEM: "store-io",
}


def error_of(error: sqlite3.Error, path: Path) -> StoreError:
    """The store's own word for a driver's error; an AssertionError is raised when the mistake is ours."""
    extended = getattr(error, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy("store-busy", path=str(path))
    if extended == sqlite3.SQLITE_CONSTRAINT_UNIQUE and "events.stream" in str(error):
        return VersionTaken("version-taken", path=str(path))
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and is_full(path.parent):
        return StoreUnavailable("disk-full", path=str(path), reason=str(error))
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreUnavailable("store-io" if path.exists() else "store-missing", path=str(path), reason=str(error))
    if code in _UNAVAILABLE:
        return StoreUnavailable(_UNAVAILABLE[code], path=str(path), reason=str(error))
    if isinstance(error, sqlite3.OperationalError) and re.search("no such table|Could not decode", str(error)):
        return StoreUnavailable("store-corrupt", path=str(path))
    raise AssertionError(f"the store misused SQLite: {error}") from error
