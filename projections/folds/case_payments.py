"""What payments and what becomes of demands do to the state of an application, beside what they do to its balances."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain.application.payment_key import payment_key
from domain.application.status import ENDED, Status
from projections.events import bank_views as v
from projections.events import event_views as s
from projections.events import money_views as m
from projections.events.entries import Entry
from projections.folds.case_state import CaseRow
from projections.folds.demands import ABOUT_DEMANDS

Move = Callable[[CaseRow, Entry[Any]], None]


def _released(row: CaseRow, entry: Entry[m.Released]) -> None:
    row.state.releasers = sorted({*row.state.releasers, entry.actor})


def _failed(row: CaseRow, entry: Entry[v.Failed]) -> None:
    row.state.account_doubtful = row.state.account_doubtful or entry.data.account_at_fault


def _in_doubt(row: CaseRow, entry: Entry[v.InDoubt]) -> None:
    key = payment_key(entry.data.batch, entry.data.fund)
    row.state.in_doubt = {item: since for item, since in row.state.in_doubt.items() if item != key}
    if entry.data.since is not None:
        row.state.in_doubt[key] = date.fromisoformat(entry.data.since)


def _paying(stage: Status) -> Move:
    """A credit that arrives when the case has ended does not bring it back."""

    def change_state(row: CaseRow, entry: Entry[Any]) -> None:
        if row.state.stage not in ENDED:
            row.state.stage = stage

    return change_state


def _reopened(row: CaseRow, entry: Entry[s.Empty]) -> None:
    paid = row.positions.sum("paid_fen")
    row.state.stage = Status.PARTIALLY_PAID if paid else Status.PAYABLE


def _returned(row: CaseRow, entry: Entry[v.Returned]) -> None:
    row.state.account_doubtful = row.state.account_doubtful or entry.data.account_at_fault
    _reversed(row, entry)


def _reversed(row: CaseRow, entry: Entry[v.Returned] | Entry[v.Reversed]) -> None:
    if row.state.stage == Status.PARTIALLY_PAID and not row.positions.sum("paid_fen"):
        row.state.stage = Status.PAYABLE


def _about_demand(row: CaseRow, entry: Entry[Any]) -> None:
    ABOUT_DEMANDS[entry.name](row.state.demands[entry.data.recovery], entry)


PAYMENT_MOVES: Mapping[str, Move] = {
    "application.payment-released.v1": _released,
    "application.payment-failed.v1": _failed,
    "application.partially-paid.v1": _paying(Status.PARTIALLY_PAID),
    "application.settled.v1": _paying(Status.SETTLED),
    "application.reopened.v1": _reopened,
    "application.payment-returned.v1": _returned,
    "application.payment-reversed.v1": _reversed,
    "application.return-reversed.v1": _paying(Status.PARTIALLY_PAID),
    "application.payment-in-doubt.v1": _in_doubt,
    "application.paid-by-offset.v1": _paying(Status.PARTIALLY_PAID),
    **dict.fromkeys(ABOUT_DEMANDS, _about_demand),
}
