"""Demands to pay money back, as the facts of one application have them. For read models that hold them.

Tests hold them against `domain.application.state.balances.Recovery` after every fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from projections.events import event_views as s
from projections.events import money_views as m
from projections.events.entries import Entry


class Demand(msgspec.Struct, gc=False):
    """One demand, from its proposal on; amounts in fen. `received_fen` is what was applied to it, offsets apart."""

    recovery: str
    proposal: str
    ground: str
    basis: str
    demanded_fen: int
    demanded_on: str
    approved_on: str | None = None
    served_on: str | None = None
    due_on: str | None = None
    objected: bool = False
    plan: list[m.PlannedPart] = []
    received_fen: int = 0
    offset_fen: int = 0
    owed_back_fen: int = 0
    reduced_fen: int = 0
    written_off_fen: int = 0
    cancelled: bool = False
    cancelled_fen: int = 0
    referred_to: str | None = None

    @property
    def came_back_fen(self) -> int:
        return self.received_fen + self.offset_fen

    @property
    def open_fen(self) -> int:
        if self.cancelled:
            return 0
        return self.demanded_fen - self.reduced_fen - self.came_back_fen - self.written_off_fen

    @property
    def standing(self) -> str:
        """`proposed`, `approved`, `served`, `objected`, `planned`, `referred`, `partly`, or how it ended."""
        if self.cancelled:
            return "cancelled"
        if self.approved_on is None:
            return "proposed"
        if not self.open_fen:
            return "written-off" if self.written_off_fen else ("done" if self.came_back_fen else "cancelled")
        if self.referred_to:
            return "referred"
        if self.objected:
            return "objected"
        if self.came_back_fen:
            return "partly"
        if self.plan:
            return "planned"
        return "served" if self.served_on else "approved"

    @property
    def next_due_on(self) -> str | None:
        """The day by which the payee has to pay next: of the first part of the plan that is not covered, else of the
        demand as served. None when nothing is open, or it was never served nor planned.
        """
        if not self.open_fen:
            return None
        left_fen = sum(part.amount_fen for part in self.plan) - self.open_fen
        for part in self.plan:
            left_fen -= part.amount_fen
            if left_fen < 0:
                return part.due_on
        return self.due_on

    def decline(self) -> None:
        """A demand that the supervisor declined never was."""
        self.cancelled_fen = self.open_fen
        self.cancelled = True


def recovery_word(demands: Mapping[str, Demand]) -> str:
    """The position of all demands together: `none`, `demanded`, `partly`, `done`, `written-off`, `referred`."""
    live = [each for each in demands.values() if each.approved_on and each.standing != "cancelled"]
    if not live:
        return "none"
    still_open = [each for each in live if each.open_fen]
    if any(each.referred_to for each in still_open):
        return "referred"
    if still_open:
        return "partly" if any(each.came_back_fen for each in live) else "demanded"
    return "written-off" if any(each.written_off_fen for each in live) else "done"


def demanded(entry: Entry[m.Demanded]) -> Demand:
    return Demand(
        recovery=entry.data.recovery,
        proposal=entry.data.proposal,
        ground=entry.data.ground,
        basis=entry.data.basis,
        demanded_fen=entry.data.amount_fen,
        demanded_on=entry.effective_on,
    )


def decline(demands: Mapping[str, Demand], entry: Entry[s.Proposed]) -> None:
    """What the decline of a proposal does, if it was the proposal of a demand."""
    for each in demands.values():
        if entry.data.act == DEMANDING and each.proposal == entry.data.proposal:
            each.decline()


def _approved(demand: Demand, entry: Entry[m.OfDemand]) -> None:
    demand.approved_on = entry.effective_on


def _served(demand: Demand, entry: Entry[m.Served]) -> None:
    demand.served_on, demand.due_on, demand.objected = entry.data.served_on, entry.data.due_on, False


def _objected(demand: Demand, entry: Entry[m.OfDemand]) -> None:
    demand.objected = True


def _planned(demand: Demand, entry: Entry[m.Planned]) -> None:
    demand.plan = entry.data.parts


def _received(demand: Demand, entry: Entry[m.Received]) -> None:
    demand.received_fen += entry.data.amount_fen - entry.data.owed_back_fen
    demand.owed_back_fen += entry.data.owed_back_fen


def _offset(demand: Demand, entry: Entry[m.Offset]) -> None:
    demand.offset_fen += entry.data.amount_fen


def _reduced(demand: Demand, entry: Entry[m.Reduced]) -> None:
    demand.reduced_fen += entry.data.amount_fen
    if entry.data.because == "reduced":
        demand.objected = False


def _cancelled(demand: Demand, entry: Entry[m.Cancelled]) -> None:
    demand.cancelled_fen = demand.open_fen
    demand.cancelled, demand.objected = True, False


def _written_off(demand: Demand, entry: Entry[m.WrittenOff]) -> None:
    demand.written_off_fen += entry.data.amount_fen


def _referred(demand: Demand, entry: Entry[m.Referred]) -> None:
    demand.referred_to = entry.data.referred_to


DEMANDING = "demand-recovery"
"""The act of which a demand is the proposal."""

ABOUT_DEMANDS: Mapping[str, Callable[[Demand, Entry[Any]], None]] = {
    "application.recovery-approved.v1": _approved,
    "application.recovery-served.v1": _served,
    "application.recovery-objected.v1": _objected,
    "application.recovery-planned.v1": _planned,
    "application.recovery-received.v1": _received,
    "application.recovery-offset.v1": _offset,
    "application.recovery-reduced.v1": _reduced,
    "application.recovery-cancelled.v1": _cancelled,
    "application.recovery-written-off.v1": _written_off,
    "application.recovery-referred.v1": _referred,
}
"""What each fact about a demand does to it; the demand's own fact, and its decline, are apart."""
