"""Building read models anew: stream the log, fold, load into shadow tables, index last, swap.

It is one transaction. Readers see the old model until the new one is whole, a build that is killed leaves nothing
behind, and events that are recorded meanwhile are folded before the swap. Memory stays the same however long
the log is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import Connection, Index, MetaData, Table

from projections.building.catalogue import folded_names, named
from projections.database.apart import Apart
from projections.database.connections import swap_alone
from projections.engine.model import Model
from projections.engine.progress import PROGRESS, Mark, ModelStatus, enter, mark
from projections.engine.views import Views
from projections.events.entries import page
from store.log import Database

PAGE = 5_000
"""Events a page: enough to share one bulk write, few enough to be held in memory."""

Progress = Callable[[int, int], None]
"""Told after each page: the position reached, and that of the log's head."""

Shadows = Mapping[str, Sequence[Table]]
"""By model: tables like its own, under other names."""

_SHADOW = Apart(schema=None, suffix="_shadow")
_MENDED = ("views-behind", "views-older", "views-diverged")
"""The troubles that building anew puts right."""


def quietly(reached: int, head: int) -> None:
    """Progress that nobody asked about."""


def rebuild(views: Views, names: Iterable[str] = (), *, on_progress: Progress = quietly) -> tuple[ModelStatus, ...]:
    """Build the models of these `names`, or all, from the first event to the head.

    Raises StoreUnavailable (`views-other-store`, `views-newer`, `views-read-only`, `disk-full` …) and StoreBusy.
    """
    models = named(names)
    with views.database.writing() as connection:
        _replace(views, connection, models, None, on_progress)
    return views.status(models)


def build_missing(views: Views, models: Sequence[Model], until: int | None, on_progress: Progress) -> None:
    """Build those of `models` that were never built, up to the head or to position `until`."""
    with views.database.writing() as connection:
        # Somebody else may have built them while this one waited for the lock.
        standings = zip(models, views.standings(connection, models), strict=True)
        never = [model for model, standing in standings if standing.error == "views-behind"]
        if never:
            _replace(views, connection, never, until, on_progress)


def shadow(connection: Connection, models: Iterable[Model], called: Apart = _SHADOW) -> Shadows:
    """Make empty tables like those of `models`, without their indexes."""
    apart = MetaData(schema=called.schema)
    shadows = {
        model.NAME: [table.to_metadata(apart, name=f"{table.name}{called.suffix}") for table in model.TABLES]
        for model in models
    }
    apart.create_all(connection, checkfirst=False)
    return shadows


def load(
    store: Database,
    connection: Connection,
    models: Sequence[Model],
    shadows: Shadows,
    *,
    until: int | None = None,
    on_progress: Progress = quietly,
) -> Mark:
    """Fold the whole log, or its events up to position `until`, into the shadows; returns how far that was."""
    names = folded_names(models)
    folds = [model.begin(shadows[model.NAME]) for model in models]
    reached = 0
    while True:
        with store.reading() as log:
            events = page(log, names, after=reached, size=PAGE, until=until)
            at = mark(log, events.reached)
        reached = events.reached
        whole = reached >= (events.head if until is None else min(until, events.head))
        for fold in folds:
            fold.take(connection, events.entries)
            fold.write(connection, lazily=not whole)
        on_progress(reached, events.head)
        if whole:
            return at


def _replace(
    views: Views, connection: Connection, models: Sequence[Model], until: int | None, on_progress: Progress
) -> None:
    PROGRESS.create(connection, checkfirst=True)
    standings = views.standings(connection, models)
    for standing in standings:
        standing.require(tolerated=_MENDED)
    shadows = shadow(connection, models)
    at = load(views.store, connection, models, shadows, until=until, on_progress=on_progress)
    for model, before in zip(models, standings, strict=True):
        _index(connection, model, shadows[model.NAME], before.generation + 1)
    swap_alone(connection)
    for model, before in zip(models, standings, strict=True):
        for table, built in zip(model.TABLES, shadows[model.NAME], strict=True):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table.name}")
            connection.exec_driver_sql(f"ALTER TABLE {built.name} RENAME TO {table.name}")
        enter(connection, model, before.generation + 1, at)


def _index(connection: Connection, model: Model, shadows: Sequence[Table], generation: int) -> None:
    """The generation is in the names of the indexes, for those of the old tables are still there."""
    for table, built in zip(model.TABLES, shadows, strict=True):
        for columns in model.INDEXES.get(table.name, ()):
            name = f"{table.name}_by_{columns[0]}_{generation}"
            Index(name, *(built.c[column] for column in columns)).create(connection)
