"""What banks took back, and what of their messages was put right, as movements of money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from domain.application.values import UNMATCHED
from projections.events import bank_views as b
from projections.events import money_views as m
from projections.folds.entitlements import Items, paid_of
from projections.payout_history.rows import TO_OWED_BACK, Kind, Moved, divided, given_back, less, undrawn


class Group(NamedTuple):
    """Movements of one event that are alike; `effective_on` where it is another day than the event's."""

    kind: Kind
    moved: Iterable[Moved]
    reference: str
    batch: str
    effective_on: str | None = None


def _returned(data: b.Returned) -> Iterator[Group]:
    yield from _gone_back(data, Kind.RETURNED)


def _reversed(data: b.Reversed) -> Iterator[Group]:
    """As if it had never been credited: what was ordered for it comes to nothing, too."""
    yield from _gone_back(data, Kind.PAID)
    undone = sorted(m.stated(data.undone).items())
    ordered = [one for one in given_back(_of_funds(data), data.restored) if one[2] and one[2].fund != UNMATCHED]
    yield Group(Kind.ORDER_CANCELLED, less([*ordered, *undrawn(undone)]), data.batch, data.batch)


def _gone_back(data: b.Returned | b.Reversed, kind: Kind) -> Iterator[Group]:
    yield Group(kind, less(given_back(_of_funds(data), data.restored)), data.reference, data.batch)
    undone = [(due, -fen) for due, fen in sorted(m.stated(data.undone).items())]
    yield from _had_paid_back(kind, undone, data.reference, data.batch)


def _of_funds(data: b.Returned | b.Reversed | b.ReturnReversed) -> Items:
    """Without what the payee had paid back of it before."""
    undone = m.stated(data.undone)
    return [(due, fen - undone.get(due, 0)) for due, fen in m.stated(data.items).items()]


def _return_reversed(data: b.ReturnReversed) -> Iterator[Group]:
    yield Group(Kind.RETURNED, divided(sorted(_of_funds(data)), data.drawn), data.reference, data.batch)
    yield from _had_paid_back(Kind.RETURNED, sorted(m.stated(data.undone).items()), data.reference, data.batch)


def _had_paid_back(kind: Kind, undone: Items, reference: str, batch: str) -> Iterator[Group]:
    """What the payee had paid back: it is owed back, or is not any more."""
    yield Group(kind, ((due, fen, TO_OWED_BACK) for due, fen in undone), reference, batch)
    yield Group(Kind.RECOVERED, undrawn(undone), reference, batch)


def _redated(data: b.Redated) -> Iterator[Group]:
    items = paid_of(data.items)
    moved = [*(divided(items, data.drawn) if data.drawn else undrawn(items))]
    yield Group(Kind.PAID, less(moved), data.recorded_reference, data.batch, data.recorded_on)
    yield Group(Kind.PAID, moved, data.reference, data.batch)


def _assigned(data: b.Assigned) -> Iterator[Group]:
    """What stood on a clearing account was drawn on a fund: it was of an order of ours after all."""
    cleared = [*given_back(m.stated(data.items).items(), data.cleared)]
    drawn = [*divided(paid_of(data.items), data.drawn)]
    ordered = [one for one in cleared if one[2] and one[2].fund != UNMATCHED]
    yield Group(Kind.ORDERED, [*less(ordered), *drawn], data.batch, data.batch)
    yield Group(Kind.PAID, [*less(cleared), *drawn], data.batch, data.batch)


OF_BANK: Mapping[str, Callable[[Any], Iterator[Group]]] = {
    "application.payment-returned.v1": _returned,
    "application.payment-reversed.v1": _reversed,
    "application.return-reversed.v1": _return_reversed,
    "application.payment-redated.v1": _redated,
    "application.payment-assigned.v1": _assigned,
}
