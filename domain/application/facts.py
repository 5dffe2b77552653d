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
    PlannedPart,
    Portion,
    Ranges,
    Restored,
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


@fact("application.withdrawn.v2")
class ApplicationWithdrawn(Fact):
    """The applicant takes the application back. What was paid stays paid; `given_up` is what was not.

    None, in facts recorded before partly paid cases could be withdrawn, is everything.
    """

    reason: Sealed
    given_up: tuple[Portion, ...] | None


@fact("application.suspended.v1")
class ApplicationSuspended(Fact):
    """中止: nothing is decided or ordered until it is resumed. What a bank does is recorded all the same."""

    reason: Sealed


@fact("application.resumed.v1")
class ApplicationResumed(Fact):
    """恢复: the case goes on where it was."""


@fact("application.documents-attached.v1")
class DocumentsAttached(Fact):
    """Documents that came later than the file: an objection, a court order, a new certificate."""

    documents: tuple[Document, ...]


@fact("application.account-proposed.v1")
class AccountProposed(Fact):
    """A clerk's proposal to pay to another account, or to the same after a bank returned a payment."""

    proposal: str
    account: Account


@fact("application.account-corrected.v1")
class AccountCorrected(Fact):
    """Finance stands by the account: what is ordered from now on goes there."""

    account: Account


@fact("application.letter-issued.v1")
class LetterIssued(Fact):
    """文书: a letter was made from a template. `about` is what it is about beside the case, such as a demand."""

    letter: str
    about: str | None
    sha256: str


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


@fact("application.payment-ordered.v2")
class PaymentOrdered(Fact):
    """One bank item of a payment run: what it pays, from which funds, to which account (a pseudonym)."""

    batch: str
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    account: str


@fact("application.payment-released.v1")
class PaymentReleased(Fact):
    """Another finance officer let the order go to the bank."""

    batch: str
    amount_fen: int


@fact("application.payment-cancelled.v2")
class PaymentCancelled(Fact):
    """The second finance officer declined the order: nothing went to the bank, and it can be ordered again."""

    batch: str
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]


@fact("application.payment-failed.v1")
class PaymentFailed(Fact):
    """The bank did not carry the order out: nothing left the account, and it can be ordered again."""

    batch: str
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    failed_on: date
    reason: Sealed

    @property
    def happened_on(self) -> date:
        return self.failed_on


@fact("application.partially-paid.v2")
class ApplicationPartiallyPaid(Fact):
    """The bank credited part of what is entitled; more is outstanding.

    Where the bank credited less than was ordered, the rest of the order has lapsed and can be ordered again.
    """

    credit: Credit

    @property
    def happened_on(self) -> date:
        return self.credit.value_on


@fact("application.settled.v2")
class ApplicationSettled(Fact):
    """Nothing is payable, in flight or waiting any more.

    `credit` is the bank's last credit, or None when something else ended what was open.
    """

    credit: Credit | None

    @property
    def happened_on(self) -> date | None:
        return self.credit.value_on if self.credit else None


@fact("application.reopened.v1")
class ApplicationReopened(Fact):
    """A settled case has something outstanding again: a payment came back, or a revision added to it."""


@fact("application.payment-returned.v1")
class PaymentReturned(Fact):
    """退汇: money that was credited came back from the bank. Its funds get back what they had not got back before.

    What of it had been recovered from the payee meanwhile (`undone`) is no longer recovered but owed back.
    """

    batch: str
    items: tuple[Portion, ...]
    amount_fen: int
    restored: tuple[Draw, ...]
    undone: tuple[Portion, ...]
    owed_back_fen: int
    returned_on: date
    reference: str
    reason: Sealed

    @property
    def happened_on(self) -> date:
        return self.returned_on


@fact("application.paid-by-offset.v1")
class PaidByOffset(Fact):
    """抵扣: an instalment was paid by what the same payee owes under a demand in another case."""

    credit: Credit
    debtor: str
    """The number of the case in which the money is owed."""
    recovery: str

    @property
    def happened_on(self) -> date:
        return self.credit.value_on


# Objections, waivers and revisions 异议、豁免与变更


@fact("application.objection-raised.v1")
class ObjectionRaised(Fact):
    """异议: somebody objects to what was decided. The lines it names are held; `lines` empty means all."""

    objection: str
    lines: Ranges
    received_on: date
    raised_by: str
    """`applicant` or `third-party`."""
    grounds: Sealed

    @property
    def happened_on(self) -> date:
        return self.received_on


@fact("application.objection-answer-proposed.v1")
class ObjectionAnswerProposed(Fact):
    """An assessor's proposal to uphold or dismiss an objection; counts once an approver confirms it."""

    proposal: str
    objection: str
    upheld: bool
    reason: Sealed


@fact("application.objection-upheld.v1")
class ObjectionUpheld(Fact):
    """The lines go back to assessment: what is unpaid of them is not owed until then, and their limits are free.

    `status` is where the case as a whole goes back to, None when other lines go on. `changed` is by how much the
    entitlement of each instalment changes.
    """

    objection: str
    lines: Ranges
    changed: tuple[Portion, ...]
    status: str | None


@fact("application.objection-dismissed.v1")
class ObjectionDismissed(Fact):
    objection: str


@fact("application.waiver-requested.v1")
class WaiverRequested(Fact):
    """An approver asks that a limit be waived for some lines; a supervisor grants it (closing-1: 原则上)."""

    proposal: str
    limit: str
    lines: Ranges
    reason: Sealed


@fact("application.limit-waived.v1")
class LimitWaived(Fact):
    limit: str
    lines: Ranges


@fact("application.revision-proposed.v1")
class RevisionProposed(Fact):
    """变更: an assessor's proposal to decide anew what the case is entitled to, on today's facts.

    `struck` lines do not count whatever the policy says; `revived` ones count again, and so do their forfeited
    instalments. `changed` is by how much the entitlement of each instalment changes.
    """

    proposal: str
    ground: str
    reason: Sealed
    struck: Ranges
    revived: Ranges
    edition: str
    digest: str
    findings: tuple[Finding, ...]
    line_findings: tuple[LineFinding, ...]
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]
    determined: tuple[Determination, ...]
    changed: tuple[Portion, ...]


@fact("application.revised.v1")
class ApplicationRevised(Fact):
    """An approver stands by a revision: the entitlement, its instalments and the uses of limits are these now.

    `added` lines had nothing before, and go on public notice before they are paid.
    """

    ground: str
    edition: str
    digest: str
    entitled_fen: int
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]
    struck: Ranges
    revived: Ranges
    added: Ranges
    changed: tuple[Portion, ...]


# Recovery 追回


@fact("application.recovery-demanded.v1")
class RecoveryDemanded(Fact):
    """Finance proposes to demand money back; counts once a supervisor approves it. `payments` are those taken back."""

    recovery: str
    proposal: str
    ground: str
    basis: str
    """The clause or the document on which it rests."""
    amount_fen: int
    payments: tuple[Restored, ...]
    reason: Sealed


@fact("application.recovery-approved.v1")
class RecoveryApproved(Fact):
    recovery: str
    amount_fen: int


@fact("application.recovery-served.v1")
class RecoveryServed(Fact):
    """送达: the payee has the demand, and the clock runs to `due_on`. Served again, it answers an objection."""

    recovery: str
    served_on: date
    due_on: date

    @property
    def happened_on(self) -> date:
        return self.served_on


@fact("application.recovery-objected.v1")
class RecoveryObjected(Fact):
    """The payee objects to the demand; finance answers by reducing, cancelling or serving it again."""

    recovery: str
    received_on: date
    grounds: Sealed

    @property
    def happened_on(self) -> date:
        return self.received_on


@fact("application.recovery-planned.v1")
class RecoveryPlanned(Fact):
    """The payee pays back in parts, which add up to what is open."""

    recovery: str
    parts: tuple[PlannedPart, ...]


@fact("application.recovery-received.v1")
class RecoveryReceived(Fact):
    """Money came back from the payee. What goes beyond the demand is owed back to them."""

    recovery: str
    amount_fen: int
    received_on: date
    reference: str
    restored: tuple[Restored, ...]
    owed_back_fen: int

    @property
    def happened_on(self) -> date:
        return self.received_on


@fact("application.recovery-offset.v1")
class RecoveryOffset(Fact):
    """抵扣: a later instalment of the same payee, in the case `against`, was kept back for this demand."""

    recovery: str
    amount_fen: int
    against: str
    batch: str
    restored: tuple[Restored, ...]


@fact("application.recovery-change-proposed.v1")
class RecoveryChangeProposed(Fact):
    """Finance proposes to reduce, cancel, write off or refer a demand; counts once a supervisor grants it."""

    proposal: str
    recovery: str
    act: str
    amount_fen: int
    referred_to: str | None
    reason: Sealed


@fact("application.recovery-reduced.v1")
class RecoveryReduced(Fact):
    """Less is demanded. `because` is `reduced` when granted, `overpaid-less` when less was overpaid after all."""

    recovery: str
    amount_fen: int
    because: str


@fact("application.recovery-cancelled.v1")
class RecoveryCancelled(Fact):
    """撤销: nothing more is demanded."""

    recovery: str
    amount_fen: int


@fact("application.recovery-written-off.v1")
class RecoveryWrittenOff(Fact):
    """核销: it cannot be had. What was paid too much of `items` is forgiven."""

    recovery: str
    amount_fen: int
    items: tuple[Portion, ...]


@fact("application.recovery-referred.v1")
class RecoveryReferred(Fact):
    """移送: to a court or the police. Money may still come in."""

    recovery: str
    referred_to: str
