"""A receipt for a demand from before this log is put right as one of a case is; no fund had any of it. ADR 0077."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.application import commands as c
from domain.application.decisions.demands import approved_one
from domain.base import Decision, Event, replace
from domain.entitlement.claim import Use
from domain.errors import NoSuchThing, NotAllowed
from domain.imports.debt_acts import becomes
from domain.imports.debt_events import (
    DebtProposalConfirmed,
    DebtProposalDeclined,
    DebtReceiptCorrected,
    DebtReceiptCorrectionProposed,
    DebtReceiptReversed,
    DebtReceived,
)
from domain.imports.debts import Debts, evolve
from domain.office.roles import Actor, acting, confirming
from domain.treasury.receipts import (
    CorrectReceipt,
    RightReceipt,
    as_recorded,
    corrected_once,
    right_one,
)


def correct(state: Debts, command: CorrectReceipt, actor: Actor, today: date, elsewhere: Sequence[Use]) -> Decision:
    """Propose that something else came in than was recorded, or nothing.

    Raises as `right_one` and `corrected_once` do.
    """
    acting(actor, "correct-receipt", state.authority)
    proposed = DebtReceiptCorrectionProposed(
        proposal=state.proposals.next_name,
        recovery=command.recovery,
        reference=command.reference,
        instead=command.instead,
        reason=command.reason,
        same_reference=command.same_reference if elsewhere else None,
    )
    typed, _ = _right(state, proposed, today, elsewhere)
    waiting = (
        (name, opened.event)
        for name, opened in state.proposals.waiting.items()
        if isinstance(opened.event, DebtReceiptCorrectionProposed)
    )
    corrected_once(waiting, proposed, state.name)
    return {state.name: (replace(proposed, reference=typed),)}


def confirm(
    state: Debts,
    proposed: DebtReceiptCorrectionProposed,
    command: c.ConfirmProposal,
    actor: Actor,
    today: date,
    elsewhere: Sequence[Use],
) -> Decision:
    """Another finance officer agrees. Raises as its proposal does of the demand as it is by now, and
    `NotAllowed("proposal-overtaken")` where the receipt was corrected meanwhile.
    """
    proposal = state.proposals.waiting[proposed.proposal].proposal
    confirming(actor, proposal, state.authority)
    if command.declined:
        return {state.name: (DebtProposalDeclined(proposal=proposal.id, act=proposal.act),)}
    try:
        _, right = _right(state, proposed, today, elsewhere)
    except NoSuchThing as gone:
        raise NotAllowed("proposal-overtaken", proposal=proposal.id) from gone
    events: list[Event] = [
        DebtProposalConfirmed(proposal=proposal.id, act=proposal.act),
        DebtReceiptCorrected(recovery=proposed.recovery, reference=proposed.reference, instead=proposed.instead),
    ]
    demand = state.recoveries[proposed.recovery]
    wrong = demand.receipts[proposed.reference]
    later = sorted((one for one in demand.receipts.values() if one.number >= wrong.number), key=lambda one: one.number)
    recorded = [one.recorded for one in later if isinstance(one.recorded, DebtReceived)]
    after = state
    for receipt in reversed(recorded):
        events.append(_reversed(receipt))
        after = evolve(after, after.name, events[-1], actor.officer)
    for receipt in recorded:
        instead = right if receipt is wrong.recorded else as_recorded(receipt)
        if instead is not None:
            events.append(becomes(after, instead, proposed.proposal))
            after = evolve(after, after.name, events[-1], actor.officer)
    return {state.name: tuple(events)}


def _right(
    state: Debts, proposed: DebtReceiptCorrectionProposed, today: date, elsewhere: Sequence[Use]
) -> tuple[str, RightReceipt | None]:
    demand = approved_one(state, proposed.recovery)
    return right_one(demand, proposed, state.name, state.debt(demand.recovery).decided_on, today, elsewhere)


def _reversed(receipt: DebtReceived) -> DebtReceiptReversed:
    return DebtReceiptReversed(
        recovery=receipt.recovery,
        amount_fen=receipt.amount_fen,
        received_on=receipt.received_on,
        reference=receipt.reference,
        treasury_due_fen=receipt.treasury_due_fen,
        written_back_fen=receipt.written_back_fen,
        beyond_fen=receipt.beyond_fen,
    )
