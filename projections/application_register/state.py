"""What the register holds of an application beside its money: stage, proposals, what stands against paying, demands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from domain.application.status import ENDED, ORDERABLE, PAYING, Status
from projections.events.money_views import DueKey, Ranges, expand
from projections.folds.balances import Item, Positions
from projections.folds.demands import Demand


class Proposed(msgspec.Struct, gc=False):
    """An open proposal: what for, by whom, and about which objection or demand, if it is about one."""

    act: str
    by: str
    about: str | None = None
    lines: Ranges = []
    """Of a report about a milestone: the lines that it is about."""


class State(msgspec.Struct, gc=False, omit_defaults=True):
    """The members have the meaning of those of the domain's `Case` with the same names. Lists of lines are in order."""

    stage: str
    pays_to: str
    suspended: bool = False
    eligible: bool | None = None
    assessed_by: str = ""
    assessed_fen: int = 0
    assessors: list[str] = []
    releasers: list[str] = []
    proposals: dict[str, Proposed] = {}
    unconfirmed: list[str] = []
    account_doubtful: bool = False
    notice_lines: Ranges = []
    notice_open: bool = False
    unpublished: list[int] = []
    sent_back: list[int] = []
    objections: dict[str, Ranges] = {}
    demands: dict[str, Demand] = {}
    milestones: dict[str, tuple[str, int]] = {}
    """Of the edition: the fact from whose day a milestone counts, and the months."""
    declared: dict[str, dict[int, str]] = {}
    """By such a fact: the day that each line states, if it does."""
    verified: dict[str, dict[int, str | None]] = {}
    """The same as a comparison found it, which counts before what is declared."""
    unverified: dict[str, list[int]] = {}
    """What the scheme wants compared and nobody has compared yet: the lines by fact, 0 for the application."""

    @property
    def status(self) -> str:
        return Status.SUSPENDED.value if self.suspended else self.stage

    @property
    def ended(self) -> bool:
        return self.stage in ENDED

    @property
    def demanded_fen(self) -> int:
        """What is open of all demands, proposed ones included."""
        return sum(each.open_fen for each in self.demands.values())

    def held(self, lines: Iterable[int]) -> set[int]:
        """Those of `lines` that must not be paid now: for an objection, or for their public notice."""
        lines = set(lines)
        held = lines.intersection(self.sent_back) | lines.intersection(self.unpublished)
        if self.notice_open:
            held |= lines.intersection(expand(self.notice_lines))
        for named in self.objections.values():
            held |= lines.intersection(expand(named)) if named else lines
        return held

    def counted_from(self, fact: str, line: int) -> str | None:
        """The day that `fact` of a line says, verified before declared."""
        verified = self.verified.get(fact, {})
        return verified[line] if line in verified else self.declared.get(fact, {}).get(line)


def payable_fen(state: State, positions: Positions) -> int:
    """What could be ordered now: of lines neither held nor waiting, never more than the case is entitled to, and what
    is owed back.
    """
    if state.stage not in ORDERABLE or state.suspended:
        return 0
    owed_back_fen = max(0, positions.owed_back.open_fen)
    if state.stage not in PAYING:
        return owed_back_fen
    held = state.held(line for line, _ in positions.items)
    free = [item.open_fen for (line, _), item in positions.items.items() if not item.waiting and line not in held]
    most_fen = min(sum(free), sum(item.open_fen for item in positions.items.values()))
    of_lines = min(max(0, most_fen), sum(fen for fen in free if fen > 0))
    return owed_back_fen + of_lines


def waiting(positions: Positions) -> Iterator[tuple[DueKey, Item]]:
    """Of each line the first instalment that waits for a milestone."""
    first: dict[int, tuple[DueKey, Item]] = {}
    for due, item in positions.items.items():
        if item.waits and (due[0] not in first or due < first[due[0]][0]):
            first[due[0]] = (due, item)
    yield from first.values()


def in_order(lines: Iterable[int]) -> list[int]:
    return sorted(set(lines))


def replace(lines: Sequence[int], gone: Iterable[int]) -> list[int]:
    """`lines` without those that are gone."""
    without = set(gone)
    return [line for line in lines if line not in without]
