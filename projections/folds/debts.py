"""Demands from before this log, as the events of their file have them. For read models that hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from projections.events import event_views as s
from projections.events.entries import Entry
from projections.folds.demands import Demand

PROPOSED, CONFIRMED, DECLINED = "debt.lines-proposed.v1", "debt.proposal-confirmed.v1", "debt.proposal-declined.v1"
OF_THE_FILE = "import-recovery"
"""The act of the proposal that brings them in."""


def brought(proposal: str, debt: s.BroughtDebt) -> Demand:
    """One that is proposed: approved, as of its decision, with its file."""
    return Demand(
        recovery=debt.recovery,
        proposal=proposal,
        ground=debt.ground,
        basis=debt.document,
        demanded_fen=debt.open_fen,
        demanded_on=date.fromisoformat(debt.decided_on),
        served_on=_day(debt.served_on),
        due_on=_day(debt.due_on),
        reminded=debt.reminder_until is not None,
        reminder_until=_day(debt.reminder_until),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _served(demand: Demand, entry: Entry[s.DebtServed]) -> None:
    demand.served_on, demand.due_on = _day(entry.data.served_on), _day(entry.data.due_on)


def _received(demand: Demand, entry: Entry[s.DebtReceived], sign: int = 1) -> None:
    demand.received_fen += sign * entry.data.treasury_due_fen
    demand.written_off_fen -= sign * entry.data.written_back_fen
    demand.owed_back_fen += sign * entry.data.beyond_fen


def _receipt_reversed(demand: Demand, entry: Entry[s.DebtReceived]) -> None:
    _received(demand, entry, -1)


def _changed(demand: Demand, entry: Entry[s.DebtChanged]) -> None:
    match entry.data.act:
        case "reduce-recovery":
            demand.reduced_fen += entry.data.amount_fen
        case "write-off-recovery":
            demand.written_off_fen += entry.data.amount_fen
        case "refer-recovery":
            demand.referred_to = entry.data.referred_to
        case _:
            demand.cancelled_fen, demand.cancelled = demand.open_fen, True


ABOUT_DEBTS: Mapping[str, Callable[[Demand, Entry[Any]], None]] = {
    "debt.served.v1": _served,
    "debt.received.v1": _received,
    "debt.receipt-reversed.v1": _receipt_reversed,
    "debt.changed.v1": _changed,
}
"""What each event about one of them does."""
