"""What each event does to a case. `evolve` cannot say no: a recorded event is not argued with."""

from __future__ import annotations

from typing import assert_never

from domain.application import events as f
from domain.application.folding import bank, disputes, file, follow_up, money, proposals, recovery
from domain.application.state.case import Case
from domain.application.status import Status
from domain.base import Event, replace


def evolve(state: Case | None, happened: Event, by: str) -> Case:
    """The state after `happened`, which officer `by` recorded."""
    if state is None:
        assert isinstance(happened, f.ApplicationSubmitted), "a case begins with its submission"
        return file.submitted(happened, by)
    assert f.is_case_event(happened), f"not an event of a case: {happened!r}"
    return replace(_after(state, happened, by), version=state.version + 1)


def _after(state: Case, happened: f.CaseEvent, by: str) -> Case:
    """By the module of the event first: a fifth of the comparisons, where every command folds."""
    if f.is_payout_event(happened):
        return _after_payout(state, happened, by)
    if f.is_decision_event(happened):
        return _after_decision(state, happened, by)
    if f.is_receipt_event(happened):
        return _after_receipt(state, happened, by)
    if f.is_recovery_event(happened):
        return _after_recovery(state, happened, by)
    if f.is_dispute_event(happened):
        return _after_dispute(state, happened, by)
    assert_never(happened)


def _after_payout(state: Case, happened: f.PayoutEvent, by: str) -> Case:
    match happened:
        case f.MilestoneReported():
            return proposals.opened(state, happened, "milestone", by)
        case f.MilestoneMet():
            return money.milestone_met(state, happened, by)
        case f.InstalmentForfeited():
            return money.forfeited(state, happened, by)
        case f.PaymentOrdered():
            return bank.ordered(state, happened, by)
        case f.PaymentReleased():
            return bank.released(state, happened, by)
        case f.PaymentCancelled() | f.PaymentOvertaken():
            return bank.lapsed(state, happened, by)
        case f.PaymentFailed():
            return bank.failed(state, happened, by)
        case f.ApplicationPartiallyPaid():
            return bank.partially_paid(state, happened, by)
        case f.ApplicationSettled():
            return bank.settled(state, happened, by)
        case f.ApplicationReopened():
            return bank.reopened(state, happened, by)
        case f.PaymentReturned():
            return bank.returned(state, happened, by)
        case f.PaymentReversed():
            return bank.reversed_(state, happened, by)
        case f.ReturnReversed():
            return bank.return_reversed(state, happened, by)
        case f.PaymentReinstated():
            return bank.reinstated(state, happened, by)
        case f.PaymentInDoubt():
            return bank.in_doubt(state, happened, by)
        case f.PaymentRedated():
            return bank.redated(state, happened, by)
        case f.PaymentAssigned():
            return bank.assigned(state, happened, by)
        case f.PaidByOffset():
            return bank.paid_by_offset(state, happened, by)
    assert_never(happened)


def _after_decision(state: Case, happened: f.DecisionEvent, by: str) -> Case:
    match happened:
        case f.FactsVerified():
            return file.verified(state, happened, by)
        case f.ApplicationAssessed():
            return file.assessed(state, happened, by)
        case f.ApplicationSentBack():
            return file.sent_back(state, happened, by)
        case f.ApplicationApproved():
            return file.approved(state, happened, by)
        case f.ApplicationRejected():
            return file.ended(state, Status.REJECTED)
        case f.FollowUpProposed():
            return follow_up.proposed(state, happened, by)
        case f.ApplicationFollowedUp():
            return follow_up.decided(state, happened, by)
        case f.NoticePublished():
            return file.published(state, happened, by)
        case f.NoticeClosed():
            return file.closed(state, happened, by)
    assert_never(happened)


def _after_receipt(state: Case, happened: f.ReceiptEvent, by: str) -> Case:
    match happened:
        case f.ApplicationSubmitted():
            raise AssertionError("a case is submitted once")
        case f.ConfirmationRequired():
            return proposals.required(state, happened, by)
        case f.ProposalConfirmed():
            return proposals.confirmed(state, happened, by)
        case f.ProposalDeclined():
            return proposals.declined(state, happened, by)
        case f.CorrectionRequested():
            return file.correction_requested(state, happened, by)
        case f.ApplicationCorrected():
            return file.corrected(state, happened, by)
        case f.ApplicationAccepted():
            return replace(state, stage=Status.ACCEPTED)
        case f.TransferProposed():
            return proposals.opened(state, happened, "transfer", by)
        case f.ApplicationTransferred():
            return file.transferred(state, happened)
        case f.ApplicationNotAccepted():
            return file.ended(state, Status.NOT_ACCEPTED)
        case f.ApplicationWithdrawn():
            return file.withdrawn(state, happened, by)
        case f.ApplicationSuspended():
            return disputes.suspended(state, happened, by)
        case f.ApplicationResumed():
            return disputes.resumed(state, happened, by)
        case f.DocumentsAttached():
            return file.attached(state, happened, by)
        case f.AccountProposed():
            return proposals.opened(state, happened, "account", by)
        case f.AccountCorrected():
            return file.account_corrected(state, happened, by)
        case f.LetterIssued():
            return disputes.letter_issued(state, happened, by)
        case f.LetterServed():
            return disputes.letter_served(state, happened, by)
    assert_never(happened)


def _after_recovery(state: Case, happened: f.RecoveryEvent, by: str) -> Case:
    match happened:
        case f.RecoveryNotified():
            return recovery.notified(state, happened, by)
        case f.RecoveryHeard():
            return recovery.heard(state, happened, by)
        case f.RecoveryDemanded():
            return proposals.demanded(state, happened, by)
        case f.RecoveryApproved():
            return recovery.approved(state, happened, by)
        case f.RecoveryServed():
            return recovery.served(state, happened, by)
        case f.RecoveryObjected():
            return recovery.objected(state, happened, by)
        case f.RecoveryReminded():
            return recovery.reminded(state, happened, by)
        case f.RecoveryPlanned():
            return recovery.planned(state, happened, by)
        case f.RecoveryReceiptProposed():
            return proposals.opened(state, happened, "receive-recovery", by)
        case f.RecoveryReceived():
            return recovery.received(state, happened, by)
        case f.ReceiptCorrectionProposed():
            return proposals.opened(state, happened, "correct-receipt", by)
        case f.ReceiptCorrected():
            return recovery.receipt_corrected(state, happened, by)
        case f.ReceiptReversed():
            return recovery.receipt_reversed(state, happened, by)
        case f.RecoveryOffsetProposed():
            return proposals.opened(state, happened, "offset-recovery", by)
        case f.RecoveryOffset():
            return recovery.offset(state, happened, by)
        case f.RecoveryOffsetWithin():
            return recovery.offset_within(state, happened, by)
        case f.RecoveryChangeProposed():
            return proposals.change_proposed(state, happened, by)
        case f.RecoveryReduced():
            return recovery.reduced(state, happened, by)
        case f.RecoveryCancelled():
            return recovery.cancelled(state, happened, by)
        case f.RecoveryWrittenOff():
            return recovery.written_off(state, happened, by)
        case f.RecoveryReferred():
            return recovery.referred(state, happened, by)
    assert_never(happened)


def _after_dispute(state: Case, happened: f.DisputeEvent, by: str) -> Case:
    match happened:
        case f.ObjectionRaised():
            return disputes.objected(state, happened, by)
        case f.ObjectionAnswerProposed():
            return proposals.opened(state, happened, "answer-objection", by)
        case f.ObjectionUpheld():
            return disputes.upheld(state, happened, by)
        case f.ObjectionDismissed():
            return disputes.dismissed(state, happened, by)
        case f.TakingBackProposed():
            return proposals.opened(state, happened, happened.act, by)
        case f.DecisionTakenBack():
            return disputes.taken_back(state, happened, by)
        case f.WaiverRequested():
            return proposals.opened(state, happened, "waive", by)
        case f.LimitWaived():
            return disputes.waived(state, happened, by)
        case f.RevisionProposed():
            return proposals.revision_proposed(state, happened, by)
        case f.ApplicationRevised():
            return disputes.revised(state, happened, by)
    assert_never(happened)
