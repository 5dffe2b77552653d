"""What a revision finds claimed falsely still counts toward the limits, against others and its own lines alike."""

from __future__ import annotations

from collections.abc import Iterable

from domain.application.folding.money import uses_within, uses_without
from domain.application.state.case import Case
from domain.application.status import Ground
from domain.application.values import LimitUse, lines_of
from domain.entitlement.assessment import Assessment
from domain.entitlement.claim import Use


class ClaimedFalsely:
    """*i:false-claim-use*: what was claimed falsely still counts toward the limits, also against the other lines of the
    same case, in the revision that finds it false and in every later one.

    A line that has nothing and was not forfeited holds a use for no other reason. Where a revision on another ground
    freed the uses of what is overpaid, they are taken again as they were awarded. A revision that strikes lines is
    about these; one that strikes none, about every line that it takes away and all that is overpaid.
    """

    def __init__(self, case: Case, ground: Ground, struck: frozenset[int]) -> None:
        self._case, self._ground = case, ground
        self._meant = struck or frozenset(case.lines)
        self._entitled = {due.line for due, item in case.items.items() if item.entitled_fen}
        forfeited = {due.line for due, item in case.items.items() if item.forfeited}
        held = lines_of(case.counted)
        self._held = held - self._entitled - forfeited
        self._freed: set[int] = set()
        if ground is Ground.FALSE_CLAIM:
            overpaid = {due.line for due, item in case.items.items() if item.over_fen > 0}
            self._freed = (overpaid - self._entitled - forfeited - held) & self._meant

    def uses(self) -> tuple[Use, ...]:
        """What is held, one by one."""
        return tuple(self._case.spelled_out(self._limit_uses()))

    def add_lost(self, result: Assessment) -> bool:
        """Hold the uses of the lines that this takes away, too, and say whether it takes any. What another line then
        loses, since these uses stay, it loses for the limit, and was not claimed falsely.
        """
        if self._ground is not Ground.FALSE_CLAIM:
            return False
        counting = {line.line for line in result.lines if line.counts} if result.eligible else set()
        lost = (self._entitled - counting - self._held) & self._meant
        self._held |= lost
        return bool(lost)

    def beside(self, uses: Iterable[LimitUse]) -> tuple[LimitUse, ...]:
        """What stays used, where the line has no new use."""
        return uses_without(self._limit_uses(), lines_of(uses))

    def _limit_uses(self) -> tuple[LimitUse, ...]:
        return (*uses_within(self._case.counted, self._held), *uses_within(self._case.granted, self._freed))
