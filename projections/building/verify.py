"""Comparing a read model with what the log makes of it, row by row and in both directions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, and_, func, or_, select

from projections.building.catalogue import named
from projections.building.rebuild import Progress, load, quietly, shadow
from projections.database.connections import no_swap_meanwhile
from projections.engine.model import Model
from projections.engine.views import Views
from store.errors import StoreBusy

_ATTEMPTS = 3
DIFFERENCES_MAX = 100
"""So many differences are told of each table; a model that has more of them is past telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that is not what the log says: `live` is None where it is missing, `rebuilt` where it should not be."""

    table: str
    live: tuple[Any, ...] | None
    rebuilt: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was compared: `rows` live rows as of `position`. The model is right when there are no differences."""

    model: str
    position: int
    rows: int
    differences: tuple[Difference, ...]


def verify(views: Views, name: str, *, on_progress: Progress = quietly) -> Verification:
    """Build the model of this `name` beside the live one, up to the same position, and compare. Nothing is changed, and
    nobody waits: what others record and fold meanwhile is not compared.

    Raises StoreUnavailable (`views-read-only` for whoever may not write the read models …), and StoreBusy where the
    live model was built anew again and again meanwhile.
    """
    models = named([name])
    for _ in range(_ATTEMPTS):
        generation, verification = _verify(views, models, on_progress)
        (now,) = views.status(models)
        # Where the live tables were swapped before they were compared, an older snapshot shows nothing in the new ones.
        if now.generation == generation:
            return verification
    raise StoreBusy("store-busy", path=views.database.place)


def _verify(views: Views, models: Sequence[Model], on_progress: Progress) -> tuple[int, Verification]:
    """With the generation that was compared."""
    (model,) = models
    with views.database.beside() as (connection, apart):
        # On PostgreSQL whoever has read is in the way of a swap, and whoever waits for a swap in that of all readers.
        connection.exec_driver_sql("SAVEPOINT asked")
        (standing,) = views.standings(connection, models)
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT asked")
        standing.require()
        shadows = shadow(connection, models, apart)
        load(views.store, connection, models, shadows, until=standing.position, on_progress=on_progress)
        no_swap_meanwhile(connection)
        pairs = list(zip(model.TABLES, shadows[model.NAME], strict=True))
        return standing.generation, Verification(
            model=model.NAME,
            position=standing.position,
            rows=sum(connection.execute(select(func.count()).select_from(live)).scalar_one() for live, _ in pairs),
            differences=tuple(
                difference
                for live, rebuilt in pairs
                for difference in islice(_differences(connection, live, rebuilt), DIFFERENCES_MAX)
            ),
        )


def _differences(connection: Connection, live: Table, rebuilt: Table) -> Iterator[Difference]:
    """Each side is looked up in the other by key: first what differs or should not be there, then what is missing."""
    same_key = and_(*(mine == rebuilt.c[mine.name] for mine in live.primary_key))
    (some_key, *_) = rebuilt.primary_key
    differs = or_(*(mine.is_distinct_from(rebuilt.c[mine.name]) for mine in live.columns))
    differing = connection.execute(
        select(live, rebuilt).select_from(live.outerjoin(rebuilt, same_key)).where(differs).limit(DIFFERENCES_MAX)
    )
    for row in differing.all():
        mine, its = tuple(row[: len(live.columns)]), tuple(row[len(live.columns) :])
        missing = its[rebuilt.columns.values().index(some_key)] is None
        yield Difference(table=live.name, live=mine, rebuilt=None if missing else its)
    (live_key, *_) = live.primary_key
    lost = connection.execute(
        select(rebuilt).select_from(rebuilt.outerjoin(live, same_key)).where(live_key.is_(None)).limit(DIFFERENCES_MAX)
    )
    for row in lost.all():
        yield Difference(table=live.name, live=None, rebuilt=tuple(row))
