"""Officers' keys for tests: real ones, the same in every process for the same name."""

from __future__ import annotations

import base64
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.key_requests import ENROL, request_message
from domain.office.keys import MadeBy, PublicKey, Scheme


class Key:
    """An officer's Ed25519 key."""

    def __init__(self, officer: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(sha256(officer.encode()).digest())
        self.raw = self._key.public_key().public_bytes_raw()
        self.public_key = base64.b64encode(self.raw).decode()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


@cache
def public_key(officer: str, made_by: MadeBy = MadeBy.OFFICE) -> PublicKey:
    """The key of that name as the log has it."""
    proof = None if made_by is MadeBy.OFFICE else "c2lnbmVk"
    return PublicKey(scheme=Scheme.ED25519, public_key=Key(officer).public_key, made_by=made_by, proof=proof)


def own_key(officer: str, log: str, purpose: str = ENROL) -> PublicKey:
    """A key that its officer made, and that says for which log and to what end."""
    key = Key(officer)
    proof = key.sign(request_message(purpose, log, officer, Scheme.ED25519, key.public_key))
    return PublicKey(
        scheme=Scheme.ED25519,
        public_key=key.public_key,
        made_by=MadeBy.OFFICER,
        proof=base64.b64encode(proof).decode(),
    )


OPENING_OF_LOG = {"supervised_by": "350200", "supervising_key": None, "pseudonyms": "0f" * 8}
"""What a test's log says in its first event, where that does not matter."""
