"""The uses that the lines of an assessment find before them, as line after line is assessed."""

from __future__ import annotations

from collections.abc import Iterable

from domain.entitlement.claim import Use
from domain.entitlement.limits import Earlier, Limit
from domain.entitlement.uses import Tally


class UsesSoFar:
    """The uses that a line has before it: those given, those held by other lines, and those of the lines before it."""

    def __init__(self, uses: Iterable[Use]) -> None:
        self._by_subject: dict[tuple[str, str], dict[str, Tally]] = {}
        self._held: dict[int, list[Use]] = {}
        self.add(uses)

    def hold(self, uses: Iterable[Use]) -> None:
        """Uses that lines of this application hold, whatever is found of them here."""
        for use in uses:
            self._held.setdefault(use.line, []).append(use)
            self.add((use,))

    def release(self, line: int) -> list[Use]:
        """What a line holds, which is nothing against itself."""
        held = self._held.pop(line, [])
        for use in held:
            self._by_subject[use.limit, use.subject][use.qualifier].drop(use)
        return held

    def add(self, uses: Iterable[Use]) -> None:
        for use in uses:
            of_subject = self._by_subject.setdefault((use.limit, use.subject), {})
            of_subject.setdefault(use.qualifier, Tally()).add(use)

    def before(self, limit: Limit, subject: str | None) -> Earlier:
        if subject is None:
            return {}
        own: Earlier = self._by_subject.get((limit.id, subject), {})
        return self._with_others(limit, subject, own) if limit.also else own

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
