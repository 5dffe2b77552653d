"""阶段: what later instalments wait for, met or missed."""

from __future__ import annotations

from datetime import date

from domain.application.values import Due, Portion, Ranges
from domain.base import CONSEQUENCE, Event, event, first


@event("application.milestone-reported.v1", first("milestone", about="proposal", pair="proposal"))
class MilestoneReported(Event):
    """An assessor's proposal that `lines` met or missed a milestone; counts once an approver confirms it."""

    proposal: str
    milestone: str
    lines: Ranges
    met: bool
    reached_on: date
    source: str

    @property
    def happened_on(self) -> date:
        return self.reached_on


@event("application.milestone-met.v1", CONSEQUENCE)
class MilestoneMet(Event):
    """The instalments in `items` are payable now; of `revived`, which had been forfeited, some may wait still."""

    milestone: str
    items: tuple[Due, ...]
    revived: tuple[Portion, ...]
    reached_on: date

    @property
    def happened_on(self) -> date:
        return self.reached_on


@event("application.instalment-forfeited.v1", CONSEQUENCE)
class InstalmentForfeited(Event):
    """The milestone was missed, and with it the instalments that depend on it or on a later one, also what was paid."""

    milestone: str
    items: tuple[Due, ...]
    amount_fen: int
    missed_on: date

    @property
    def happened_on(self) -> date:
        return self.missed_on


MilestoneEvent = MilestoneReported | MilestoneMet | InstalmentForfeited
