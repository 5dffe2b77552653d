"""What was denied of the credits of an application: the domain's own rule over what events say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from domain.application.payment_key import batch_of, payment_key
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


def of_runs(
    before: Denied | None, was_in_flight: Collection[str], after: Denied | None, in_flight: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """By run of which an application was, or is, in flight: who neither releases it nor hands it over because of it."""
    if before is None and after is None:
        return
    runs = {batch_of(item) for item in in_flight}
    for batch in {*runs, *map(batch_of, was_in_flight)}:
        yield batch, after.by if after is not None and batch in runs else ()
