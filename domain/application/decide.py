"""Which rule answers which command about one case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.application import commands as c
from domain.application import intake, milestones, public_notice, review
from domain.application.given import Given
from domain.application.state import Case
from domain.facts import Fact

_RULES: Mapping[type[c.CaseCommand], Callable[[Case, Any, Given], tuple[Fact, ...]]] = {
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
    c.ConfirmProposal: milestones.confirm,
}


def decide(case: Case, command: c.CaseCommand, given: Given) -> tuple[Fact, ...]:
    """The facts that `command` adds to `case`. Raises the `Refusal` of the rule that declines it."""
    return _RULES[type(command)](case, command, given)
