"""What proposals, and the answers to them, do to a case."""

from __future__ import annotations

from domain.application import events as f
from domain.application.folding import recovery
from domain.application.state.case import Case
from domain.application.values import Ranges
from domain.base import Event, replace
from domain.proposals import Proposal


def _proposed(state: Case, made: Proposal) -> Case:
    return replace(state, proposals={**state.proposals, made.id: made}, proposals_made=state.proposals_made + 1)


def required(state: Case, happened: f.ConfirmationRequired, by: str) -> Case:
    declared_by = {happened.act: by, **state.declared_by}
    made = Proposal(id=happened.proposal, act=happened.act, by=declared_by[happened.act])
    after = _proposed(state, made)
    return replace(after, unconfirmed=state.unconfirmed | {happened.act}, declared_by=declared_by)


Proposing = (
    f.AccountProposed
    | f.FollowUpProposed
    | f.MilestoneReported
    | f.ObjectionAnswerProposed
    | f.TakingBackProposed
    | f.TransferProposed
    | f.WaiverRequested
    | f.RevisionProposed
    | f.RecoveryDemanded
    | f.RecoveryChangeProposed
    | f.RecoveryReceiptProposed
    | f.RecoveryOffsetProposed
    | f.ReceiptCorrectionProposed
)
"""An event that is itself the proposal, and says what it would do."""


def opened(state: Case, happened: Proposing, act: str, by: str) -> Case:
    made = Proposal(id=happened.proposal, act=act, by=by, about=_about(happened), lines=_lines(happened))
    after = _proposed(state, made)
    return replace(after, proposed={**state.proposed, happened.proposal: happened})


def _about(happened: Event) -> str | None:
    match happened:
        case f.ObjectionAnswerProposed(objection=about):
            return about
        case f.RecoveryDemanded(recovery=about) | f.RecoveryChangeProposed(recovery=about):
            return about
        case f.RecoveryReceiptProposed(recovery=about) | f.RecoveryOffsetProposed(recovery=about):
            return about
        case f.ReceiptCorrectionProposed(recovery=about):
            return about
        case f.MilestoneReported(milestone=about):
            return about
    return None


def _lines(happened: Event) -> Ranges:
    return happened.lines if isinstance(happened, f.MilestoneReported) else ()


def revision_proposed(state: Case, happened: f.RevisionProposed, by: str) -> Case:
    return replace(opened(state, happened, "revise", by), assessors=state.assessors | {by})


def demanded(state: Case, happened: f.RecoveryDemanded, by: str) -> Case:
    return recovery.demanded(opened(state, happened, "demand-recovery", by), happened)


def change_proposed(state: Case, happened: f.RecoveryChangeProposed, by: str) -> Case:
    return opened(state, happened, happened.act, by)


def _answered(state: Case, happened: f.ProposalConfirmed | f.ProposalDeclined) -> Case:
    return replace(
        state,
        proposals={key: value for key, value in state.proposals.items() if key != happened.proposal},
        proposed={key: value for key, value in state.proposed.items() if key != happened.proposal},
    )


def confirmed(state: Case, happened: f.ProposalConfirmed, by: str) -> Case:
    return replace(_answered(state, happened), unconfirmed=state.unconfirmed - {happened.act})


def declined(state: Case, happened: f.ProposalDeclined, by: str) -> Case:
    after = _answered(state, happened)
    return recovery.declined(after, happened.proposal) if happened.act == "demand-recovery" else after
