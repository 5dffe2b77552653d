"""What PostgreSQL's errors mean for a store. No exception of the driver passes this point."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg

from store.errors import StoreBusy, StoreError, StoreUnavailable, VersionTaken

_BUSY: Mapping[str, str] = {
    "55P03": "store-busy",  # the lock was not to be had in time
    "40001": "store-busy",  # serialization failure
    "40P01": "store-busy",  # deadlock
    "53300": "store-crowded",  # too many connections
}
_UNAVAILABLE: Mapping[str, str] = {
    "57014": "store-slow",  # the statement took longer than its timeout
    "53100": "disk-full",
    "25006": "store-read-only",  # a replica, or a session that may only read
    "42501": "store-not-permitted",
    "42P01": "store-corrupt",  # a table that is not there
    "42703": "store-corrupt",  # a column that is not there
    "3F000": "store-corrupt",
    "42883": "store-corrupt",  # a function that is not there
    "25P03": "store-connection-lost",  # idle in a transaction for too long
    "25P04": "store-connection-lost",  # in a transaction for too long
}
_CLASSES: Mapping[str, str] = {
    "08": "store-connection-lost",
    "57": "store-connection-lost",  # an administrator, a crash, a server that is starting
    "53": "store-io",  # resources
    "58": "store-io",  # the system below
    "XX": "store-corrupt",  # a page or an index that cannot be read
}
_VERSION = "events_stream_version_key"


def error_of(error: psycopg.Error, place: str) -> StoreError:
    """The store's own word for a driver's error; an AssertionError is raised when the mistake is ours."""
    state = error.sqlstate or ""
    reason = reason_of(error)
    if state in _BUSY:
        return StoreBusy(_BUSY[state], path=place)
    if state == "23505" and error.diag.constraint_name == _VERSION:
        return VersionTaken("version-taken", path=place)
    if not state and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        # There is no state when the answer did not come from the server.
        return StoreUnavailable("store-connection-lost", path=place, reason=reason)
    code = _UNAVAILABLE.get(state) or _CLASSES.get(state[:2])
    if code is not None:
        return StoreUnavailable(code, path=place, reason=reason)
    raise AssertionError(f"the store misused PostgreSQL: {error}") from error


def unreachable(error: psycopg.Error, place: str) -> StoreError:
    """The word for a connection that could not be made: libpq says why, and never repeats a password. So does the
    driver of a parameter that it reads itself and cannot (`connect_timeout`), which no server has seen.
    """
    if error.sqlstate is None:
        return StoreUnavailable("store-unreachable", path=place, reason=reason_of(error))
    refusal = error_of(error, place)
    if refusal.code != "store-connection-lost":
        return refusal
    return StoreUnavailable("store-unreachable", path=place, reason=reason_of(error))


def reason_of(error: psycopg.Error) -> str:
    """The first line of what the server or libpq said."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].strip().removeprefix("connection failed: ")
