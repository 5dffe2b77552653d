"""Which rule answers which command about one case. ADR 0002."""

from __future__ import annotations

from typing import assert_never

from domain.application import commands as c
from domain.application.decisions import (
    confirm,
    follow_up,
    intake,
    milestones,
    objections,
    proceedings,
    public_notice,
    recovery,
    review,
    revision,
    serving,
    taking_back,
    transfer,
    upkeep,
)
from domain.application.decisions.consequences import with_consequences
from domain.application.decisions.given import Given
from domain.application.state.case import Case
from domain.base import Event


def decide(case: Case, command: c.CaseCommand, given: Given) -> tuple[Event, ...]:
    """The events that `command` adds to `case`, with what follows from them. Raises the `Refusal` that declines it."""
    return with_consequences(case, _decided(case, command, given), given.actor.officer)


def _decided(case: Case, command: c.CaseCommand, given: Given) -> tuple[Event, ...]:
    match command:
        case c.RequestCorrection():
            return intake.request_correction(case, command, given)
        case c.CorrectApplication():
            return intake.correct(case, command, given)
        case c.AcceptApplication():
            return intake.accept(case, command, given)
        case c.TransferApplication():
            return transfer.transfer(case, command, given)
        case c.RefuseApplication():
            return intake.refuse(case, command, given)
        case c.RefuseOverdue():
            return serving.refuse_overdue(case, command, given)
        case c.WithdrawApplication():
            return intake.withdraw(case, command, given)
        case c.VerifyFacts():
            return review.verify(case, command, given)
        case c.AssessApplication():
            return review.assess(case, command, given)
        case c.SendBackApplication():
            return review.send_back(case, command, given)
        case c.ApproveApplication():
            return review.approve(case, command, given)
        case c.RejectApplication():
            return review.reject(case, command, given)
        case c.FollowUpApplication():
            return follow_up.follow_up(case, command, given)
        case c.PublishNotice():
            return public_notice.publish(case, command, given)
        case c.CloseNotice():
            return public_notice.close(case, command, given)
        case c.ReportMilestone():
            return milestones.report(case, command, given)
        case c.ConfirmProposal():
            return confirm.confirm(case, command, given)
        case c.SuspendApplication():
            return upkeep.suspend(case, command, given)
        case c.ResumeApplication():
            return upkeep.resume(case, command, given)
        case c.AttachDocuments():
            return upkeep.attach(case, command, given)
        case c.ProposeAccount():
            return upkeep.propose_account(case, command, given)
        case c.IssueLetter():
            return upkeep.issue_letter(case, command, given)
        case c.ServeLetter():
            return serving.serve_letter(case, command, given)
        case c.RaiseObjection():
            return objections.raise_objection(case, command, given)
        case c.AnswerObjection():
            return objections.answer(case, command, given)
        case c.TakeBackDecision():
            return taking_back.take_back(case, command, given)
        case c.RequestWaiver():
            return revision.request_waiver(case, command, given)
        case c.ReviseApplication():
            return revision.revise(case, command, given)
        case c.NotifyRecovery():
            return proceedings.notify(case, command, given)
        case c.HearRecovery():
            return proceedings.hear(case, command, given)
        case c.RemindRecovery():
            return proceedings.remind(case, command, given)
        case c.DemandRecovery():
            return recovery.demand(case, command, given)
        case c.ServeRecovery():
            return recovery.serve(case, command, given)
        case c.ObjectToRecovery():
            return recovery.object_to(case, command, given)
        case c.PlanRecovery():
            return recovery.plan(case, command, given)
        case c.ReduceRecovery():
            return recovery.reduce(case, command, given)
        case c.CancelRecovery():
            return recovery.cancel(case, command, given)
        case c.WriteOffRecovery():
            return recovery.write_off(case, command, given)
        case c.ReferRecovery():
            return recovery.refer(case, command, given)
    assert_never(command)
