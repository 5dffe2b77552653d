"""Where the money of one application stands, instalment by instalment, as its events have moved it.

For read models that hold it for each application; `application_register` and `person_record` do. Tests hold it against
the domain's own case after every event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from domain.application.payment_key import payment_key
from domain.application.status import ON_APPROVAL
from projections.events import bank_views as v
from projections.events import money_views as m
from projections.events.entries import Entry
from projections.events.money_views import OWED_BACK, DueKey, expand, spread, stated
from projections.folds.entitlements import Items


class Item(msgspec.Struct, array_like=True, gc=False):
    """One instalment, in fen: `paid_fen` after returns, `recovered_fen` with offsets."""

    entitled_fen: int = 0
    payable: str = ON_APPROVAL
    waiting: bool = False
    forfeited: bool = False
    ordered_fen: int = 0
    paid_fen: int = 0
    recovered_fen: int = 0
    written_off_fen: int = 0


class Order(msgspec.Struct, gc=False):
    """What of a bank item is in flight, in order of line and instalment."""

    items: Items
    ordered_by: str
    released: bool = False


class Positions(msgspec.Struct, gc=False):
    """`items` in the order in which they came to be."""

    items: dict[DueKey, Item]
    owed_back: Item
    orders: dict[str, Order]
    """By `domain.application.payment_key`."""

    def sum(self, position: str) -> int:
        return sum(getattr(item, position) for item in self.items.values())

    def shift(self, amounts_fen: Iterable[tuple[DueKey, int]], position: str, sign: int = 1) -> None:
        """Add amounts to a position of their instalments, or with -1 take them from it."""
        for due, amount_fen in amounts_fen:
            item = self.owed_back if due == OWED_BACK else self.items.setdefault(due, Item())
            setattr(item, position, getattr(item, position) + sign * amount_fen)


def nothing_yet() -> Positions:
    return Positions(items={}, owed_back=Item(), orders={})


def _approved(positions: Positions, entry: Entry[m.Approved]) -> None:
    positions.items = _awarded(entry.data.awards)


def _followed_up(positions: Positions, entry: Entry[m.FollowedUp]) -> None:
    positions.items.update(_awarded(entry.data.awards))


def _awarded(awards: Iterable[m.Award]) -> dict[DueKey, Item]:
    return {
        (line, part.instalment): Item(part.amount_fen, part.payable, waiting=part.payable != ON_APPROVAL)
        for award in awards
        for line in expand(award.lines)
        for part in award.parts
    }


def _revised(positions: Positions, entry: Entry[m.Revised]) -> None:
    payable = {
        (line, part.instalment): part.payable
        for award in entry.data.awards
        for line in expand(award.lines)
        for part in award.parts
    }
    for due, amount_fen in stated(entry.data.changed).items():
        item = positions.items.get(due)
        if item is None:
            item = positions.items[due] = Item(payable=payable[due], waiting=payable[due] != ON_APPROVAL)
        item.entitled_fen += amount_fen
    revived, revived_items = frozenset(expand(entry.data.revived)), frozenset(entry.data.revived_items)
    for due, item in positions.items.items():
        if item.entitled_fen and (due[0] in revived or due in revived_items):
            item.forfeited = False


def _upheld(positions: Positions, entry: Entry[m.Upheld]) -> None:
    if entry.data.status is not None:
        positions.items = {}
    else:
        positions.shift(stated(entry.data.changed).items(), "entitled_fen")


def _withdrawn(positions: Positions, entry: Entry[m.Withdrawn]) -> None:
    """What was paid stays, and is all that can still be decided on."""
    positions.shift(stated(entry.data.given_up).items(), "entitled_fen", -1)
    positions.items = {due: item for due, item in positions.items.items() if item.paid_fen}


def _ended(positions: Positions, entry: Entry[Any]) -> None:
    positions.items = {}


def _met(positions: Positions, entry: Entry[m.Met]) -> None:
    for due, amount_fen in spread(entry.data.revived):
        positions.items[due].entitled_fen, positions.items[due].forfeited = amount_fen, False
    for due in entry.data.items:
        positions.items[due].waiting = False


def _forfeited(positions: Positions, entry: Entry[m.Forfeited]) -> None:
    for due in entry.data.items:
        positions.items[due].entitled_fen, positions.items[due].forfeited = 0, True


def _ordered(positions: Positions, entry: Entry[m.Ordered]) -> None:
    items = sorted(spread(entry.data.items))
    positions.shift(items, "ordered_fen")
    positions.orders[_key(entry.data)] = Order(items=items, ordered_by=entry.actor)


def _reinstated(positions: Positions, entry: Entry[m.Ordered]) -> None:
    amounts, key = dict(spread(entry.data.items)), _key(entry.data)
    positions.shift(amounts.items(), "ordered_fen")
    order = positions.orders.get(key)
    if order is not None:
        for due, amount_fen in order.items:
            amounts[due] = amounts.get(due, 0) + amount_fen
    by = order.ordered_by if order is not None else ""
    positions.orders[key] = Order(items=sorted(amounts.items()), ordered_by=by, released=True)


def _released(positions: Positions, entry: Entry[m.Released]) -> None:
    positions.orders[_key(entry.data)].released = True


def _lapsed(positions: Positions, entry: Entry[m.Ordered] | Entry[v.Failed]) -> None:
    order = positions.orders.pop(_key(entry.data), None)
    if order is not None:
        positions.shift(order.items, "ordered_fen", -1)


def _credited(positions: Positions, entry: Entry[m.PartlyPaid] | Entry[m.Settled] | Entry[m.PaidByOffset]) -> None:
    credit = entry.data.credit
    if credit is not None:
        items = [*spread(credit.items)]
        order = positions.orders.get(_key(credit))
        if order is not None:
            arrived, left = _first(order.items, credit.amount_fen)
            positions.shift(arrived, "ordered_fen", -1)
            if left:
                order.items = left
            else:
                del positions.orders[_key(credit)]
        positions.shift(items, "paid_fen")


def _first(items: Items, amount_fen: int) -> tuple[Items, Items]:
    """The first `amount_fen` of some items, and what is left of them."""
    first: Items = []
    left: Items = []
    for due, item_fen in items:
        part_fen = min(amount_fen, item_fen)
        amount_fen -= part_fen
        if part_fen:
            first.append((due, part_fen))
        if item_fen > part_fen:
            left.append((due, item_fen - part_fen))
    return first, left


def _returned(positions: Positions, entry: Entry[v.Returned] | Entry[v.Reversed]) -> None:
    positions.shift(stated(entry.data.items).items(), "paid_fen", -1)
    positions.shift(stated(entry.data.undone).items(), "recovered_fen", -1)
    positions.owed_back.entitled_fen += entry.data.owed_back_fen


def _return_reversed(positions: Positions, entry: Entry[v.ReturnReversed]) -> None:
    positions.shift(stated(entry.data.items).items(), "paid_fen")
    positions.shift(stated(entry.data.undone).items(), "recovered_fen")
    positions.owed_back.entitled_fen -= entry.data.owed_back_fen


def _received(positions: Positions, entry: Entry[m.Received]) -> None:
    positions.owed_back.entitled_fen += entry.data.owed_back_fen
    positions.shift(stated(entry.data.written_back).items(), "written_off_fen", -1)
    _taken_back(positions, entry)


def _receipt_reversed(positions: Positions, entry: Entry[m.Received]) -> None:
    positions.owed_back.entitled_fen -= entry.data.owed_back_fen
    positions.shift(stated(entry.data.written_back).items(), "written_off_fen")
    for payment in entry.data.restored:
        positions.shift(stated(payment.items).items(), "recovered_fen", -1)


def _offset_within(positions: Positions, entry: Entry[m.OffsetWithin]) -> None:
    positions.owed_back.entitled_fen -= entry.data.amount_fen
    _taken_back(positions, entry)


def _taken_back(positions: Positions, entry: Entry[m.Received] | Entry[m.Offset] | Entry[m.OffsetWithin]) -> None:
    for payment in entry.data.restored:
        positions.shift(stated(payment.items).items(), "recovered_fen")


def _written_off(positions: Positions, entry: Entry[m.WrittenOff]) -> None:
    positions.shift(stated(entry.data.items).items(), "written_off_fen")


def _key(item: m.Ordered | m.Released | m.Credit | v.Failed) -> str:
    return payment_key(item.batch, item.fund)


MONEY: Mapping[str, Callable[[Positions, Entry[Any]], None]] = {
    "application.not-accepted.v1": _ended,
    "application.rejected.v1": _ended,
    "application.withdrawn.v1": _withdrawn,
    "application.approved.v1": _approved,
    "application.followed-up.v1": _followed_up,
    "application.revised.v1": _revised,
    "application.objection-upheld.v1": _upheld,
    "application.milestone-met.v1": _met,
    "application.instalment-forfeited.v1": _forfeited,
    "application.payment-ordered.v1": _ordered,
    "application.payment-released.v1": _released,
    "application.payment-cancelled.v1": _lapsed,
    "application.payment-failed.v1": _lapsed,
    "application.payment-overtaken.v1": _lapsed,
    "application.payment-reinstated.v1": _reinstated,
    "application.partially-paid.v1": _credited,
    "application.settled.v1": _credited,
    "application.paid-by-offset.v1": _credited,
    "application.payment-returned.v1": _returned,
    "application.payment-reversed.v1": _returned,
    "application.return-reversed.v1": _return_reversed,
    "application.recovery-received.v1": _received,
    "application.receipt-reversed.v1": _receipt_reversed,
    "application.recovery-offset.v1": _taken_back,
    "application.recovery-offset-within.v1": _offset_within,
    "application.recovery-written-off.v1": _written_off,
}
"""What each event about money does."""


class Written(msgspec.Struct, gc=False):
    """Positions as JSON has them, which knows no pairs as keys."""

    items: list[tuple[DueKey, Item]]
    owed_back: Item
    orders: dict[str, Order]

    @classmethod
    def of(cls, positions: Positions) -> Written:
        return cls(items=list(positions.items.items()), owed_back=positions.owed_back, orders=positions.orders)

    def read(self) -> Positions:
        return Positions(items=dict(self.items), owed_back=self.owed_back, orders=self.orders)
