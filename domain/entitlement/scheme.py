"""A scheme: one kind of subsidy, with who may apply, what must be stated, what must be met, and what is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from domain.base import Struct, field
from domain.entitlement.amounts import ON_APPROVAL, Amount, Staged
from domain.entitlement.conditions import Condition
from domain.entitlement.limits import Limit
from domain.entitlement.paid_by import PaidBy
from domain.entitlement.quotas import Quota
from domain.entitlement.receipt import AppliedBy
from domain.entitlement.recognition import OnRegister
from domain.entitlement.rules import Asking, Names, Source
from domain.entitlement.uses import SITE, Over


class LineKind(StrEnum):
    """What a claim line is about."""

    PERSON = "person"
    SITE = "site"
    APPLICANT = "applicant"
    """The applicant itself: an agency, or a team's year."""


class FactsAsked(Struct):
    """The facts that an application file or roster states: those without which nothing is decided, and the others."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        yield from self.required
        yield from self.optional

    def __contains__(self, fact: object) -> bool:
        return fact in self.required or fact in self.optional


class Budget(Struct):
    """The most that a scheme may ever approve, in fen."""

    amount_fen: int
    source: Source


class Scheme(Struct):
    """One kind of subsidy of one edition.

    `verify` maps each fact that must be verified to the source of that demand. Conditions are examined in their order,
    `application_conditions` once and `line_conditions` for each line.
    """

    id: str
    clause: str
    names: Names
    applicant: AppliedBy
    line_kind: LineKind
    application_facts: FactsAsked
    line_facts: FactsAsked
    verify: Mapping[str, Source]
    application_conditions: tuple[Condition, ...]
    line_conditions: tuple[Condition, ...]
    amount: Amount
    limits: tuple[Limit, ...]
    paid_by: PaidBy
    budget: Budget | None = None
    """What it may approve in all; the limit that keeps it stands among `limits`."""
    receipt: Condition | None = None
    """Stands for the edition's days of receipt where the scheme has its own rule."""
    running_on: Mapping[str, Source] = field(default_factory=dict)
    """Days that may lie after the receipt, each with the source that says so: the end of an insurance policy."""

    def over(self, limit: Limit) -> Over:
        """What `limit` counts over here, where a line about the applicant itself names no site."""
        applicant = limit.over is Over.SITE and self.line_kind is LineKind.APPLICANT and SITE not in self.asked
        return Over.APPLICANT if applicant else limit.over

    @property
    def asked(self) -> frozenset[str]:
        """Every fact that it asks for, of the application or of a line, or reads from an entry."""
        return frozenset((*self.application_facts, *self.line_facts)) | self.read

    @property
    def read(self) -> frozenset[str]:
        """The facts that entries of registers state, and applicants do not."""
        return frozenset(fact for one in (*self.application_entries, *self.line_entries) for fact in one.reads)

    @property
    def application_entries(self) -> tuple[OnRegister, ...]:
        """What must be on a register once an application."""
        return tuple(one for one in self.application_conditions if isinstance(one, OnRegister))

    @property
    def line_entries(self) -> tuple[OnRegister, ...]:
        """What must be on a register for each line."""
        return tuple(one for one in self.line_conditions if isinstance(one, OnRegister))

    @property
    def milestones(self) -> tuple[str, ...]:
        """The milestones that its instalments wait for, in their order."""
        stages = self.amount.stages if isinstance(self.amount, Staged) else ()
        return tuple(stage.milestone for stage in stages if stage.milestone != ON_APPROVAL)

    @property
    def application_askings(self) -> tuple[Asking, ...]:
        """What is asked of registers once an application."""
        return tuple(one.asking for one in self.application_entries)

    @property
    def line_askings(self) -> tuple[Asking, ...]:
        """What is asked of registers for each line."""
        of_conditions = (one.asking for one in self.line_entries)
        of_limits = (one.asking for one in self.limits if isinstance(one, Quota))
        return (*of_conditions, *of_limits)

    @property
    def registers(self) -> frozenset[str]:
        """The registers that an assessment asks."""
        return frozenset(asking.register for asking in (*self.application_askings, *self.line_askings))
