"""What is printed about read models: how they catch up, and as of which position of the log they have answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

from cli.output import print_note
from cli.progress import Pace
from presentation.language import _
from usecases.progress import OnProgress
from usecases.queries import views as queried
from usecases.queries.views import opened as opened
from usecases.session.officer_session import OfficerSession

if TYPE_CHECKING:
    from projections.engine.views import Views


class Positioned(Protocol):
    """A result that knows as of which position it is, and how far behind the log that is."""

    @property
    def position(self) -> int: ...

    @property
    def behind(self) -> int: ...


@contextmanager
def catching_up() -> Iterator[OnProgress]:
    """Show how read models catch up: the first call tells the position from which they go on."""
    with ExitStack() as shown:
        pace: Pace | None = None

        def show(reached: int, head: int) -> None:
            nonlocal pace
            if pace is None:
                pace = shown.enter_context(Pace(_("Catching up"), reached))
            else:
                pace(reached, head)

        yield show


@contextmanager
def caught_up(session: OfficerSession, *names: str) -> Iterator[Views]:
    """The read models of these names, brought to the head, with the progress of it shown."""
    with catching_up() as on_progress, queried.caught_up(session, *names, on_progress=on_progress) as views:
        yield views


@contextmanager
def asked_for_all(session: OfficerSession, *names: str) -> Iterator[Views]:
    """As `caught_up`, for `--all`: read models that are behind may not name all, and that is noted."""
    with caught_up(session, *names) as views:
        standing = queried.standing(views, *names)
        if standing.behind:
            print_position(standing)
        yield views


def print_position(result: Positioned) -> None:
    """As of which position of the log the result is; and how far behind, if it is."""
    sentence = _("The read models stand at position %(position)s.")
    if result.behind:
        sentence = _(
            "The read models stand at position %(position)s, %(behind)s behind the log: "
            "these read models cannot be written here."
        )
    print_note(sentence % {"position": result.position, "behind": result.behind})
