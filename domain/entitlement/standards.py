"""Standards: dated tables of rates that a bureau adopts beside a notice, where the notice itself names none. ADR 0059.

What a standard looks at is said by the notice (`StandardKind`); how much there is for what, by a table of it, with the
document that sets the rates. Tables of one standard follow each other; on a day the one holds that was adopted last
among those that apply.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import combinations

from domain.base import Struct, field
from domain.entitlement.findings import Value
from domain.entitlement.written import folded


class Unit(StrEnum):
    """What a rate is for."""

    PERSON = "person"
    SITE = "site"
    OCCASION = "occasion"
    """Each time that something is done."""
    HOUR = "hour"
    PERSON_DAY = "person-day"
    PERSON_MONTH = "person-month"
    """A whole calendar month of a period."""


class Accepted(Struct):
    """What a rate wants a fact to be: one of `values`, or from `first` to `last`, both included and None being open."""

    values: tuple[Value, ...] = ()
    first: int | str | None = None
    last: int | str | None = None

    def accepts(self, stated: Value) -> bool:
        """Text by its letters and digits; days as ISO 8601 text, which sorts as the days do."""
        if self.values:
            return any(_same(value, stated) for value in self.values)
        return _reaches(self.first, stated) and _reaches(stated, self.last)

    def meets(self, other: Accepted) -> bool:
        """Whether one value could be accepted by both."""
        if self.values:
            return any(other.accepts(value) for value in self.values)
        if other.values:
            return other.meets(self)
        return _reaches(self.first, other.last) and _reaches(other.first, self.last)


class Share(Struct):
    """A part of what was paid, such as two thirds."""

    numerator: int
    denominator: int

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


class Rate(Struct):
    """A row of a table: what one unit is worth where each fact in `when` is as it says.

    One of three stands in it: `amount_fen`, a `share` of what was paid, or `excluded`, the provision by which there is
    nothing.
    """

    id: str
    when: Mapping[str, Accepted] = field(default_factory=dict)
    amount_fen: int | None = None
    share: Share | None = None
    excluded: str | None = None
    at_most_paid: bool = False
    """Never more than what was actually paid."""

    @property
    def asks_paid(self) -> bool:
        return self.share is not None or self.at_most_paid

    def meets(self, other: Rate) -> bool:
        """Whether the facts of one line could be as both say."""
        return all(self.when[fact].meets(other.when[fact]) for fact in self.when.keys() & other.when.keys())


class StandardKind(Struct):
    """What the tables of a standard may look at, and what one of their rates is for.

    `on` is the fact whose day says which table holds. How many units there are is the number `quantity`, or the months
    from the day `period[0]` to the day `period[1]`, each under the table of its first day; one where there is neither.
    `paid` is what was actually paid, in fen.
    """

    id: str
    unit: Unit
    keys: tuple[str, ...] = ()
    on: str | None = None
    """None: the day of receipt."""
    quantity: str | None = None
    period: tuple[str, str] | None = None
    paid: str | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        of_day = () if self.on is None else (self.on,)
        quantity = () if self.quantity is None else (self.quantity,)
        paid = () if self.paid is None else (self.paid,)
        return (*self.keys, *of_day, *quantity, *(self.period or ()), *paid)

    def counts_as(self, other: StandardKind) -> bool:
        """Whether a rate is for the same, on the same day and counted by the same, whatever else rates may look at."""
        mine = (self.id, self.unit, self.on, self.quantity, self.period, self.paid)
        return mine == (other.id, other.unit, other.on, other.quantity, other.period, other.paid)

    @property
    def counted(self) -> bool:
        """Whether a line is worth several units."""
        return self.quantity is not None or self.period is not None


class StandardTable(Struct):
    """One edition of a standard. A line finds at most one of its `rates`.

    `kind` is what the notice said of its standard when the table was adopted: what a rate is for, as both people read
    it. Under an edition that counts otherwise it does not answer.
    """

    kind: StandardKind
    number: int
    body: str
    """Whose document it is."""
    document: str
    """The number of the document that sets the rates."""
    applies_from: date
    applies_to: date | None = None
    rates: tuple[Rate, ...]

    @property
    def standard(self) -> str:
        return self.kind.id

    @property
    def ref(self) -> str:
        return f"{self.standard}@{self.number}"

    def applies(self, on: date) -> bool:
        return self.applies_from <= on and (self.applies_to is None or on <= self.applies_to)


def table_on(tables: Sequence[StandardTable], on: date) -> StandardTable | None:
    """The table that holds on a day: the one adopted last among those that apply."""
    return next((table for table in reversed(tables) if table.applies(on)), None)


def meeting(rates: Sequence[Rate]) -> Iterator[tuple[Rate, Rate]]:
    """The rates that one line could find at once: a table says one thing of it.

    Rates that name values of a fact meet only those that name one of the same, or none: of many, few are compared.
    """
    seen: set[tuple[int, int]] = set()
    for group in _groups(rates):
        for first, second in combinations(group, 2):
            if (first, second) not in seen and rates[first].meets(rates[second]):
                seen.add((first, second))
                yield rates[first], rates[second]


def _groups(rates: Sequence[Rate]) -> Iterator[list[int]]:
    """The places of rates that could meet, by the fact whose values tell most of them apart."""
    facts = Counter(fact for rate in rates for fact, accepted in rate.when.items() if accepted.values)
    if not facts:
        yield list(range(len(rates)))
        return
    by_value: dict[tuple[str, Value], list[int]] = {}
    others: list[int] = []
    (fact, _count), *_ = facts.most_common(1)
    for place, rate in enumerate(rates):
        accepted = rate.when.get(fact)
        if accepted is None or not accepted.values:
            others.append(place)
            continue
        for key in {_key(value) for value in accepted.values}:
            by_value.setdefault(key, []).append(place)
    for places in by_value.values():
        yield sorted({*places, *others})
    if others:
        yield others


def _key(value: Value) -> tuple[str, Value]:
    """By which values are the same; a truth is no number."""
    return type(value).__name__, folded(value) if isinstance(value, str) else value


def _same(value: Value, stated: Value) -> bool:
    if isinstance(value, str) and isinstance(stated, str):
        return folded(value) == folded(stated)
    return type(value) is type(stated) and value == stated


def _reaches(lower: Value | None, upper: Value | None) -> bool:
    if lower is None or upper is None:
        return True
    if isinstance(lower, str) and isinstance(upper, str):
        return lower <= upper
    if isinstance(lower, str) or isinstance(upper, str):
        return False
    return lower <= upper
