"""Which rule answers which command about one case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.application import commands as c
from domain.application.decisions import (
    confirm,
    intake,
    milestones,
    objections,
    public_notice,
    recovery,
    review,
    revision,
    upkeep,
)
from domain.application.decisions.consequences import with_consequences
from domain.application.decisions.given import Given
from domain.application.state.case import Case
from domain.base import Event

_RULES: Mapping[type[c.CaseCommand], Callable[[Case, Any, Given], tuple[Event, ...]]] = {
    c.RequestCorrection: intake.request_correction,
    c.CorrectApplication: intake.correct,
    c.AcceptApplication: intake.accept,
    c.RefuseApplication: intake.refuse,
    c.WithdrawApplication: intake.withdraw,
    c.VerifyFacts: review.verify,
    c.AssessApplication: review.assess,
    c.SendBackApplication: review.send_back,
    c.ApproveApplication: review.approve,
    c.RejectApplication: review.reject,
    c.PublishNotice: public_notice.publish,
    c.CloseNotice: public_notice.close,
    c.ReportMilestone: milestones.report,
    c.ConfirmProposal: confirm.confirm,
    c.SuspendApplication: upkeep.suspend,
    c.ResumeApplication: upkeep.resume,
    c.AttachDocuments: upkeep.attach,
    c.ProposeAccount: upkeep.propose_account,
    c.IssueLetter: upkeep.issue_letter,
    c.RaiseObjection: objections.raise_objection,
    c.AnswerObjection: objections.answer,
    c.RequestWaiver: revision.request_waiver,
    c.ReviseApplication: revision.revise,
    c.DemandRecovery: recovery.demand,
    c.ServeRecovery: recovery.serve,
    c.ObjectToRecovery: recovery.object_to,
    c.PlanRecovery: recovery.plan,
    c.ReduceRecovery: recovery.reduce,
    c.CancelRecovery: recovery.cancel,
    c.WriteOffRecovery: recovery.write_off,
    c.ReferRecovery: recovery.refer,
}


def decide(case: Case, command: c.CaseCommand, given: Given) -> tuple[Event, ...]:
    """The facts that `command` adds to `case`, with what follows from them. Raises the `Refusal` that declines it."""
    return with_consequences(case, _RULES[type(command)](case, command, given), given.actor.officer)
