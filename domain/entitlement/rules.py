"""What every rule of a policy edition has in common: an id, the clause it stands on, and how it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from domain.base import AbstractStruct, Struct, field
from domain.entitlement.claim import Question, RegisterResult
from domain.entitlement.findings import Finding, Outcome, OwedBy, Value
from domain.entitlement.standards import StandardTable

RECEIVED_ON = "received_on"
"""Stands where a fact with a day could stand: the day of receipt."""

APPLICANT = "applicant"
"""Stands where a fact with a USCC could stand: the applicant."""


CONFIRMED = "confirmed"
"""Among the values of a finding: it rests on what the applicant confirmed against themselves. ADR 0061."""


class Names(Struct):
    """What something is called, in Chinese and in English."""

    zh: str
    en: str


class Source(Struct):
    """Where a value comes from: a clause of the notice and, where that clause is silent, the reading taken of it."""

    clause: str
    interpretation: str | None = None


class Period(Struct):
    """From `first` to `last`, both days included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class Span(Struct):
    """What something may be worth: from `least_fen` to `most_fen`, both included; None is without bound."""

    least_fen: int = 0
    most_fen: int | None = 0

    @classmethod
    def exactly(cls, amount_fen: int) -> Span:
        return cls(least_fen=amount_fen, most_fen=amount_fen)


class Asking(Struct):
    """Which question a rule puts to a register: `key` and `on` name facts, or `APPLICANT` and `RECEIVED_ON`."""

    register: str
    key: str = APPLICANT
    on: str = RECEIVED_ON

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(name for name in (self.key, self.on) if name not in (APPLICANT, RECEIVED_ON))

    def question(self, stated: Stated) -> Question | None:
        """The question, or None while a fact that it needs is not stated."""
        key = stated.applicant if self.key == APPLICANT else stated.text(self.key)
        on = stated.day(self.on)
        return None if key is None or on is None else Question(register=self.register, key=key, on=on)


class Stated(Struct):
    """What a rule may look at: the facts of a line, those of its application behind them, and their surroundings.

    `unverified` holds the facts that the scheme wants verified and that are only declared, and `confirmed` those that
    the applicant confirmed when asked, which may be held against them. `determined_fen` is the amount that the assessor
    sets for the line, or None.
    """

    applicant: str
    applicant_kind: str
    received_on: date
    facts: Mapping[str, Value]
    unverified: frozenset[str]
    answers: Mapping[Question, RegisterResult]
    confirmed: frozenset[str] = frozenset()
    determined_fen: int | None = None
    applicant_name: str | None = None
    """Where it is public: that of an organisation."""
    standards: Mapping[str, tuple[StandardTable, ...]] = field(default_factory=dict)
    """The tables that were adopted beside the notice, by standard, in the order of adoption."""
    owed: Mapping[str, OwedBy] = field(default_factory=dict)
    """Facts that a register entry states, and has not stated: who owes them."""

    def value(self, fact: str) -> Value | None:
        """What is stated about `fact`; None when nothing is, and blank text is nothing."""
        value = self.facts.get(fact)
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, fact: str) -> str | None:
        value = self.value(fact)
        return None if value is None else str(value)

    def number(self, fact: str) -> int | None:
        value = self.value(fact)
        assert value is None or isinstance(value, int), "the border has checked the types of facts"
        return value

    def day(self, fact: str) -> date | None:
        if fact == RECEIVED_ON:
            return self.received_on
        value = self.text(fact)
        return None if value is None else date.fromisoformat(value)


class Rule(AbstractStruct):
    """Anything of an edition that answers a claim; its findings cite its clause and the interpretation it leans on."""

    id: str
    clause: str
    interpretation: str | None = None

    def met(self, code: str, **values: Value) -> Finding:
        return self.finding(Outcome.MET, code, values)

    def not_met(self, code: str, **values: Value) -> Finding:
        return self.finding(Outcome.NOT_MET, code, values)

    def unclear(self, owed_by: OwedBy, code: str, **values: Value) -> Finding:
        return self.finding(Outcome.UNCLEAR, code, values, owed_by)

    def finding(
        self, outcome: Outcome, code: str, values: Mapping[str, Value], owed_by: OwedBy | None = None
    ) -> Finding:
        return Finding(
            condition=self.id,
            clause=self.clause,
            interpretation=self.interpretation,
            outcome=outcome,
            code=code,
            values=values,
            owed_by=owed_by,
        )

    def missing(self, stated: Stated, facts: Iterable[str]) -> Finding | None:
        """Unclear when one of `facts` is not stated at all."""
        for fact in facts:
            if stated.value(fact) is None:
                if fact in stated.owed:
                    return self.unclear(stated.owed[fact], "not-in-entry", fact=fact)
                return self.unclear(OwedBy.APPLICANT, "not-stated", fact=fact)
        return None

    def trusted(self, finding: Finding, stated: Stated, facts: Iterable[str]) -> Finding:
        """`finding`, unless it rests on the applicant's word alone for one of `facts`: then it is unclear.

        In both directions: what was declared and not compared yet grants nothing, and refuses nobody.
        """
        return self.unverified(stated, facts) or finding

    def unverified(self, stated: Stated, facts: Iterable[str]) -> Finding | None:
        """Unclear when one of `facts`, which the scheme wants compared, is only declared."""
        for fact in facts:
            if fact in stated.unverified:
                return self.unclear(OwedBy.OFFICE, "not-verified", fact=fact)
        return None
