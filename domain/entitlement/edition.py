"""A policy edition: one notice as data, every value citing the clause or the interpretation that it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from domain.base import Struct
from domain.calendar import months_after
from domain.entitlement.claim import ClaimLine
from domain.entitlement.limits import Limit
from domain.entitlement.paid_by import Payer
from domain.entitlement.receipt import ReceivedWithin
from domain.entitlement.rules import Names, Source
from domain.entitlement.scheme import Scheme
from domain.entitlement.standards import StandardKind
from domain.entitlement.vocabulary import FactKind


class Clause(Struct):
    """One clause of the notice. `text` quotes it in Chinese, word for word."""

    id: str
    names: Names
    text: str


class Interpretation(Struct):
    """What the edition assumes where the notice is silent or ambiguous, and who could settle it."""

    id: str
    clause: str
    question: Names
    reading: Names
    other_readings: tuple[Names, ...]
    settled_by: Names


class PaysNobody(Struct):
    """A part of a clause for which there is no scheme, and why."""

    id: str
    clause: str
    names: Names
    why: Names
    quote: str
    """The words of the clause that it stands for."""


class EntryKind(StrEnum):
    """What a register lists. A body is known by its credit code; anything else has a number of its own."""

    BODY = "body"
    SITE = "site"
    PROJECT = "project"
    TEAM = "team"
    PRODUCT = "product"
    POST = "post"


class RegisterKind(Struct):
    """A register of what is recognised. With `quota`, an entry says how many lines it allows.

    `attributes` are the facts that an entry states besides. An entry that is `owned` names who alone claims under it,
    and one that is not may be named by anybody. It rests on so many `documents`, each of its body, at the least.
    """

    id: str
    names: Names
    source: Source
    kind: EntryKind = EntryKind.BODY
    attributes: tuple[str, ...] = ()
    owned: bool = False
    documents: int = 1
    quota: Names | None = None


class Standard(Struct):
    """What the notice leaves to a standard: rates of a `kind` that a bureau adopts, table by table."""

    names: Names
    source: Source
    kind: StandardKind


class Authority(Struct):
    """An authority that receives, decides and pays; `id` is its GB/T 2260 code, or a word where it has none."""

    id: str
    names: Names
    source: Source
    government: Payer = Payer.DISTRICT


class FundSource(Struct):
    """A level of government whose money pays subsidies."""

    id: str
    names: Names
    source: Source


class Milestone(Struct):
    """`months` months after the day `fact`, counted from that first day."""

    id: str
    names: Names
    fact: str
    months: int
    source: Source


class Advance(Struct):
    """The share of an allotment that the city releases to a district in advance, in per cent."""

    percent: int
    source: Source


class Edition(Struct):
    """One edition of one notice. `digest` is `sha256:…` over the bytes of its file."""

    policy: str
    number: int
    digest: str
    title: Names
    document_number: str
    issued_on: date
    window: ReceivedWithin
    notice_working_days: int
    notice_source: Source
    advance: Advance
    vocabulary: Mapping[str, FactKind]
    clauses: Mapping[str, Clause]
    interpretations: Mapping[str, Interpretation]
    authorities: Mapping[str, Authority]
    funding_order: tuple[FundSource, ...]
    registers: Mapping[str, RegisterKind]
    standards: Mapping[str, Standard]
    milestones: Mapping[str, Milestone]
    limits: Mapping[str, Limit]
    schemes: Mapping[str, Scheme]
    pays_nobody: Mapping[str, PaysNobody]
    applies_from: date
    """The first day of receipt that selects this edition rather than an earlier one."""

    @property
    def ref(self) -> str:
        return f"{self.policy}@{self.number}"

    @property
    def city(self) -> str | None:
        """The authority that pays what the city pays; None in a notice that leaves nothing to it."""
        cities = (name for name, authority in self.authorities.items() if authority.government is Payer.CITY)
        return next(cities, None)


def milestone_due(edition: Edition, milestone: str, line: ClaimLine) -> date | None:
    """The day on which `milestone` falls due for `line`; None while the day that it counts from is not stated."""
    kind = edition.milestones[milestone]
    first = line.facts.get(kind.fact)
    return months_after(date.fromisoformat(first), kind.months) if isinstance(first, str) and first else None
