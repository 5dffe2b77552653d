"""What proposals, and the answers to them, do to a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.application import events as f
from domain.application.folding import recovery
from domain.application.state.case import Case
from domain.base import replace
from domain.office.roles import Proposal


def _proposed(state: Case, proposal: str, act: str, by: str) -> Case:
    made = Proposal(id=proposal, act=act, by=by)
    return replace(state, proposals={**state.proposals, proposal: made}, proposals_made=state.proposals_made + 1)


def required(state: Case, happened: f.ConfirmationRequired, by: str) -> Case:
    after = _proposed(state, happened.proposal, happened.act, by)
    return replace(after, unconfirmed=state.unconfirmed | {happened.act})


def opened(act: str) -> Callable[[Case, Any, str], Case]:
    """A fact that is itself the proposal, and says what it would do."""

    def open_it(state: Case, happened: Any, by: str) -> Case:
        after = _proposed(state, happened.proposal, act, by)
        return replace(after, proposed={**state.proposed, happened.proposal: happened})

    return open_it


def revision_proposed(state: Case, happened: f.RevisionProposed, by: str) -> Case:
    return replace(opened("revise")(state, happened, by), assessors=state.assessors | {by})


def demanded(state: Case, happened: f.RecoveryDemanded, by: str) -> Case:
    return recovery.demanded(opened("demand-recovery")(state, happened, by), happened)


def change_proposed(state: Case, happened: f.RecoveryChangeProposed, by: str) -> Case:
    return opened(happened.act)(state, happened, by)


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
