"""Events to bytes and back. msgspec reads and writes the structs of the domain; unknown keys would be dropped
silently, so golden samples demand that decoding and encoding give the same bytes. ADR 0006.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec

from domain.base import Event
from domain.catalogue import EVENTS, STORED_NAMES
from store.line.upcasts import UPCASTS, Upcast, upcast

_D = TypeVar("_D")

_encode = msgspec.json.Encoder().encode


def name_of(happened: Event) -> str:
    return STORED_NAMES[type(happened)]


def encode(happened: Event) -> bytes:
    """The `data` member of an event's line."""
    return _encode(happened)


def decode(name: str, data: bytes | msgspec.Raw, steps: Mapping[str, Upcast] = UPCASTS) -> Event:
    """An event from its stored name and data, brought to today's shape if it was written under an older name.

    Raises `KeyError` for a name that was never ours, and `msgspec.ValidationError` for data of another shape.
    """
    decoder = _decoder(name)
    if decoder is not None:
        happened: Event = decoder.decode(data)
        return happened
    today_name, today_data = upcast(name, msgspec.json.decode(data), steps)
    return msgspec.convert(today_data, EVENTS[today_name])


class Line(msgspec.Struct, Generic[_D], frozen=True):
    """What a stored line says beyond the columns of its row: read with its event in one go."""

    recorded_at: datetime
    effective_on: date
    actor: str
    command_id: str
    data: _D


def read_line(name: str, line: bytes) -> Line[Event]:
    """The line of an event of this stored name. Raises as `decode` does."""
    decoder = _line_decoder(name)
    if decoder is not None:
        decoded: Line[Event] = decoder.decode(line)
        return decoded
    old = _old_line(line)
    return Line(old.recorded_at, old.effective_on, old.actor, old.command_id, decode(name, old.data))


@cache
def _decoder(name: str) -> msgspec.json.Decoder[Any] | None:
    return msgspec.json.Decoder(EVENTS[name]) if name in EVENTS else None


@cache
def _line_decoder(name: str) -> msgspec.json.Decoder[Any] | None:
    if name not in EVENTS:
        return None
    line: Any = Line  # the type is chosen as the program runs, which a type checker cannot follow
    return msgspec.json.Decoder(line[EVENTS[name]])


_old_line = msgspec.json.Decoder(Line[msgspec.Raw]).decode
