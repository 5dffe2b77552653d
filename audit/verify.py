"""Is this the whole history, unaltered, in order, and by whom? Answered from the lines and the head alone.

The verifier trusts nobody who keeps the store: it recomputes the Merkle root, follows every stream's versions and
every command's parts, and takes the officers' keys from the log itself. It reports every trouble, not just the first.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.merkle import Frontier
from audit.signing import ENVELOPE, cut, signed_message

ERRORS_MAX = 1_000
"""How many troubles are named; all of them are counted."""

_HASHED_AT_ONCE = 1_024
_OPENED = b"log.opened.v1"
_KEY_FACTS = (b"officer.enrolled.v1", b"officer.key-rotated.v1")
_OFFICER_STREAM = b"officer-"
_FOLLOWED = ("stream", "version", "instant", "command_id", "part", "parts")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationError:
    """Something that does not fit, at a position of the log (None: the log as a whole).

    Codes: `line-malformed`, `position-gap`, `version-gap`, `time-goes-back`, `part-missing`, `signature-missing`,
    `signature-invalid`, `officer-unknown`, `size-differs`, `root-differs`.
    """

    position: int | None
    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found: `size` and `root` of the lines themselves, and how many commands' signatures hold."""

    size: int
    root: bytes
    signatures: int
    officers: tuple[str, ...]
    errors: tuple[VerificationError, ...]
    errors_total: int

    @property
    def holds(self) -> bool:
        return self.errors_total == 0


def verify(
    lines: Iterable[tuple[int, bytes]], *, size: int, root: bytes, signatures: bool = True, canonical: bool = True
) -> Verification:
    """Verify (position, line) pairs in the order of the log against a head of this size and root.

    Without `signatures` no key is needed and nothing says who did it. Without `canonical` the data of a line is not
    read: the tree vouches for its bytes, but not that they are JSON.
    """
    log = _Log(signatures=signatures, canonical=canonical)
    for position, line in lines:
        log.read(position, line)
    return log.close(size, root)


_Line = tuple[int, bytes, re.Match[bytes]]
"""Position, line and envelope; a plain tuple, because a million of them are made."""


class _Log:
    """What has to be remembered between one line and the next."""

    def __init__(self, *, signatures: bool, canonical: bool) -> None:
        self._signatures = signatures
        self._canonical = canonical
        self._frontier = Frontier()
        self._unhashed: list[bytes] = []
        self._position = 0
        self._versions: dict[bytes, int] = {}
        self._instant = b""
        self._command: tuple[bytes, bytes] | None = None  # the open command: its id and the number of its parts
        self._lines: list[_Line] = []  # and its lines so far
        self._keys: dict[bytes, Ed25519PublicKey] = {}
        self._verified = 0
        self._errors: list[VerificationError] = []
        self._errors_total = 0

    def read(self, position: int, line: bytes) -> None:
        self._unhashed.append(line)
        if len(self._unhashed) == _HASHED_AT_ONCE:
            self._hash()
        if position != self._position + 1:
            self._report(position, "position-gap", expected=self._position + 1)
        self._position = position
        envelope = ENVELOPE.match(line)
        if envelope is None or not line.endswith(b"}}") or (self._canonical and not _is_canonical(line, envelope)):
            self._report(position, "line-malformed")
            return
        stream, version, instant, command_id, part, parts = envelope.group(*_FOLLOWED)
        last = self._versions.get(stream, 0)
        number = int(version)
        if number != last + 1:
            self._report(position, "version-gap", stream=_text(stream), expected=last + 1, found=number)
        self._versions[stream] = number if number > last else last
        # Without its Z, an instant that ends with whole seconds sorts before the same second with microseconds.
        if instant < self._instant:
            self._report(position, "time-goes-back", recorded_at=_text(instant), after=_text(self._instant))
        self._instant = instant
        if part == b"1":
            if self._command is not None:
                self._end_command()
            if parts == b"1" and not self._signatures:
                return  # Most commands are one line, of which nothing is left to be remembered.
            self._command = (command_id, parts)
        elif self._command != (command_id, parts) or int(part) != len(self._lines) + 1:
            self._end_command()
            self._report(position, "part-missing", command_id=_text(command_id), part=int(part), of=int(parts))
            return
        self._lines.append((position, line, envelope))
        if part == parts:
            if self._signatures:
                self._verify_signature(self._lines)
            self._command = None
            self._lines = []

    def close(self, size: int, root: bytes) -> Verification:
        self._end_command()
        self._hash()
        computed = self._frontier.root()
        if self._frontier.size != size:
            self._report(None, "size-differs", head=size, found=self._frontier.size)
        if computed != root:
            self._report(None, "root-differs", head=root.hex(), found=computed.hex())
        return Verification(
            size=self._frontier.size,
            root=computed,
            signatures=self._verified,
            officers=tuple(sorted(map(_text, self._keys))),
            errors=tuple(self._errors),
            errors_total=self._errors_total,
        )

    def _end_command(self) -> None:
        """Whatever command is still open has lost its other parts."""
        if self._command is not None:
            (command_id, parts), part = self._command, len(self._lines) + 1
            position = self._lines[-1][0]
            self._report(position, "part-missing", command_id=_text(command_id), part=part, of=int(parts))
            self._command = None
            self._lines = []

    def _verify_signature(self, lines: list[_Line]) -> None:
        """One signature, by one officer, repeated on every line of the command."""
        first, _, opening = lines[0]
        actor, signature = opening.group("actor", "signature")
        enrolled = self._keys_in(lines)
        key = self._keys.get(actor)
        if key is None and not self._keys and opening["name"] == _OPENED:
            key = enrolled.get(actor)  # The first officer of a log has nobody else to vouch for the key.
        whole = True
        for position, _, envelope in lines:
            if not envelope["signature"]:
                self._report(position, "signature-missing", actor=_text(envelope["actor"]))
                whole = False
            elif envelope.group("actor", "signature") != (actor, signature):
                self._report(position, "signature-invalid", actor=_text(envelope["actor"]))
                whole = False
        if key is None:
            self._report(first, "officer-unknown", actor=_text(actor))
        elif whole and not _signed_by(key, lines):
            self._report(first, "signature-invalid", actor=_text(actor))
        elif whole:
            self._verified += 1
            self._keys.update(enrolled)

    def _keys_in(self, lines: list[_Line]) -> dict[bytes, Ed25519PublicKey]:
        """The keys that a command enrols; they count from the next command on."""
        keys = {}
        for position, line, envelope in lines:
            if envelope["name"] in _KEY_FACTS:
                try:
                    raw = b64decode(json.loads(line)["data"]["public_key"], validate=True)
                    keys[envelope["stream"].removeprefix(_OFFICER_STREAM)] = Ed25519PublicKey.from_public_bytes(raw)
                except (ValueError, TypeError, KeyError):
                    self._report(position, "line-malformed")
        return keys

    def _hash(self) -> None:
        self._frontier = self._frontier.extend(self._unhashed)
        self._unhashed.clear()

    def _report(self, position: int | None, code: str, **values: object) -> None:
        self._errors_total += 1
        if len(self._errors) < ERRORS_MAX:
            self._errors.append(VerificationError(position=position, code=code, values=values))


def _signed_by(key: Ed25519PublicKey, lines: list[_Line]) -> bool:
    command_id, signature = lines[0][2].group("command_id", "signature")
    message = signed_message(_text(command_id), [cut(line, envelope) for _, line, envelope in lines])
    try:
        key.verify(b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_canonical(line: bytes, envelope: re.Match[bytes]) -> bool:
    """Would writing the data anew give the same bytes? Then nothing hides in a repeated key or behind the object."""
    try:
        line[: envelope.end()].decode()
        data = line[envelope.end() : -1].decode()
        return _canonical(json.loads(data)) == data
    except (ValueError, RecursionError):
        return False


_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _text(written: bytes) -> str:
    return written.decode(errors="replace")
