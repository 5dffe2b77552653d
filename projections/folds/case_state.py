"""An application as its events have left it: what read models hold of it that have to know what is to be done about it.

`CaseRow` is a `domain.worklist.CaseView` and an `EditionView`, so that the domain's own rules apply to it. Tests hold
it against the domain's folded case after every event.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from domain.application.state import money
from domain.application.state.clearing import Held
from domain.application.state.denied import Denied
from domain.application.state.letters import Letters
from domain.application.state.stated import WHOLE_APPLICATION
from domain.application.status import Status
from domain.calendar import months_after
from domain.proposals import Proposal
from domain.worklist import Work, of_case, whole_case
from projections.events.money_views import DueKey
from projections.folds.balances import Item, Order, Positions
from projections.folds.demands import Demand


class Notice(msgspec.Struct, gc=False):
    """The last public notice."""

    lines: list[tuple[int, int]]
    closes_on: date
    payable_from: date


class Objection(msgspec.Struct, gc=False):
    """An open objection; without lines it is about the whole application."""

    lines: list[int]


class State(msgspec.Struct, gc=False, omit_defaults=True):
    """The members have the meaning of those of the domain's `Case` with the same names. Lists of lines are in order."""

    stage: Status
    pays_to: str
    digest: str
    payer: str | None = None
    suspended: bool = False
    eligible: bool | None = None
    undecided: bool = False
    open_lines: list[int] = []
    owed_by: list[str] = []
    asked_of: list[int] = []
    corrected_to: Status = Status.SUBMITTED
    awaits_correction: bool = False
    lines: list[int] = []
    """All that there are; which of them are open after a correction follows from it."""
    assessed_fen: int = 0
    assessed_by: str = ""
    assessors: list[str] = []
    releasers: list[str] = []
    proposals: dict[str, Proposal] = {}
    unconfirmed: list[str] = []
    declared_by: dict[str, str] = {}
    account_doubtful: bool = False
    in_doubt: dict[str, date] = {}
    on_clearing: Held = {}
    denied: Denied | None = None
    notice: Notice | None = None
    notice_open: bool = False
    unpublished: list[int] = []
    sent_back: list[int] = []
    objections: dict[str, Objection] = {}
    letters: Letters = ()
    demands: dict[str, Demand] = {}
    uncompared: dict[str, list[int]] = {}
    """By fact that the scheme wants to be compared: the lines that declare it, and for which nothing has answered."""
    milestones: dict[str, tuple[str, int]] = {}
    """Of the edition: the event from whose day a milestone counts, and the months."""
    declared: dict[str, dict[int, str]] = {}
    """By such an event: the day that each line states, if it does."""
    verified: dict[str, dict[int, str | None]] = {}
    """The same as a comparison found it, which counts before what is declared."""

    @property
    def status(self) -> Status:
        return Status.SUSPENDED if self.suspended else self.stage


class CaseRow(msgspec.Struct, gc=False):
    """What a fold changes of an application."""

    number: str
    scheme: str
    authority: str
    state: State
    positions: Positions

    @property
    def payer(self) -> str | None:
        return self.state.payer

    @property
    def stage(self) -> Status:
        return self.state.stage

    @property
    def suspended(self) -> bool:
        return self.state.suspended

    @property
    def proposals(self) -> Mapping[str, Proposal]:
        return self.state.proposals

    @property
    def unconfirmed(self) -> Sequence[str]:
        return self.state.unconfirmed

    @property
    def account_doubtful(self) -> bool:
        return self.state.account_doubtful

    @property
    def in_doubt(self) -> Mapping[str, date]:
        return self.state.in_doubt

    @property
    def on_clearing(self) -> Held:
        return self.state.on_clearing

    @property
    def denied(self) -> Denied | None:
        return self.state.denied

    @property
    def eligible(self) -> bool | None:
        return self.state.eligible

    @property
    def undecided(self) -> bool:
        return self.state.undecided

    @property
    def open_lines(self) -> Sequence[int]:
        return self.state.open_lines

    @property
    def awaits_correction(self) -> bool:
        return self.state.awaits_correction

    @property
    def owed_by(self) -> Sequence[str]:
        return self.state.owed_by

    @property
    def assessed_fen(self) -> int:
        return self.state.assessed_fen

    @property
    def assessed_by(self) -> str:
        return self.state.assessed_by

    @property
    def assessors(self) -> Sequence[str]:
        return self.state.assessors

    @property
    def releasers(self) -> Sequence[str]:
        return self.state.releasers

    @property
    def notice(self) -> Notice | None:
        return self.state.notice

    @property
    def notice_open(self) -> bool:
        return self.state.notice_open

    @property
    def unpublished(self) -> Sequence[int]:
        return self.state.unpublished

    @property
    def sent_back(self) -> Sequence[int]:
        return self.state.sent_back

    @property
    def objections(self) -> Mapping[str, Objection]:
        return self.state.objections

    @property
    def letters(self) -> Letters:
        return self.state.letters

    @property
    def recoveries(self) -> Mapping[str, Demand]:
        return self.state.demands

    @property
    def owed_back(self) -> Item:
        return self.positions.owed_back

    @property
    def orders(self) -> Mapping[str, Order]:
        return self.positions.orders

    def instalments(self) -> Iterable[tuple[DueKey, Item]]:
        return self.positions.items.items()

    def unverified(self, lines: Collection[int] = ()) -> bool:
        if not lines:
            return bool(self.state.uncompared)
        asked = {WHOLE_APPLICATION, *lines}
        return any(not asked.isdisjoint(uncompared) for uncompared in self.state.uncompared.values())

    def milestone_due(self, milestone: str, line: int) -> date | None:
        """None while the day that it counts from is not stated, or the milestone is none of the edition's."""
        if milestone not in self.state.milestones:
            return None
        fact, months = self.state.milestones[milestone]
        verified = self.state.verified.get(fact, {})
        first = verified[line] if line in verified else self.state.declared.get(fact, {}).get(line)
        return months_after(date.fromisoformat(first), months) if first else None

    @property
    def payable_fen(self) -> int:
        return money.payable_fen(self)

    def work(self) -> Iterator[Work]:
        return of_case(self, self)

    def whole_work(self) -> list[Work]:
        return whole_case(self, self)

    def weight(self) -> int:
        """How much memory it takes, in lines and instalments."""
        return 4 + len(self.positions.items) + sum(map(len, self.state.declared.values()))


def in_order(lines: Iterable[int]) -> list[int]:
    return sorted(set(lines))


def without(lines: Sequence[int], gone: Iterable[int]) -> list[int]:
    """`lines` without those that are gone."""
    left_out = set(gone)
    return [line for line in lines if line not in left_out]
