"""How a use case tells how far it is, without knowing who shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeVar

_T = TypeVar("_T")

OnProgress = Callable[[int, int], None]
"""Is called with what is reached and the total."""

OnNote = Callable[[str], None]
"""Is called with what an officer should look at although nothing is wrong, in their language."""


class Watch(Protocol):
    """Passes things on and shows how many of `total` have gone by; `doing` is in the officer's language already."""

    def __call__(self, things: Iterable[_T], total: int, doing: str) -> Iterator[_T]: ...


def unwatched(things: Iterable[_T], total: int, doing: str) -> Iterator[_T]:
    """For whoever shows nothing."""
    yield from things


Measure = Callable[[str], AbstractContextManager[OnProgress]]
"""Opens the progress of one long step; it is called with what is done, in the officer's language already."""


@contextmanager
def unmeasured(doing: str) -> Iterator[OnProgress]:
    """For whoever shows nothing."""
    yield lambda reached, total: None
