"""What other cases, and other demands of the same, say of a bank's reference, and of what a payee owes. ADR 0066."""

from __future__ import annotations

from collections.abc import Iterable

from domain.application.state.case import Case
from domain.application.state.money_index import CREDITS, DEMANDS, RECEIPTS
from domain.decisions.repository import Repository
from domain.entitlement.claim import Use


def under_reference(repository: Repository, case: Case, recovery: str, reference: str) -> tuple[Use, ...]:
    """What else stands under the reference than receipts for this very demand."""
    own = case.number, recovery
    recorded = repository.uses({(RECEIPTS, reference), (CREDITS, reference)})
    return tuple(use for use in recorded if (use.application, use.qualifier) != own)


def credited_under(repository: Repository, reference: str) -> tuple[Use, ...]:
    """What a bank credited under the reference. Whichever of two receipts came second said why it is right."""
    return tuple(repository.uses({(CREDITS, reference)}))


def in_another_run(repository: Repository, batch: str, references: Iterable[str]) -> tuple[Use, ...]:
    """What stands under one of the references of a bank's reply about a run, and is not of that run."""
    wanted = {(limit, reference) for reference in references if reference for limit in (RECEIPTS, CREDITS)}
    return tuple(use for use in repository.uses(wanted) if (use.limit, use.qualifier) != (CREDITS, batch))


def open_demands(repository: Repository, case: Case) -> tuple[Use, ...]:
    """The demands that its payee has yet to meet, in this case or another; one person under two documents is one."""
    aliases = repository.people().aliases(case.applicant.party)
    return tuple(repository.uses({(DEMANDS, alias) for alias in aliases}))
