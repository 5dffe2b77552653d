"""What an application states, and how the policy sees it: a verified value in the place of the declared one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application.values import Account, Applicant, ApplicantKind, Document, Line
from domain.base import Struct, field
from domain.entitlement.claim import Claim, ClaimLine
from domain.entitlement.findings import Value
from domain.entitlement.uses import CERTIFICATE_NO, Over

WHOLE_APPLICATION = 0
"""The line number under which facts of the application as a whole are verified."""


class Verified(Struct):
    value: Value
    source: str
    checked_on: date


class Stated(Struct):
    """The file of an application: what it says, and what the bureau found out about that."""

    number: str
    scheme: str
    edition: str
    digest: str
    authority: str
    """Who received and decides it (受理机关); its number keeps that of its receipt."""
    payer: str | None
    """Who pays it (兑现机关): as expected, and from the approval on as decided; None while that is not known."""
    received_on: date
    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: Mapping[int, Line]
    verified: Mapping[int, Mapping[str, Verified]] = field(default_factory=dict)
    """By line, or `WHOLE_APPLICATION`, and by fact."""
    confirmed: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """By line, or `WHOLE_APPLICATION`: what the applicant stated again in answer to a request that was served."""

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
            confirmed=self.confirmed.get(WHOLE_APPLICATION, frozenset()),
            applicant_name=self.applicant.name if self.applicant.kind is ApplicantKind.ORGANISATION else None,
        )

    def person(self, line: Line) -> str | None:
        """Whom a line is about: a line without a person whose applicant is a person is about the applicant."""
        return line.person or (self.applicant.party if self.applicant.kind is ApplicantKind.PERSON else None)

    def called(self, line: Line) -> str | None:
        """Under which name that person stands there."""
        return self.applicant.called if line.person is None else line.called

    def subject(self, line: Line, over: Over) -> str:
        """Whom or what a limit counts by, where the limit is over that; the uses of a site or an entry name it."""
        held = {
            Over.PERSON: self.person(line),
            Over.CERTIFICATE: self._certificate(line),
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
            confirmed=self.confirmed.get(line.line, frozenset()),
        )

    def _effective(self, line: int, declared: Mapping[str, Value]) -> Mapping[str, Value]:
        verified = self.verified.get(line)
        return {**declared, **{name: fact.value for name, fact in verified.items()}} if verified else declared

    def _declared_only(self, line: int, declared: Mapping[str, Value]) -> frozenset[str]:
        return frozenset(declared).difference(self.verified.get(line, ()))
