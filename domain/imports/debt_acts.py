"""What may be done about a demand that was brought in, by the commands that demands of cases have, too. ADR 0075."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.application import commands as c
from domain.application.decisions.demands import approved_one, live, not_more_than_open
from domain.application.decisions.given import not_in_future, not_too_far
from domain.application.decisions.proceedings import the_court_may_be_asked
from domain.application.status import ReferredTo
from domain.base import Decision, Event
from domain.entitlement.claim import Use
from domain.errors import NotAllowed
from domain.imports.debt_events import (
    DebtChanged,
    DebtChangeProposed,
    DebtPayoutProposed,
    DebtProposalConfirmed,
    DebtProposalDeclined,
    DebtReceiptProposed,
    DebtReceived,
    DebtServed,
)
from domain.imports.debt_payouts import paid_out
from domain.imports.debts import Debts, receipts_waiting
from domain.office.roles import Actor, acting, confirming
from domain.proposals import meant
from domain.text import reference_key
from domain.treasury.receipts import ReceiptProposed, alone_under_its_reference, same_content
from domain.treasury.recoveries import ReceiveRecovery

DebtCommand = c.ServeRecovery | c.ReduceRecovery | c.CancelRecovery | c.WriteOffRecovery | c.ReferRecovery
"""The notice before a demand was given elsewhere; a plan, an objection and letters need a case to stand in."""


def decide(state: Debts, command: DebtCommand, actor: Actor, today: date) -> Decision:
    """Raises `NotAllowed`: as the same commands do about a demand of a case, and `nothing-open`."""
    match command:
        case c.ServeRecovery():
            return {state.name: (_serve(state, command, actor, today),)}
        case c.ReduceRecovery():
            return _propose(state, command, "reduce-recovery", command.amount_fen, actor)
        case c.CancelRecovery():
            return _propose(state, command, "cancel-recovery", None, actor)
        case c.WriteOffRecovery():
            return _propose(state, command, "write-off-recovery", command.amount_fen, actor)
    if command.referred_to not in [*ReferredTo]:
        raise NotAllowed("referred-where", application=state.name, referred_to=command.referred_to)
    _court(state, command.recovery, command.referred_to, today)
    return _propose(state, command, "refer-recovery", None, actor, command.referred_to)


def _court(state: Debts, recovery: str, referred_to: str | None, today: date) -> None:
    if referred_to == ReferredTo.COURT:
        the_court_may_be_asked(state, live(state, recovery, approved=True), today)


def _serve(state: Debts, command: c.ServeRecovery, actor: Actor, today: date) -> Event:
    acting(actor, "serve-recovery", state.authority)
    recovery = live(state, command.recovery, approved=True)
    not_in_future(command.served_on, today)
    if recovery.served_on is not None:
        raise NotAllowed("served-already", application=state.name, recovery=recovery.recovery)
    decided_on = state.debt(recovery.recovery).decided_on
    if command.served_on < decided_on:
        values = {"recovery": recovery.recovery, "day": command.served_on, "approved_on": decided_on}
        raise NotAllowed("served-before-approved", application=state.name, **values)
    if command.due_on <= command.served_on:
        raise NotAllowed("dates-out-of-order", first=command.served_on, last=command.due_on)
    not_too_far(command.due_on, today)
    return DebtServed(recovery=recovery.recovery, served_on=command.served_on, due_on=command.due_on)


def _propose(
    state: Debts,
    command: c.ReduceRecovery | c.CancelRecovery | c.WriteOffRecovery | c.ReferRecovery,
    act: str,
    amount_fen: int | None,
    actor: Actor,
    referred_to: str | None = None,
) -> Decision:
    acting(actor, act, state.authority)
    recovery = live(state, command.recovery, approved=True)
    amount_fen = recovery.open_fen if amount_fen is None else amount_fen
    if amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=amount_fen)
    not_more_than_open(state, recovery, amount_fen)
    for waiting in state.proposals.waiting.values():
        if isinstance(waiting.event, DebtChangeProposed) and waiting.event.recovery == recovery.recovery:
            raise NotAllowed("recovery-change-open", application=state.name, recovery=recovery.recovery)
    proposed = DebtChangeProposed(
        proposal=state.proposals.next_name,
        recovery=recovery.recovery,
        act=act,
        amount_fen=amount_fen,
        referred_to=referred_to,
        reason=command.reason,
    )
    return {state.name: (proposed,)}


def receive(state: Debts, command: ReceiveRecovery, actor: Actor, today: date, elsewhere: Sequence[Use]) -> Decision:
    """Propose that money came in. The same reference again changes nothing, nor while it waits.

    Raises `NotAllowed` as `domain.treasury.recoveries.receive` does, and `received-before-decided`.
    """
    acting(actor, "receive-recovery", state.authority)
    proposed = DebtReceiptProposed(
        proposal=state.proposals.next_name,
        recovery=command.recovery,
        amount_fen=command.amount_fen,
        received_on=command.received_on,
        reference=command.reference,
        same_reference=command.same_reference if elsewhere else None,
    )
    waits = any(_is_the_same(waiting, proposed) for waiting in receipts_waiting(state))
    if not _is_news(state, proposed, today) or waits:
        return {}
    alone_under_its_reference(proposed, elsewhere)
    return {state.name: (proposed,)}


def confirm(
    state: Debts, command: c.ConfirmProposal, actor: Actor, today: date, credited: Sequence[Use] = ()
) -> Decision:
    """Answer what was proposed about the file, or about a demand in it.

    Raises as `meant` and `confirming` do, and of a demand as it is by now as its proposal did; `proposal-overtaken`
    where the same receipt was recorded meanwhile.
    """
    opened = meant(state.proposals.waiting, command.proposal, state.name)
    proposal = opened.proposal
    confirming(actor, proposal, state.authority)
    if command.declined:
        return {state.name: (DebtProposalDeclined(proposal=proposal.id, act=proposal.act),)}
    confirmed = DebtProposalConfirmed(proposal=proposal.id, act=proposal.act)
    match opened.event:
        case DebtReceiptProposed() as receipt:
            if not _is_news(state, receipt, today):
                raise NotAllowed("proposal-overtaken", proposal=proposal.id)
            alone_under_its_reference(receipt, credited)
            return {state.name: (confirmed, becomes(state, receipt))}
        case DebtPayoutProposed() as payout:
            return {state.name: (confirmed, paid_out(state, payout))}
        case DebtChangeProposed() as change:
            recovery = live(state, change.recovery, approved=True)
            _court(state, change.recovery, change.referred_to, today)
            less = change.act in ("reduce-recovery", "write-off-recovery")
            if less:
                not_more_than_open(state, recovery, change.amount_fen)
            changed = DebtChanged(
                recovery=change.recovery,
                act=change.act,
                amount_fen=change.amount_fen if less else 0 if change.referred_to else recovery.open_fen,
                referred_to=change.referred_to,
            )
            return {state.name: (confirmed, changed)}
    return {state.name: (confirmed,)}


def becomes(state: Debts, receipt: ReceiptProposed, correction: str | None = None) -> DebtReceived:
    """What becomes of money that came in; `correction` is the proposal by which it is recorded anew."""
    recovery = state.recoveries[receipt.recovery]
    for_open_fen = min(receipt.amount_fen, recovery.open_fen)
    written_back_fen = min(receipt.amount_fen - for_open_fen, recovery.written_off_fen)
    due_fen = for_open_fen + written_back_fen
    return DebtReceived(
        recovery=receipt.recovery,
        amount_fen=receipt.amount_fen,
        received_on=receipt.received_on,
        reference=receipt.reference,
        treasury_due_fen=due_fen,
        written_back_fen=written_back_fen,
        beyond_fen=receipt.amount_fen - due_fen,
        correction=correction,
    )


def _is_news(state: Debts, receipt: DebtReceiptProposed, today: date) -> bool:
    recovery = approved_one(state, receipt.recovery)
    not_in_future(receipt.received_on, today)
    if receipt.amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=receipt.amount_fen)
    decided_on = state.debt(receipt.recovery).decided_on
    if receipt.received_on < decided_on:
        raise NotAllowed("received-before-decided", application=state.name, decided_on=decided_on)
    key = reference_key(receipt.reference)
    recorded = next((one for typed, one in recovery.receipts.items() if reference_key(typed) == key), None)
    if recorded is not None:
        same_content(receipt, recorded.amount_fen, recorded.received_on)
    return recorded is None


def _is_the_same(waiting: DebtReceiptProposed, receipt: DebtReceiptProposed) -> bool:
    same = reference_key(waiting.reference) == reference_key(receipt.reference)
    if waiting.recovery != receipt.recovery or not same:
        return False
    same_content(receipt, waiting.amount_fen, waiting.received_on)
    return True
