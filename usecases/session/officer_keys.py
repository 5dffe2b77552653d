"""Officers' own keys: one Ed25519 private key a file (PKCS #8, PEM), readable by its owner alone. ADR 0045."""

from __future__ import annotations

import base64
import os
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from store.errors import StoreUnavailable
from store.files import write_new


class OfficerKey:
    """Signs what its officer does; the log knows its `public_key` (raw, base64)."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public_key = base64.b64encode(raw).decode()

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def key_path(folder: Path, officer: str) -> Path:
    return folder / f"{officer}.pem"


def draft_path(folder: Path, officer: str) -> Path:
    """Where a new key waits until the log has recorded it: a run that was killed is finished by a later one."""
    return folder / f"{officer}.draft.pem"


def draft_key(folder: Path, officer: str) -> OfficerKey:
    """The new key that waits for the officer; it is made if none does.

    Raises `StoreUnavailable`: `file-unwritable`, and as `read_key` does for a draft that is there.
    """
    path = draft_path(folder, officer)
    if not path.exists():
        _write(path, Ed25519PrivateKey.generate())
    return _read(path, officer)


def finish_key(folder: Path, officer: str, instant: datetime) -> Path:
    """Put the key that waited in the place of the officer's; the old one stays beside it, under this instant.

    It can be called again wherever it was interrupted. Raises `StoreUnavailable("file-unwritable")`.
    """
    current, draft = key_path(folder, officer), draft_path(folder, officer)
    try:
        if current.exists() and draft.exists():
            current.replace(folder / f"{officer}.{instant:%Y%m%dT%H%M%S}.old.pem")
        if draft.exists():
            draft.replace(current)
    except OSError as error:
        raise StoreUnavailable("file-unwritable", path=str(current), reason=error.strerror) from error
    return current


def drop_draft(folder: Path, officer: str) -> None:
    """Forget a key that the log declined."""
    draft_path(folder, officer).unlink(missing_ok=True)


def read_key(folder: Path, officer: str) -> OfficerKey:
    """Raises `StoreUnavailable`: `officer-key-missing`, `officer-key-permissions`, `officer-key-damaged`."""
    return _read(key_path(folder, officer), officer)


def _write(path: Path, private: Ed25519PrivateKey) -> None:
    """Whole or not at all, so that a run that is killed leaves no half key."""
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):  # Somebody else was faster, with a key that is as good.
            write_new(path, pem)
    except OSError as error:
        raise StoreUnavailable("file-unwritable", path=str(path), reason=error.strerror) from error


def _read(path: Path, officer: str) -> OfficerKey:
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise StoreUnavailable("officer-key-permissions", path=str(path))
        private = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise StoreUnavailable("officer-key-missing", path=str(path), officer=officer) from None
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise StoreUnavailable("officer-key-damaged", path=str(path)) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise StoreUnavailable("officer-key-damaged", path=str(path))
    return OfficerKey(private)
