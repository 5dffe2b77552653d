"""How far the items of a run have come, and what all that the bank said of each comes to."""

from __future__ import annotations

from collections.abc import Iterable

from domain.errors import NoSuchThing, NotAllowed
from domain.treasury.batch import Batch
from domain.treasury.batch_events import Awaited, Unmatched
from domain.treasury.messages import BankMessage, ItemKey
from domain.treasury.standing import Stage, Standing, standing


def stage_of(run: Batch, item: ItemKey) -> Stage:
    if run.cancelled or item not in run.items:
        return Stage.STOPPED
    if not run.released:
        return Stage.ORDERED
    return Stage.EXPORTED if run.exported else Stage.RELEASED


def standing_of(run: Batch, key: ItemKey, further: tuple[BankMessage, ...] = ()) -> Standing:
    """What all that the bank said of an item, and `further` messages, come to."""
    item = run.item(key)
    assert item is not None, "what the bank speaks of was ordered"
    return standing(item.amount_fen, stage_of(run, key), (*run.of(key), *further), run.assigned)


def unmatched_among(run: Batch, applications: Iterable[str]) -> tuple[Unmatched, ...]:
    """What of some applications waits for two people to say what it is, all items of one together."""
    return tuple(one for name in dict.fromkeys(applications) if (one := _unmatched(run, name)) is not None)


def _unmatched(run: Batch, application: str) -> Unmatched | None:
    items = [item for item in run.keys_of(application) if run.of(item)]
    amounts = {key: fen for item in items for key, fen in standing_of(run, item).unmatched.items()}
    if not amounts:
        return None
    since = min(message.value_on for item in items for message in run.of(item) if message.key in amounts)
    return Unmatched(application=application, amount_fen=sum(amounts.values()), since=since)


def awaited_among(run: Batch, applications: Iterable[str]) -> tuple[Awaited, ...]:
    """The items of some applications of which the bank spoke, and owes another answer: for the rest of a short credit,
    for what it does not know, and for what it moved before we had asked for it.
    """
    items = [item for name in dict.fromkeys(applications) for item in run.keys_of(name) if run.of(item)]
    return tuple(one for item in items if (one := _awaited(run, item)) is not None)


def _awaited(run: Batch, item: ItemKey) -> Awaited | None:
    now = standing_of(run, item)
    if not now.in_flight_fen and now.in_doubt is None:
        return None
    since = max(message.value_on for message in run.of(item))
    return Awaited(application=item.application, fund=item.fund, amount_fen=now.in_flight_fen, since=since)


def item_meant(run: Batch, application: str, fund: str | None) -> ItemKey:
    """The item of an application, by its fund where several pay it.

    Raises `NoSuchThing`: `not-in-batch`, `fund-not-in-batch`; `NotAllowed("fund-unnamed")` where it has to be named.
    """
    items = run.keys_of(application)
    if not items:
        raise NoSuchThing("not-in-batch", batch=run.batch, application=application)
    if fund is None:
        if len(items) > 1:
            funds = ", ".join(key.fund or "" for key in items)
            raise NotAllowed("fund-unnamed", batch=run.batch, application=application, funds=funds)
        return items[0]
    item = ItemKey(application, fund)
    if item not in items:
        raise NoSuchThing("fund-not-in-batch", batch=run.batch, application=application, fund=fund)
    return item
