"""How a command is held against the table of shapes, by a verifier that has the table and imports nothing of ours.

A line is the stream, the stored name and the data of an event, as JSON has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.base import Event
from domain.catalogue import STORED_NAMES
from store.line.codec import encode

Line = tuple[str, str, Mapping[str, Any]]
Table = Mapping[str, Any]


def as_lines(recorded: Iterable[tuple[str, Event]]) -> list[Line]:
    return [(stream, STORED_NAMES[type(event)], json.loads(encode(event))) for stream, event in recorded]


def unfit(table: Table, lines: Sequence[Line], actor: str) -> str | None:
    """Why no officer could have recorded these lines with one command; None when one could."""
    leading = lines[0][1]
    permission = permission_of(table, lines[0], actor)
    shape = table["shapes"].get(leading, {}).get(permission)
    if shape is None:
        return f"{leading} leads no command under {permission}"
    misplaced = [name for stream, name, _ in lines if not _at_home(table, stream, name)]
    if misplaced:
        return f"{misplaced[0]} stands in a stream of another kind"
    if len(_runs(lines)) != len(set(_runs(lines))):
        return "the lines of a stream do not stand together"
    return _miscounted(shape, lines)


def permission_of(table: Table, line: Line, actor: str) -> str | None:
    """Under which permission the leading line falls; None where it leads nothing."""
    stream, name, members = line
    choice = table["leading"].get(name)
    if choice is None:
        return None
    other = choice["otherwise"]
    if other and members.get(other["member"]) in other["values"]:
        permission = other["permission"]
    else:
        permission = members.get(choice["member"]) if choice["member"] else choice["permission"]
    if permission in table["own"] and stream != table["streams"]["officer"] + actor:
        return None
    return str(permission)


def _at_home(table: Table, stream: str, name: str) -> bool:
    called = table["streams"][name.partition(".")[0]]
    return stream.startswith(called) and stream != called if called.endswith("-") else bool(stream == called)


def _runs(lines: Sequence[Line]) -> list[str]:
    """The streams in the order of the lines, each once for every run of lines in it."""
    streams = [stream for stream, _, _ in lines]
    return [stream for index, stream in enumerate(streams) if index == 0 or stream != streams[index - 1]]


def _miscounted(shape: Mapping[str, Any], lines: Sequence[Line]) -> str | None:
    names = {name for _, name, _ in lines}
    followers = [one for one in shape["followers"] if one["beside"] is None or one["beside"] in names]
    counts = [0] * len(followers)
    for index in range(1, len(lines)):
        matching = [number for number, follower in enumerate(followers) if _follows(follower, lines, index)]
        if not matching:
            return f"{lines[index][1]} does not follow there from {lines[0][1]}"
        counts[matching[0]] += 1
    for follower, count in zip(followers, counts):  # noqa: B905
        wanted = " or ".join(follower["events"])
        if count < follower["least"]:
            return f"of {wanted} there are too few: {count}"
        if follower["most"] is not None and count > follower["most"]:
            return f"of {wanted} there are too many: {count}"
    return None


def _follows(follower: Mapping[str, Any], lines: Sequence[Line], index: int) -> bool:
    """Whether the line at `index` is such a follower and stands where one may stand."""
    stream = lines[index][0]
    before = [line for line in lines[:index] if line[0] == stream]
    if not _is_one(follower, lines[index]) or (stream == lines[0][0]) != (follower["stands"] == "same"):
        return False
    if follower["stands"] == "apart" and any(_is_one(follower, line) for line in before):
        return False
    return not follower["after"] or any(name in follower["after"] for _, name, _ in before)


def _is_one(follower: Mapping[str, Any], line: Line) -> bool:
    _, name, members = line
    return name in follower["events"] and (follower["where"] is None or _holds(follower["where"], members))


def _holds(where: Mapping[str, Any], members: Mapping[str, Any]) -> bool:
    value = members.get(where["member"])
    if (value is not None) != where["filled"]:
        return False
    values = value if isinstance(value, list) else [value]
    return not where["values"] or all(one in where["values"] for one in values)
