"""The commands about one case, by the event that leads what they record.

What a decision works out by itself (awards, uses, funds, numbers of proposals) is left out: deciding again gives it.
"""

from __future__ import annotations

from typing import assert_never

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.letters import CORRECTION_REQUEST
from domain.application.status import Ground
from domain.decisions.recorded.errors import NoSuchCommand, subject_of
from domain.treasury.offsets import OffsetRecovery
from domain.treasury.receipts import CorrectReceipt
from domain.treasury.recoveries import ReceiveRecovery

CaseCommand = c.SubmitApplication | c.CaseCommand | ReceiveRecovery | CorrectReceipt | OffsetRecovery


def command_about_case(stream: str, leading: f.CaseEvent) -> CaseCommand:
    """Raises `NoSuchCommand` for an event that only follows from others."""
    application = subject_of(stream, "application", leading)
    command = _command(application, leading)
    if command is None:
        raise NoSuchCommand(stream, leading)
    return command


def _command(application: str, leading: f.CaseEvent) -> CaseCommand | None:
    if f.is_receipt_event(leading):
        return _of_receipt(application, leading)
    if f.is_decision_event(leading):
        return _of_decision(application, leading)
    if f.is_payout_event(leading):
        return _of_payout(application, leading)
    if f.is_dispute_event(leading):
        return _of_dispute(application, leading)
    if f.is_recovery_event(leading):
        return _of_recovery(application, leading)
    assert_never(leading)


def _of_receipt(application: str, leading: f.ReceiptEvent) -> CaseCommand | None:
    match leading:
        case f.ApplicationSubmitted():
            return _submission(leading)
        case f.CorrectionRequested(lines=lines, reason=reason, facts=facts):
            return c.RequestCorrection(application=application, lines=lines, reason=reason, facts=facts)
        case f.ApplicationCorrected():
            return _correction(application, leading)
        case f.ApplicationAccepted():
            return c.AcceptApplication(application=application)
        case f.ApplicationNotAccepted(clause=clause, reason=reason):
            if clause is None:
                return c.RefuseOverdue(application=application)
            return c.RefuseApplication(application=application, clause=clause, reason=reason)
        case f.ApplicationWithdrawn(reason=reason):
            return c.WithdrawApplication(application=application, reason=reason)
        case f.ProposalConfirmed(proposal=proposal):
            return c.ConfirmProposal(application=application, proposal=proposal)
        case f.ProposalDeclined(proposal=proposal, reason=reason):
            return c.ConfirmProposal(application=application, proposal=proposal, declined=True, reason=reason)
        case f.ApplicationSuspended(reason=reason):
            return c.SuspendApplication(application=application, reason=reason)
        case f.ApplicationResumed():
            return c.ResumeApplication(application=application)
        case f.DocumentsAttached(documents=documents):
            # Only those that were new are recorded, and none of them is known to the case before.
            return c.AttachDocuments(application=application, documents=documents)
        case f.AccountProposed(account=account):
            return c.ProposeAccount(application=application, account=account)
        case f.LetterIssued(letter=letter, about=about, sha256=sha256):
            return c.IssueLetter(application=application, letter=letter, about=about, sha256=sha256)
        case f.LetterServed():
            return c.ServeLetter(
                application=application,
                letter=leading.letter,
                about=leading.about,
                way=leading.way,
                served_on=leading.served_on,
                receipt=leading.receipt,
                # That of a reminder the decision works out.
                due_on=leading.due_on if leading.letter == CORRECTION_REQUEST else None,
            )
        case f.TransferProposed(authority=to, reason=reason):
            return c.TransferApplication(application=application, to=to, reason=reason)
        case f.ConfirmationRequired() | f.AccountCorrected() | f.ApplicationTransferred():
            return None
    assert_never(leading)


def _submission(leading: f.ApplicationSubmitted) -> c.SubmitApplication:
    return c.SubmitApplication(
        scheme=leading.scheme,
        policy=leading.edition.partition("@")[0],
        authority=leading.authority,
        received_on=leading.received_on,
        applicant=leading.applicant,
        account=leading.account,
        documents=leading.documents,
        facts=leading.facts,
        lines=leading.lines,
    )


def _correction(application: str, leading: f.ApplicationCorrected) -> c.CorrectApplication:
    """The lines have their numbers already, and stand in their order: numbered again, each gets its own."""
    return c.CorrectApplication(
        application=application,
        applicant=leading.applicant,
        account=leading.account,
        documents=leading.documents,
        facts=leading.facts,
        lines=leading.lines,
    )


def _of_decision(application: str, leading: f.DecisionEvent) -> CaseCommand | None:
    match leading:
        case f.FactsVerified():
            return c.VerifyFacts(
                application=application,
                source=leading.source,
                checked_on=leading.checked_on,
                values=leading.values,
                file_sha256=leading.file_sha256,
            )
        case f.ApplicationAssessed(determined=determined):
            return c.AssessApplication(application=application, determined=determined)
        case f.ApplicationSentBack(reason=reason):
            return c.SendBackApplication(application=application, reason=reason)
        case f.ApplicationApproved():
            return c.ApproveApplication(
                application=application,
                assessed_version=leading.assessed_version,
                leaving_open=bool(leading.open_lines),
                shared_account=leading.shared_account,
            )
        case f.ApplicationRejected():
            return c.RejectApplication(application=application)
        case f.FollowUpProposed(determined=determined):
            return c.FollowUpApplication(application=application, determined=determined)
        case f.ApplicationFollowedUp():
            return None
        case f.NoticePublished():
            return c.PublishNotice(application=application)
        case f.NoticeClosed():
            return c.CloseNotice(application=application)
    assert_never(leading)


def _of_payout(application: str, leading: f.PayoutEvent) -> CaseCommand | None:
    match leading:
        case f.MilestoneReported():
            # Where the command named no lines, the event names all that waited.
            return c.ReportMilestone(
                application=application,
                milestone=leading.milestone,
                lines=leading.lines,
                met=leading.met,
                reached_on=leading.reached_on,
                source=leading.source,
            )
        case f.MilestoneMet() | f.InstalmentForfeited() | f.ApplicationReopened():
            return None
        case f.PaymentOrdered() | f.PaymentReleased() | f.PaymentCancelled() | f.PaymentFailed():
            return None  # Of these the run's own event leads.
        case f.ApplicationPartiallyPaid() | f.ApplicationSettled() | f.PaymentReturned() | f.PaidByOffset():
            return None
        case f.PaymentOvertaken() | f.PaymentInDoubt() | f.PaymentReinstated() | f.PaymentAssigned():
            return None
        case f.PaymentReversed() | f.ReturnReversed() | f.PaymentRedated():
            return None
    assert_never(leading)


def _of_dispute(application: str, leading: f.DisputeEvent) -> CaseCommand | None:
    match leading:
        case f.ObjectionRaised():
            return c.RaiseObjection(
                application=application,
                lines=leading.lines,
                received_on=leading.received_on,
                raised_by=leading.raised_by,
                grounds=leading.grounds,
            )
        case f.ObjectionAnswerProposed(objection=objection, upheld=upheld, reason=reason):
            return c.AnswerObjection(application=application, objection=objection, upheld=upheld, reason=reason)
        case f.TakingBackProposed(reason=reason):
            return c.TakeBackDecision(application=application, reason=reason)
        case f.WaiverRequested(limit=limit, lines=lines, reason=reason):
            return c.RequestWaiver(application=application, limit=limit, lines=lines, reason=reason)
        case f.RevisionProposed():
            # Determinations stand merged with those from before, which merging them again leaves as they are.
            return c.ReviseApplication(
                application=application,
                ground=leading.ground,
                reason=leading.reason,
                struck=leading.struck,
                revived=leading.revived,
                struck_items=leading.struck_items,
                revived_items=leading.revived_items,
                determined=leading.determined,
            )
        case f.ObjectionUpheld() | f.ObjectionDismissed() | f.DecisionTakenBack():
            return None
        case f.LimitWaived() | f.ApplicationRevised():
            return None
    assert_never(leading)


def _of_recovery(application: str, leading: f.RecoveryEvent) -> CaseCommand | None:
    match leading:
        case f.RecoveryNotified():
            return c.NotifyRecovery(
                application=application,
                ground=leading.ground,
                basis=leading.basis,
                days=leading.days,
                reason=leading.reason,
                amount_fen=leading.amount_fen,
            )
        case f.RecoveryHeard(recovery=recovery, received_on=received_on, summary=summary):
            return c.HearRecovery(application=application, recovery=recovery, received_on=received_on, summary=summary)
        case f.RecoveryReminded(recovery=recovery):
            return c.RemindRecovery(application=application, recovery=recovery)
        case f.RecoveryDemanded():
            return _demand(application, leading)
        case f.RecoveryServed(recovery=recovery, served_on=served_on, due_on=due_on):
            return c.ServeRecovery(application=application, recovery=recovery, served_on=served_on, due_on=due_on)
        case f.RecoveryObjected(recovery=recovery, received_on=received_on, grounds=grounds):
            return c.ObjectToRecovery(
                application=application, recovery=recovery, received_on=received_on, grounds=grounds
            )
        case f.RecoveryPlanned(recovery=recovery, parts=parts):
            return c.PlanRecovery(application=application, recovery=recovery, parts=parts)
        case f.RecoveryReceiptProposed():
            return ReceiveRecovery(
                application=application,
                recovery=leading.recovery,
                amount_fen=leading.amount_fen,
                received_on=leading.received_on,
                reference=leading.reference,
                same_reference=leading.same_reference,
            )
        case f.ReceiptCorrectionProposed():
            return CorrectReceipt(
                application=application,
                recovery=leading.recovery,
                reference=leading.reference,
                instead=leading.instead,
                reason=leading.reason,
                same_reference=leading.same_reference,
            )
        case f.RecoveryOffsetProposed(recovery=recovery, against=against, amount_fen=amount_fen):
            return OffsetRecovery(application=application, recovery=recovery, against=against, amount_fen=amount_fen)
        case f.RecoveryChangeProposed():
            return _change(application, leading)
        case f.RecoveryApproved() | f.RecoveryReduced() | f.RecoveryCancelled() | f.RecoveryReceived():
            return None
        case f.ReceiptCorrected() | f.ReceiptReversed():
            return None
        case f.RecoveryWrittenOff() | f.RecoveryReferred() | f.RecoveryOffset() | f.RecoveryOffsetWithin():
            return None
    assert_never(leading)


def _demand(application: str, leading: f.RecoveryDemanded) -> c.DemandRecovery:
    """Only what a bank did is demanded without a notice."""
    rests_on: dict[str, str] = {"recovery": leading.recovery}
    if leading.ground == Ground.BANK_ERROR:
        rests_on = {"ground": leading.ground, "basis": leading.basis}
    return c.DemandRecovery(application=application, reason=leading.reason, amount_fen=leading.amount_fen, **rests_on)


def _change(application: str, leading: f.RecoveryChangeProposed) -> CaseCommand | None:
    recovery, reason, amount_fen = leading.recovery, leading.reason, leading.amount_fen
    match leading.act:
        case "reduce-recovery":
            return c.ReduceRecovery(application=application, recovery=recovery, amount_fen=amount_fen, reason=reason)
        case "cancel-recovery":
            return c.CancelRecovery(application=application, recovery=recovery, reason=reason)
        case "write-off-recovery":
            return c.WriteOffRecovery(application=application, recovery=recovery, reason=reason, amount_fen=amount_fen)
        case "refer-recovery" if leading.referred_to is not None:
            return c.ReferRecovery(
                application=application, recovery=recovery, referred_to=leading.referred_to, reason=reason
            )
    return None
