"""The line: one JSON object that holds everything about an event, byte for byte the leaf of the audit tree.

Its position is not in it: that is the leaf's place in the log. Keys stand in a fixed order, and `data` is last.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import msgspec

from audit.signing import signed_message
from domain.base import Decision, Event
from store.errors import StoreUnavailable
from store.line.codec import Line, encode, name_of, read_line
from store.log import NewRow, Row


class Envelope(msgspec.Struct, frozen=True):
    """`part` is (i, n): the i-th of the n events of one command. `signature` is Ed25519 over all n of them, base64."""

    stream: str
    version: int
    name: str
    recorded_at: datetime
    effective_on: date
    actor: str
    command_id: str
    part: tuple[int, int]
    signature: str
    data: msgspec.Raw


class _Unsigned(msgspec.Struct, frozen=True):
    """An envelope without what is known only under the lock: this is what the officer signs."""

    stream: str
    version: int
    name: str
    effective_on: date
    actor: str
    command_id: str
    part: tuple[int, int]
    data: msgspec.Raw


class Signer(Protocol):
    """An officer's key, in the hands of the desk. `public_key` is raw Ed25519, base64."""

    @property
    def public_key(self) -> str: ...

    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One event as it stands in the log."""

    position: int
    stream: str
    version: int
    name: str
    recorded_at: datetime
    effective_on: date
    actor: str
    command_id: str
    event: Event


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Envelope).decode


def read_envelope(line: bytes) -> Envelope:
    return _decode(line)


def read(row: Row) -> Recorded:
    """The event in a row, with all that its line says. Raises as `opened` does."""
    line = opened(row)
    return Recorded(
        position=row.position,
        stream=row.stream,
        version=row.version,
        name=row.name,
        recorded_at=line.recorded_at,
        effective_on=line.effective_on,
        actor=line.actor,
        command_id=line.command_id,
        event=line.data,
    )


def opened(row: Row) -> Line[Event]:
    """A row's line, read. Raises `StoreUnavailable("line-unreadable")` for one that nobody here can have written."""
    try:
        return read_line(row.name, row.line)
    except (msgspec.DecodeError, KeyError) as error:
        raise StoreUnavailable("line-unreadable", position=row.position) from error


def write(
    decision: Decision,
    *,
    version_of: Callable[[str], int],
    recorded_at: datetime,
    today: date,
    actor: str,
    command_id: str,
    signer: Signer,
) -> list[NewRow]:
    """Complete each event of a decision to its line. `version_of` gives a stream's last version, 0 for a new stream."""
    flat = [
        (stream, index, happened) for stream, events in decision.items() for index, happened in enumerate(events, 1)
    ]
    unsigned = [
        _Unsigned(
            stream=stream,
            version=version_of(stream) + index,
            name=name_of(happened),
            effective_on=happened.happened_on or today,
            actor=actor,
            command_id=command_id,
            part=(part, len(flat)),
            data=msgspec.Raw(encode(happened)),
        )
        for part, (stream, index, happened) in enumerate(flat, 1)
    ]
    message = signed_message(command_id, [_encode(line) for line in unsigned])
    signature = base64.b64encode(signer.sign(message)).decode()
    return [_signed(line, recorded_at, signature) for line in unsigned]


def _signed(unsigned: _Unsigned, recorded_at: datetime, signature: str) -> NewRow:
    line = Envelope(
        stream=unsigned.stream,
        version=unsigned.version,
        name=unsigned.name,
        recorded_at=recorded_at,
        effective_on=unsigned.effective_on,
        actor=unsigned.actor,
        command_id=unsigned.command_id,
        part=unsigned.part,
        signature=signature,
        data=unsigned.data,
    )
    return NewRow(stream=unsigned.stream, version=unsigned.version, name=unsigned.name, line=_encode(line))


def read_all(rows: Sequence[Row]) -> list[Recorded]:
    return [read(row) for row in rows]
