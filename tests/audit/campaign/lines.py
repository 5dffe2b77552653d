"""Lines as a hand writes them that knows how they are made: taken apart, changed, and spelled anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from random import Random
from typing import Any

ORDER = ("stream", "version", "name", "recorded_at", "effective_on", "actor", "command_id", "part", "data")


def spelled(members: Mapping[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


def line_of(**members: Any) -> bytes:
    return spelled({member: members[member] for member in ORDER})


def members_of(line: bytes) -> dict[str, Any]:
    members: dict[str, Any] = json.loads(line)
    return members


def changed(line: bytes, **members: Any) -> bytes:
    """The line with other members."""
    return spelled({**members_of(line), **members})


def with_data(line: bytes, **members: Any) -> bytes:
    """The line with other members of its data."""
    return changed(line, data={**members_of(line)["data"], **members})


def with_another_digit(line: bytes, random: Random) -> bytes:
    """One digit of the data is another one: an amount, a day, a number, a hash."""
    begins = line.index(b'"data":')
    digits = [at for at in range(begins, len(line)) if line[at : at + 1].isdigit()]
    at = random.choice(digits) if digits else begins - 5
    digit = random.choice([figure for figure in b"123456789" if figure != line[at]])
    return line[:at] + bytes([digit]) + line[at + 1 :]


def flipped(content: bytes, random: Random) -> bytes:
    """One bit of it is another."""
    bit = random.randrange(8 * len(content))
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(content))


def with_a_key_repeated(line: bytes, random: Random) -> bytes:
    """A member of the data stands there twice: readers take the last one, a hurried eye the first."""
    data = members_of(line)["data"]
    name = random.choice(list(data) or ["amount_fen"])
    return line.replace(b'"data":{', b'"data":{' + spelled({name: 1})[1:-1] + (b"," if data else b""), 1)
