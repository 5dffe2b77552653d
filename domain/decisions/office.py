"""What two people do about the office: what one proposes and another confirms is decided twice, by the same rule.

When it is proposed, so that nothing waits that could not be; and when it is confirmed, on the office as it is by then.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from domain.base import Decision, replace
from domain.decisions.allotting import about_allotment
from domain.decisions.funding import fund_is_of_a_policy, the_fund
from domain.decisions.months import closing
from domain.decisions.numbers import next_fund
from domain.decisions.receiving import receiving
from domain.decisions.repository import Repository
from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing, NotAllowed
from domain.office import people, reference, sharing
from domain.office.allotment_proposals import AllotmentCommand
from domain.office.book_months import CloseMonth
from domain.office.draw_rules import AdoptDrawRules, decide_draw_rules
from domain.office.fund_proposals import (
    AnyFundCommand,
    CarryOverFund,
    CloseFund,
    FundCommand,
    IncreaseFund,
    OpenFund,
    PlanFund,
    SurrenderFund,
    TransferFund,
)
from domain.office.people import JoinNames, LinkPersons
from domain.office.proposed import (
    ConfirmForOffice,
    OfficeProposalConfirmed,
    OfficeProposalDeclined,
    SharedCommand,
    act_of,
    as_command,
    as_proposal,
    keeper_of,
)
from domain.office.receipt_proposals import ReceiveAllotments
from domain.office.reference import AdoptCalendarYear, AdoptEdition, AdoptStandard
from domain.office.roles import Actor, acting, confirming
from domain.office.sharing import DeclareSharing
from domain.proposals import meant
from domain.streams import OFFICE
from domain.treasury import fund_acts


def propose(repository: Repository, command: SharedCommand, actor: Actor, today: date) -> Decision:
    """Nothing, where it would change nothing. Raises what the rule of the command raises, and
    `NotAllowed("proposal-waits")` while the same waits for its answer.
    """
    proposals = repository.office()
    proposed = as_proposal(command, proposals.next_name)
    acting(actor, act_of(proposed), keeper_of(proposed))
    if not _decided(repository, command, today):
        return {}
    for name, opened in proposals.waiting.items():
        if replace(opened.event, proposal=proposed.proposal) == proposed:
            raise NotAllowed("proposal-waits", proposal=f"{OFFICE}/{name}")
    return {OFFICE: (proposed,)}


def answer(repository: Repository, command: ConfirmForOffice, actor: Actor, today: date) -> Decision:
    """Raises what the rule raises of it by now, and `NotAllowed("proposal-overtaken")` where it has come about."""
    opened = meant(repository.office().waiting, command.proposal, OFFICE)
    proposal, shared = opened.proposal, as_command(opened.event)
    confirming(actor, proposal)
    if command.declined:
        return {OFFICE: (OfficeProposalDeclined(proposal=proposal.id, act=proposal.act),)}
    decision = _decided(repository, shared, today)
    if not decision:
        raise NotAllowed("proposal-overtaken", proposal=f"{OFFICE}/{proposal.id}")
    return {OFFICE: (OfficeProposalConfirmed(proposal=proposal.id, act=proposal.act),), **decision}


def _decided(repository: Repository, command: SharedCommand, today: date) -> Decision:
    match command:
        case FundCommand():
            return _about_fund(repository, command, today)
        case CloseMonth():
            return closing(repository, command, today)
        case AllotmentCommand():
            return about_allotment(repository, command, today)
        case ReceiveAllotments():
            return receiving(repository, command, today)
        case AdoptDrawRules():
            return _draw_rules(repository, command)
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


def _about_fund(repository: Repository, command: AnyFundCommand, today: date) -> Decision:
    match command:
        case OpenFund(holder=holder, year=year):
            fund_is_of_a_policy(repository, command)
            return fund_acts.open_fund(repository.funds(), next_fund(repository, holder, year), command, today)
        case IncreaseFund(fund=name):
            return fund_acts.increase(the_fund(repository, name), command, today)
        case TransferFund(fund=name, to=to):
            return fund_acts.transfer(the_fund(repository, name), the_fund(repository, to), command, today)
        case CarryOverFund(fund=name):
            fund = the_fund(repository, name)
            return fund_acts.carry_over(fund, next_fund(repository, fund.holder, fund.year + 1), command, today)
        case SurrenderFund(fund=name):
            return fund_acts.surrender(the_fund(repository, name), command, today)
        case PlanFund(fund=name):
            return fund_acts.plan(the_fund(repository, name), command, today)
        case CloseFund(fund=name):
            return fund_acts.close(the_fund(repository, name), command, today)
    assert_never(command)


def _draw_rules(repository: Repository, command: AdoptDrawRules) -> Decision:
    state = repository.editions(command.rules.policy)
    if not state.adopted:
        raise NoSuchThing("policy-not-adopted", policy=command.rules.policy)
    editions = [repository.edition(one.edition) for one in state.adopted]
    schemes = [scheme for edition in editions for scheme in edition.schemes]
    sources = {source.id: source for edition in editions for source in edition.funding_order}
    return decide_draw_rules(state.draw_rules, schemes, sources, command)


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
