"""Amounts that follow from what a line states: a cost with a cap, a share of a sum, a rate by the size of a number."""

from __future__ import annotations

from domain.base import Struct
from domain.entitlement.amounts import Amount, Award, Step
from domain.entitlement.findings import Finding, Value
from domain.entitlement.rules import Rule, Source, Stated
from domain.money import half_up


class CostCapped(Amount):
    """What it cost, at most `cap_fen`: the lesser of the two is paid."""

    fact: str
    cap_fen: int

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    @property
    def most_fen(self) -> int:
        return self.cap_fen

    def award(self, stated: Stated) -> Award:
        if unknown := self.unknown(stated):
            return Award(findings=(unknown,))
        cost_fen = stated.number(self.fact)
        assert cost_fen is not None
        paid_fen = min(cost_fen, self.cap_fen)
        if paid_fen < 1:
            return Award(findings=(self.not_met("nothing-to-pay", fact=self.fact, found_fen=cost_fen),))
        values: dict[str, Value] = {"cost_fen": cost_fen, "cap_fen": self.cap_fen, "amount_fen": paid_fen}
        return self.paid(paid_fen, Step(code="lesser", values=values), self.met("lesser-paid", **values))


class PerDay(Struct):
    """What something costs a day, in fen, from the day `first` to the day `last`, both included."""

    fact: str
    first: str
    last: str
    source: Source


class PercentOf(Amount):
    """`percent` per cent of an amount; halves of a fen are rounded up, once. More than it costs `per_day` it did not
    cost: who states more contradicts the entry that says what a day costs.
    """

    fact: str
    percent: int
    per_day: PerDay | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact, *((self.per_day.fact, self.per_day.first, self.per_day.last) if self.per_day else ()))

    @property
    def most_fen(self) -> None:
        return None

    def award(self, stated: Stated) -> Award:
        if unknown := self.unknown(stated):
            return Award(findings=(unknown,))
        of_fen = stated.number(self.fact)
        assert of_fen is not None
        paid_fen = half_up(of_fen * self.percent, 100)
        if paid_fen < 1:
            return Award(findings=(self.not_met("nothing-to-pay", fact=self.fact, found_fen=of_fen),))
        values: dict[str, Value] = {"of_fen": of_fen, "percent": self.percent, "amount_fen": paid_fen}
        met = self.met("percent-paid", **values)
        findings = (met,) if self.per_day is None else (met, self._costs(self.per_day, of_fen, stated))
        return self.paid(paid_fen, Step(code="percent", values=values), *findings)

    def _costs(self, per_day: PerDay, of_fen: int, stated: Stated) -> Finding:
        rule = Rule(id="amount-cost", clause=per_day.source.clause, interpretation=per_day.source.interpretation)
        first, last, daily_fen = stated.day(per_day.first), stated.day(per_day.last), stated.number(per_day.fact)
        assert first is not None
        assert last is not None
        assert daily_fen is not None
        days = max(0, (last - first).days + 1)
        values: dict[str, Value] = {"found_fen": of_fen, "daily_fen": daily_fen, "days": days}
        return rule.met("days-cost", **values) if of_fen <= daily_fen * days else rule.not_met("above-days", **values)


class Band(Struct):
    """From `first` to `last`, both included (`last` None: and more), a line is worth `amount_fen`."""

    first: int
    last: int | None
    amount_fen: int
    source: Source

    def __contains__(self, number: int) -> bool:
        return self.first <= number and (self.last is None or number <= self.last)


class ByBand(Amount):
    """An amount by the band in which the number `fact` lies; outside all of them the line is not met."""

    fact: str
    bands: tuple[Band, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    @property
    def most_fen(self) -> int:
        return max(band.amount_fen for band in self.bands)

    @property
    def least_fen(self) -> int:
        return min(band.amount_fen for band in self.bands)

    def award(self, stated: Stated) -> Award:
        if unknown := self.unknown(stated):
            return Award(findings=(unknown,))
        number = stated.number(self.fact)
        assert number is not None
        band = next((part for part in self.bands if number in part), None)
        if band is None:
            return Award(findings=(self.not_met("outside-bands", fact=self.fact, found=number),))
        values: dict[str, Value] = {"fact": self.fact, "found": number, "amount_fen": band.amount_fen}
        return self.paid(band.amount_fen, Step(code="by-choice", values=values), self.met("rate-named", **values))
