"""What can go wrong with a store, whichever database it is. The CLI maps each to an exit code and a sentence."""

from __future__ import annotations


class StoreError(Exception):
    """Something about the store itself; `code` names it and `values` belong to it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class StoreUnavailable(StoreError):
    """Cannot be opened, read or written: missing, corrupt, full disk, read-only, newer, no key (exit code 69)."""


class StoreBusy(StoreError):
    """Somebody else held the log's head for too long (exit code 75)."""


class OutcomeUnknown(StoreError):
    """The store failed at the moment of committing: look for the command id before saying that it failed.

    `until` is by when the commit was to be answered (`time.monotonic`), where that was settled: whoever looks does not
    begin to wait anew.
    """

    def __init__(self, code: str, *, until: float | None = None, **values: object) -> None:
        super().__init__(code, **values)
        self.until = until


class VersionTaken(StoreError):
    """A stream already has this version; cannot happen under the head's lock."""
