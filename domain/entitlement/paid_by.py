"""Which government pays a scheme, as the notice or a reading of it has it. Which authority that is: see `paying`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from domain.base import Struct, field
from domain.entitlement.findings import Value
from domain.entitlement.rules import Source


class Payer(StrEnum):
    """Which government pays the applicant."""

    CITY = "city"
    DISTRICT = "district"


class Paid(Struct):
    """By whom, and where that stands."""

    government: Payer
    source: Source


class PaidBy(Struct):
    """Who pays a scheme: `otherwise`, but for the choices of a `fact` that the pack names with another answer."""

    otherwise: Paid
    fact: str | None = None
    among: Mapping[str, Paid] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Paid]:
        yield self.otherwise
        yield from self.among.values()

    @property
    def one(self) -> Payer | None:
        """The government that pays whatever is stated; None where that depends."""
        governments = {paid.government for paid in self}
        return governments.pop() if len(governments) == 1 else None

    def when(self, value: Value | None) -> Paid:
        """Who pays where the fact is `value`; None stands for one that is not stated."""
        return self.among.get(str(value), self.otherwise)
