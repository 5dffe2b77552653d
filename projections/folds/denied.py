"""What was denied of the credits of an application: the domain's own rule over what events say."""

from __future__ import annotations

from typing import Any

from domain.application.payment_key import payment_key
from domain.application.state.denied import Denied, credited, denied, ordered
from projections.events.entries import Entry

REVERSED = "application.payment-reversed.v1"
_ORDERED = "application.payment-ordered.v1"
_CREDITS = frozenset({"application.partially-paid.v1", "application.settled.v1", "application.paid-by-offset.v1"})


def denied_after(before: Denied | None, entry: Entry[Any]) -> Denied | None:
    """What is denied after an event."""
    data = entry.data
    if entry.name == REVERSED:
        item = payment_key(data.batch, data.fund)
        return denied(before, item, data.amount_fen, data.restored, data.denied_by)
    if before is None:
        return None
    if entry.name == _ORDERED:
        return ordered(before, payment_key(data.batch, data.fund))
    if entry.name in _CREDITS and data.credit is not None:
        return credited(before, payment_key(data.credit.batch, data.credit.fund), data.credit.amount_fen)
    return before
