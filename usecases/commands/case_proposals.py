"""The second pair of eyes for whatever was proposed about a case: which proposals, and the command that answers one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.application.commands import ConfirmProposal
from domain.application.state.case import Case
from domain.errors import NotPermitted
from domain.office.officer import Officer
from domain.office.roles import PERMISSIONS, confirming
from domain.proposals import Proposal
from store.vault.sealing import Sealer
from usecases.intake.sealing import sealed_reason
from usecases.session.officer_session import OfficerSession

PROPOSAL_KINDS = tuple(
    kind
    for kind, permission in PERMISSIONS.items()
    if permission.second is not None and kind not in ("order-payment", "assess")
)
"""What can be proposed and confirmed; payment runs and assessments have commands of their own for the second half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalReference:
    """A proposal of an application; without an id, the only one that waits, if it is the only one."""

    application: str
    proposal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The command that confirms or declines a proposal, and what it was before its reason was sealed."""

    command: ConfirmProposal
    clear: ConfirmProposal
    sealer: Sealer | None = None


def open_proposals(session: OfficerSession, numbers: Iterable[str]) -> Iterator[ProposalReference]:
    """Every proposal of these applications. An application without one is named alone: the decision refuses it.

    Raises `NoSuchThing("no-such-application")`.
    """
    for number in numbers:
        with session.repository() as repository:
            proposals = tuple(repository.case(number).proposals)
        if not proposals:
            yield ProposalReference(application=number)
        for proposal in proposals:
            yield ProposalReference(application=number, proposal=proposal)


def confirmable_proposals(
    session: OfficerSession, numbers: Iterable[str], kind: str | None = None
) -> Iterator[ProposalReference]:
    """The proposals (of one kind, if it is given) that this officer may confirm; the others are left to those who may.

    Raises `NotPermitted("officer-unknown")`, and `NoSuchThing("no-such-application")`.
    """
    for number in numbers:
        with session.repository() as repository:
            case, officer = repository.case(number), repository.officer(session.officer)
        if officer is None:
            raise NotPermitted("officer-unknown", officer=session.officer)
        for proposal in case.proposals.values():
            if kind in (None, proposal.act) and may_confirm(officer, case, proposal):
                yield ProposalReference(application=number, proposal=proposal.id)


def may_confirm(officer: Officer, case: Case, proposal: Proposal) -> bool:
    """Whether the officer has the role and the authority for it, and did not propose it."""
    try:
        confirming(officer.actor, proposal, case.authority)
    except NotPermitted:
        return False
    return True


def confirmation(session: OfficerSession, reference: ProposalReference, *, reason: str | None = None) -> Confirmation:
    """The command that confirms a proposal or, with a reason, declines it; the reason is sealed.

    Raises `NoSuchThing("no-such-application")` when it is to seal a reason.
    """
    clear = ConfirmProposal(application=reference.application, proposal=reference.proposal)
    if not reason:
        return Confirmation(command=clear, clear=clear)
    with session.repository() as repository:
        case = repository.case(reference.application)
    sealed, sealer = sealed_reason(session, case, reason)
    return Confirmation(command=_declining(reference, sealed), clear=_declining(reference, reason), sealer=sealer)


def _declining(reference: ProposalReference, reason: str) -> ConfirmProposal:
    return ConfirmProposal(application=reference.application, proposal=reference.proposal, declined=True, reason=reason)
