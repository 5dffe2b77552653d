"""What came in for demands from before this log is paid on: to the treasury, or back to the payee. ADR 0075.

As with what is due of a fund (`domain.treasury.fund_acts.surrender`), finance proposes all that is due as it stands, by
a document, and another of them confirms just that. Less than nothing is due where a correction of a receipt has left
less than was paid on already (ADR 0077): the next payment makes it up, or what comes back is recorded by the same act.
"""

from __future__ import annotations

from domain.application.decisions.demands import the_recovery
from domain.base import Decision, Struct
from domain.errors import NotAllowed
from domain.imports.debt_events import TREASURY, DebtPaidOut, DebtPayoutProposed
from domain.imports.debts import Debts
from domain.office.roles import Actor, acting


class PayOut(Struct):
    """Have `amount_fen` paid to the treasury, or to the payee of the demand `to`; below zero, what comes back."""

    application: str
    to: str
    amount_fen: int
    document: str


def propose(state: Debts, command: PayOut, actor: Actor) -> Decision:
    """Propose to pay all that is due.

    Raises `NoSuchThing("no-such-recovery")`; `NotAllowed`: `nothing-to-pay-out`, `payout-changed` where something else
    is due than the command says, and `proposal-waits`.
    """
    acting(actor, "pay-out-recovery", state.authority)
    if command.to != TREASURY:
        the_recovery(state, command.to)
    _as_seen(state, command.to, command.amount_fen)
    for name, opened in state.proposals.waiting.items():
        if isinstance(opened.event, DebtPayoutProposed) and opened.event.to == command.to:
            raise NotAllowed("proposal-waits", proposal=f"{state.name}/{name}")
    proposed = DebtPayoutProposed(
        proposal=state.proposals.next_name,
        to=command.to,
        amount_fen=command.amount_fen,
        document=command.document,
    )
    return {state.name: (proposed,)}


def paid_out(state: Debts, proposed: DebtPayoutProposed) -> DebtPaidOut:
    """What another officer confirms. Raises `NotAllowed`: `nothing-to-pay-out`, `payout-changed`."""
    _as_seen(state, proposed.to, proposed.amount_fen)
    return DebtPaidOut(to=proposed.to, amount_fen=proposed.amount_fen, document=proposed.document)


def _as_seen(state: Debts, to: str, seen_fen: int) -> None:
    """What the first person saw is what the second confirms."""
    due_fen = state.due_fen(to)
    if not due_fen:
        raise NotAllowed("nothing-to-pay-out", application=state.name)
    if due_fen != seen_fen:
        raise NotAllowed("payout-changed", application=state.name, now_fen=due_fen, amount_fen=seen_fen)
