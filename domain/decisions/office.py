"""What two people do about the office: what one proposes and another confirms is decided twice, by the same rule.

When it is proposed, so that nothing waits that could not be; and when it is confirmed, on the office as it is by then.
"""

from __future__ import annotations

from domain.base import Decision, replace
from domain.decisions.funding import fund_is_of_a_policy
from domain.decisions.repository import Repository
from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing, NotAllowed
from domain.office import people, reference, sharing
from domain.office.people import JoinNames, LinkPersons
from domain.office.proposed import (
    ConfirmForOffice,
    OfficeProposalConfirmed,
    OfficeProposalDeclined,
    OpenFund,
    SharedCommand,
    act_of,
    as_command,
    as_proposal,
    keeper_of,
)
from domain.office.reference import AdoptCalendarYear, AdoptEdition, AdoptStandard
from domain.office.roles import Actor, acting, confirming
from domain.office.sharing import DeclareSharing
from domain.proposals import meant
from domain.streams import OFFICE
from domain.treasury.fund import fund_id, open_fund


def propose(repository: Repository, command: SharedCommand, actor: Actor) -> Decision:
    """Nothing, where it would change nothing. Raises what the rule of the command raises, and
    `NotAllowed("proposal-waits")` while the same waits for its answer.
    """
    proposals = repository.office()
    proposed = as_proposal(command, proposals.next_name)
    acting(actor, act_of(proposed), keeper_of(proposed))
    if not _decided(repository, command):
        return {}
    for name, opened in proposals.waiting.items():
        if replace(opened.event, proposal=proposed.proposal) == proposed:
            raise NotAllowed("proposal-waits", proposal=f"{OFFICE}/{name}")
    return {OFFICE: (proposed,)}


def answer(repository: Repository, command: ConfirmForOffice, actor: Actor) -> Decision:
    """Raises what the rule raises of it by now, and `NotAllowed("proposal-overtaken")` where it has come about."""
    opened = meant(repository.office().waiting, command.proposal, OFFICE)
    proposal, shared = opened.proposal, as_command(opened.event)
    confirming(actor, proposal)
    if command.declined:
        return {OFFICE: (OfficeProposalDeclined(proposal=proposal.id, act=proposal.act),)}
    decision = _decided(repository, shared)
    if not decision:
        raise NotAllowed("proposal-overtaken", proposal=f"{OFFICE}/{proposal.id}")
    return {OFFICE: (OfficeProposalConfirmed(proposal=proposal.id, act=proposal.act),), **decision}


def _decided(repository: Repository, command: SharedCommand) -> Decision:
    match command:
        case OpenFund():
            fund_is_of_a_policy(repository, command)
            name = fund_id(command.holder, command.source, command.programme, command.year)
            return open_fund(repository.fund(name), command)
        case AdoptEdition():
            return _adoption(repository, command)
        case AdoptStandard():
            state = repository.editions(command.policy)
            if not state.adopted:
                raise NoSuchThing("policy-not-adopted", policy=command.policy)
            editions = [repository.edition(one.edition) for one in reversed(state.adopted)]
            return reference.decide_standard(state, editions, command)
        case AdoptCalendarYear():
            return reference.decide_calendar(repository.calendar(), command)
        case LinkPersons() | JoinNames():
            return people.decide(repository.people(), command)
        case DeclareSharing():
            return _sharing(repository, command)


def _sharing(repository: Repository, command: DeclareSharing) -> Decision:
    editions = _all_editions(repository)
    groups = {name: one for policy in editions for name, one in repository.editions(policy).groups.items()}
    return sharing.decide_sharing(groups, editions, command)


def _all_editions(repository: Repository) -> dict[str, list[Edition]]:
    """Every edition that was adopted, the newest of each policy first."""
    newest = {edition.policy: edition for edition in repository.newest_editions()}
    before = {policy: repository.editions(policy).adopted[:-1] for policy in newest}
    return {
        policy: [edition, *(repository.edition(one.edition) for one in reversed(before[policy]))]
        for policy, edition in newest.items()
    }


def _adoption(repository: Repository, command: AdoptEdition) -> Decision:
    """Raises `NotAllowed("sharing-broken")` for an edition that compares otherwise than those that share with it."""
    state = repository.editions(command.policy)
    decision = reference.decide_adoption(state, command)
    if decision and state.groups:
        editions = _all_editions(repository)
        editions[command.policy].insert(0, repository.edition_in(command.content))
        if group := sharing.broken_by(state.groups, editions):
            raise NotAllowed("sharing-broken", edition=command.edition, group=group)
    return decision
