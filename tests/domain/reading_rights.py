"""Whether an officer had the right to a command, by the table of shapes and what was recorded before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from domain.office.roles import Actor
from tests.domain.reading_shapes import Line, Table, permission_of


class Rights:
    """Everything that the lines before a command say about who may record it."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._authorities: dict[str, str] = {}
        self._payers: dict[str, str | None] = {}
        self._opened: dict[tuple[str, str, Any], str] = {}
        """By stream, permission, and what both halves agree in: who did the first."""
        self._declared: dict[tuple[str, str], str] = {}
        self._marked: set[tuple[str, str, str]] = set()

    def missing(self, lines: Sequence[Line], actor: Actor) -> str | None:
        """What the officer has not the right to, of a command that has a shape; it is read in any case."""
        permission = permission_of(self._table, lines[0], actor.officer)
        assert permission is not None, "it has a shape"
        half = self._table["shapes"][lines[0][1]][permission]["half"]
        reason = self._role(permission, half, actor) or self._second(permission, half, lines[0], actor)
        self._read(lines, permission, half, actor.officer)
        return reason or self._authority(lines, permission, half, actor) or self._excluded(lines, actor)

    def remember(self, line: Line, officer: str) -> None:
        """Read what was recorded before anything is asked, line by line."""
        permission = permission_of(self._table, line, officer)
        half = self._table["shapes"][line[1]][permission]["half"] if permission else "alone"
        if permission and half == "closes":
            self._opened.pop(self._key(permission, line))
        self._read([line], permission or "", half, officer)

    def _role(self, permission: str, half: str, actor: Actor) -> str | None:
        if permission in self._table["founding"]:
            return None
        if permission in self._table["city_only"] and actor.authority != actor.supervised_by:
            return f"{permission} is of the supervising authority"
        roles = self._table["permissions"][permission][half == "closes"]
        return None if actor.roles.intersection(roles) else f"{actor.officer} is no {' or '.join(roles)}"

    def _second(self, permission: str, half: str, line: Line, actor: Actor) -> str | None:
        if half != "closes":
            return None
        first = self._opened.pop(self._key(permission, line), None)
        if first is None:
            return f"nothing was open of {permission}"
        return "nobody is their own second" if first == actor.officer else None

    def _key(self, permission: str, line: Line) -> tuple[str, str, Any]:
        member = self._table["pairs"][permission]["member"]
        return line[0], permission, line[2][member] if member else None

    def _authority(self, lines: Sequence[Line], permission: str, half: str, actor: Actor) -> str | None:
        paying = permission in self._table["of_payer"]["second" if half == "closes" else "first"]
        streams = [lines[0][0], *(stream for stream, _, _ in lines if stream.startswith("application-"))]
        for stream in streams:
            if stream in self._authorities:
                authority = (paying and self._payers.get(stream)) or self._authorities[stream]
                if actor.authority not in (authority, actor.supervised_by):
                    return f"{stream} is of {authority}"
        return None

    def _excluded(self, lines: Sequence[Line], actor: Actor) -> str | None:
        rules = self._table["exclusions"]
        for index, (stream, name, members) in enumerate(lines):
            without, member = rules["barred_without"].get(name, ("", ""))
            marks = [rules["barred"].get(name), without if members.get(member) is None else None]
            if index == 0:
                marks.append(rules["barred_beginning"].get(name))
            for mark in filter(None, marks):
                if (stream, mark, actor.officer) in self._marked:
                    return f"{actor.officer} is one of those who {mark} {stream}"
            own = stream == self._table["streams"]["officer"] + actor.officer
            if name in rules["never_own"] and own and lines[0][1] != "log.opened.v1":
                return f"{name} is of one's own"
            if name in rules["never_about_oneself"] and members[rules["never_about_oneself"][name]] == actor.officer:
                return f"{name} is about oneself"
        return None

    def _read(self, lines: Sequence[Line], permission: str, half: str, officer: str) -> None:
        for line in lines:
            stream, name, members = line
            if member := self._table["authorities"].get(name):
                self._authorities[stream] = members[member]
            if name in self._table["handed_over"]:
                self._authorities[stream] = members[self._table["handed_over"][name]]
            if name in self._table["payers"]["events"]:
                self._payers[stream] = members[self._table["payers"]["member"]]
            for act in self._table["drops"].get(name, ()):
                for key in [key for key in self._opened if key[:2] == (stream, act)]:
                    del self._opened[key]
            mark = self._table["exclusions"]["marks"].get(name)
            if mark:
                self._marked.add((stream, mark, officer))
        if half == "opens":
            self._opened[self._key(permission, lines[0])] = officer
        for line in self._carried(lines):
            act = line[2]["act"]
            if lines[0][1] in self._table["carried"]["declaring"]:
                self._declared[line[0], act] = officer
            self._opened[self._key(act, line)] = self._declared[line[0], act]

    def _carried(self, lines: Sequence[Line]) -> Iterator[Line]:
        return (line for line in lines if line[1] == self._table["carried"]["event"])
