"""Everything that can happen to an application. A recorded fact is never edited, and its stored name never reused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application.values import (
    Account,
    Applicant,
    Award,
    Credit,
    Determination,
    Document,
    Draw,
    Due,
    LimitUse,
    Line,
    LineFinding,
    Ranges,
    Sealed,
    VerifiedValue,
)
from domain.entitlement.findings import Finding, Value
from domain.facts import Fact, fact

# Receipt and acceptance 收件与受理


@fact("application.submitted.v1")
class ApplicationSubmitted(Fact):
    """What was handed in, in full: submission always records a well-formed file, also one that comes too late."""

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
    lines: tuple[Line, ...]

    @property
    def happened_on(self) -> date:
        return self.received_on


@fact("application.confirmation-required.v1")
class ConfirmationRequired(Fact):
    """Something about the file needs a second officer before it counts; `act` says what and so who."""

    proposal: str
    act: str


@fact("application.proposal-confirmed.v1")
class ProposalConfirmed(Fact):
    proposal: str
    act: str


@fact("application.proposal-declined.v1")
class ProposalDeclined(Fact):
    proposal: str
    act: str
    reason: Sealed


@fact("application.correction-requested.v1")
class CorrectionRequested(Fact):
    """一次性补正: everything that is missing, said once."""

    lines: Ranges
    reason: Sealed


@fact("application.corrected.v1")
class ApplicationCorrected(Fact):
    """The file again, replacing the one before. A line that is the same claim keeps its number; none is reused."""

    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]


@fact("application.accepted.v1")
class ApplicationAccepted(Fact):
    """受理."""


@fact("application.not-accepted.v1")
class ApplicationNotAccepted(Fact):
    """不予受理, with the clause or rule that it rests on."""

    clause: str
    reason: Sealed


@fact("application.withdrawn.v1")
class ApplicationWithdrawn(Fact):
    """The applicant takes the application back."""

    reason: Sealed


# Verification, assessment and approval 核验、初审与复核


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


# Public notice 公示


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


# Milestones and money 阶段与资金


@fact("application.milestone-reported.v1")
class MilestoneReported(Fact):
    """An assessor's proposal that `lines` met or missed a milestone; counts once an approver confirms it."""

    proposal: str
    milestone: str
    lines: Ranges
    met: bool
    reached_on: date
    source: str

    @property
    def happened_on(self) -> date:
        return self.reached_on


@fact("application.milestone-met.v1")
class MilestoneMet(Fact):
    """The instalments in `items` waited for this milestone and are payable now."""

    milestone: str
    items: tuple[Due, ...]
    reached_on: date

    @property
    def happened_on(self) -> date:
        return self.reached_on


@fact("application.instalment-forfeited.v1")
class InstalmentForfeited(Fact):
    """The milestone was missed, and with it the instalments that waited for it or for a later one."""

    milestone: str
    items: tuple[Due, ...]
    amount_fen: int
    missed_on: date

    @property
    def happened_on(self) -> date:
        return self.missed_on


@fact("application.payment-ordered.v1")
class PaymentOrdered(Fact):
    """One bank item of a payment run: what it pays, from which funds, to which account (a pseudonym)."""

    batch: str
    items: tuple[Due, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    account: str


@fact("application.payment-released.v1")
class PaymentReleased(Fact):
    """Another finance officer let the order go to the bank."""

    batch: str
    amount_fen: int


@fact("application.payment-cancelled.v1")
class PaymentCancelled(Fact):
    """The second finance officer declined the order: nothing went to the bank, and it can be ordered again."""

    batch: str
    items: tuple[Due, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]


@fact("application.partially-paid.v1")
class ApplicationPartiallyPaid(Fact):
    """The bank credited part of what is entitled; more is outstanding."""

    credit: Credit

    @property
    def happened_on(self) -> date:
        return self.credit.value_on


@fact("application.settled.v1")
class ApplicationSettled(Fact):
    """Nothing is payable, in flight or waiting any more.

    `credit` is the bank's last credit, or None when the last open instalment was forfeited instead.
    """

    credit: Credit | None

    @property
    def happened_on(self) -> date | None:
        return self.credit.value_on if self.credit else None
