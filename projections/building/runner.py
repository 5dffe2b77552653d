"""Catching up: the events that were recorded since, folded exactly once.

A page is one transaction under the write lock: see how far the models are, read the events behind that, decode them
once, let every model fold them, write each model's rows in bulk, and move the position from where it was. Whoever is
killed has done a page or has not; whoever comes second waits, and goes on from where the first one left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from projections.building.catalogue import MODELS, folded_names, named
from projections.building.rebuild import Progress, build_missing, quietly
from projections.engine.model import Fold, Model
from projections.engine.progress import ModelStatus, advance, mark
from projections.engine.views import Views
from projections.events.entries import page

PAGE = 5_000
"""Events a page: enough to share one commit, few enough that nobody waits long for the write lock."""

Folds = dict[str, tuple[int, Fold]]
"""By model: a fold, and the position that it stands at."""


def status(views: Views) -> tuple[ModelStatus, ...]:
    """How every read model stands to the store, troubles included."""
    return views.status(MODELS)


def catch_up(
    views: Views,
    names: Iterable[str] = (),
    *,
    page_size: int = PAGE,
    until: int | None = None,
    on_progress: Progress = quietly,
) -> tuple[ModelStatus, ...]:
    """Bring the models of these `names`, or all, to the head (or to position `until`), building what is not there.

    `on_progress` is called with the position from which they go on, and then with each that they have reached. A
    reader without write rights changes nothing, and learns how far behind the models are. Raises StoreUnavailable
    (`views-older` and `views-diverged` ask for a rebuild) and StoreBusy.
    """
    models = named(names)
    statuses = views.status(models)
    on_progress(min(of_model.position for of_model in statuses), max(of_model.head for of_model in statuses))
    if views.read_only:
        return statuses
    for of_model in statuses:
        of_model.require(tolerated=("views-behind",))
    if any(of_model.error for of_model in statuses):
        build_missing(views, models, until, on_progress)
        statuses = views.status(models)
    folds: Folds = {}
    while _behind(statuses, until):
        _fold_page(views, models, folds, page_size, until, on_progress)
        statuses = views.status(models)
    return statuses


def _fold_page(
    views: Views, models: Sequence[Model], folds: Folds, size: int, until: int | None, on_progress: Progress
) -> None:
    """Fold one page into the models that are furthest behind."""
    with views.database.writing() as connection:
        standings = views.standings(connection, models)
        for standing in standings:
            standing.require()
        behind = _behind(standings, until)
        if not behind:
            return  # Somebody else was faster.
        onto = min(standing.position for standing in behind)
        turning = named(standing.model for standing in behind if standing.position == onto)
        # Not beyond the position of another model, so that from there on they go together.
        stops = [standing.position for standing in standings if standing.position > onto]
        stop = min([*stops, until] if until is not None else stops, default=None)
        with views.store.reading() as log:
            events = page(log, folded_names(turning), after=onto, size=size, until=stop)
            to = mark(log, events.reached)
        for model in turning:
            at, fold = folds.get(model.NAME) or (onto, model.begin(model.TABLES))
            if at != onto:
                fold = model.begin(model.TABLES)  # What it keeps in memory has been overtaken.
            fold.take(connection, events.entries)
            fold.write(connection, lazily=False)
            folds[model.NAME] = (events.reached, fold)
        advance(connection, turning, onto, to)
    on_progress(events.reached, events.head)


def _behind(standings: Sequence[ModelStatus], until: int | None) -> list[ModelStatus]:
    return [model for model in standings if model.position < (model.head if until is None else min(until, model.head))]
