"""The pseudonym key of a domain (a city, a province), apart from the outer keys of any office.

Offices that have the same one call a person by the same pseudonym. Its fingerprint stands in the first line of each of
their logs. ADR 0052.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from store.vault.key_files import Codes, read_keys, write_keys

KEY_SIZE = 32
_FORMAT = "bailu-pseudonyms-v1"
_CODES: Codes = {
    "missing": "pseudonyms-missing",
    "exist": "pseudonyms-exist",
    "io": "pseudonyms-io",
    "permissions": "pseudonyms-permissions",
    "damaged": "pseudonyms-damaged",
}


@dataclass(frozen=True, slots=True)
class PseudonymKey:
    """32 bytes. Whoever has them can try identity numbers out on any log of the domain."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        assert len(self.key) == KEY_SIZE, "a pseudonym key has 32 bytes"

    @property
    def fingerprint(self) -> str:
        """What names the key without betraying it."""
        return sha256(_FORMAT.encode() + b"\0" + self.key).hexdigest()[:16]

    def write(self, path: Path) -> None:
        """Raises StoreUnavailable: `pseudonyms-exist`, `pseudonyms-io`."""
        content = {"format": _FORMAT, "fingerprint": self.fingerprint, "pseudonym": b64encode(self.key).decode()}
        write_keys(path, json.dumps(content, indent=2) + "\n", _CODES)

    @classmethod
    def read(cls, path: Path) -> PseudonymKey:
        """Raises StoreUnavailable: `pseudonyms-missing`, `pseudonyms-permissions` (somebody else can read the file),
        `pseudonyms-damaged`, `pseudonyms-io`.
        """
        return read_keys(path, cls.parse, _CODES)

    @classmethod
    def parse(cls, text: str) -> PseudonymKey:
        """The key in the text of such a file. Raises ValueError, TypeError or KeyError for any other text."""
        content = json.loads(text)
        key = b64decode(content["pseudonym"], validate=True)
        if content["format"] != _FORMAT or len(key) != KEY_SIZE or content["fingerprint"] != cls(key).fingerprint:
            raise ValueError
        return cls(key)
