"""A progress bar with a rate, for long work, on standard error; where nobody watches, one line at the end of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

import click

from cli.output import print_note
from presentation.language import _

if TYPE_CHECKING:
    from rich.progress import Progress

_T = TypeVar("_T")

_SHOWN_FROM = 20
"""Fewer things than this are done before a bar could be read."""
_SHOWN_EVERY_S = 0.2
_SLOW_S = 1.0
"""Work that takes less than this is not worth a line."""


def watched(things: Iterable[_T], total: int, doing: str) -> Iterator[_T]:
    """Pass `things` on and show how many of `total` have gone by; `doing` is in the officer's language already."""
    if total < _SHOWN_FROM or sys.stderr is None or not sys.stderr.isatty():
        yield from things
        return
    with _bar() as bar:
        task = bar.add_task(doing, total=total, rate="")
        for thing in things:
            yield thing
            speed = bar.tasks[0].speed
            bar.update(task, advance=1, rate=f"{speed:,.0f}/s" if speed else "")


@contextmanager
def measured(doing: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far one long step is: gives what is to be called with the number reached and the total."""
    began = monotonic()
    seen: list[tuple[int, int]] = []
    if sys.stderr is not None and sys.stderr.isatty():
        with _bar() as bar:
            task = bar.add_task(doing, total=None, rate="")

            def show(reached: int, total: int) -> None:
                seen.append((reached, total))
                speed = bar.tasks[0].speed
                bar.update(task, completed=reached, total=total, rate=f"{speed:,.0f}/s" if speed else "")

            yield show
    else:
        yield lambda reached, total: seen.append((reached, total))
    took = monotonic() - began
    if seen and took >= _SLOW_S:
        reached, total = seen[-1]
        values = {"doing": doing, "reached": f"{reached:,}", "total": f"{total:,}", "rate": f"{reached / took:,.0f}"}
        print_note(_("%(doing)s: %(reached)s of %(total)s events, %(rate)s events/s") % values)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)


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
            print_note(self._line(self._reached))

    def _line(self, head: int) -> str:
        rate = (self._reached - self._start) / max(monotonic() - self._began, 1e-9)
        line = _("%(doing)s: position %(reached)s of %(head)s, %(rate)s events/s")
        return line % {"doing": self._doing, "reached": self._reached, "head": head, "rate": f"{rate:,.0f}"}
