"""Which seeds see everything that a search of random histories has to see, in the fewest histories.

`python -m tests.projections.seeds` prints them, to be written as `FIRST_SEEDS` of each search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from tests.projections import (
    test_histories,
    test_officer_acts,
    test_person_record,
    test_recovery_book,
    test_register,
    test_worklist,
)
from tests.projections.conftest import NewUrl

Look = Callable[[NewUrl, int], Iterable[str]]

SEARCHES: tuple[tuple[ModuleType, set[str], Look], ...] = (
    (test_histories, test_histories.KINDS, test_histories.kinds_of),
    (test_officer_acts, test_officer_acts.OF_TWO, test_officer_acts.paired_along),
    (test_person_record, {test_person_record.SEVERAL}, test_person_record.linked_along),
    (test_recovery_book, test_recovery_book.STANDINGS, test_recovery_book.standings_along),
    (test_register, test_register.NEXT_ACTS, test_register.acts_along),
    (test_worklist, test_worklist.TO_DO, test_worklist.actions_along),
)
LOOKED_AT = 60


def fewest(wanted: set[str], look: Look) -> list[int]:
    """The seeds that see the most of what is still wanted, one after another."""
    with TemporaryDirectory() as folder:
        numbers = count()

        def new_url() -> str:
            return str(Path(folder, f"{next(numbers)}.db"))

        sights = {seed: wanted & set(look(new_url, seed)) for seed in range(LOOKED_AT)}
    chosen: list[int] = []
    left = set(wanted)
    while left:
        best = max(sights, key=lambda seed: len(sights[seed] & left))
        if not sights[best] & left:
            raise SystemExit(f"{sorted(left)} did not come up in {LOOKED_AT} histories")
        chosen.append(best)
        left -= sights[best]
    return chosen


if __name__ == "__main__":
    for module, wanted, look in SEARCHES:
        print(f"{module.__name__}: FIRST_SEEDS = {tuple(fewest(wanted, look))}", flush=True)
