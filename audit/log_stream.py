"""What the log says of itself: that it ends, that it goes on from a copy, which of its faults two people declared."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from audit.commits import Head
from audit.errors import Errors
from audit.office import OPENED, RESTORED
from audit.shapes import CommandLine, Violation

CLOSED = "log.closed.v1"
FAULT = "log.fault-proposed.v1"
CONFIRMED = "log.proposal-confirmed.v1"
DECLARES_A_FAULT = "declare-fault"


class LogStream:
    """Follows the commands of a log, one after another, for what its own stream tells."""

    def __init__(self, errors: Errors, *, heads_known: bool) -> None:
        self._errors = errors
        self._heads_known = heads_known
        self._closed = False
        self._identities: set[str] = set()
        self._faults: dict[str, Mapping[str, Any]] = {}
        self._declared: list[tuple[int, int]] = []

    def check(self, lines: Sequence[CommandLine], begins: Head | None) -> None:
        """A command, before its rights are looked at. `begins` is the head that its commit was signed on, where the
        command begins the commit: that the log goes on from a copy begins one.

        Raises `Violation`: `log-closed` for what follows the end, `restored-falsely` for a line that tells of another
        head than the one in front of it, or takes an identity that was there before.
        """
        first = lines[0]
        closed, self._closed = self._closed, first.name == CLOSED
        if closed and first.name != RESTORED:
            self._closed = True
            raise Violation(first.position, "log-closed")
        if first.name in (OPENED, RESTORED):
            identity = str(first.data.get("log"))
            again = identity in self._identities
            self._identities.add(identity)
            if first.name == RESTORED and (again or not self._tells_truly(first, begins)):
                raise Violation(first.position, "restored-falsely")

    def declare(self, line: CommandLine) -> None:
        """A command that was allowed: what two people declare of faults before it, never of what comes."""
        if line.name == FAULT:
            self._faults[str(line.data.get("proposal"))] = line.data
        elif line.name == CONFIRMED and line.data.get("act") == DECLARES_A_FAULT:
            fault = self._faults.get(str(line.data.get("proposal")), {})
            first, last = fault.get("first"), fault.get("last")
            if isinstance(first, int) and isinstance(last, int):
                self._declared.append((first, min(last, line.position - 1)))

    def end_commit(self, signed: bool) -> None:
        """A declaration counts when its commit is signed, and not before."""
        if signed:
            for first, last in self._declared:
                self._errors.declare(first, last)
        self._declared.clear()

    def _tells_truly(self, line: CommandLine, begins: Head | None) -> bool:
        if line.data.get("size") != line.position - 1:
            return False
        if not self._heads_known:
            return True
        return begins is not None and (begins.size, begins.root.hex()) == (line.position - 1, line.data.get("root"))
