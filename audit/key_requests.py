"""What a key says of itself when its officer asks for it to be enrolled: who, in which log, to what end.

Signed by the new key, it proves that whoever asks holds it. Without that an administrator could enrol the key of one
officer under another's name, or one that nobody has. ADR 0051.
"""

from __future__ import annotations

from collections.abc import Iterable

from audit.ed25519 import decoded, verify

ENROL, ROTATE, SUPERVISE = "enrol", "rotate", "supervise"
"""To begin as an officer; to sign with this one from now on; to stand above an office, whichever its log."""

ANY_LOG = "*"


def request_message(purpose: str, log: str, officer: str, scheme: str, public_key: str) -> bytes:
    """The bytes that are signed. No part of it has a line feed in it: all are names, or base64."""
    return f"bailu-key-request-v1\n{purpose}\n{log}\n{officer}\n{scheme}\n{public_key}\n".encode()


def proves(proof: str, asked: Iterable[tuple[str, str]], officer: str, scheme: str, public_key: str) -> bool:
    """Whether the proof (base64) is this key's own, of one of these (purpose, log)."""
    try:
        key, signature = decoded(public_key), decoded(proof)
    except ValueError:
        return False
    return any(
        verify(key, signature, request_message(purpose, log, officer, scheme, public_key)) for purpose, log in asked
    )
