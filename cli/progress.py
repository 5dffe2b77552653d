"""A progress bar with a rate, for long work, on standard error and only where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")

_SHOWN_FROM = 20
"""Fewer things than this are done before a bar could be read."""


def watched(things: Iterable[_T], total: int, doing: str) -> Iterator[_T]:
    """Pass `things` on and show how many of `total` have gone by; `doing` is said already in the officer's language."""
    if total < _SHOWN_FROM or sys.stderr is None or not sys.stderr.isatty():
        yield from things
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total, rate="")
        for thing in things:
            yield thing
            speed = bar.tasks[0].speed
            bar.update(task, advance=1, rate=f"{speed:,.0f}/s" if speed else "")
