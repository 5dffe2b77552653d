"""What a store keeps, row by row, and who signs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Row(NamedTuple):
    """One stored event. A named tuple: a rebuild makes a million of them, and a dataclass takes twice as long."""

    position: int
    stream: str
    version: int
    name: str
    line: bytes


class NewRow(NamedTuple):
    """One event to store. `version` counts from 1 within its stream.

    The last event of a command has its id (16 bytes) and the fingerprint of its body.
    """

    stream: str
    version: int
    name: str
    line: bytes
    command: bytes | None = None
    fingerprint: bytes | None = None


class PersonKey(NamedTuple):
    """A wrapped key of a person. Of several of one party the newest, with the highest number, seals."""

    party: str
    key_id: str
    wrapped: bytes


class PersonToken(NamedTuple):
    """By what a person can be found: a keyed hash, and whose it is (ADR 0052)."""

    token: bytes
    party: str


class Signer(Protocol):
    """An officer's key, in the hands of the desk. `public_key` is raw Ed25519, base64."""

    @property
    def public_key(self) -> str: ...

    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs what is appended."""

    officer: str
    signer: Signer
