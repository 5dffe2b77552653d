"""Which roles and which acts exclude each other, and what an exception of a small office waives.

Whoever decides about a case does not pay it, and the other way round. An exception (岗位兼任备案), which the authority
above the office confirms, lets one officer do both for a time, up to a ceiling a payment. ADR 0051.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Iterator, Mapping, Sequence

from audit.office import Officer, RoleException
from audit.shapes import CommandLine, Violation


def in_force(officer: Officer | None, day: str) -> RoleException | None:
    """The exception under which an officer acts on a day, if any."""
    exception = officer.exception if officer is not None else None
    return exception if exception is not None and exception.in_force(day) else None


def legal_day(instant: str) -> str:
    """The day in China on which an instant (UTC, ISO 8601) falls: one time, eight hours ahead, since 1991."""
    try:
        utc = datetime.strptime(instant[:19] + "+0000", "%Y-%m-%dT%H:%M:%S%z")
        return (utc + timedelta(hours=8)).date().isoformat()
    except (ValueError, OverflowError):
        return ""  # no instant, and no day on which an exception would be in force


_DIGEST = re.compile("[0-9a-f]{64}")
"""SHA-256 of a file, in hexadecimal digits."""


class Exclusions:
    """The table's, and who has what mark of which case or run: use one for one log."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._roles_apart = frozenset(table["roles_apart"])
        self._roles_excluding = [frozenset(pair) for pair in table["roles_excluding"]]
        exclusions = table["exclusions"]
        self._marks: Mapping[str, str] = exclusions["marks"]
        self._barred: Mapping[str, str] = exclusions["barred"]
        self._barred_beginning: Mapping[str, str] = exclusions["barred_beginning"]
        self._barred_without: Mapping[str, Sequence[str]] = exclusions["barred_without"]
        self._waived: Mapping[str, Mapping[str, str]] = exclusions["waived"]
        self._watched = frozenset((*self._barred, *self._barred_beginning, *self._barred_without))
        self._held: dict[frozenset[str], frozenset[str]] = {}
        self._marked: dict[tuple[str, str], frozenset[str]] = {}

    def holdable(self, roles: frozenset[str], *, excepted: bool) -> bool:
        """Whether one officer may be given these roles together."""
        if any(apart in roles and len(roles) > 1 for apart in self._roles_apart):
            return False
        return excepted or not any(pair <= roles for pair in self._roles_excluding)

    def held(self, roles: frozenset[str], exception: RoleException | None) -> frozenset[str]:
        """Those that an officer acts in: without an exception none of a pair that excludes each other."""
        if exception is not None:
            return roles
        held = self._held.get(roles)
        if held is None:
            held = roles.difference(*(pair for pair in self._roles_excluding if pair <= roles))
            self._held[roles] = held
        return held

    def check(self, lines: Sequence[CommandLine], actor: str, exception: RoleException | None) -> None:
        """Raises `Violation("excluded")` for what the actor may not record after what they did before."""
        for line in lines:
            if line.name not in self._watched:
                continue
            for mark in self._bars(line, line is lines[0]):
                marked = actor in self._marked.get((mark, line.stream), ())
                if marked and not self._waives(exception, mark, line):
                    raise Violation(line.position, "excluded", actor=actor, stream=line.stream)

    def remember(self, line: CommandLine, actor: str) -> None:
        mark = self._marks.get(line.name)
        if mark is not None:
            key = (mark, line.stream)
            self._marked[key] = self._marked.get(key, frozenset()) | {actor}

    def _bars(self, line: CommandLine, begins: bool) -> Iterator[str]:
        """Whoever is marked as one of these may not record the line, which may begin its command."""
        if line.name in self._barred:
            yield self._barred[line.name]
        if begins and line.name in self._barred_beginning:
            yield self._barred_beginning[line.name]
        if line.name in self._barred_without:
            mark, member = self._barred_without[line.name]
            digest = line.data.get(member)
            if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
                yield mark

    def _waives(self, exception: RoleException | None, mark: str, line: CommandLine) -> bool:
        """Whether the exception lets the line pass, and its amount, where it pays."""
        if exception is None or mark not in self._waived:
            return False
        path = self._waived[mark].get(line.name)
        if path is None:
            return True
        amount: Any = line.data
        for member in path.split("."):
            amount = amount.get(member) if isinstance(amount, Mapping) else None
        return isinstance(amount, int) and amount <= exception.ceiling_fen
