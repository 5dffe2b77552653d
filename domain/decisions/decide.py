"""Which rule decides which command, over all streams. Pure but for what it reads through the repository. ADR 0034."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.application import commands as c
from domain.application.decide import decide as decide_case
from domain.application.decisions import intake
from domain.application.decisions.given import Given
from domain.application.events import ReceiptCorrectionProposed, RecoveryOffsetProposed, RecoveryReceiptProposed
from domain.application.state.case import Case, application_stream
from domain.base import Decision, replace
from domain.decisions import importing, of_debts, office
from domain.decisions.commands import Command
from domain.decisions.documents import names_nobody
from domain.decisions.funding import all_funds, authority_exists, made_or_received, spendable
from domain.decisions.gathering import given_for
from domain.decisions.identities import sharing_account
from domain.decisions.money_index import (
    credited_under,
    in_another_run,
    open_demands,
    under_reference,
    under_right_reference,
)
from domain.decisions.months import nothing_in_closed_months
from domain.decisions.numbers import next_application, next_batch
from domain.decisions.repository import Repository
from domain.decisions.sent import sent_as_recorded, sent_run
from domain.errors import NotAllowed
from domain.imports.debt_payouts import PayOut
from domain.imports.debts import ImportDebts, is_debt
from domain.imports.imports import ConfirmImport, ImportLines, TakeBackImport
from domain.office import handing_over, log_commands, log_decisions, officer_decisions, people, reference
from domain.office import officer as officers
from domain.office import register as registers
from domain.office.allotment_proposals import AllotmentCommand
from domain.office.book_months import CloseMonth
from domain.office.draw_rules import AdoptDrawRules
from domain.office.fund_proposals import FundCommand
from domain.office.log_decisions import takes_commands
from domain.office.officer import EnrolOfficer
from domain.office.proposed import ConfirmForOffice
from domain.office.receipt_proposals import ReceiveAllotments
from domain.office.roles import Actor, responsible
from domain.office.sharing import DeclareSharing
from domain.proposals import meant
from domain.treasury import (
    bank_reply,
    exporting,
    offsets,
    payment_run,
    receipt_corrections,
    receipts,
    recoveries,
    run_documents,
)
from domain.treasury import run_commands as runs
from domain.treasury.batch_events import (
    BatchAssignmentProposed,
    BatchCorrectionProposed,
    BatchProposed,
    BatchReplyProposed,
)
from domain.treasury.messages import Assignment, BankMessage, ItemKey, corrected_items
from domain.treasury.reply_outcomes import Told, renamed_to


def decide(repository: Repository, command: Command, actor: Actor, today: date) -> Decision:
    """Take the decision. Raises the `Refusal` of the rule that declines the command.

    The opening of a log has no actor yet: see `domain.office.log_decisions.open_log`.
    """
    decision = _decided(repository, command, actor, today)
    nothing_in_closed_months(repository, decision, today)
    return decision


def _decided(repository: Repository, command: Command, actor: Actor, today: date) -> Decision:
    takes_commands(repository.log(), command)
    names_nobody(command)
    match command:
        case log_commands.OpenLog():
            raise NotAllowed("log-open")
        case (
            log_commands.RestoreLog()
            | log_commands.CloseLog()
            | log_commands.ProposeReopening()
            | log_commands.ProposeFault()
            | log_commands.ConfirmForLog()
            | log_commands.BackUpLog()
        ):
            return _log(repository, command, actor, today)
        case log_commands.DeclareSent():
            decision = _log(repository, command, actor, today)
            sent_as_recorded(repository, command.runs)
            return decision
        case c.SubmitApplication():
            return _submit(repository, command, actor, today)
        case officers.HandOver():
            to = repository.officer(command.to) if command.to is not None else None
            return handing_over.hand_over(repository.officer(command.officer), to, command, actor)
        case (
            FundCommand()
            | AllotmentCommand()
            | AdoptDrawRules()
            | CloseMonth()
            | reference.AdoptEdition()
            | reference.AdoptStandard()
            | reference.AdoptCalendarYear()
            | people.LinkPersons()
            | DeclareSharing()
            | people.JoinNames()
            | ReceiveAllotments()
        ):
            return office.propose(repository, command, actor, today)
        case ConfirmForOffice():
            return office.answer(repository, command, actor, today)
        case runs.OrderPayment():
            return _order(repository, command, actor, today)
        case runs.ReleasePayment():
            log = repository.log()
            log.declared()
            batch = repository.batch(command.batch)
            cases = {number: repository.case(number) for number in batch.applications}
            sent = log.sent.get(command.batch)
            return payment_run.release(batch, cases, all_funds(repository), command, actor, today, sent)
        case runs.ExportPayment():
            gone = command.batch in repository.log().sent
            repository.log().declared()
            batch = repository.batch(command.batch)
            cases = {number: repository.case(number) for number in batch.applications}
            return exporting.export(batch, cases, command, actor, gone=gone)
        case runs.AttachToRun():
            return run_documents.attach(repository.batch(command.batch), command, actor)
        case runs.RecordBankReply():
            return bank_reply.record_reply(
                _told(repository, command.batch, command.items, command.messages), command, actor, today
            )
        case runs.CorrectReply():
            about = corrected_items(command.corrections)
            told = _told(repository, command.batch, about, renamed_to(command.corrections))
            return bank_reply.correct_reply(told, command, actor, today)
        case runs.AssignClearing():
            told = _told(repository, command.batch, (command.assignment.item,))
            told = _with_funds_of(repository, told, command.assignment, today)
            return bank_reply.assign_clearing(told, command, actor, today)
        case runs.ConfirmForRun():
            batch = repository.batch(command.batch)
            opened = meant(batch.proposals.waiting, command.proposal, batch.batch)
            messages = _asked_about(opened.event)
            told = _told(repository, batch.batch, bank_reply.concerned(opened.event), messages)
            if isinstance(opened.event, BatchAssignmentProposed):
                told = _with_funds_of(repository, told, opened.event.assignment, today)
            return bank_reply.confirm_for_run(told, command, actor, today)
        case PayOut():
            return of_debts.decide(repository, command, actor, today)
        case recoveries.ReceiveRecovery() | receipts.CorrectReceipt() if is_debt(command.application):
            return of_debts.decide(repository, command, actor, today)
        case recoveries.ReceiveRecovery():
            case = repository.case(command.application)
            elsewhere = under_reference(repository, case.number, command.recovery, command.reference)
            return recoveries.receive(case, command, actor, today, elsewhere)
        case receipts.CorrectReceipt():
            case = repository.case(command.application)
            elsewhere = under_right_reference(repository, case.number, command.recovery, command.instead)
            return receipt_corrections.correct(case, command, actor, today, elsewhere)
        case offsets.OffsetRecovery():
            case = repository.case(command.application)
            return offsets.offset(both_sides(repository, case, command.against, today), command, actor, today)
        case registers.AddEntry() | registers.EndEntry() | registers.DeclareComplete() | registers.ConfirmEntry():
            return registers.decide(repository.register(command.register), command, actor, today)
        case ImportLines() | ConfirmImport() | TakeBackImport():
            return importing.decide(repository, command, actor, today)
        case EnrolOfficer():
            authority_exists(repository, command.authority)
            return _officer(repository, command, actor, today)
        case ImportDebts():
            return of_debts.propose(repository, command, actor, today)
        case c.ForApplication() if is_debt(command.application):
            return of_debts.decide(repository, command, actor, today)
        case c.ForApplication():
            return _case(repository, command, actor, today)
        case _:
            return _officer(repository, command, actor, today)


def _log(repository: Repository, command: log_commands.LogCommand, actor: Actor, today: date) -> Decision:
    log, series, officers = repository.log(), repository.series, repository.officers
    return log_decisions.decide(log, command, actor, series=series, officers=officers, today=today)


def _officer(repository: Repository, command: officers.OfficerCommand, actor: Actor, today: date) -> Decision:
    return officer_decisions.decide(repository.log(), repository.officers(), command, actor, today)


def _case(repository: Repository, command: c.CaseCommand, actor: Actor, today: date) -> Decision:
    case = repository.case(command.application)
    if isinstance(command, c.ConfirmProposal) and case.proposals:
        meant_proposal = meant(case.proposals, command.proposal, case.number)
        match case.proposed.get(meant_proposal.id):
            case RecoveryReceiptProposed() as receipt:
                credited = credited_under(repository, receipt.reference)
                return recoveries.received(case, all_funds(repository), receipt, command, actor, today, credited)
            case ReceiptCorrectionProposed() as wrong:
                elsewhere = under_right_reference(repository, case.number, wrong.recovery, wrong.instead)
                funds = all_funds(repository)
                return receipt_corrections.confirm(case, funds, wrong, command, actor, today, elsewhere)
            case RecoveryOffsetProposed() as wanted:
                sides = both_sides(repository, case, wanted.against, today)
                return offsets.confirm(sides, wanted, command, actor, today)
    given = given_for(repository, case, command, actor, today)
    return {application_stream(case.number): decide_case(case, command, given)}


def _submit(repository: Repository, command: c.SubmitApplication, actor: Actor, today: date) -> Decision:
    edition = repository.edition_for(command.policy, command.received_on)
    if command.scheme not in edition.schemes:
        raise NotAllowed("no-such-scheme", scheme=command.scheme, policy=edition.ref)
    number = next_application(repository, command.authority, command.received_on)
    given = Given(actor=actor, today=today, edition=edition, number=number)
    return {application_stream(number): intake.submit(command, given)}


def _order(repository: Repository, command: runs.OrderPayment, actor: Actor, today: date) -> Decision:
    cases = [repository.case(number) for number in dict.fromkeys(command.applications)]
    if not cases:
        raise NotAllowed("nothing-payable", application="")
    repository.log().declared()
    run = sent_run(repository, cases)
    batch = run.batch if run else next_batch(repository, responsible(cases[0], "order-payment"), today)
    alike = {(case.edition, case.scheme, responsible(case, "order-payment")): case for case in cases}
    paying = {like: spendable(repository, case, today) for like, case in alike.items()}
    funds = {case.number: paying[case.edition, case.scheme, responsible(case, "order-payment")] for case in cases}
    sharing = {case.number: sharing_account(repository, case) for case in cases}
    reasons = command.shared_account
    owing = {case.number: open_demands(repository, case) for case in cases}
    return payment_run.order(
        batch,
        cases,
        funds,
        actor,
        today,
        run,
        paid_through=command.paid_through,
        sharing=sharing,
        reasons=reasons,
        owing=owing,
        despite=command.despite_demands,
        net=command.net,
    )


def _asked_about(proposed: BatchProposed) -> tuple[BankMessage, ...]:
    """The messages of which it is asked what else stands under their references."""
    match proposed:
        case BatchReplyProposed(messages=messages):
            return messages
        case BatchCorrectionProposed(corrections=corrections):
            return renamed_to(corrections)
    return ()


def _told(repository: Repository, batch: str, items: Iterable[ItemKey], messages: Iterable[BankMessage] = ()) -> Told:
    """A run that the bank speaks of, with its cases and the runs that are not released yet in which they stand, too."""
    run = repository.batch(batch)
    numbers = dict.fromkeys(item.application for item in items if run.keys_of(item.application))
    cases = {number: repository.case(number) for number in numbers}
    waiting = {order.batch for case in cases.values() for order in case.orders.values() if not order.released}
    others = {name: repository.batch(name) for name in waiting - {batch}}
    elsewhere = in_another_run(repository, batch, {message.reference for message in messages})
    return Told(run=run, cases=cases, funds=all_funds(repository), others=others, elsewhere=elsewhere)


def _with_funds_of(repository: Repository, told: Told, assignment: Assignment, today: date) -> Told:
    """And what may pay the case by now, where a fund is to be drawn on."""
    case = told.cases.get(assignment.application)
    if assignment.draw_on is None or case is None:
        return told
    fund = told.funds.get(assignment.draw_on)
    allotment = made_or_received(repository, fund.allotment) if fund is not None and fund.allotment else None
    return replace(told, spendable=spendable(repository, case, today), allotment=allotment)


def both_sides(repository: Repository, case: Case, against: str, today: date) -> offsets.BothSides:
    """What an offset of a demand of `case` is decided on. Raises `NoSuchThing("no-such-application")`."""
    other = repository.case(against)
    draw_on, people = spendable(repository, other, today), repository.people()
    return offsets.BothSides(case=case, other=other, funds=all_funds(repository), spendable=draw_on, people=people)
