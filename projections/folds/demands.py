"""Demands to pay money back, as the events of one application have them. For read models that hold them.

Tests hold them against `domain.application.state.balances.Recovery` after every event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from domain.application.state import money
from domain.application.state.letters import RECOVERY_NOTICE, REMINDER
from projections.events import event_views as s
from projections.events import money_views as m
from projections.events.entries import Entry


class PlannedPart(msgspec.Struct, gc=False):
    """A part of a plan to pay back."""

    due_on: date
    amount_fen: int


class Demand(msgspec.Struct, gc=False):
    """One demand, from its proposal on, or from the notice before it; amounts in fen. `received_fen` is what was
    applied to it, offsets apart. `demanded_on` is the day of the notice while nothing is demanded yet.
    """

    recovery: str
    proposal: str
    ground: str
    basis: str
    demanded_fen: int
    demanded_on: date
    notified_fen: int = 0
    statement_days: int = 0
    notice_served_on: date | None = None
    statement_on: date | None = None
    no_statement: bool = False
    reminded: bool = False
    reminder_until: date | None = None
    approved_on: date | None = None
    served_on: date | None = None
    due_on: date | None = None
    objected: bool = False
    plan: list[PlannedPart] = []
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
    def approved(self) -> bool:
        return self.approved_on is not None

    @property
    def open_fen(self) -> int:
        return money.demand_open_fen(self)

    def decline(self) -> None:
        """A demand that the supervisor declined never was; the notice before it stands."""
        if self.notified_fen:
            self.demanded_fen, self.reduced_fen, self.proposal = 0, 0, ""
            return
        self.cancelled_fen = self.open_fen
        self.cancelled = True

    def letter_served(self, letter: str, served_on: date, due_on: date | None) -> None:
        """Of several letters of one notice, or reminder, the later day holds. ADR 0061."""
        if letter == RECOVERY_NOTICE:
            self.notice_served_on = max(served_on, self.notice_served_on or served_on)
        elif letter == REMINDER and self.reminded and due_on is not None:
            self.reminder_until = max(due_on, self.reminder_until or due_on)


def notified(entry: Entry[m.Notified]) -> Demand:
    return Demand(
        recovery=entry.data.recovery,
        proposal="",
        ground=entry.data.ground,
        basis=entry.data.basis,
        demanded_fen=0,
        demanded_on=date.fromisoformat(entry.effective_on),
        notified_fen=entry.data.amount_fen,
        statement_days=entry.data.days,
    )


def demanded(entry: Entry[m.Demanded], told: Demand | None = None) -> Demand:
    """`told` is the notice from which it goes on."""
    if told is not None:
        told.proposal, told.demanded_fen = entry.data.proposal, entry.data.amount_fen
        told.demanded_on = date.fromisoformat(entry.effective_on)
        return told
    return Demand(
        recovery=entry.data.recovery,
        proposal=entry.data.proposal,
        ground=entry.data.ground,
        basis=entry.data.basis,
        demanded_fen=entry.data.amount_fen,
        demanded_on=date.fromisoformat(entry.effective_on),
    )


def decline(demands: Mapping[str, Demand], entry: Entry[s.Proposed]) -> None:
    """What the decline of a proposal does, if it was the proposal of a demand."""
    for demand in demands.values():
        if entry.data.act == DEMANDING and demand.proposal == entry.data.proposal:
            demand.decline()


def _approved(demand: Demand, entry: Entry[m.OfDemand]) -> None:
    demand.approved_on = date.fromisoformat(entry.effective_on)


def _served(demand: Demand, entry: Entry[m.Served]) -> None:
    demand.served_on = date.fromisoformat(entry.data.served_on)
    demand.due_on = date.fromisoformat(entry.data.due_on)
    demand.objected = False
    demand.reminded, demand.reminder_until = False, None


def _heard(demand: Demand, entry: Entry[m.Heard]) -> None:
    received_on = entry.data.received_on
    demand.statement_on = date.fromisoformat(received_on) if received_on else None
    demand.no_statement = received_on is None


def _reminded(demand: Demand, entry: Entry[m.OfDemand]) -> None:
    demand.reminded, demand.reminder_until = True, None


def _objected(demand: Demand, entry: Entry[m.OfDemand]) -> None:
    demand.objected = True


def _planned(demand: Demand, entry: Entry[m.Planned]) -> None:
    demand.plan = [PlannedPart(date.fromisoformat(part.due_on), part.amount_fen) for part in entry.data.parts]


def _received(demand: Demand, entry: Entry[m.Received], sign: int = 1) -> None:
    for_demand_fen = entry.data.for_demand_fen
    demand.received_fen += sign * for_demand_fen
    demand.written_off_fen -= sign * sum(m.stated(entry.data.written_back).values())
    demand.owed_back_fen += sign * (entry.data.amount_fen - for_demand_fen)


def _receipt_reversed(demand: Demand, entry: Entry[m.Received]) -> None:
    _received(demand, entry, -1)


def _offset(demand: Demand, entry: Entry[m.Offset] | Entry[m.OffsetWithin]) -> None:
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
    "application.recovery-heard.v1": _heard,
    "application.recovery-approved.v1": _approved,
    "application.recovery-served.v1": _served,
    "application.recovery-objected.v1": _objected,
    "application.recovery-reminded.v1": _reminded,
    "application.recovery-planned.v1": _planned,
    "application.recovery-received.v1": _received,
    "application.receipt-reversed.v1": _receipt_reversed,
    "application.recovery-offset.v1": _offset,
    "application.recovery-offset-within.v1": _offset,
    "application.recovery-reduced.v1": _reduced,
    "application.recovery-cancelled.v1": _cancelled,
    "application.recovery-written-off.v1": _written_off,
    "application.recovery-referred.v1": _referred,
}
"""What each event about a demand does to it; the demand's own event, and its decline, are apart."""
