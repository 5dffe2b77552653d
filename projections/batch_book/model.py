"""拨付批次账: payment runs against bank answers, a row a run and case, in fen: of a run through the treasury all items
of a case together.

`ordered_fen` is what its order is for, `credited_fen` and `returned_fen` what its case has as credited by it and as
returned of it, corrections included, and `in_flight_fen` what the bank has not answered: all of it from the events of
the case. `told_credited_fen` and `told_returned_fen` add up what the messages say, from the events of the run; what of
them no order is behind (`unmatched_fen`), or is settled with the bank, is not the case's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, String, Table

from domain.application.values import UNMATCHED
from domain.treasury.messages import MessageKind
from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events import bank_views as v
from projections.events import money_views as m
from projections.events.entries import Entry
from projections.events.money_views import stated

NAME = "batch_book"
VERSION = 1
ITEMS = Table(
    NAME,
    METADATA,
    Column("item", String, primary_key=True),  # the run and the application
    Column("batch", String, nullable=False),
    Column("application", String, nullable=False),
    Column("ordered_fen", BigInteger, nullable=False),
    Column("stopped", Boolean, nullable=False),  # cancelled, left out, or overtaken
    Column("credited_fen", BigInteger, nullable=False),
    Column("returned_fen", BigInteger, nullable=False),
    Column("in_flight_fen", BigInteger, nullable=False),
    Column("told_credited_fen", BigInteger, nullable=False),
    Column("told_returned_fen", BigInteger, nullable=False),
    Column("unmatched_fen", BigInteger, nullable=False),
    Column("answers", Integer, nullable=False),
    sqlite_with_rowid=False,
)
RUNS = Table(
    "batch_book_run",
    METADATA,
    Column("batch", String, primary_key=True),
    Column("authority", String, nullable=False),
    Column("ordered_on", String, nullable=False),
    Column("released", Boolean, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("files", Integer, nullable=False),  # that were made for the bank
    Column("exported_fen", BigInteger, nullable=False),  # what the last ones asked for
    sqlite_with_rowid=False,
)
TABLES = (ITEMS, RUNS)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {NAME: (("batch", "application"),)}
_CAPACITY = 100_000
"""Items kept in memory: some 40 MB."""


class Item(msgspec.Struct, gc=False):
    item: str
    batch: str
    application: str
    ordered_fen: int = 0
    stopped: bool = False
    credited_fen: int = 0
    returned_fen: int = 0
    in_flight_fen: int = 0
    told_credited_fen: int = 0
    told_returned_fen: int = 0
    unmatched_fen: int = 0
    answers: int = 0


class Run(msgspec.Struct, gc=False):
    batch: str
    authority: str
    ordered_on: str
    released: bool = False
    cancelled: bool = False
    files: int = 0
    exported_fen: int = 0


def begin(tables: Sequence[Table]) -> BatchBookFold:
    return BatchBookFold(*tables)


class BatchBookFold:
    """See `projections.engine.model.Fold`."""

    def __init__(self, items: Table, runs: Table) -> None:
        self._items = RowCache(items, read=lambda row: Item(*row), row=_row, weigh=lambda item: 1, capacity=_CAPACITY)
        self._runs = RowCache(runs, read=lambda row: Run(*row), row=_row, weigh=lambda run: 1, capacity=_CAPACITY)

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        mine = [entry for entry in entries if entry.name in EVENTS]
        self._items.fetch(connection, {_key(*about) for entry in mine for about in _about(entry)})
        self._runs.fetch(connection, {entry.subject for entry in mine if entry.name in _OF_RUN})
        for entry in mine:
            if entry.name in _OF_CASE:
                for batch, application in _about(entry):
                    _OF_CASE[entry.name](self._item(batch, application), entry.data)
            else:
                self._of_run(entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        self._items.write(connection, lazily=lazily)
        self._runs.write(connection, lazily=lazily)

    def _of_run(self, entry: Entry[Any]) -> None:
        data = entry.data
        if entry.name == _ORDERED:
            self._runs.add(entry.subject, Run(entry.subject, data.authority, entry.effective_on))
            for ordered in data.items:
                self._item(entry.subject, ordered.application).ordered_fen += ordered.amount_fen
            return
        run = self._runs.change(entry.subject)
        assert run is not None, "a run's first event is its order"
        match entry.name:
            case "batch.released.v1":
                run.released = True
            case "batch.cancelled.v1":
                run.cancelled = True
            case "batch.exported.v1":
                run.files += len(data.files)
                run.exported_fen = sum(file.amount_fen for file in data.files)
            case "batch.items-dropped.v1" | "batch.items-left-out.v1" | "batch.items-overtaken.v1":
                for application in data.applications:
                    self._item(run.batch, application).stopped = True
            case "batch.answered.v1":
                self._told(run.batch, data.messages, 1)
                self._unmatched(run.batch, (one.application for one in data.messages), data.unmatched)
            case "batch.corrected.v1":
                right = [one.instead for one in data.corrections if one.instead is not None]
                wrong = [one.recorded for one in data.corrections]
                self._told(run.batch, wrong, -1)
                self._told(run.batch, right, 1)
                self._unmatched(run.batch, (one.application for one in (*wrong, *right)), data.unmatched)
            case "batch.assigned.v1":
                self._unmatched(run.batch, (data.assignment.application,), data.unmatched)

    def _told(self, batch: str, messages: Iterable[v.Message], sign: int) -> None:
        for message in messages:
            item = self._item(batch, message.application)
            item.answers += sign
            if message.kind == MessageKind.CREDITED:
                item.told_credited_fen += sign * message.amount_fen
            elif message.kind == MessageKind.RETURNED:
                item.told_returned_fen += sign * message.amount_fen

    def _unmatched(self, batch: str, about: Iterable[str], unmatched: Iterable[v.Unmatched]) -> None:
        left = {one.application: one.amount_fen for one in unmatched}
        for application in about:
            self._item(batch, application).unmatched_fen = left.get(application, 0)

    def _item(self, batch: str, application: str) -> Item:
        key = _key(batch, application)
        item = self._items.change(key)
        if item is None:
            item = Item(key, batch, application)
            self._items.add(key, item)
        return item


def _in_flight(item: Item, data: m.Ordered) -> None:
    item.in_flight_fen += data.amount_fen


def _come_to_nothing(item: Item, data: m.Ordered | v.Failed) -> None:
    item.in_flight_fen -= data.amount_fen


def _cancelled(item: Item, data: m.Ordered) -> None:
    item.stopped = True
    _come_to_nothing(item, data)


def _credited(item: Item, data: m.PartlyPaid | m.Settled) -> None:
    """What nothing was in flight for was drawn on clearing."""
    if data.credit is not None:
        item.credited_fen += data.credit.amount_fen
        item.in_flight_fen -= sum(draw.amount_fen for draw in data.credit.drawn if draw.fund != UNMATCHED)


def _returned(item: Item, data: v.Returned) -> None:
    item.returned_fen += sum(stated(data.items).values())


def _reversed(item: Item, data: v.Reversed) -> None:
    item.credited_fen -= sum(stated(data.items).values())


def _return_reversed(item: Item, data: v.ReturnReversed) -> None:
    item.returned_fen -= sum(stated(data.items).values())


_OF_CASE: Mapping[str, Callable[[Item, Any], None]] = {
    "application.payment-ordered.v1": _in_flight,
    "application.payment-reinstated.v1": _in_flight,
    "application.payment-cancelled.v1": _cancelled,
    "application.payment-overtaken.v1": _cancelled,
    "application.payment-failed.v1": _come_to_nothing,
    "application.partially-paid.v1": _credited,
    "application.settled.v1": _credited,
    "application.payment-returned.v1": _returned,
    "application.payment-reversed.v1": _reversed,
    "application.return-reversed.v1": _return_reversed,
}
_ORDERED = "batch.ordered.v1"
_OF_RUN = frozenset(
    {
        _ORDERED, "batch.released.v1", "batch.items-dropped.v1", "batch.items-left-out.v1", "batch.items-overtaken.v1",
        "batch.cancelled.v1", "batch.exported.v1", "batch.answered.v1", "batch.corrected.v1", "batch.assigned.v1",
    }
)  # fmt: skip
EVENTS = frozenset({*_OF_CASE, *_OF_RUN})


def _about(entry: Entry[Any]) -> Iterable[tuple[str, str]]:
    """The items, by run and application, that an event changes."""
    data = entry.data
    if entry.name in _OF_CASE:
        credit = getattr(data, "credit", None)
        batch = getattr(data, "batch", None) or (credit.batch if credit is not None else None)
        return ((batch, entry.subject),) if batch is not None else ()
    names = {
        *(one.application for one in (*getattr(data, "items", ()), *getattr(data, "messages", ()))),
        *getattr(data, "applications", ()),
    }
    for one in getattr(data, "corrections", ()):
        names.update(message.application for message in (one.recorded, one.instead) if message is not None)
    if entry.name == "batch.assigned.v1":
        names.add(data.assignment.application)
    return tuple((entry.subject, name) for name in sorted(names))


def _key(batch: str, application: str) -> str:
    return f"{batch} {application}"


def _row(value: Item | Run) -> tuple[Any, ...]:
    return msgspec.structs.astuple(value)
