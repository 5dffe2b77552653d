"""核验、初审、复核与公示: what was verified, found, decided and published."""

from __future__ import annotations

from datetime import date

from domain.application.values import Award, Determination, LimitUse, LineFinding, Ranges, Sealed, VerifiedValue
from domain.base import Event, alone, event, first, second
from domain.entitlement.findings import Finding


@event("application.facts-verified.v1", alone("verify"))
class FactsVerified(Event):
    """The result of a comparison with a named source, such as the social insurance register."""

    source: str
    checked_on: date
    values: tuple[VerifiedValue, ...]
    file_sha256: str | None
    """Of the file that the source gave, in hexadecimal digits; without one, an officer vouches who did not take the
    application in.
    """

    @property
    def happened_on(self) -> date:
        return self.checked_on


@event("application.assessed.v1", first("assess"))
class ApplicationAssessed(Event):
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


@event("application.sent-back.v1", second("assess", outcome="sent-back"))
class ApplicationSentBack(Event):
    """The approver wants it assessed again."""

    reason: Sealed


@event("application.approved.v1", second("assess", outcome="approved"))
class ApplicationApproved(Event):
    """A second officer stands by the assessment: money is owed, and limits are used."""

    edition: str
    digest: str
    assessed_version: int
    entitled_fen: int
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]


@event("application.rejected.v1", second("assess", outcome="rejected"))
class ApplicationRejected(Event):
    """A second officer stands by an assessment that found against the application."""

    edition: str
    digest: str
    assessed_version: int
    findings: tuple[Finding, ...]
    line_findings: tuple[LineFinding, ...]


@event("application.notice-published.v1", alone("publish-notice"))
class NoticePublished(Event):
    """On public notice from `published_on` to the end of `closes_on`; payable from `payable_from`."""

    lines: Ranges
    published_on: date
    working_days: int
    closes_on: date
    payable_from: date


@event("application.notice-closed.v1", alone("close-notice"))
class NoticeClosed(Event):
    """The notice ran its time."""


DecisionEvent = (
    FactsVerified
    | ApplicationAssessed
    | ApplicationSentBack
    | ApplicationApproved
    | ApplicationRejected
    | NoticePublished
    | NoticeClosed
)
