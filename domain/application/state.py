"""The state of a case: what its facts add up to, no more (see `evolve`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.application import facts as f
from domain.application.status import Standing, Status
from domain.application.values import (
    Account,
    Applicant,
    ApplicantKind,
    Credit,
    Document,
    Draw,
    Due,
    LimitUse,
    Line,
    expand,
)
from domain.entitlement.claim import Claim, ClaimLine, Use
from domain.entitlement.findings import Value
from domain.entitlement.uses import CERTIFICATE_NO, SITE, Over, normalised
from domain.office.roles import Proposal


def application_stream(number: str) -> str:
    return f"application-{number}"


WHOLE_APPLICATION = 0
"""The line number under which facts of the application as a whole are verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An instalment: its amount, the milestone it waits for (`on-approval` if none), and where it stands."""

    amount_fen: int
    payable: str
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A bank item in flight."""

    batch: str
    items: tuple[Due, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    ordered_by: str
    released: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    value: Value
    source: str
    checked_on: date


@dataclass(frozen=True, kw_only=True)
class Case:
    """An application as its facts have made it.

    The one value here without slots, so that `but` can copy it at once: every fact of every command makes a new state.
    """

    number: str
    scheme: str
    edition: str
    digest: str
    authority: str
    received_on: date
    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: Mapping[int, Line]
    lines_made: int
    """The highest line number ever given; numbers are never reused."""
    status: Status
    version: int
    verified: Mapping[int, Mapping[str, Verified]] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    proposals_made: int = 0
    unconfirmed: frozenset[str] = frozenset()
    """Acts about the file that wait for a second officer, or that one has declined; see `ConfirmationRequired`."""
    reported: Mapping[str, f.MilestoneReported] = field(default_factory=dict)
    assessment: f.ApplicationAssessed | None = None
    assessed_version: int = 0
    assessed_by: str = ""
    assessors: frozenset[str] = frozenset()
    """Everyone who ever assessed the case: none of them may release its money."""
    approval: f.ApplicationApproved | None = None
    notice: f.NoticePublished | None = None
    items: Mapping[Due, Item] = field(default_factory=dict)
    orders: Mapping[str, Order] = field(default_factory=dict)
    credits: tuple[Credit, ...] = ()

    def but(self, **changes: Any) -> Case:
        """The same case with other values: `dataclasses.replace`, several times faster (measured)."""
        assert changes.keys() <= self.__dict__.keys(), "only what a case has can change"
        after = object.__new__(Case)
        after.__dict__.update(self.__dict__, **changes)
        return after

    @property
    def limits_used(self) -> tuple[LimitUse, ...]:
        """What the approval counted, while it stands."""
        if self.approval is None or self.status in (Status.REJECTED, Status.WITHDRAWN):
            return ()
        return self.approval.uses

    @property
    def uses(self) -> tuple[Use, ...]:
        """The limit uses that this case holds: a pure function of its facts."""
        return tuple(
            Use(
                limit=use.limit,
                subject=self._subject(self.lines[line], use.over),
                qualifier=use.qualifier,
                on=use.on,
                amount_fen=use.amount_fen,
                application=self.number,
                line=line,
            )
            for use in self.limits_used
            for line in expand(use.lines)
        )

    def amount_fen(self, *standings: Standing) -> int:
        return sum(item.amount_fen for item in self.items.values() if item.standing in standings)

    @property
    def entitled_fen(self) -> int:
        """After forfeits."""
        return sum(item.amount_fen for item in self.items.values() if item.standing is not Standing.FORFEITED)

    @property
    def ordered_fen(self) -> int:
        return sum(order.amount_fen for order in self.orders.values())

    @property
    def paid_fen(self) -> int:
        return sum(credit.amount_fen for credit in self.credits)

    def payable(self) -> tuple[Due, ...]:
        """The instalments that could be ordered now, by line and instalment."""
        return tuple(sorted(due for due, item in self.items.items() if item.standing is Standing.PAYABLE))

    def settled_once(self, credited: Collection[Due] = ()) -> bool:
        """Whether nothing is payable, in flight or waiting once these, too, are credited."""
        done = (Standing.PAID, Standing.FORFEITED)
        return all(due in credited or item.standing in done for due, item in self.items.items())

    def claim(self) -> Claim:
        """The case as the policy sees it: a verified value in the place of the declared one."""
        return Claim(
            application=self.number,
            scheme=self.scheme,
            authority=self.authority,
            received_on=self.received_on,
            applicant=self.applicant.party,
            applicant_kind=self.applicant.kind.value,
            facts=self._effective(WHOLE_APPLICATION, self.facts),
            lines=tuple(self._claim_line(line) for line in self.lines.values()),
            unverified=self._declared_only(WHOLE_APPLICATION, self.facts),
            applicant_name=self.applicant.name if self.applicant.kind is ApplicantKind.ORGANISATION else None,
        )

    def person(self, line: Line) -> str | None:
        """Whom a line is about: a line without a person whose applicant is a person is about the applicant."""
        return line.person or (self.applicant.party if self.applicant.kind is ApplicantKind.PERSON else None)

    def _subject(self, line: Line, over: Over) -> str:
        held = {
            Over.PERSON: self.person(line),
            Over.CERTIFICATE: self._certificate(line),
            Over.SITE: normalised(str(self._stated(line).get(SITE))),
            Over.APPLICANT: self.applicant.party,
            Over.SCHEME: self.scheme,
        }[over]
        assert held is not None, f"a line that uses a limit over a {over} has one"
        return held

    def _certificate(self, line: Line) -> str | None:
        """The certificate's pseudonym: of the verified number where there is one."""
        verified = self.verified.get(line.line, {}).get(CERTIFICATE_NO)
        return str(verified.value) if verified else line.certificate

    def _claim_line(self, line: Line) -> ClaimLine:
        return ClaimLine(
            line=line.line,
            person=self.person(line),
            facts=self._effective(line.line, line.facts),
            certificate=self._certificate(line),
            unverified=self._declared_only(line.line, line.facts),
        )

    def _stated(self, line: Line) -> Mapping[str, Value]:
        """What the policy sees of a line: its facts, with those of the application behind them."""
        return {**self._effective(WHOLE_APPLICATION, self.facts), **self._effective(line.line, line.facts)}

    def _effective(self, line: int, declared: Mapping[str, Value]) -> Mapping[str, Value]:
        found = self.verified.get(line)
        return {**declared, **{name: each.value for name, each in found.items()}} if found else declared

    def _declared_only(self, line: int, declared: Mapping[str, Value]) -> frozenset[str]:
        return frozenset(declared).difference(self.verified.get(line, ()))
