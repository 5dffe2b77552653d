"""What a reply of the bank has written so far: events of cases, and what moves in funds, to be one decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.application.decisions.consequences import case_after, with_consequences
from domain.application.state.case import Case, application_stream
from domain.application.values import Draw
from domain.base import Decision, Event
from domain.treasury.drawing import drawing_late
from domain.treasury.fund import Fund, FundDrawn
from domain.treasury.fund_events import fund_stream
from domain.treasury.fund_returns import cancelling, giving_back


@dataclass(kw_only=True)
class Written:
    """What a reply has written so far: of one item it may say several things."""

    actor: str
    cases: dict[str, Case]
    funds: Mapping[str, Fund]
    events: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    drawn: Counter[tuple[str, date]] = field(default_factory=Counter)
    """What is drawn late, by fund and value date; what is given up again of it is taken off."""
    undrawn: Counter[tuple[str, date]] = field(default_factory=Counter)
    restored: Counter[tuple[str, date]] = field(default_factory=Counter)

    def write(self, case: Case, happened: Event) -> Case:
        events = with_consequences(case, (happened,), self.actor)
        after = self.cases[case.number] = case_after(case, events, self.actor)
        self.events[case.number] = (*self.events.get(case.number, ()), *events)
        return after

    def late(self, drawn: Iterable[Draw], value_on: date) -> tuple[Draw, ...]:
        """What an order drew, drawn once more. What was given up under the same day has not left the fund."""
        again: list[Draw] = []
        for draw in drawn:
            there_fen = min(draw.amount_fen, self.undrawn[draw.fund, value_on])
            self.undrawn[draw.fund, value_on] -= there_fen
            if there_fen:
                again.append(Draw(fund=draw.fund, source=draw.source, amount_fen=there_fen))
            if draw.amount_fen > there_fen:
                rest = Draw(fund=draw.fund, source=draw.source, amount_fen=draw.amount_fen - there_fen)
                for late in drawing_late(self._as_drawn(), (rest,), value_on):
                    self.drawn[late.fund, value_on] += late.amount_fen
                    again.append(late)
        return tuple(again)

    def _as_drawn(self) -> Mapping[str, Fund]:
        """The funds with what was drawn late so far, and what orders gave up again: that is there from its day on."""
        after = dict(self.funds)
        moved = [(key, -fen) for key, fen in self.drawn.items()]
        moved += [(key, fen) for key, fen in self.undrawn.items() if key[0] in after and after[key[0]].open]
        for (fund, value_on), amount_fen in moved:
            if fund in after and amount_fen:
                after[fund] = after[fund].with_change(value_on, amount_fen)
        return after

    def decision(self, batch: str) -> Decision:
        decided: dict[str, tuple[Event, ...]] = {
            application_stream(name): events for name, events in self.events.items()
        }
        drawn: dict[str, tuple[Event, ...]] = {}
        for (fund, value_on), amount_fen in sorted(self.drawn.items()):
            if amount_fen and fund in self.funds:
                late = FundDrawn(batch=batch, amount_fen=amount_fen, value_on=value_on)
                drawn[fund_stream(fund)] = (*drawn.get(fund_stream(fund), ()), late)
        given_up = cancelling(self.funds, self.undrawn, batch)
        # What is given up comes first: it may be what is drawn late.
        for moved in (given_up, drawn, giving_back(self.funds, self.restored, batch, owed=True)):
            for stream, events in moved.items():
                decided[stream] = (*decided.get(stream, ()), *events)
        return decided


def totals(drawn: Iterable[Draw], value_on: date) -> Counter[tuple[str, date]]:
    by_fund: Counter[tuple[str, date]] = Counter()
    for draw in drawn:
        by_fund[draw.fund, value_on] += draw.amount_fen
    return by_fund
