"""The way of a query: the read models catch up to the log's head, if they may be written, and then they answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from projections.building.catalogue import named
from projections.building.runner import catch_up
from projections.engine.views import Views
from store.errors import StoreUnavailable
from usecases.progress import OnProgress
from usecases.session.officer_session import OfficerSession

_T = TypeVar("_T")

_UNWRITABLE = ("views-read-only", "store-io")


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf(Generic[_T]):
    """A query's `result` as of `position` of the log; `behind` events of the log were not yet folded."""

    result: _T
    position: int
    behind: int


def unobserved(reached: int, head: int) -> None:
    """For whoever shows no progress."""


@contextmanager
def opened(session: OfficerSession, *, read_only: bool = False) -> Iterator[Views]:
    """The read models as they are, for the verbs that maintain them."""
    views = Views(session.database, session.settings["views"], read_only=read_only)
    try:
        yield views
    finally:
        views.close()


def standing(views: Views, *names: str) -> AsOf[None]:
    """As of which position the read models of these names answer, the least of them."""
    statuses = views.status(named(names))
    position, head = min(status.position for status in statuses), max(status.head for status in statuses)
    return AsOf(result=None, position=position, behind=head - position)


@contextmanager
def caught_up(session: OfficerSession, *names: str, on_progress: OnProgress = unobserved) -> Iterator[Views]:
    """The read models of these names, brought to the head. Who may not write them reads them as they are.

    `on_progress` is called with the position from which they go on, and then with each that they have reached. Raises
    StoreUnavailable (`views-older` and `views-diverged` ask for a rebuild) and StoreBusy.
    """
    with opened(session) as views:
        try:
            catch_up(views, names, on_progress=on_progress)
        except StoreUnavailable as error:
            if error.code not in _UNWRITABLE:
                raise
        else:
            yield views
            return
    with opened(session, read_only=True) as views:
        yield views
