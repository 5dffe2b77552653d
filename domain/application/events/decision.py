"""核验、初审、复核、续审与公示: what was verified, found, decided, decided later, and published."""

from __future__ import annotations

from datetime import date

from domain.application.values import Award, Determination, LimitUse, LineFinding, Ranges, Sealed, VerifiedValue
from domain.base import CONSEQUENCE, Event, alone, event, first, second
from domain.entitlement.findings import Finding, OwedBy


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
    """What the edition makes of the verified facts: findings, arithmetic, and the uses of limits it would take.

    `eligible`: something can be approved. `undecided`: something is not known that decides, about `open_lines` or about
    the application as a whole. Neither: it can be rejected. ADR 0055.
    """

    edition: str
    digest: str
    eligible: bool
    undecided: bool
    open_lines: Ranges
    owed_by: tuple[OwedBy, ...]
    """Who owes what is not known."""
    payer: str | None
    """The authority that pays; None while that is not known."""
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
    """A second officer stands by the assessment: money is owed, and limits are used.

    With lines that are `refused`, for findings that are not met, it was approved in part (部分批准); with `open_lines`,
    which a follow-up decides on, in batches (分批批准).
    """

    edition: str
    digest: str
    assessed_version: int
    payer: str
    """The authority that pays from now on (兑现机关)."""
    entitled_fen: int
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]
    refused: tuple[LineFinding, ...]
    open_lines: Ranges
    shared_account: Sealed | None = None
    """Why it is right that the account is another applicant's, too; None of an account that is nobody else's."""


@event("application.rejected.v1", second("assess", outcome="rejected"))
class ApplicationRejected(Event):
    """A second officer stands by an assessment that found against the application; no finding of it is unclear."""

    edition: str
    digest: str
    assessed_version: int
    findings: tuple[Finding, ...]
    line_findings: tuple[LineFinding, ...]


@event("application.follow-up-proposed.v1", first("follow-up", about="proposal", pair="proposal"))
class FollowUpProposed(Event):
    """续审: what the edition makes of lines that an approval left open, of which some can be decided now.

    `awards` and `uses` are theirs alone; `refused` are the findings against others of them; the rest stay open. What is
    found of the application as a whole stands among the findings of each line.
    """

    proposal: str
    edition: str
    digest: str
    line_findings: tuple[LineFinding, ...]
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]
    refused: tuple[LineFinding, ...]
    open_lines: Ranges
    owed_by: tuple[OwedBy, ...]
    determined: tuple[Determination, ...]
    """What was determined for it, of these lines alone."""


@event("application.followed-up.v1", CONSEQUENCE)
class ApplicationFollowedUp(Event):
    """续审决定: lines that were open are awarded or refused."""

    edition: str
    digest: str
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]
    refused: tuple[LineFinding, ...]
    open_lines: Ranges
    owed_by: tuple[OwedBy, ...]
    determined: tuple[Determination, ...]


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
    | FollowUpProposed
    | ApplicationFollowedUp
    | NoticePublished
    | NoticeClosed
)
