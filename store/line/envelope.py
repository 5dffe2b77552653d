"""The line: one JSON object that holds everything about an event, byte for byte the leaf of the audit tree.

Its position is not in it: that is the leaf's place in the log. Keys stand in a fixed order, and `data` is last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from audit.line import envelope_of
from domain.base import Decision, Event
from store.errors import StoreUnavailable
from store.line.codec import Line, encode, name_of, read_line
from store.log import NewRow, Row


class Envelope(msgspec.Struct, frozen=True):
    """`part` is (i, n): the i-th of the n events of one command."""

    stream: str
    version: int
    name: str
    recorded_at: datetime
    effective_on: date
    actor: str
    command_id: str
    part: tuple[int, int]
    data: msgspec.Raw


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


def is_written_so(name: str, line: bytes) -> bool:
    """Whether a line holds an event of this name, and its data is what the program writes of that: no member too many,
    none of another kind.
    """
    try:
        happened = read_line(name, line).data
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError, RecursionError):
        return False
    return name_of(happened) != name or line.endswith(b'"data":' + encode(happened) + b"}")


def opened(row: Row) -> Line[Event]:
    """A row's line, read. Raises `StoreUnavailable("line-unreadable")` for one that nobody here can have written."""
    try:
        return read_line(row.name, row.line)
    except (msgspec.DecodeError, KeyError, RecursionError) as error:
        raise StoreUnavailable("line-unreadable", position=row.position) from error


def write(
    decision: Decision,
    *,
    version_of: Callable[[str], int],
    recorded_at: datetime,
    today: date,
    actor: str,
    command_id: str,
    fingerprint: str,
) -> list[NewRow]:
    """Complete each event of a decision to its line. `version_of` gives a stream's last version, 0 for a new stream.

    Raises AssertionError rather than give out a line that no verifier could read.
    """
    flat = [
        (stream, index, happened) for stream, events in decision.items() for index, happened in enumerate(events, 1)
    ]
    rows: list[NewRow] = []
    for part, (stream, index, happened) in enumerate(flat, 1):
        version, name = version_of(stream) + index, name_of(happened)
        envelope = Envelope(
            stream=stream,
            version=version,
            name=name,
            recorded_at=recorded_at,
            effective_on=happened.happened_on or today,
            actor=actor,
            command_id=command_id,
            part=(part, len(flat)),
            data=msgspec.Raw(encode(happened)),
        )
        line = _encode(envelope)
        assert envelope_of(line) is not None, f"a line that cannot be verified: {line[:200]!r}"
        rows.append(NewRow(stream, version, name, line))
    rows[-1] = rows[-1]._replace(command=command_key(command_id), fingerprint=bytes.fromhex(fingerprint))
    return rows


def command_key(command_id: str) -> bytes:
    """A command id, which is a UUID, as the 16 bytes under which it is filed."""
    return UUID(command_id).bytes


def read_all(rows: Sequence[Row]) -> list[Recorded]:
    return [read(row) for row in rows]
