"""The cases of a random history, fact by fact, as the domain folds them: what every read model is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from domain.application.folding.case import evolve
from domain.application.state.case import Case
from tests.domain.given_when_then import Minute
from tests.projections.conftest import Place


class Then(NamedTuple):
    """A moment: the fact at `position`, the case that it is about before and after it, and all cases after it."""

    position: int
    minute: Minute
    before: Case | None
    case: Case | None
    cases: dict[str, Case]


def until_seen(
    wanted: set[str], look: Callable[[int], Iterable[str]], first: Sequence[int] = (), seeds: int = 24
) -> set[str]:
    """What `look` sees in one history after another, until it has seen all that is `wanted`.

    The seeds that come `first` were seen to be enough together; when acts come or go they may no longer be, and the
    search goes on from 0: `python -m tests.projections.seeds` chooses them again.
    """
    seen: set[str] = set()
    for seed in (*first, *range(seeds)):
        for sight in look(seed):
            seen.add(sight)
            if wanted <= seen:
                return seen
    return seen


def moments(place: Place) -> Iterator[Then]:
    cases: dict[str, Case] = {}
    for position, minute in enumerate(place.town.minutes, start=1):
        kind, _, number = minute.stream.partition("-")
        before = case = None
        if kind == "application":
            before = cases.get(number)
            case = cases[number] = evolve(before, minute.event, minute.by)
        yield Then(position, minute, before, case, cases)
