"""Comparing a read model with what the log makes of it, row by row and in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, and_, func, or_, select

from projections.building.catalogue import named
from projections.building.rebuild import Progress, load, quietly, shadow
from projections.engine.views import Views

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
    """Build the model of this `name` beside the live one, up to the same position, and compare. Nothing is changed.

    Raises StoreUnavailable and StoreBusy: the build needs the write lock, although it is undone.
    """
    models = named([name])
    (model,) = models
    with views.database.writing() as connection:
        (standing,) = views.standings(connection, models)
        standing.require()
        shadows = shadow(connection, models)
        load(views.store, connection, models, shadows, until=standing.position, on_progress=on_progress)
        pairs = list(zip(model.TABLES, shadows[model.NAME], strict=True))
        verification = Verification(
            model=name,
            position=standing.position,
            rows=sum(connection.execute(select(func.count()).select_from(live)).scalar_one() for live, _ in pairs),
            differences=tuple(
                difference
                for live, rebuilt in pairs
                for difference in islice(_differences(connection, live, rebuilt), DIFFERENCES_MAX)
            ),
        )
        connection.rollback()
    return verification


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
