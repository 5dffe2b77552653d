"""Officers' own keys: one Ed25519 private key a file, readable by its owner alone, sealed under a passphrase if wanted.

A key without passphrase is PKCS #8, as other programs read it; one with a passphrase is in a box of ours, since what
PKCS #8 makes of a passphrase costs whoever guesses a third of a millisecond a guess. ADR 0045, ADR 0051.
"""

from __future__ import annotations

import base64
import json
import os
import stat
from collections.abc import Callable
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

from audit.key_requests import request_message
from domain.office.keys import MadeBy, PublicKey, Scheme
from store.errors import StoreUnavailable
from store.files import regular, write_new
from store.vault import passphrase_box

AskPassphrase = Callable[[], str]
"""Asks whoever sits at the desk for the passphrase of their key."""

_SEALED = ("-----BEGIN BAILU SEALED KEY-----", "-----END BAILU SEALED KEY-----")
_FORMAT = "bailu-officer-key-v1"


class OfficerKey:
    """Signs what its officer does; the log knows its `public_key` (raw, base64)."""

    def __init__(self, private: Ed25519PrivateKey, passphrase: str | None = None) -> None:
        self._private = private
        self.passphrase = passphrase
        """Under which its file is sealed; None for a file without."""
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public_key = base64.b64encode(raw).decode()

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)

    def made_by_officer(self, purpose: str, log: str, officer: str) -> PublicKey:
        """As its officer asks for it to be enrolled in a log, to such an end (`audit.key_requests`)."""
        message = request_message(purpose, log, officer, Scheme.ED25519, self.public_key)
        proof = base64.b64encode(self.sign(message)).decode()
        return PublicKey(scheme=Scheme.ED25519, public_key=self.public_key, made_by=MadeBy.OFFICER, proof=proof)

    def made_by_office(self) -> PublicKey:
        return PublicKey(scheme=Scheme.ED25519, public_key=self.public_key, made_by=MadeBy.OFFICE, proof=None)


def key_path(folder: Path, officer: str) -> Path:
    return folder / f"{officer}.pem"


def draft_path(folder: Path, officer: str) -> Path:
    """Where a new key waits until the log has recorded it: a run that was killed is finished by a later one."""
    return folder / f"{officer}.draft.pem"


def draft_key(folder: Path, officer: str, passphrase: str | None = None) -> OfficerKey:
    """The new key that waits for the officer; it is made if none does, under this passphrase.

    Raises `StoreUnavailable`: `file-unwritable`, `passphrase-short`, and as `read_key` does for a draft that is there.
    """
    path = draft_path(folder, officer)
    if not path.exists():
        _write(path, Ed25519PrivateKey.generate(), officer, passphrase)
    return _read(path, officer, lambda: passphrase or "")


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


def read_key(folder: Path, officer: str, ask: AskPassphrase) -> OfficerKey:
    """Raises `StoreUnavailable`: `officer-key-missing`, `officer-key-permissions`, `officer-key-damaged`,
    `passphrase-wrong`, and what asking raises.
    """
    return _read(key_path(folder, officer), officer, ask)


def read_draft(folder: Path, officer: str, ask: AskPassphrase) -> OfficerKey:
    """The key that waits, as `read_key` reads the one that is in its place."""
    return _read(draft_path(folder, officer), officer, ask)


def _write(path: Path, private: Ed25519PrivateKey, officer: str, passphrase: str | None) -> None:
    """Whole or not at all, so that a run that is killed leaves no half key."""
    if passphrase is None:
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    else:
        sealed = passphrase_box.seal(private.private_bytes_raw(), passphrase, _context(officer))
        box = base64.encodebytes(json.dumps({"format": _FORMAT, **sealed}).encode()).decode()
        pem = f"{_SEALED[0]}\n{box}{_SEALED[1]}\n".encode()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):  # Somebody else was faster, with a key that is as good.
            write_new(path, pem)
    except OSError as error:
        raise StoreUnavailable("file-unwritable", path=str(path), reason=error.strerror) from error


def _read(path: Path, officer: str, ask: AskPassphrase) -> OfficerKey:
    try:
        with open(path, "rb", opener=regular) as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise StoreUnavailable("officer-key-permissions", path=str(path))
            content = file.read()
        if content.startswith(_SEALED[0].encode()):
            return _unsealed(content, officer, ask())
        private = load_pem_private_key(content, password=None)
    except FileNotFoundError:
        raise StoreUnavailable("officer-key-missing", path=str(path), officer=officer) from None
    except (OSError, ValueError, TypeError, KeyError, RecursionError, UnsupportedAlgorithm) as error:
        raise StoreUnavailable("officer-key-damaged", path=str(path)) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise StoreUnavailable("officer-key-damaged", path=str(path))
    return OfficerKey(private)


def _unsealed(content: bytes, officer: str, passphrase: str) -> OfficerKey:
    """Raises StoreUnavailable("passphrase-wrong"), and ValueError, TypeError or KeyError for what is damaged."""
    lines = content.decode().strip().splitlines()
    if (lines[0], lines[-1]) != _SEALED:
        raise ValueError
    sealed = json.loads(base64.b64decode("".join(lines[1:-1]), validate=True))
    if sealed["format"] != _FORMAT:
        raise ValueError
    raw = passphrase_box.unseal(sealed, passphrase, _context(officer))
    return OfficerKey(Ed25519PrivateKey.from_private_bytes(raw), passphrase)


def _context(officer: str) -> bytes:
    return f"{_FORMAT}\0{officer}".encode()
