"""What is sealed under a passphrase: the outer keys in escrow, an officer's own key.

The passphrase becomes a key by scrypt, which costs whoever guesses 64 MB and a fifth of a second a guess.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from secrets import token_bytes
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from store.errors import StoreUnavailable

PASSPHRASE_LENGTH_MIN = 12
_COST = 2**16
_COST_MAX = 2**20
"""More than a gigabyte is no passphrase of ours, but somebody's attempt to stop whoever opens it."""
_KEY_SIZE, _SALT_SIZE, _NONCE_SIZE = 32, 16, 12


def seal(content: bytes, passphrase: str, context: bytes) -> dict[str, Any]:
    """`cost`, `salt` and `box`, for JSON. It opens only with the same context. Raises
    StoreUnavailable("passphrase-short").
    """
    if len(passphrase) < PASSPHRASE_LENGTH_MIN:
        raise StoreUnavailable("passphrase-short", length=PASSPHRASE_LENGTH_MIN)
    salt, nonce = token_bytes(_SALT_SIZE), token_bytes(_NONCE_SIZE)
    box = AESGCM(_key(passphrase, salt, _COST)).encrypt(nonce, content, context)
    return {"cost": _COST, "salt": b64encode(salt).decode(), "box": b64encode(nonce + box).decode()}


def unseal(sealed: Mapping[str, Any], passphrase: str, context: bytes) -> bytes:
    """Raises StoreUnavailable("passphrase-wrong"), and ValueError, TypeError or KeyError for what was never sealed."""
    salt, box = (b64decode(sealed[name], validate=True) for name in ("salt", "box"))
    cost = int(sealed["cost"])
    if not 2 <= cost <= _COST_MAX or cost & (cost - 1) or len(box) <= _NONCE_SIZE:
        raise ValueError("no box of ours")
    try:
        return AESGCM(_key(passphrase, salt, cost)).decrypt(box[:_NONCE_SIZE], box[_NONCE_SIZE:], context)
    except InvalidTag:
        raise StoreUnavailable("passphrase-wrong") from None


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=_KEY_SIZE, n=cost, r=8, p=1).derive(passphrase.encode())
