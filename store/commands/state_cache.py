"""What earlier transactions folded, so that the next ones begin there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from domain.application.state.case import Case
from domain.application.values import Line

Folded = dict[str, tuple[int, Any]]
"""State by stream, each with the version up to which it is folded."""

LINES_CACHED_MAX = 20_000
"""Of cases, so many lines are kept folded; those that were used longest ago go first."""


class Taken(Protocol):
    """What one transaction folded, to be kept once it has committed."""

    @property
    def taken(self) -> Folded: ...
    @property
    def cases_taken(self) -> Mapping[str, Case]: ...


class StateCache:
    """What earlier transactions folded: few streams that every command asks for, and the cases used last."""

    def __init__(self) -> None:
        self.reference: Folded = {}
        self.cases: dict[str, Case] = {}
        self._lines = 0

    def take(self, repository: Taken) -> None:
        """Keep what a transaction folded, now that it has committed."""
        self.reference.update(repository.taken)
        for number, case in repository.cases_taken.items():
            self._lines += len(case.lines) - len(self._forgotten(number))
            self.cases[number] = case
        while self._lines > LINES_CACHED_MAX and self.cases:
            self._lines -= len(self._forgotten(next(iter(self.cases))))

    def _forgotten(self, number: str) -> Mapping[int, Line]:
        case = self.cases.pop(number, None)
        return case.lines if case else {}
