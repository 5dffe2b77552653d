"""The uses of limits that cases hold, as their events have it: in memory, by limit and subject."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from domain.entitlement.claim import Use

_IN_ORDER = attrgetter("application", "line", "limit")
"""The order in which a store gives them."""


class HeldUses:
    """Two thirds of a kilobyte a use: they are kept for the whole log, since any later case may ask for them."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], dict[str, tuple[Use, ...]]] = {}
        """By limit and subject, and then by application: all lines of a scheme may share one subject."""

    def of(self, wanted: Iterable[tuple[str, str]]) -> list[Use]:
        held = (self._held.get(pair) for pair in set(wanted))
        return sorted((use for by_case in held if by_case for uses in by_case.values() for use in uses), key=_IN_ORDER)

    def replace(self, before: Iterable[Use], after: Iterable[Use]) -> None:
        """One case held these uses `before`, and holds those `after`."""
        for use in before:
            by_case = self._held.get((use.limit, use.subject))
            if by_case is not None:
                by_case.pop(use.application, None)
                if not by_case:
                    del self._held[use.limit, use.subject]
        for use in after:
            by_case = self._held.setdefault((use.limit, use.subject), {})
            by_case[use.application] = (*by_case.get(use.application, ()), use)
