"""核验、初审、复核与公示: what was verified, found, decided and published."""

from __future__ import annotations

from datetime import date

from domain.application.values import Award, Determination, LimitUse, LineFinding, Ranges, Sealed, VerifiedValue
from domain.entitlement.findings import Finding
from domain.facts import Fact, fact


@fact("application.facts-verified.v1")
class FactsVerified(Fact):
    """The result of a comparison with a named source, such as the social insurance register."""

    source: str
    checked_on: date
    values: tuple[VerifiedValue, ...]

    @property
    def happened_on(self) -> date:
        return self.checked_on


@fact("application.assessed.v1")
class ApplicationAssessed(Fact):
    """What the edition makes of the verified facts: findings, arithmetic, and the uses of limits it would take."""

    edition: str
    digest: str
    eligible: bool
    entitled_fen: int
    findings: tuple[Finding, ...]
    line_findings: tuple[LineFinding, ...]
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]
    determined: tuple[Determination, ...]


@fact("application.sent-back.v1")
class ApplicationSentBack(Fact):
    """The approver wants it assessed again."""

    reason: Sealed


@fact("application.approved.v1")
class ApplicationApproved(Fact):
    """A second officer stands by the assessment: money is owed, and limits are used."""

    edition: str
    digest: str
    assessed_version: int
    entitled_fen: int
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]


@fact("application.rejected.v1")
class ApplicationRejected(Fact):
    """A second officer stands by an assessment that found against the application."""

    edition: str
    digest: str
    assessed_version: int
    findings: tuple[Finding, ...]
    line_findings: tuple[LineFinding, ...]


@fact("application.notice-published.v1")
class NoticePublished(Fact):
    """On public notice from `published_on` to the end of `closes_on`; payable from `payable_from`."""

    lines: Ranges
    published_on: date
    working_days: int
    closes_on: date
    payable_from: date


@fact("application.notice-closed.v1")
class NoticeClosed(Fact):
    """The notice ran its time."""
