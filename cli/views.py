"""The way of a question: the read models catch up to the log's head, if they may be written, and then they answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from cli.output import print_note
from cli.progress import Pace
from presentation.language import _
from store.errors import StoreUnavailable
from usecases.session.officer_session import OfficerSession

if TYPE_CHECKING:
    from projections.engine.views import Views

_UNWRITABLE = ("views-read-only", "store-io")


class Positioned(Protocol):
    """An answer that says as of which position it is, and how far behind the log that is."""

    @property
    def position(self) -> int: ...

    @property
    def behind(self) -> int: ...


@contextmanager
def opened(session: OfficerSession, *, read_only: bool = False) -> Iterator[Views]:
    """The read models as they are, for the verbs that keep them."""
    from projections.engine.views import Views

    views = Views(session.database, session.settings["views"], read_only=read_only)
    try:
        yield views
    finally:
        views.close()


@contextmanager
def caught_up(session: OfficerSession, *names: str) -> Iterator[Views]:
    """The read models of these names, brought to the head. Who may not write them reads them as they are."""
    from projections.building.catalogue import named
    from projections.building.runner import catch_up

    with opened(session) as views:
        try:
            start = min(each.position for each in views.status(named(names)))
            with Pace(_("Catching up"), start) as pace:
                catch_up(views, names, on_progress=pace)
        except StoreUnavailable as error:
            if error.code not in _UNWRITABLE:
                raise
        else:
            yield views
            return
    with opened(session, read_only=True) as views:
        yield views


def print_position(answer: Positioned) -> None:
    """As of which position of the log the answer is; and how far behind, if it is."""
    said = _("The read models stand at position %(position)s.")
    if answer.behind:
        said = _(
            "The read models stand at position %(position)s, %(behind)s behind the log: "
            "these read models cannot be written here."
        )
    print_note(said % {"position": answer.position, "behind": answer.behind})
