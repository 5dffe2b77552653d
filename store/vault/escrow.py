"""The outer keys in escrow: sealed under a passphrase, so that they can lie where a backup lies."""

from __future__ import annotations

import json

from store.errors import StoreUnavailable
from store.vault import passphrase_box
from store.vault.sealing import OuterKeys

_FORMAT = "bailu-escrow-v1"


def put_in(keys: OuterKeys, passphrase: str) -> str:
    """The keys as one line of JSON that can be kept anywhere. Raises StoreUnavailable("passphrase-short")."""
    sealed = passphrase_box.seal(keys.text().encode(), passphrase, _context(keys.fingerprint))
    return json.dumps({"format": _FORMAT, "fingerprint": keys.fingerprint, **sealed})


def take_out(escrow: str, passphrase: str) -> OuterKeys:
    """The keys. Raises StoreUnavailable: `passphrase-wrong`, `escrow-damaged`."""
    try:
        content = json.loads(escrow)
        if content["format"] != _FORMAT:
            raise ValueError
        opened = passphrase_box.unseal(content, passphrase, _context(str(content["fingerprint"])))
        return OuterKeys.parse(opened.decode())
    except (ValueError, TypeError, KeyError):
        raise StoreUnavailable("escrow-damaged") from None


def _context(fingerprint: str) -> bytes:
    return f"{_FORMAT}\0{fingerprint}".encode()
