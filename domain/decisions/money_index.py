"""What other cases, and other demands of the same, say of a bank's reference, and of what a payee owes. ADR 0066."""

from __future__ import annotations

from collections.abc import Iterable

from domain.application.state.case import Case
from domain.application.state.money_index import CREDITS, DEMANDS, RECEIPTS
from domain.application.values import ReceiptValues
from domain.base import replace
from domain.decisions.repository import Repository
from domain.entitlement.claim import Use
from domain.text import reference_key
from domain.treasury.batch_events import batch_stream


def under_reference(repository: Repository, number: str, recovery: str, reference: str) -> tuple[Use, ...]:
    """What else stands under the reference than receipts for this very demand of the case `number`."""
    own = number, recovery
    key = reference_key(reference)
    recorded = repository.uses({(RECEIPTS, key), (CREDITS, key)})
    return tuple(use for use in recorded if (use.application, use.qualifier) != own)


def under_right_reference(
    repository: Repository, number: str, recovery: str, instead: ReceiptValues | None
) -> tuple[Use, ...]:
    """The same of the reference under which a corrected receipt came in; nothing where none ever did."""
    return under_reference(repository, number, recovery, instead.reference) if instead is not None else ()


def credited_under(repository: Repository, reference: str) -> tuple[Use, ...]:
    """What a bank said of payments under the reference. Whichever of two receipts came second said why it is right."""
    return tuple(repository.uses({(CREDITS, reference_key(reference))}))


def in_another_run(repository: Repository, batch: str, references: Iterable[str]) -> tuple[Use, ...]:
    """What stands under one of the references of a bank's reply about a run, and is not of that run; each under the
    reference as the reply has it.
    """
    typed: dict[str, set[str]] = {}
    for reference in references:
        if reference:
            typed.setdefault(reference_key(reference), set()).add(reference)
    recorded = repository.uses({(limit, key) for key in typed for limit in (RECEIPTS, CREDITS)})
    others = (use for use in recorded if use.application != batch_stream(batch))
    return tuple(replace(use, subject=reference) for use in others for reference in sorted(typed[use.subject]))


def open_demands(repository: Repository, case: Case) -> tuple[Use, ...]:
    """The demands that its payee has yet to meet, in this case or another; one person under two documents is one."""
    aliases = repository.people().aliases(case.applicant.party)
    return tuple(repository.uses({(DEMANDS, alias) for alias in aliases}))
