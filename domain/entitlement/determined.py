"""Amounts that the notice leaves to a standard which a bureau adopts, to a body, or to the entry. ADR 0059."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.base import Struct, replace
from domain.calendar import whole_months
from domain.entitlement.amounts import DETERMINED, Amount, Award, Step
from domain.entitlement.findings import Finding, OwedBy, Value
from domain.entitlement.rules import RECEIVED_ON, Rule, Source, Stated
from domain.entitlement.standards import Rate, StandardKind, StandardTable, table_on
from domain.money import half_up

AMOUNT_MAX_FEN = 10_000_000_000_00
"""So much is a line worth at the most, in fen, where the notice names no bound: more is a mistake of somebody."""
_TELLABLE_FEN = 2**53


class Cost(Struct):
    """A cost that an amount may not exceed; `fact` holds it, in fen."""

    fact: str
    source: Source


class ByBody(Struct):
    """A body determines the amount, by a document of its own; a body that scores files the score sheet, too."""

    source: Source
    scored: bool = False


class Measured(Struct):
    """What a standard makes of a line: `amount_fen` in all, by steps, under the tables and documents named."""

    amount_fen: int
    steps: tuple[Step, ...]
    tables: str
    documents: str


class Determined(Amount):
    """Set by the `standard`, where a table of it answers for the day; else determined `by` a body and typed by the
    assessor; or fixed by the entry that recognises, whose `fact` holds it.

    From `floor_fen` to `cap_fen`, None where the notice names no bound and a standard does. What somebody determines
    outside of them is refused, never clipped; what a standard makes of several units is paid up to the bound. With
    `cost`, the amount may not exceed what it cost either. `document` is the fact that cites a standard which an
    evaluation without a store cannot know.
    """

    floor_fen: int = 1
    cap_fen: int | None = None
    standard: StandardKind | None = None
    by: ByBody | None = None
    fact: str | None = None
    cost: Cost | None = None
    document: str | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        return (
            *((self.fact,) if self.fact else ()),
            *((self.cost.fact,) if self.cost else ()),
            *(self.standard.facts if self.standard else ()),
        )

    @property
    def most_fen(self) -> int | None:
        return self.cap_fen

    @property
    def least_fen(self) -> int:
        return self.floor_fen

    def answering(self, stated: Stated) -> StandardTable | None:
        """The table by which the line is answered, which nobody's determination can replace; None where there is none,
        or its day is not stated.
        """
        if self.standard is None:
            return None
        on = stated.day(self.standard.period[0] if self.standard.period else self.standard.on or RECEIVED_ON)
        return None if on is None else table_on(stated.standards.get(self.standard.id, ()), on)

    def award(self, stated: Stated) -> Award:
        if self.fact is not None:
            missing = self.missing(stated, (self.fact,))
            return Award(findings=(missing,)) if missing else self._typed(int(stated.facts[self.fact]), stated)
        typed_fen = determined_fen(stated)
        if self.standard is not None and self._is_by_standard(self.standard, stated, typed_fen):
            return self._by_standard(self.standard, stated)
        if typed_fen is None:
            return Award(findings=(self.unclear(OwedBy.OFFICE, "not-determined"),))
        if self.document is not None and (missing := self.missing(stated, (self.document,))):
            return Award(findings=(missing,))
        return self._typed(typed_fen, stated)

    def _is_by_standard(self, kind: StandardKind, stated: Stated, typed_fen: int | None) -> bool:
        """Where a table could answer, it does; where none does, a body may, if the notice says so, and in an evaluation
        without a store an amount may stand for the table. What a body determined before there was a table stands.
        """
        if self.answering(stated) is not None:
            return typed_fen is None or self.by is None
        return typed_fen is None and (self.by is None or self._could_answer(kind, stated))

    def _could_answer(self, kind: StandardKind, stated: Stated) -> bool:
        """Whether there are tables, and the day that would choose among them is not known."""
        day = kind.period[0] if kind.period else kind.on or RECEIVED_ON
        return bool(stated.standards.get(kind.id)) and stated.day(day) is None

    def _typed(self, found_fen: int, stated: Stated) -> Award:
        if self.cap_fen is None:
            within = self._in_place_of_standard(found_fen)
        else:
            bounds: dict[str, Value] = {"found_fen": found_fen, "floor_fen": self.floor_fen, "cap_fen": self.cap_fen}
            if self.floor_fen <= found_fen <= self.cap_fen:
                within = self.met("determined-within", **bounds)
            else:
                within = self.not_met("determined-outside", **bounds)
        return self._paid(found_fen, (Step(code="determined", values={"amount_fen": found_fen}),), within, stated)

    def _in_place_of_standard(self, found_fen: int) -> Finding:
        """What an evaluation without a store says of an amount for which the notice names no bound."""
        if found_fen < self.floor_fen:
            return self.not_met("determined-nothing", found_fen=found_fen)
        return self.met("determined-unbounded", found_fen=found_fen)

    def _paid(self, amount_fen: int, steps: tuple[Step, ...], within: Finding, stated: Stated) -> Award:
        findings = (within,) if self.cost is None else (within, self._covered(self.cost, amount_fen, stated))
        return self.paid_by_steps(amount_fen, steps, findings)

    def _covered(self, cost: Cost, found_fen: int, stated: Stated) -> Finding:
        rule = Rule(id="amount-cost", clause=cost.source.clause, interpretation=cost.source.interpretation)
        if missing := rule.missing(stated, (cost.fact,)):
            return missing
        cost_fen = stated.number(cost.fact)
        assert cost_fen is not None
        if found_fen > cost_fen:
            within = rule.not_met("above-cost", found_fen=found_fen, cost_fen=cost_fen)
        else:
            within = rule.met("within-cost", found_fen=found_fen, cost_fen=cost_fen)
        return rule.trusted(within, stated, (cost.fact,))

    def _by_standard(self, kind: StandardKind, stated: Stated) -> Award:
        measured = self._measured(kind, stated)
        if isinstance(measured, Finding):
            return Award(findings=(measured,))
        amount_fen, steps = measured.amount_fen, measured.steps
        values: dict[str, Value] = {"standard": measured.tables, "document": measured.documents}
        if kind.counted and self.cap_fen is not None and amount_fen > self.cap_fen:
            capped: dict[str, Value] = {"cost_fen": amount_fen, "cap_fen": self.cap_fen, "amount_fen": self.cap_fen}
            amount_fen, steps = self.cap_fen, (*steps, Step(code="lesser", values=capped))
        if amount_fen < 1:
            return Award(findings=(self.not_met("standard-nothing", **values),))
        most_fen = AMOUNT_MAX_FEN if self.cap_fen is None else self.cap_fen
        if not self.floor_fen <= amount_fen <= most_fen:
            # Nobody is refused because the office adopted a table that the notice does not allow.
            bounds = {"found_fen": min(amount_fen, _TELLABLE_FEN), "floor_fen": self.floor_fen, "cap_fen": most_fen}
            return Award(findings=(self.unclear(OwedBy.OFFICE, "standard-outside", **values, **bounds),))
        return self._paid(amount_fen, steps, self.met("by-standard", **values, amount_fen=amount_fen), stated)

    def _measured(self, kind: StandardKind, stated: Stated) -> Measured | Finding:
        """What the tables make of the line, or why they make nothing of it."""
        days = self._days(kind, stated)
        if isinstance(days, Finding):
            return days
        priced: list[tuple[StandardTable, Rate, int]] = []
        for day, units in days:
            table = table_on(stated.standards.get(kind.id, ()), day)
            if table is None:
                return self.unclear(OwedBy.OFFICE, "no-standard", standard=kind.id, on=day.isoformat())
            rate = self._rate(kind, table, stated)
            if isinstance(rate, Finding):
                return rate
            if priced and priced[-1][:2] == (table, rate):
                priced[-1] = (table, rate, priced[-1][2] + units)
            else:
                priced.append((table, rate, units))
        return self._worth(kind, priced, stated)

    def _days(self, kind: StandardKind, stated: Stated) -> Sequence[tuple[date, int]] | Finding:
        """The days whose tables hold, each with how many units: the months of a period one by one."""
        if kind.period is not None:
            if unknown := self.missing(stated, kind.period) or self.unverified(stated, kind.period):
                return unknown
            first, last = (stated.day(fact) for fact in kind.period)
            assert first is not None
            assert last is not None
            months = whole_months(first, last)
            if months is None:
                return self.unclear(
                    OwedBy.APPLICANT, "not-whole-months", first=first.isoformat(), last=last.isoformat()
                )
            return [(month, 1) for month in months]
        needed = (*((kind.on,) if kind.on else ()), *((kind.quantity,) if kind.quantity else ()))
        if unknown := self.missing(stated, needed) or self.unverified(stated, needed):
            return unknown
        on, quantity = stated.day(kind.on or RECEIVED_ON), stated.number(kind.quantity) if kind.quantity else 1
        assert on is not None
        assert quantity is not None
        return [(on, quantity)]

    def _rate(self, kind: StandardKind, table: StandardTable, stated: Stated) -> Rate | Finding:
        """The row that the line finds: the one that holds, whatever is not known of the others."""
        unknown: Finding | None = None
        for rate in table.rates:
            unstated: Finding | None = None
            for fact, accepted in rate.when.items():
                not_known = self._not_stated(fact, stated) or self.unverified(stated, (fact,))
                if not_known is not None:
                    unstated = unstated or not_known
                elif not accepted.accepts(stated.facts[fact]):
                    break
            else:
                if unstated is None:
                    return rate
                unknown = unknown or unstated
        values = ", ".join(f"{fact}={stated.value(fact)}" for fact in kind.keys if stated.value(fact) is not None)
        return unknown or self.unclear(
            OwedBy.OFFICE, "no-rate", standard=table.ref, document=table.document, found=values
        )

    def _not_stated(self, fact: str, stated: Stated) -> Finding | None:
        """What a body scores, the office owes, and not the applicant."""
        missing = self.missing(stated, (fact,))
        scored = missing is not None and self.by is not None and self.by.scored
        return replace(missing, owed_by=OwedBy.OFFICE) if missing is not None and scored else missing

    def _worth(
        self, kind: StandardKind, priced: Sequence[tuple[StandardTable, Rate, int]], stated: Stated
    ) -> Measured | Finding:
        if all(rate.excluded is not None for _, rate, _ in priced):
            table, rate, _units = priced[0]
            values: dict[str, Value] = {"standard": table.ref, "document": table.document}
            return self.not_met("excluded-by-standard", **values, provision=rate.excluded or "")
        paid_fen: int | None = None
        if any(rate.asks_paid for _, rate, _ in priced):
            assert kind.paid is not None, "a table asks for what was paid where its standard says which fact that is"
            if unknown := self.missing(stated, (kind.paid,)) or self.unverified(stated, (kind.paid,)):
                return unknown
            paid_fen = stated.number(kind.paid)
        shares = {(rate.share, rate.at_most_paid, rate.excluded is None) for _, rate, _ in priced}
        if paid_fen is not None and len(shares) > 1:
            # What was paid is one sum for the whole period: which part of it fell under which rate, nobody stated.
            return self.unclear(OwedBy.APPLICANT, "rates-within-period", standard=kind.id)
        steps = [_step(kind, table, rate, units, paid_fen) for table, rate, units in priced]
        if priced and priced[0][1].share is not None:
            steps = steps[:1]
        amount_fen = sum(int(step.values["amount_fen"]) for step in steps)
        if paid_fen is not None and amount_fen > paid_fen and any(rate.at_most_paid for _, rate, _ in priced):
            lesser: dict[str, Value] = {"cost_fen": amount_fen, "cap_fen": paid_fen, "amount_fen": paid_fen}
            amount_fen, steps = paid_fen, [*steps, Step(code="lesser", values=lesser)]
        tables = {table.ref: table for table, _, _ in priced}
        return Measured(
            amount_fen=amount_fen,
            steps=tuple(steps),
            tables=", ".join(tables),
            documents="；".join(dict.fromkeys(table.document for table in tables.values())),
        )


def _step(kind: StandardKind, table: StandardTable, rate: Rate, units: int, paid_fen: int | None) -> Step:
    values: dict[str, Value] = {"standard": table.ref, "document": table.document, "unit": kind.unit.value}
    if rate.share is not None:
        assert paid_fen is not None
        amount_fen = half_up(paid_fen * rate.share.numerator, rate.share.denominator)
        return Step(
            code="standard-share",
            values={**values, "share": str(rate.share), "of_fen": paid_fen, "amount_fen": amount_fen},
        )
    if rate.excluded is not None:
        excluded: dict[str, Value] = {"quantity": units, "provision": rate.excluded, "amount_fen": 0}
        return Step(code="standard-excluded", values={**values, **excluded})
    assert rate.amount_fen is not None
    values |= {"rate_fen": rate.amount_fen, "quantity": units, "amount_fen": rate.amount_fen * units}
    return Step(code="standard-rate", values=values)


def determined_fen(stated: Stated) -> int | None:
    """The amount that was determined. One among the facts counts too, unless the applicant merely declared it."""
    if stated.determined_fen is not None or DETERMINED in stated.unverified:
        return stated.determined_fen
    return stated.number(DETERMINED)
