"""What of the payments of an application stands on clearing accounts: the domain's own rule over what events say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.application.state.clearing import Held, given_back, paid_from
from projections.events.entries import Entry

_CREDITS = frozenset({"application.partially-paid.v1", "application.settled.v1", "application.paid-by-offset.v1"})
_BACK = frozenset({"application.payment-returned.v1", "application.payment-reversed.v1"})
_RECOVERED = frozenset(
    {"application.recovery-received.v1", "application.recovery-offset.v1", "application.recovery-offset-within.v1"}
)
_REVERSED = "application.receipt-reversed.v1"
_AGAIN, _REDATED = "application.return-reversed.v1", "application.payment-redated.v1"
_ASSIGNED = "application.payment-assigned.v1"
MOVES = frozenset({*_CREDITS, *_BACK, *_RECOVERED, _REVERSED, _AGAIN, _REDATED, _ASSIGNED})
"""The events that may move something onto a clearing account, or from one."""


def cleared(held: Held, entry: Entry[Any]) -> Held:
    """`held` after an event; the same after any but one of `MOVES`."""
    if entry.name not in MOVES:
        return held
    data, on = entry.data, date.fromisoformat(entry.effective_on)
    if entry.name in _CREDITS:
        return paid_from(held, data.credit.batch, data.credit.drawn, on) if data.credit is not None else held
    if entry.name in _BACK:
        return given_back(held, data.batch, data.restored)
    if entry.name in _RECOVERED:
        for payment in data.restored:
            held = given_back(held, payment.batch, payment.drawn)
        return held
    if entry.name == _REVERSED:
        for payment in data.restored:
            held = paid_from(held, payment.batch, payment.drawn, on)
        return held
    if entry.name == _ASSIGNED:
        return given_back(held, data.batch, data.cleared)
    if entry.name == _REDATED:
        held = given_back(held, data.batch, data.drawn)
    return paid_from(held, data.batch, data.drawn, on)


def runs_of(entry: Entry[Any]) -> Iterator[str]:
    """The payment runs whose money one of `MOVES` may have moved so."""
    if entry.name in _CREDITS:
        if entry.data.credit is not None:
            yield entry.data.credit.batch
    elif entry.name in _RECOVERED or entry.name == _REVERSED:
        yield from (payment.batch for payment in entry.data.restored)
    else:
        yield entry.data.batch


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """The runs of which something else stands there than before."""
    return (batch for batch in {*before, *after} if before.get(batch) != after.get(batch))
