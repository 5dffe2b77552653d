"""Which rule decides which command, over all streams. Pure but for what it reads through the repository. ADR 0034."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from domain.application import commands as c
from domain.application.decide import decide as decide_case
from domain.application.decisions import intake
from domain.application.decisions.given import Given
from domain.application.state.case import application_stream
from domain.base import Decision
from domain.decisions.commands import Command
from domain.decisions.funding import all_funds, fund_is_of_a_policy, spendable
from domain.decisions.gathering import given_for
from domain.decisions.numbers import next_application, next_batch
from domain.decisions.repository import Repository
from domain.decisions.sent import sent_as_recorded, sent_run
from domain.errors import NotAllowed
from domain.office import log_decisions, people, reference
from domain.office import officer as officers
from domain.office import register as registers
from domain.office.log_decisions import takes_commands
from domain.office.roles import Actor
from domain.treasury import batch as batches
from domain.treasury import payment_run, recoveries
from domain.treasury.bank_reply import record_reply
from domain.treasury.fund import OpenFund, fund_id, open_fund


def decide(repository: Repository, command: Command, actor: Actor, today: date) -> Decision:
    """Take the decision. Raises the `Refusal` of the rule that declines the command.

    The opening of a log has no actor yet: see `domain.office.log_decisions.open_log`.
    """
    takes_commands(repository.log(), command)
    match command:
        case log_decisions.OpenLog():
            raise NotAllowed("log-open")
        case (
            log_decisions.RestoreLog()
            | log_decisions.CloseLog()
            | log_decisions.ProposeReopening()
            | log_decisions.ProposeFault()
            | log_decisions.ConfirmForLog()
        ):
            return log_decisions.decide(repository.log(), command, actor, repository.series)
        case log_decisions.DeclareSent():
            decision = log_decisions.decide(repository.log(), command, actor, repository.series)
            sent_as_recorded(repository, command.runs)
            return decision
        case c.SubmitApplication():
            return _submit(repository, command, actor, today)
        case officers.HandOver():
            to = repository.officer(command.to) if command.to is not None else None
            return officers.hand_over(repository.officer(command.officer), to, command, actor)
        case reference.AdoptEdition():
            return reference.decide_adoption(repository.editions(command.policy), command, actor)
        case reference.AdoptCalendarYear():
            return reference.decide_calendar(repository.calendar(), command, actor)
        case OpenFund():
            return _open_fund(repository, command, actor)
        case batches.OrderPayment():
            return _order(repository, command, actor, today)
        case batches.ReleasePayment():
            log = repository.log()
            log.declared()
            batch = repository.batch(command.batch)
            cases = {number: repository.case(number) for number in batch.items}
            return payment_run.release(batch, cases, command, actor, log.sent.get(command.batch))
        case batches.ExportPayment():
            gone = command.batch in repository.log().sent
            repository.log().declared()
            return payment_run.export(repository.batch(command.batch), command, actor, gone=gone)
        case batches.RecordBankReply():
            batch = repository.batch(command.batch)
            cases = {number: repository.case(number) for number in command.applications if number in batch.items}
            return record_reply(batch, cases, all_funds(repository), command, actor, today)
        case recoveries.ReceiveRecovery():
            case = repository.case(command.application)
            return recoveries.receive(case, all_funds(repository), command, actor, today)
        case recoveries.OffsetRecovery():
            return _offset(repository, command, actor, today)
        case people.LinkPersons():
            return people.decide(repository.people(), command, actor)
        case registers.AddEntry() | registers.EndEntry() | registers.ConfirmEntry():
            return registers.decide(repository.register(command.register), command, actor)
        case c.ForApplication():
            return _case(repository, command, actor, today)
        case _:
            return _officer(repository, command, actor)


def _case(repository: Repository, command: c.CaseCommand, actor: Actor, today: date) -> Decision:
    case = repository.case(command.application)
    given = given_for(repository, case, command, actor, today)
    return {application_stream(case.number): decide_case(case, command, given)}


def _officer(repository: Repository, command: officers.OfficerCommand, actor: Actor) -> Decision:
    match command:
        case officers.EnrolOfficer() | officers.GrantRole() | officers.RevokeRole() | officers.SuspendOfficer():
            return officers.decide(repository.officers(), command, actor)
        case officers.RotateKey():
            return officers.decide(repository.officers(), command, actor)
        case _:
            assert_never(command)


def _submit(repository: Repository, command: c.SubmitApplication, actor: Actor, today: date) -> Decision:
    edition = repository.edition_for(command.policy, command.received_on)
    if command.scheme not in edition.schemes:
        raise NotAllowed("no-such-scheme", scheme=command.scheme, policy=edition.ref)
    number = next_application(repository, command.authority, command.received_on)
    given = Given(actor=actor, today=today, edition=edition, number=number)
    return {application_stream(number): intake.submit(command, given)}


def _open_fund(repository: Repository, command: OpenFund, actor: Actor) -> Decision:
    fund_is_of_a_policy(repository, command)
    name = fund_id(command.holder, command.source, command.programme, command.year)
    return open_fund(repository.fund(name), command, actor)


def _order(repository: Repository, command: batches.OrderPayment, actor: Actor, today: date) -> Decision:
    cases = [repository.case(number) for number in dict.fromkeys(command.applications)]
    if not cases:
        raise NotAllowed("nothing-payable", application="")
    repository.log().declared()
    run = sent_run(repository, cases)
    batch = run.batch if run else next_batch(repository, cases[0].authority, today)
    return payment_run.order(batch, cases, spendable(repository, cases[0], today), actor, today, run)


def _offset(repository: Repository, command: recoveries.OffsetRecovery, actor: Actor, today: date) -> Decision:
    case, other = repository.case(command.application), repository.case(command.against)
    funds = all_funds(repository)
    return recoveries.offset(case, other, funds, spendable(repository, other, today), command, actor, today)
