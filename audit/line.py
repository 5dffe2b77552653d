"""The line of an event: one JSON object in canonical form, byte for byte the leaf of the tree.

Canonical means: no white space, text as UTF-8, the keys in the order `stream, version, name, recorded_at,
effective_on, actor, command_id, part, data`. Only `data` is nested, and it is last, so that everything in front of it
can be read without parsing JSON. The position is not in the line: it is the leaf's place in the log. ADR 0005.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache
from re import Match
from typing import Any

_NAME = rb"[A-Za-z0-9][A-Za-z0-9_.-]*"

ENVELOPE = re.compile(
    rb'\{"stream":"(?P<stream>' + _NAME + rb')"'
    rb',"version":(?P<version>[1-9]\d{0,17})'
    rb',"name":"(?P<name>' + _NAME + rb')"'
    rb',"recorded_at":"(?P<instant>\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{6})?)Z"'
    rb',"effective_on":"(?P<day>\d{4}-\d\d-\d\d)"'
    rb',"actor":"(?P<actor>' + _NAME + rb')"'
    rb',"command_id":"(?P<command_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"'
    rb',"part":\[(?P<part>[1-9]\d{0,8}),(?P<parts>[1-9]\d{0,8})\]'
    rb',"data":(?=\{)'
)
"""Everything of a line in front of its data. Our names and ids never need an escape."""


@lru_cache(maxsize=4_096)
def _is_day(text: bytes) -> bool:
    try:
        date.fromisoformat(text.decode())
    except ValueError:
        return False
    return True


def envelope_of(line: bytes) -> Match[bytes] | None:
    """The envelope of a line; None for one that nobody of us has written, such as of a day that no calendar has."""
    envelope = ENVELOPE.match(line) if line.endswith(b"}}") else None
    if envelope is None or not (_is_day(envelope["day"]) and _is_day(envelope["instant"][:10])):
        return None
    return envelope


def canonical_data(line: bytes, envelope: Match[bytes]) -> dict[str, Any] | None:
    """The data of a line; None unless writing it anew gives the same bytes.

    Otherwise something could hide in a repeated key or behind the object.
    """
    try:
        line[: envelope.end()].decode()
        written = line[envelope.end() : -1].decode()
        data = _parsed(written)
        return data if _canonical(data) == written else None
    except (ValueError, RecursionError):
        return None


def _no_number(text: str) -> None:
    """NaN and infinities, which Python writes and JSON does not have."""
    raise ValueError(text)


# Made once: the module's own functions make one anew at every call.
_parsed = json.JSONDecoder(parse_constant=_no_number).decode
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
