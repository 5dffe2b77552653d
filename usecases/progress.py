"""How a use case tells how far it is, without knowing who shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
