"""Which authority decides what is in a stream, and which pays a case: as the lines say it, and who may act on it."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from audit.office import Officer
from audit.shapes import CommandLine, Violation


class Authorities:
    """The table's, and what the lines before a command said."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._naming: Mapping[str, str] = table["authorities"]
        self._handing_over: Mapping[str, str] = table["handed_over"]
        self._of_cases = table["streams"]["application"]
        self._naming_payer = frozenset(table["payers"]["events"])
        self._payer = table["payers"]["member"]
        self._of_payer: Mapping[str, Sequence[str]] = table["of_payer"]
        self._naming_receiver: Mapping[str, str] = table["receivers"]["named_by"]
        self._received = frozenset(table["receivers"]["events"])
        self._receivers: dict[str, str] = {}
        self._authorities: dict[str, str] = {}
        self._payers: dict[str, str] = {}

    def begun(self, lines: Sequence[CommandLine]) -> int | None:
        """Take in whose a stream is. The first line says it; a second one changes nothing, and its position is told."""
        again = None
        for line in lines:
            if line.name in self._naming:
                again = again or (line.position if line.stream in self._authorities else None)
                self._authorities.setdefault(line.stream, str(line.data.get(self._naming[line.name])))
            if line.name in self._naming_receiver:
                self._receivers.setdefault(line.stream, str(line.data.get(self._naming_receiver[line.name])))
        return again

    def of(self, stream: str) -> str | None:
        """Whose a stream is; None where it is nobody's."""
        return self._authorities.get(stream)

    def misplaced(self, lines: Sequence[CommandLine], authority: str) -> CommandLine | None:
        """The first of what follows that is in a stream of another authority than this one; of what is done to the
        money of whoever receives it, than the one that the allotment of the command names.
        """
        receivers = {self._receivers[line.stream] for line in lines if line.stream in self._receivers}
        for line in lines[1:]:
            whose = self.of(line.stream)
            if whose is not None and whose not in (receivers if line.name in self._received else {authority}):
                return line
        return None

    def remember(self, line: CommandLine) -> None:
        """Who acts from now on, and who pays: nobody else than who decides, where that is not known."""
        if line.name in self._handing_over:
            self._authorities[line.stream] = str(line.data.get(self._handing_over[line.name]))
        if line.name in self._naming_payer:
            payer = line.data.get(self._payer)
            self._payers.pop(line.stream, None)
            if isinstance(payer, str):
                self._payers[line.stream] = payer

    def reached(
        self, lines: Sequence[CommandLine], permission: str, half: str, officer: Officer, actor: str, supervising: str
    ) -> None:
        """An officer acts on what is of their authority, or is paid by it; those of the supervising one, on everything.

        Raises `Violation("other-authority")`.
        """
        if officer.authority == supervising:
            return
        paying = permission in self._of_payer["second" if half == "closes" else "first"]
        for line in lines:
            if line is lines[0] or line.stream.startswith(self._of_cases):
                authority = self._authorities.get(line.stream)
                authority = self._payers.get(line.stream, authority) if paying else authority
                if authority is not None and authority != officer.authority:
                    raise Violation(line.position, "other-authority", actor=actor, authority=authority)
