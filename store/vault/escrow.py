"""The outer keys in escrow: sealed under a passphrase, so that they can lie where a backup lies.

The passphrase becomes a key by scrypt, which costs whoever guesses 64 MB and a fifth of a second a guess.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from store.errors import StoreUnavailable
from store.vault.sealing import KEY_SIZE, OuterKeys

PASSPHRASE_LENGTH_MIN = 12
_FORMAT = "bailu-escrow-v1"
_COST = 2**16
_COST_MAX = 2**20
"""More than a gigabyte is no passphrase of ours, but somebody's attempt to stop a restore."""
_SALT_SIZE, _NONCE_SIZE = 16, 12


def put_in(keys: OuterKeys, passphrase: str) -> str:
    """The keys as one line of JSON that can be kept anywhere. Raises StoreUnavailable("passphrase-short")."""
    if len(passphrase) < PASSPHRASE_LENGTH_MIN:
        raise StoreUnavailable("passphrase-short", length=PASSPHRASE_LENGTH_MIN)
    salt, nonce = token_bytes(_SALT_SIZE), token_bytes(_NONCE_SIZE)
    box = AESGCM(_key(passphrase, salt, _COST)).encrypt(nonce, keys.text().encode(), _context(keys.fingerprint))
    content = {
        "format": _FORMAT,
        "fingerprint": keys.fingerprint,
        "cost": _COST,
        "salt": b64encode(salt).decode(),
        "box": b64encode(nonce + box).decode(),
    }
    return json.dumps(content)


def take_out(escrow: str, passphrase: str) -> OuterKeys:
    """The keys. Raises StoreUnavailable: `passphrase-wrong`, `escrow-damaged`."""
    try:
        content = json.loads(escrow)
        salt, box = (b64decode(content[name], validate=True) for name in ("salt", "box"))
        cost, fingerprint = int(content["cost"]), str(content["fingerprint"])
        if content["format"] != _FORMAT or not 2 <= cost <= _COST_MAX or cost & (cost - 1) or len(box) <= _NONCE_SIZE:
            raise ValueError
    except (ValueError, TypeError, KeyError):
        raise StoreUnavailable("escrow-damaged") from None
    try:
        cipher = AESGCM(_key(passphrase, salt, cost))
        return OuterKeys.parse(cipher.decrypt(box[:_NONCE_SIZE], box[_NONCE_SIZE:], _context(fingerprint)).decode())
    except InvalidTag:
        raise StoreUnavailable("passphrase-wrong") from None


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=KEY_SIZE, n=cost, r=8, p=1).derive(passphrase.encode())


def _context(fingerprint: str) -> bytes:
    return f"{_FORMAT}\0{fingerprint}".encode()
