"""The exit codes of `bailu`, and which of them a refusal or an error of the store has. Scripts rely on them."""

from __future__ import annotations

from domain.errors import NoSuchThing, NotPermitted, Refusal
from store.errors import StoreBusy, StoreError

OK, INTERNAL, USAGE, REFUSED, NO_SUCH_THING = 0, 1, 2, 65, 66
UNAVAILABLE, TRY_AGAIN, NOT_PERMITTED, NOT_VERIFIED = 69, 75, 77, 79
INTERRUPTED = 130
"""As shells have it for Ctrl-C."""

_USAGE = frozenset(
    {
        "officer-form",
        "officer-unsaid",
        "command-id-form",
        "clock-form",
        "clock-not-simulated",
        "xlsx-to-terminal",
        "xlsx-too-long",
        "config-damaged",
        "letters-folder-missing",
        "letters-office-damaged",
        "letter-template-damaged",
        "config-unknown-key",
        "setting-invisible",
        "config-not-text",
        "setting-not-seconds",
        "setting-not-one-of",
        "passphrase-short",
        "passphrase-file-open",
        "passphrase-file-unreadable",
    }
)
"""Errors that are not of the store: an option, a setting or a file of settings cannot be understood."""
_FORBIDDEN = frozenset({"store-not-permitted", "postgres-roles-wanted", "passphrase-wrong"})
"""What is not permitted to the login under which a desk works, or to whoever does not know the passphrase."""
_DIFFERS = frozenset({"copy-root-differs"})
"""A log that does not verify."""


def code_of(reason: Refusal | StoreError) -> int:
    match reason:
        case NoSuchThing():
            return NO_SUCH_THING
        case NotPermitted():
            return NOT_PERMITTED
        case Refusal():
            return REFUSED
        case StoreBusy():
            return TRY_AGAIN
        case _:
            if reason.code in _FORBIDDEN:
                return NOT_PERMITTED
            if reason.code in _DIFFERS:
                return NOT_VERIFIED
            return USAGE if reason.code in _USAGE else UNAVAILABLE
