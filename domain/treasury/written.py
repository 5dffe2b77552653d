"""What a reply of the bank has written so far: events of cases, and what moves in funds, to be one decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.application.decisions.consequences import case_after, with_consequences
from domain.application.state.case import Case, application_stream
from domain.application.values import Draw
from domain.base import Decision, Event
from domain.treasury.fund import Fund
from domain.treasury.fund_returns import cancelling, giving_back
from domain.treasury.giving_up import GivenUp
from domain.treasury.late_draws import LateDraw, after_draws, after_moves, drawing_late, drawn_late


@dataclass(kw_only=True)
class Written:
    """What a reply has written so far: of one item it may say several things."""

    actor: str
    batch: str
    cases: dict[str, Case]
    funds: Mapping[str, Fund]
    denied_by: tuple[str, ...] = ()
    """Who has what was credited taken back: who proposed it, and `actor`."""
    events: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    drawn_late: list[LateDraw] = field(default_factory=list)
    undrawn: GivenUp = field(default_factory=GivenUp)
    """What orders gave up; what is drawn of it again under the same day is taken off."""
    restored: GivenUp = field(default_factory=GivenUp)
    """What came back."""

    def write(self, case: Case, happened: Event) -> Case:
        events = with_consequences(case, (happened,), self.actor)
        after = self.cases[case.number] = case_after(case, events, self.actor)
        self.events[case.number] = (*self.events.get(case.number, ()), *events)
        return after

    def late(self, drawn: Iterable[Draw], value_on: date) -> tuple[Draw, ...]:
        """What an order drew, drawn once more. What was given up under the same day has not left the fund."""
        again: list[Draw] = []
        for draw in drawn:
            there_fen = self.undrawn.take(draw.fund, value_on, draw.amount_fen)
            if there_fen:
                again.append(Draw(fund=draw.fund, source=draw.source, amount_fen=there_fen))
            if draw.amount_fen > there_fen:
                rest = Draw(fund=draw.fund, source=draw.source, amount_fen=draw.amount_fen - there_fen)
                late = drawing_late(self._as_drawn(), self.batch, (rest,), value_on)
                self.drawn_late += late
                again += [one.draw for one in late]
        return tuple(again)

    def _as_drawn(self) -> Mapping[str, Fund]:
        """The funds with what orders gave up again and what was drawn late so far."""
        given_up = after_moves(self.funds, self._cancelling())
        return after_draws(given_up, self.drawn_late, self.batch)

    def _cancelling(self) -> Decision:
        return cancelling(self.funds, self.undrawn.owed, self.batch, self.undrawn.rest)

    def decision(self) -> Decision:
        decided: dict[str, tuple[Event, ...]] = {
            application_stream(name): events for name, events in self.events.items()
        }
        # What is given up comes first: it may be what is drawn late.
        for moved in (
            self._cancelling(),
            drawn_late(self.drawn_late, self.batch),
            giving_back(self.funds, self.restored.rest, self.batch, self.restored.owed),
        ):
            for stream, events in moved.items():
                decided[stream] = (*decided.get(stream, ()), *events)
        return decided
