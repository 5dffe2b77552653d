"""What demands that were brought in are decided by: what else stands under a reference, and which files there are."""

from __future__ import annotations

from datetime import date

from domain.application import commands as c
from domain.base import Decision
from domain.decisions.funding import authority_exists
from domain.decisions.money_index import credited_under, under_reference
from domain.decisions.numbers import next_debts
from domain.decisions.repository import Repository
from domain.errors import NotAllowed
from domain.imports import debt_acts, debts
from domain.imports.debt_acts import DebtCommand
from domain.imports.debt_events import DebtReceiptProposed
from domain.imports.debts import ImportDebts, debt_stream
from domain.office.roles import Actor
from domain.proposals import meant
from domain.treasury.recoveries import ReceiveRecovery


def propose(repository: Repository, command: ImportDebts, actor: Actor, today: date) -> Decision:
    """Raises what `domain.imports.debts.propose` raises, and `NoSuchThing("no-such-authority")`."""
    authority_exists(repository, command.authority)
    number = next_debts(repository, command.authority, today)
    return {debt_stream(number): (debts.propose(number, command, repository.all_debts(), actor, today),)}


def decide(repository: Repository, command: c.ForApplication | ReceiveRecovery, actor: Actor, today: date) -> Decision:
    """Raises what `domain.imports.debt_acts` raises, `NoSuchThing("no-such-debts")`, `NotAllowed("not-of-debts")` for
    what needs a case to stand in.
    """
    state = repository.debts(command.application)
    if isinstance(command, ReceiveRecovery):
        elsewhere = under_reference(repository, state.name, command.recovery, command.reference)
        return debt_acts.receive(state, command, actor, today, elsewhere)
    if isinstance(command, c.ConfirmProposal):
        opened = meant(state.proposals.waiting, command.proposal, state.name)
        reference = opened.event.reference if isinstance(opened.event, DebtReceiptProposed) else None
        credited = credited_under(repository, reference) if reference else ()
        return debt_acts.confirm(state, command, actor, today, credited)
    if not isinstance(command, DebtCommand):
        raise NotAllowed("not-of-debts", application=state.name)
    return debt_acts.decide(state, command, actor, today)
