"""Which rule decides which command, and what it is given: gathered from the books under the lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain.application import commands as c
from domain.application.decide import decide as decide_case
from domain.application.decisions import intake
from domain.application.decisions.given import Given
from domain.application.state.case import Case, application_stream
from domain.base import Decision
from domain.errors import NotAllowed
from domain.office import officer as officers
from domain.office import people
from domain.office import register as registers
from domain.office.officer import EnrolOfficer, GrantRole, HandOver, OpenLog, RevokeRole, RotateKey, SuspendOfficer
from domain.office.reference import AdoptCalendarYear, AdoptEdition, decide_adoption, decide_calendar
from domain.office.register import AddEntry, ConfirmEntry, EndEntry
from domain.office.roles import CITY, Actor
from domain.treasury import payment_run, recoveries
from domain.treasury.bank_reply import record_reply
from domain.treasury.batch import ExportPayment, OrderPayment, RecordBankReply, ReleasePayment
from domain.treasury.fund import Fund, OpenFund, fund_id, open_fund
from store.commands.repository import Repository

Command = (
    OpenLog
    | officers.OfficerCommand
    | HandOver
    | AdoptEdition
    | AdoptCalendarYear
    | registers.RegisterCommand
    | c.SubmitApplication
    | c.CaseCommand
    | OpenFund
    | OrderPayment
    | ReleasePayment
    | ExportPayment
    | RecordBankReply
    | recoveries.ReceiveRecovery
    | recoveries.OffsetRecovery
    | people.LinkPersons
)


def decide(repository: Repository, command: Command, actor: Actor, today: date) -> Decision:
    """Take the decision. Raises the `Refusal` of the rule that declines the command."""
    if isinstance(command, c.CaseCommand):
        return _case(repository, command, actor, today)
    return _RULES[type(command)](repository, command, actor, today)


def _case(repository: Repository, command: c.CaseCommand, actor: Actor, today: date) -> Decision:
    case = repository.case(command.application)
    events = decide_case(case, command, _given(repository, case, command, actor, today))
    return {application_stream(case.number): events}


def _given(repository: Repository, case: Case, command: c.CaseCommand, actor: Actor, today: date) -> Given:
    """Only what the command's rule asks for: an acceptance need not wait for the notice to be read."""
    if _assesses(case, command):
        edition = repository.edition(case.edition)
        known = repository.people()
        claim = known.one_person(case.claim())
        return Given(
            actor=actor,
            today=today,
            edition=edition,
            register_results=repository.register_results(edition, claim),
            uses=repository.uses_by_others(edition, claim),
            people=known,
        )
    match command:
        case c.PublishNotice():
            return Given(
                actor=actor,
                today=today,
                edition=repository.edition(case.edition),
                working_days=repository.calendar().working_days,
            )
        case c.ReportMilestone() | c.RequestWaiver():
            return Given(actor=actor, today=today, edition=repository.edition(case.edition))
    return Given(actor=actor, today=today)


def _assesses(case: Case, command: c.CaseCommand) -> bool:
    """Whether the command runs the policy: also a confirmation does, of a revision."""
    if isinstance(command, c.ConfirmProposal):
        return any(proposal.act == "revise" for proposal in case.proposals.values())
    return isinstance(command, c.AssessApplication | c.ApproveApplication | c.RejectApplication | c.ReviseApplication)


def _submit(repository: Repository, command: c.SubmitApplication, actor: Actor, today: date) -> Decision:
    edition = repository.edition_for(command.policy, command.received_on)
    if command.scheme not in edition.schemes:
        raise NotAllowed("no-such-scheme", scheme=command.scheme, policy=edition.ref)
    series = f"{command.authority}-{command.received_on.year}"
    number = f"{series}-{repository.next_number(f'application-{series}'):06d}"
    given = Given(actor=actor, today=today, edition=edition, number=number)
    return {application_stream(number): intake.submit(command, given)}


def _officer(repository: Repository, command: officers.OfficerCommand, actor: Actor, today: date) -> Decision:
    return officers.decide(repository.officer(command.officer), command, actor)


def _hand_over(repository: Repository, command: HandOver, actor: Actor, today: date) -> Decision:
    to = repository.officer(command.to) if command.to is not None else None
    return officers.hand_over(repository.officer(command.officer), to, command, actor)


def _register(repository: Repository, command: registers.RegisterCommand, actor: Actor, today: date) -> Decision:
    return registers.decide(repository.register(command.register), command, actor)


def _adopt(repository: Repository, command: AdoptEdition, actor: Actor, today: date) -> Decision:
    return decide_adoption(repository.editions(command.policy), command, actor)


def _calendar(repository: Repository, command: AdoptCalendarYear, actor: Actor, today: date) -> Decision:
    return decide_calendar(repository.calendar(), command, actor)


def _fund(repository: Repository, command: OpenFund, actor: Actor, today: date) -> Decision:
    name = fund_id(command.holder, command.source, command.programme, command.year)
    return open_fund(repository.fund(name), command, actor)


def _order(repository: Repository, command: OrderPayment, actor: Actor, today: date) -> Decision:
    cases = [repository.case(number) for number in dict.fromkeys(command.applications)]
    if not cases:
        raise NotAllowed("nothing-payable", application="")
    series = f"{cases[0].authority}-{today.year}"
    batch = f"{series}-{repository.next_number(f'batch-{series}'):04d}"
    return payment_run.order(batch, cases, _funds_for(repository, cases[0], today), actor, today)


def _funds_for(repository: Repository, case: Case, today: date) -> list[Fund]:
    """This year's funds of the paying authority and of the city, in the funding order of the case's edition.

    Closing-1: central funds first. Of one source, funds are drawn in the order of their opening.
    """
    order = [source.id for source in repository.edition(case.edition).funding_order]
    holders = (case.authority, CITY)
    funds = [
        fund
        for fund in repository.funds()
        if fund.year == today.year and fund.source in order and fund.holder in holders
    ]
    return sorted(funds, key=lambda fund: order.index(fund.source))


def _release(repository: Repository, command: ReleasePayment, actor: Actor, today: date) -> Decision:
    batch = repository.batch(command.batch)
    return payment_run.release(batch, {number: repository.case(number) for number in batch.items}, command, actor)


def _export(repository: Repository, command: ExportPayment, actor: Actor, today: date) -> Decision:
    return payment_run.export(repository.batch(command.batch), command, actor)


def _bank_answer(repository: Repository, command: RecordBankReply, actor: Actor, today: date) -> Decision:
    batch = repository.batch(command.batch)
    cases = {number: repository.case(number) for number in command.applications if number in batch.items}
    return record_reply(batch, cases, _all_funds(repository), command, actor, today)


def _receive(repository: Repository, command: recoveries.ReceiveRecovery, actor: Actor, today: date) -> Decision:
    return recoveries.receive(repository.case(command.application), _all_funds(repository), command, actor, today)


def _offset(repository: Repository, command: recoveries.OffsetRecovery, actor: Actor, today: date) -> Decision:
    case, other = repository.case(command.application), repository.case(command.against)
    spendable = _funds_for(repository, other, today)
    return recoveries.offset(case, other, _all_funds(repository), spendable, command, actor, today)


def _all_funds(repository: Repository) -> Mapping[str, Fund]:
    return {fund.fund: fund for fund in repository.funds()}


def _link(repository: Repository, command: people.LinkPersons, actor: Actor, today: date) -> Decision:
    return people.decide(repository.people(), command, actor)


_RULES: Mapping[type[Any], Callable[[Repository, Any, Actor, date], Decision]] = {
    EnrolOfficer: _officer,
    GrantRole: _officer,
    RevokeRole: _officer,
    SuspendOfficer: _officer,
    HandOver: _hand_over,
    RotateKey: _officer,
    AdoptEdition: _adopt,
    AdoptCalendarYear: _calendar,
    AddEntry: _register,
    EndEntry: _register,
    ConfirmEntry: _register,
    c.SubmitApplication: _submit,
    OpenFund: _fund,
    OrderPayment: _order,
    ReleasePayment: _release,
    ExportPayment: _export,
    RecordBankReply: _bank_answer,
    recoveries.ReceiveRecovery: _receive,
    recoveries.OffsetRecovery: _offset,
    people.LinkPersons: _link,
}
