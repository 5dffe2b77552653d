"""What demands that were brought in are decided by: what else stands under a reference, and which files there are."""

from __future__ import annotations

from datetime import date

from domain.application import commands as c
from domain.base import Decision
from domain.decisions.funding import authority_exists
from domain.decisions.money_index import credited_under, under_reference, under_right_reference
from domain.decisions.numbers import next_debts
from domain.decisions.repository import Repository
from domain.errors import NotAllowed
from domain.imports import debt_acts, debt_corrections, debt_payouts, taking_over
from domain.imports.debt_acts import DebtCommand
from domain.imports.debt_events import DebtReceiptCorrectionProposed, DebtReceiptProposed
from domain.imports.debt_payouts import PayOut
from domain.imports.debts import ImportDebts, debt_stream
from domain.office.roles import Actor
from domain.proposals import meant
from domain.treasury.receipts import CorrectReceipt
from domain.treasury.recoveries import ReceiveRecovery


def propose(repository: Repository, command: ImportDebts, actor: Actor, today: date) -> Decision:
    """Raises what `domain.imports.taking_over.propose` raises, and `NoSuchThing("no-such-authority")`."""
    authority_exists(repository, command.authority)
    number = next_debts(repository, command.authority, today)
    return {debt_stream(number): (taking_over.propose(number, command, repository.all_debts(), actor, today),)}


def decide(
    repository: Repository,
    command: c.ForApplication | ReceiveRecovery | CorrectReceipt | PayOut,
    actor: Actor,
    today: date,
) -> Decision:
    """Raises what `domain.imports.debt_acts`, `debt_corrections` and `debt_payouts` raise,
    `NoSuchThing("no-such-debts")`, and `NotAllowed("not-of-debts")` for what needs a case to stand in.
    """
    state = repository.debts(command.application)
    if isinstance(command, ReceiveRecovery):
        elsewhere = under_reference(repository, state.name, command.recovery, command.reference)
        return debt_acts.receive(state, command, actor, today, elsewhere)
    if isinstance(command, CorrectReceipt):
        elsewhere = under_right_reference(repository, state.name, command.recovery, command.instead)
        return debt_corrections.correct(state, command, actor, today, elsewhere)
    if isinstance(command, PayOut):
        return debt_payouts.propose(state, command, actor)
    if isinstance(command, c.ConfirmProposal):
        opened = meant(state.proposals.waiting, command.proposal, state.name)
        if isinstance(opened.event, DebtReceiptCorrectionProposed):
            wrong = opened.event
            elsewhere = under_right_reference(repository, state.name, wrong.recovery, wrong.instead)
            return debt_corrections.confirm(state, wrong, command, actor, today, elsewhere)
        reference = opened.event.reference if isinstance(opened.event, DebtReceiptProposed) else None
        credited = credited_under(repository, reference) if reference else ()
        return debt_acts.confirm(state, command, actor, today, credited)
    if not isinstance(command, DebtCommand):
        raise NotAllowed("not-of-debts", application=state.name)
    return debt_acts.decide(state, command, actor, today)
