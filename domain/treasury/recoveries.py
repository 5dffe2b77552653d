"""Money that comes back from the payee: the case is touched, and the funds that get their money back.

What is kept back of a later instalment is `domain.treasury.offsets`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.consequences import with_consequences
from domain.application.decisions.demands import approved_one, forgiven, overpaid, taken_back, the_recovery
from domain.application.decisions.given import not_in_future
from domain.application.state.case import Case, application_stream
from domain.application.values import Sealed, portions
from domain.base import Decision, Struct
from domain.entitlement.claim import Use
from domain.errors import NotAllowed
from domain.office.roles import Actor, acting, confirming, responsible
from domain.text import reference_key
from domain.treasury.fund import Fund
from domain.treasury.fund_returns import giving_back
from domain.treasury.receipts import ReceiptProposed, alone_under_its_reference, by_fund, same_content


class ReceiveRecovery(Struct):
    """`amount_fen` came in on `received_on` under the bank's `reference`; `same_reference` says why that is right,
    where something else stands under it.
    """

    application: str
    recovery: str
    amount_fen: int
    received_on: date
    reference: str
    same_reference: Sealed | None = None


def receive(case: Case, command: ReceiveRecovery, actor: Actor, today: date, elsewhere: Sequence[Use] = ()) -> Decision:
    """Propose that money came in. The same reference again changes nothing, nor while it waits. `elsewhere` is what
    else stands under the reference: other demands, of this case or another, and what a bank credited.

    Raises `NotAllowed`: `recovery-only-told`, `recovery-not-approved`, `nothing-open`, `amount-not-positive`,
    `in-the-future`, `received-before-paid`, `received-otherwise` for another amount or day under a reference, and
    `reference-used` without a reason.
    """
    acting(actor, "receive-recovery", responsible(case, "receive-recovery"))
    proposed = f.RecoveryReceiptProposed(
        proposal=f"p{case.proposals_made + 1}",
        recovery=command.recovery,
        amount_fen=command.amount_fen,
        received_on=command.received_on,
        reference=command.reference,
        same_reference=command.same_reference if elsewhere else None,
    )
    if not _is_news(case, proposed, today) or any(
        isinstance(waiting, f.RecoveryReceiptProposed) and _is_known(waiting, proposed)
        for waiting in case.proposed.values()
    ):
        return {}
    alone_under_its_reference(proposed, elsewhere)
    return {application_stream(case.number): (proposed,)}


def received(
    case: Case,
    funds: Mapping[str, Fund],
    proposed: f.RecoveryReceiptProposed,
    command: c.ConfirmProposal,
    actor: Actor,
    today: date,
    credited: Sequence[Use] = (),
) -> Decision:
    """Record money that came in, as another finance officer confirms: for what is open of the demand, then for what was
    written off of it, then for what else is overpaid in the case, and what goes beyond that is owed back.

    `credited` is what a bank credited under the reference. Raises as `receive` does of the case as it is by now, and
    `NotAllowed("proposal-overtaken")` where the same receipt was recorded meanwhile.
    """
    proposal = case.proposals[proposed.proposal]
    confirming(actor, proposal, responsible(case, proposal.act, second=True))
    if command.declined:
        declined = f.ProposalDeclined(proposal=proposal.id, act=proposal.act, reason=command.reason)
        return {application_stream(case.number): (declined,)}
    if not _is_news(case, proposed, today):
        raise NotAllowed("proposal-overtaken", proposal=proposal.id)
    alone_under_its_reference(proposed, credited)
    happened = becomes(case, proposed)
    restored = happened.restored
    confirmed = f.ProposalConfirmed(proposal=proposal.id, act=proposal.act)
    events = with_consequences(case, (confirmed, happened), actor.officer)
    back = giving_back(funds, by_fund(restored, proposed.received_on), came_by(case, proposed.recovery))
    return {application_stream(case.number): events, **back}


def came_by(case: Case, recovery: str) -> str:
    """By what a fund got something back, as its events name it."""
    return f"{case.number} {recovery}"


def first_paid_on(case: Case, default: date) -> date:
    return min((payment.value_on for payment in case.payments.values()), default=default)


def becomes(case: Case, receipt: ReceiptProposed, correction: str | None = None) -> f.RecoveryReceived:
    """What becomes of money that came in: it is for what is open of the demand, then for what was written off of it,
    then for what else is overpaid in the case, and what goes beyond that is owed back. `correction` is the proposal by
    which it is recorded anew.
    """
    recovery = the_recovery(case, receipt.recovery)
    # Where a receipt before it is put right, the demand may not have given way yet to what the bank took back since.
    for_open_fen = min(receipt.amount_fen, recovery.open_fen, max(0, case.collectable_fen))
    # A revision since may have left less of it that is forgiven than was written off.
    written_off_fen = min(recovery.written_off_fen, sum(item.forgiven_fen for item in case.items.values()))
    back_fen = min(receipt.amount_fen - for_open_fen, written_off_fen)
    written_back = forgiven(case, back_fen)
    rest_fen = receipt.amount_fen - for_open_fen - back_fen
    beyond_fen = min(rest_fen, max(0, case.collectable_fen - for_open_fen))
    return f.RecoveryReceived(
        recovery=recovery.recovery,
        amount_fen=receipt.amount_fen,
        received_on=receipt.received_on,
        reference=receipt.reference,
        restored=taken_back(case, Counter(overpaid(case, for_open_fen + beyond_fen)) + Counter(written_back)),
        written_back=portions(written_back),
        beyond_fen=beyond_fen,
        owed_back_fen=rest_fen - beyond_fen,
        correction=correction,
    )


def _is_news(case: Case, receipt: f.RecoveryReceiptProposed, today: date) -> bool:
    """Whether such a receipt is not recorded yet. Raises `NotAllowed` as `receive` does."""
    recovery = approved_one(case, receipt.recovery)
    not_in_future(receipt.received_on, today)
    if receipt.amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=receipt.amount_fen)
    key = reference_key(receipt.reference)
    recorded = next((one for typed, one in recovery.receipts.items() if reference_key(typed) == key), None)
    if recorded is not None:
        same_content(receipt, recorded.amount_fen, recorded.received_on)
    paid_on = first_paid_on(case, receipt.received_on)
    if receipt.received_on < paid_on:
        raise NotAllowed("received-before-paid", application=case.number, value_on=paid_on)
    return recorded is None


def _is_known(waiting: f.RecoveryReceiptProposed, receipt: f.RecoveryReceiptProposed) -> bool:
    """Whether the same receipt waits for its second officer. Raises `NotAllowed("received-otherwise")`."""
    if waiting.recovery != receipt.recovery or reference_key(waiting.reference) != reference_key(receipt.reference):
        return False
    same_content(receipt, waiting.amount_fen, waiting.received_on)
    return True
