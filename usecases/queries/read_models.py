"""The read models themselves: how far each is, brought up to the log, built anew, and compared with the log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Annotated, Any

from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from projections.building import runner
from projections.building.catalogue import named
from projections.building.rebuild import rebuild
from projections.building.verify import verify
from projections.engine.progress import ModelStatus
from projections.engine.views import Views
from usecases.progress import OnProgress

Pacing = Callable[[str, int], AbstractContextManager[OnProgress]]
"""Opens the progress of one pass over the log: what is done (in the officer's language), and from which position."""


class ModelRow(Row):
    """A read model: the last position folded, that of the log, and `trouble`, the code of why it cannot answer."""

    model: Annotated[str, Heading(N_("Read model"), Kind.NAME)]
    position: Annotated[int, Heading(N_("Position"))]
    head: Annotated[int, Heading(N_("Log"))]
    behind: Annotated[int, Heading(N_("Behind"))]
    generation: Annotated[int, Heading(N_("Times built"))]
    trouble: Annotated[str | None, Heading(N_("Trouble"), Kind.NAME)]


class RowDifference(Row):
    """A row that is not what the log says: `live` is None where it is missing, `rebuilt` where it should not be."""

    table: str
    live: tuple[Any, ...] | None
    rebuilt: tuple[Any, ...] | None


class ComparisonRow(Row):
    """A read model compared with what the log makes of it: so many live rows, of which `count` differ."""

    model: Annotated[str, Heading(N_("Read model"), Kind.NAME)]
    position: Annotated[int, Heading(N_("Position"))]
    rows: Annotated[int, Heading(N_("Rows"))]
    count: Annotated[int, Heading(N_("Differences"))]
    differences: tuple[RowDifference, ...]


def statuses(views: Views) -> list[ModelRow]:
    """How far each read model is."""
    return _rows(runner.status(views))


def catch_up_models(views: Views, names: Sequence[str], pacing: Pacing) -> list[ModelRow]:
    """Fold what was recorded since into the read models of these names (none: all). Raises as `runner.catch_up`."""
    start = min(status.position for status in views.status(named(names)))
    with pacing(_("Catching up"), start) as on_progress:
        return _rows(runner.catch_up(views, names, on_progress=on_progress))


def rebuild_models(views: Views, names: Sequence[str], pacing: Pacing) -> list[ModelRow]:
    """Build the read models of these names (none: all) from the first event on; the old ones answer until then."""
    with pacing(_("Building"), 0) as on_progress:
        return _rows(rebuild(views, names, on_progress=on_progress))


def unbuilt_models(views: Views) -> list[str]:
    """The read models of which there is nothing to be compared yet."""
    return [status.model for status in runner.status(views) if status.error == "views-behind"]


def compare_models(
    views: Views, names: Sequence[str], pacing: Pacing, *, absent: Collection[str] = ()
) -> list[ComparisonRow]:
    """Build the read models of these names (none: all) but those that are `absent` beside the live ones and compare;
    nothing is changed.
    """
    rows = []
    for model in (model for model in named(names) if model.NAME not in absent):
        with pacing(_("Verifying %(model)s") % {"model": model.NAME}, 0) as on_progress:
            comparison = verify(views, model.NAME, on_progress=on_progress)
        differences = tuple(
            RowDifference(table=difference.table, live=difference.live, rebuilt=difference.rebuilt)
            for difference in comparison.differences
        )
        rows.append(
            ComparisonRow(
                model=comparison.model,
                position=comparison.position,
                rows=comparison.rows,
                count=len(differences),
                differences=differences,
            )
        )
    return rows


def _rows(statuses: Iterable[ModelStatus]) -> list[ModelRow]:
    return [
        ModelRow(
            model=status.model,
            position=status.position,
            head=status.head,
            behind=status.behind,
            generation=status.generation,
            trouble=status.error,
        )
        for status in statuses
    ]
