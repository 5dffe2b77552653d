"""A row of the register as the rule of what is to be done reads it (`domain.worklist.CaseView`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from domain.application.status import Status
from domain.calendar import months_after
from domain.office.roles import Proposal
from domain.worklist import DemandView
from projections.application_register.state import State, payable_fen, waiting
from projections.events.money_views import expand
from projections.folds.balances import Positions
from projections.folds.demands import Demand


class RegisteredCase:
    """What the register holds of an application, in the domain's types."""

    def __init__(
        self, number: str, authority: str, state: State, balances: Positions, payable_from: str | None
    ) -> None:
        self._state = state
        self._balances = balances
        self._payable_from = payable_from
        self.number: str = number
        self.authority: str = authority
        self.stage: Status = Status(state.stage)
        self.suspended: bool = state.suspended
        self.unconfirmed: Collection[str] = state.unconfirmed
        self.unverified: bool = bool(state.unverified)
        self.releasers: Collection[str] = state.releasers
        self.assessors: Collection[str] = state.assessors
        self.sent_back: Collection[int] = state.sent_back
        self.unpublished: Collection[int] = state.unpublished
        self.account_doubtful: bool = state.account_doubtful

    @property
    def proposals(self) -> Mapping[str, Proposal]:
        return {name: Proposal(id=name, act=each.act, by=each.by) for name, each in self._state.proposals.items()}

    @property
    def assessed(self) -> tuple[bool, int, str] | None:
        state = self._state
        return None if state.eligible is None else (state.eligible, state.assessed_fen, state.assessed_by)

    @property
    def unanswered(self) -> Iterable[str]:
        answered = {each.about for each in self._state.proposals.values() if each.act == "answer-objection"}
        return [objection for objection in self._state.objections if objection not in answered]

    @property
    def notice_payable_from(self) -> date | None:
        if not self._state.notice_open or self._payable_from is None:
            return None
        return date.fromisoformat(self._payable_from)

    @property
    def payable_fen(self) -> int:
        return payable_fen(self._state, self._balances)

    @property
    def collectable_fen(self) -> int:
        return self._balances.collectable_fen

    @property
    def demanded_fen(self) -> int:
        return self._state.demanded_fen

    @property
    def waiting(self) -> Iterator[tuple[str, date | None]]:
        reported = {
            (each.about, line)
            for each in self._state.proposals.values()
            if each.act == "milestone"
            for line in expand(each.lines)
        }
        for (line, _instalment), item in waiting(self._balances):
            if (item.payable, line) not in reported:
                yield item.payable, self._due(item.payable, line)

    @property
    def demands(self) -> Iterable[DemandView]:
        return map(RegisteredDemand, self._state.demands.values())

    @property
    def orders(self) -> Iterable[tuple[str, str, bool]]:
        return [(batch, order.ordered_by, order.released) for batch, order in self._balances.orders.items()]

    def _due(self, milestone: str, line: int) -> date | None:
        """None while the day that it counts from is not stated, or the milestone is none of the edition's."""
        if milestone not in self._state.milestones:
            return None
        fact, months = self._state.milestones[milestone]
        first = self._state.counted_from(fact, line)
        return months_after(date.fromisoformat(first), months) if first else None


class RegisteredDemand:
    """A demand as the register holds it."""

    def __init__(self, demand: Demand) -> None:
        self._demand = demand
        self.recovery: str = demand.recovery
        self.is_approved: bool = demand.approved_on is not None
        self.is_served: bool = demand.served_on is not None and not demand.objected
        self.open_fen: int = demand.open_fen

    @property
    def planned(self) -> Iterable[tuple[date, int]]:
        return [(date.fromisoformat(part.due_on), part.amount_fen) for part in self._demand.plan]

    @property
    def served_due_on(self) -> date | None:
        return date.fromisoformat(self._demand.due_on) if self._demand.due_on else None
