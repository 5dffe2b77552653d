"""What can be asked of the book of payment runs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from projections.batch_book import model as batch_book
from projections.batch_book.model import ITEMS, RUNS
from projections.engine.query_result import QueryResult, query_result
from projections.engine.views import Views


class Item(NamedTuple):
    """An item of a run, amounts in fen (see `projections.batch_book.model`)."""

    item: str
    batch: str
    application: str
    ordered_fen: int
    stopped: bool
    credited_fen: int
    returned_fen: int
    in_flight_fen: int
    told_credited_fen: int
    told_returned_fen: int
    unmatched_fen: int
    answers: int


class Run(NamedTuple):
    """A run, and what its items add up to, in fen."""

    batch: str
    authority: str
    ordered_on: date
    released: bool
    cancelled: bool
    files: int
    exported_fen: int
    items: tuple[Item, ...]


def runs(views: Views, *, batches: Collection[str] | None = None) -> QueryResult[Run]:
    """By number, each with its items by application; of some of them where they are named."""
    wanted = () if batches is None else (RUNS.c.batch.in_(sorted(batches)),)
    of_runs = select(RUNS).where(*wanted).order_by(RUNS.c.batch)
    of_items = select(ITEMS).join(RUNS, RUNS.c.batch == ITEMS.c.batch).where(*wanted)
    with views.asking(batch_book) as (connection, standing):
        rows = connection.execute(of_runs).all()
        items: dict[str, list[Item]] = {}
        for row in connection.execute(of_items.order_by(ITEMS.c.batch, ITEMS.c.application)):
            item = Item._make(row)
            items.setdefault(item.batch, []).append(item)
    return query_result(
        (
            Run(
                batch,
                whose,
                date.fromisoformat(ordered_on),
                released,
                cancelled,
                files,
                fen,
                tuple(items.get(batch, ())),
            )
            for batch, whose, ordered_on, released, cancelled, files, fen in rows
        ),
        standing,
    )
