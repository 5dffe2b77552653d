"""The uses that the lines of an assessment find before them, as line after line is assessed."""

from __future__ import annotations

from collections.abc import Iterable

from domain.entitlement.claim import Use
from domain.entitlement.limits import Earlier, Limit
from domain.entitlement.uses import Tally


class UsesSoFar:
    """The uses that a line has before it: those given, and those of the lines before it."""

    def __init__(self, uses: Iterable[Use]) -> None:
        self._by_subject: dict[tuple[str, str], dict[str, Tally]] = {}
        self.add(uses)

    def add(self, uses: Iterable[Use]) -> None:
        for use in uses:
            of_subject = self._by_subject.setdefault((use.limit, use.subject), {})
            of_subject.setdefault(use.qualifier, Tally()).add(use)

    def before(self, limit: Limit, subject: str | None, possible: str | None = None) -> Earlier:
        """The uses of `subject`, and those that may be its own (`Limit.possible_subject`)."""
        if subject is None:
            return {}
        own: Earlier = self._by_subject.get((limit.id, subject), {})
        own = self._with_others(limit, subject, own) if limit.also else own
        if possible is None:
            return own
        maybe: dict[str, list[Use]] = {}
        for name in (limit.id, *limit.also):
            for qualifier, uses in self._by_subject.get((name, possible), {}).items():
                maybe.setdefault(qualifier, []).extend(uses)
        return {**maybe, **own} if maybe else own

    def _with_others(self, limit: Limit, subject: str, own: Earlier) -> Earlier:
        """With the uses of the limits whose uses count here, too: of each line one, however many it left."""
        merged = {qualifier: list(uses) for qualifier, uses in own.items()}
        seen = {(use.application, use.line) for uses in own.values() for use in uses}
        for other in limit.also:
            for qualifier, uses in self._by_subject.get((other, subject), {}).items():
                fresh = [use for use in uses if (use.application, use.line) not in seen]
                merged.setdefault(qualifier, []).extend(fresh)
                seen |= {(use.application, use.line) for use in fresh}
        return merged
