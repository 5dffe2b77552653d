"""Standards: dated tables of rates that a bureau adopts beside a notice, where the notice itself names none. ADR 0059.

What a standard looks at is said by the notice (`StandardKind`); how much there is for what, by a table of it, with the
document that sets the rates. Tables of one standard follow each other; on a day the one holds that was adopted last
among those that apply.
"""

from __future__ import annotations

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


class StandardTable(Struct):
    """One edition of a standard. A line finds at most one of its `rates`."""

    standard: str
    number: int
    body: str
    """Whose document it is."""
    document: str
    """The number of the document that sets the rates."""
    applies_from: date
    applies_to: date | None = None
    rates: tuple[Rate, ...]

    @property
    def ref(self) -> str:
        return f"{self.standard}@{self.number}"

    def applies(self, on: date) -> bool:
        return self.applies_from <= on and (self.applies_to is None or on <= self.applies_to)


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

    @property
    def counted(self) -> bool:
        """Whether a line is worth several units."""
        return self.quantity is not None or self.period is not None


def table_on(tables: Sequence[StandardTable], on: date) -> StandardTable | None:
    """The table that holds on a day: the one adopted last among those that apply."""
    return next((table for table in reversed(tables) if table.applies(on)), None)


def meeting(rates: Sequence[Rate]) -> Iterator[tuple[Rate, Rate]]:
    """The rates that one line could find at once: a table says one thing of it."""
    return ((one, other) for one, other in combinations(rates, 2) if one.meets(other))


def _same(value: Value, stated: Value) -> bool:
    if isinstance(value, str) and isinstance(stated, str):
        return folded(value) == folded(stated)
    return type(value) is type(stated) and value == stated


def _reaches(lower: Value | None, upper: Value | None) -> bool:
    if lower is None or upper is None:
        return True
    if isinstance(lower, str) and isinstance(upper, str):
        return lower <= upper
    assert isinstance(lower, int), "a band is of numbers or of days"
    assert isinstance(upper, int), "a band is of numbers or of days"
    return lower <= upper
