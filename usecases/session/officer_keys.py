"""Officers' own keys: one Ed25519 private key a file (PKCS #8, PEM), readable by its owner alone."""

from __future__ import annotations

import base64
import os
import stat
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


def make_key(folder: Path, officer: str) -> OfficerKey:
    """Make a new key and its file. Raises `StoreUnavailable("officer-key-exists")` rather than overwrite one."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = key_path(folder, officer)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise StoreUnavailable("officer-key-exists", path=str(path)) from None
    except OSError as error:
        raise StoreUnavailable("file-unwritable", path=str(path), reason=error.strerror) from error
    return OfficerKey(private)


def read_key(folder: Path, officer: str) -> OfficerKey:
    """Raises `StoreUnavailable`: `officer-key-missing`, `officer-key-permissions`, `officer-key-damaged`."""
    path = key_path(folder, officer)
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
