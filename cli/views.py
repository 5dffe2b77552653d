"""The way of a question: the read models catch up to the log's head, if they may be written, and then they answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from cli.desk import Desk
from cli.language import _
from cli.render import note
from store.trouble import StoreUnavailable

if TYPE_CHECKING:
    from projections.answers import Answer
    from projections.views import Views

_SHOWN_EVERY_S = 0.2
_SLOW_S = 1.0
"""Work that takes less than this is not worth a word."""
_UNWRITABLE = ("views-read-only", "store-io")


@contextmanager
def opened(desk: Desk, *, read_only: bool = False) -> Iterator[Views]:
    """The read models as they are, for the verbs that keep them."""
    from projections.views import Views

    views = Views(desk.database, desk.settings["views"], read_only=read_only)
    try:
        yield views
    finally:
        views.close()


@contextmanager
def caught_up(desk: Desk, *names: str) -> Iterator[Views]:
    """The read models of these names, brought to the head. Who may not write them reads them as they are."""
    from projections.catalogue import named
    from projections.runner import catch_up

    with opened(desk) as views:
        try:
            start = min(each.position for each in views.status(named(names)))
            with Pace(_("Catching up"), start) as pace:
                catch_up(views, names, on_progress=pace)
        except StoreUnavailable as trouble:
            if trouble.code not in _UNWRITABLE:
                raise
        else:
            yield views
            return
    with opened(desk, read_only=True) as views:
        yield views


def say_position(answer: Answer[Any]) -> None:
    """As of which position of the log the answer is; and how far behind, if it is."""
    said = _("The read models stand at position %(position)s.")
    if answer.behind:
        said = _(
            "The read models stand at position %(position)s, %(behind)s behind the log: "
            "these read models cannot be written here."
        )
    note(said % {"position": answer.position, "behind": answer.behind})


class Pace:
    """Progress with a rate, on standard error: on a terminal as it goes, and one line at the end of slow work.

    `start` is the position from which the work goes on.
    """

    def __init__(self, doing: str, start: int = 0) -> None:
        self._doing = doing
        self._start = self._reached = start
        self._began = self._shown = monotonic()
        self._on_terminal = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Pace:
        return self

    def __call__(self, reached: int, head: int) -> None:
        self._reached, now = reached, monotonic()
        if self._on_terminal and now - self._shown >= _SHOWN_EVERY_S:
            self._shown = now
            click.echo(f"\r{self._line(head)}", nl=False, err=True)

    def __exit__(self, *_error: object) -> None:
        if self._shown > self._began:
            click.echo("\r\033[K", nl=False, err=True)
        if self._reached > self._start and monotonic() - self._began >= _SLOW_S:
            note(self._line(self._reached))

    def _line(self, head: int) -> str:
        rate = (self._reached - self._start) / max(monotonic() - self._began, 1e-9)
        said = _("%(doing)s: position %(reached)s of %(head)s, %(rate)s facts/s")
        return said % {"doing": self._doing, "reached": self._reached, "head": head, "rate": f"{rate:,.0f}"}
