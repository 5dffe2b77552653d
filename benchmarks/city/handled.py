"""A case on its way through the year, and what its office and its bank have still to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.city.fraud import Planted
from domain.application.values import Line
from usecases.intake.application import ApplicationFile


@dataclass(slots=True)
class Handled:
    file: ApplicationFile
    planted: Planted | None = None
    number: str = ""
    lines: tuple[Line, ...] = ()
    clerk: str = ""
    assessor: str = ""
    approver: str = ""
    uncompared: tuple[int, ...] = ()
    """Lines about which the departments have not answered yet."""
    milestones: list[str] = field(default_factory=list)
    """Those that are to be reported still."""

    @property
    def authority(self) -> str:
        return self.file.authority

    @property
    def sort(self) -> str | None:
        return self.planted.sort if self.planted else None
