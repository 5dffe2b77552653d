"""The second pair of eyes on whatever was proposed about a case, and what follows from its yes."""

from __future__ import annotations

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions import follow_up, milestones, objections, recovery, revision, taking_back, transfer
from domain.application.decisions.given import Given, released_nothing
from domain.application.payment_key import batch_of
from domain.application.state.case import Case
from domain.base import Event
from domain.errors import NotAllowed
from domain.office.roles import confirming, responsible
from domain.proposals import meant


def confirm(case: Case, command: c.ConfirmProposal, given: Given) -> tuple[Event, ...]:
    """Confirm or decline a proposal. Raises what the decision that follows from it raises when it no longer fits."""
    proposal = meant(case.proposals, command.proposal, case.number)
    confirming(given.actor, proposal, responsible(case, proposal.act, second=True))
    if command.declined:
        return (f.ProposalDeclined(proposal=proposal.id, act=proposal.act, reason=command.reason),)
    confirmed = f.ProposalConfirmed(proposal=proposal.id, act=proposal.act)
    return (confirmed, *_followed(case, case.proposed.get(proposal.id), given))


def _followed(case: Case, proposed: Event | None, given: Given) -> tuple[Event, ...]:
    match proposed:
        case f.MilestoneReported():
            return milestones.reached(case, proposed)
        case f.AccountProposed():
            if case.orders:
                raise NotAllowed("payment-in-flight", application=case.number, batch=batch_of(next(iter(case.orders))))
            return (f.AccountCorrected(account=proposed.account),)
        case f.ObjectionAnswerProposed():
            return objections.answered(case, proposed)
        case f.TakingBackProposed():
            return taking_back.taken_back(case, proposed)
        case f.WaiverRequested():
            return revision.waived(case, proposed)
        case f.TransferProposed():
            return transfer.transferred(case, proposed, given)
        case f.RevisionProposed():
            released_nothing(case, given.actor)
            return revision.revised(case, proposed, given)
        case f.FollowUpProposed():
            released_nothing(case, given.actor)
            return follow_up.followed_up(case, proposed, given)
        case f.RecoveryDemanded():
            return recovery.demanded(case, proposed, given.today)
        case f.RecoveryChangeProposed():
            return recovery.changed(case, proposed, given.today)
    return ()
