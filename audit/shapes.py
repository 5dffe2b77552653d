"""Is a command made as an officer's command is made? Held against the table of shapes that a verifier is handed.

The first event of a command leads it; the table says under which permission, and which events may follow how often and
in which streams. Anything else was written by no program of ours. ADR 0043.
"""

from __future__ import annotations

import json
from typing import Any, Mapping, Sequence


class CommandLine:
    """One event of a command. Its data is parsed when somebody asks for it: most rules need none of it."""

    __slots__ = ("_parsed", "_written", "name", "position", "stream")

    def __init__(self, position: int, stream: str, name: str, written: bytes, parsed: Any = None) -> None:
        self.position = position
        self.stream = stream
        self.name = name
        self._written = written
        self._parsed = parsed

    @property
    def data(self) -> Mapping[str, Any]:
        """What JSON makes of the event's data; nothing for what is no JSON object."""
        if self._parsed is None:
            try:
                self._parsed = json.loads(self._written)
            except (ValueError, RecursionError):
                self._parsed = {}
        return self._parsed if isinstance(self._parsed, dict) else {}


class Violation(Exception):
    """A command that could not have been given; `code` says why, at the position of the event that shows it."""

    def __init__(self, position: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.position = position
        self.code = code
        self.values = values


class Shapes:
    """The table's shapes. `permission_of` and `fit` raise `Violation`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._leading: Mapping[str, Mapping[str, Any]] = table["leading"]
        self._streams: Mapping[str, str] = table["streams"]
        self._shapes: Mapping[str, Mapping[str, Mapping[str, Any]]] = table["shapes"]

    def permission_of(self, line: CommandLine) -> str:
        """Under which permission an event leads: where a member has a value, as a member says it, or plainly."""
        choice = self._leading.get(line.name)
        if choice is None:
            raise Violation(line.position, "leads-nothing", name=line.name)
        other = choice["otherwise"]
        if other is not None and line.data.get(other["member"]) in other["values"]:
            permission = other["permission"]
        elif choice["member"] is not None:
            permission = line.data.get(choice["member"])
        else:
            permission = choice["permission"]
        if not isinstance(permission, str) or permission not in self._shapes[line.name]:
            raise Violation(line.position, "leads-nothing", name=line.name)
        return permission

    def half(self, name: str, permission: str) -> str:
        """`alone`, `opens` or `closes`: what the command is to a proposal."""
        return str(self._shapes[name][permission]["half"])

    def fit(self, lines: Sequence[CommandLine], permission: str) -> None:
        """Every event in a stream of its kind, and after the first only those that may follow it."""
        for line in lines:
            if not self._at_home(line):
                raise Violation(line.position, "stream-foreign", name=line.name, stream=line.stream)
        shape = self._shapes[lines[0].name][permission]
        if shape["followers"] or len(lines) > 1:
            _Followers(shape["followers"], lines).count()

    def _at_home(self, line: CommandLine) -> bool:
        called = self._streams.get(line.name.partition(".")[0])
        if called is None:
            return False
        if called.endswith("-"):
            return line.stream.startswith(called) and line.stream != called
        return line.stream == called


class _Followers:
    """The followers of one command, counted by what the shape says of them."""

    def __init__(self, followers: Sequence[Mapping[str, Any]], lines: Sequence[CommandLine]) -> None:
        names = {line.name for line in lines}
        self._lines = lines
        self._followers = [one for one in followers if one["beside"] is None or one["beside"] in names]
        self._before: dict[str, list[str]] = {lines[0].stream: [lines[0].name]}
        self._apart: set[tuple[int, str]] = set()

    def count(self) -> None:
        counts = [0] * len(self._followers)
        for before, line in zip(self._lines, self._lines[1:]):
            if line.stream != before.stream and line.stream in self._before:
                raise Violation(line.position, "stream-scattered", stream=line.stream)
            names = self._before.setdefault(line.stream, [])
            counts[self._which(line, names)] += 1
            names.append(line.name)
        first = self._lines[0]
        for follower, count in zip(self._followers, counts):
            most = follower["most"]
            if count < follower["least"] or (most is not None and count > most):
                wanted = " / ".join(follower["events"])
                raise Violation(first.position, "followers-count", name=first.name, wanted=wanted, count=count)

    def _which(self, line: CommandLine, names: Sequence[str]) -> int:
        """Which of the followers a line is, where it stands behind these names in its stream."""
        same = line.stream == self._lines[0].stream
        for number, follower in enumerate(self._followers):
            if line.name not in follower["events"] or same != (follower["stands"] == "same"):
                continue
            if follower["where"] is not None and not holds(follower["where"], line.data):
                continue
            if follower["after"] and not any(name in follower["after"] for name in names):
                continue
            if follower["stands"] == "apart":
                if (number, line.stream) in self._apart:
                    continue
                self._apart.add((number, line.stream))
            return number
        raise Violation(line.position, "follows-not", name=line.name, leading=self._lines[0].name)


def holds(where: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    """Whether a member of an event is as the table wants it."""
    value = data.get(where["member"])
    if (value is not None) != where["filled"]:
        return False
    values = value if isinstance(value, list) else [value]
    return not where["values"] or all(one in where["values"] for one in values)
