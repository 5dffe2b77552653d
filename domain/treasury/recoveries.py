"""Money that comes back: received from the payee, or kept back from a later instalment of theirs (抵扣).

Both touch more than one stream: the case, the funds that get their money back and, by offset, the case that is paid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.consequences import with_consequences
from domain.application.decisions.given import in_status, not_in_future
from domain.application.decisions.recovery import taken_back, the_recovery
from domain.application.state.case import Case, application_stream
from domain.application.status import PAYING
from domain.application.values import OWED_BACK, Credit, Due, Restored, portions
from domain.base import Decision, Event, Struct
from domain.errors import NotAllowed
from domain.office.roles import Actor, acting, confirming, pays_what_they_decided, responsible
from domain.treasury.drawing import Spendable, drawing
from domain.treasury.fund import Fund, FundDrawn, giving_back
from domain.treasury.fund_events import fund_stream


class ReceiveRecovery(Struct):
    """`amount_fen` came in on `received_on` under the bank's `reference`."""

    application: str
    recovery: str
    amount_fen: int
    received_on: date
    reference: str


class OffsetRecovery(Struct):
    """Keep back what is payable in the case `against`, of the same payee; `amount_fen` None as much as there is."""

    application: str
    recovery: str
    against: str
    amount_fen: int | None = None


def receive(case: Case, command: ReceiveRecovery, actor: Actor, today: date) -> Decision:
    """Propose that money came in. The same reference again changes nothing, nor while it waits.

    Raises `NotAllowed`: `recovery-not-approved`, `amount-not-positive`, `in-the-future`, `received-before-paid`, and
    `received-otherwise` for a reference under which another amount came in.
    """
    acting(actor, "receive-recovery", responsible(case, "receive-recovery"))
    proposed = f.RecoveryReceiptProposed(
        proposal=f"p{case.proposals_made + 1}",
        recovery=command.recovery,
        amount_fen=command.amount_fen,
        received_on=command.received_on,
        reference=command.reference,
    )
    if not _is_news(case, proposed, today):
        return {}
    for waiting in case.proposed.values():
        if isinstance(waiting, f.RecoveryReceiptProposed) and waiting.reference == command.reference:
            if waiting.amount_fen == command.amount_fen:
                return {}
            raise NotAllowed("received-otherwise", reference=command.reference, amount_fen=waiting.amount_fen)
    return {application_stream(case.number): (proposed,)}


def received(
    case: Case,
    funds: Mapping[str, Fund],
    proposed: f.RecoveryReceiptProposed,
    command: c.ConfirmProposal,
    actor: Actor,
    today: date,
) -> Decision:
    """Record money that came in, as another finance officer confirms. What goes beyond the demand is owed back.

    Raises as `receive` does of the case as it is by now, and `NotAllowed("proposal-overtaken")` where the same receipt
    was recorded meanwhile.
    """
    proposal = case.proposals[proposed.proposal]
    confirming(actor, proposal, responsible(case, proposal.act, second=True))
    if command.declined:
        declined = f.ProposalDeclined(proposal=proposal.id, act=proposal.act, reason=command.reason)
        return {application_stream(case.number): (declined,)}
    if not _is_news(case, proposed, today):
        raise NotAllowed("proposal-overtaken", proposal=proposal.id)
    recovery = the_recovery(case, proposed.recovery)
    applied_fen = min(proposed.amount_fen, recovery.open_fen)
    restored = taken_back(case, applied_fen)
    happened = f.RecoveryReceived(
        recovery=recovery.recovery,
        amount_fen=proposed.amount_fen,
        received_on=proposed.received_on,
        reference=proposed.reference,
        restored=restored,
        owed_back_fen=proposed.amount_fen - applied_fen,
    )
    confirmed = f.ProposalConfirmed(proposal=proposal.id, act=proposal.act)
    events = with_consequences(case, (confirmed, happened), actor.officer)
    back = giving_back(
        funds, _by_fund(restored, proposed.received_on), f"{case.number} {recovery.recovery}", owed=False
    )
    return {application_stream(case.number): events, **back}


def _is_news(case: Case, receipt: f.RecoveryReceiptProposed, today: date) -> bool:
    """Whether such a receipt is not recorded yet. Raises `NotAllowed` as `receive` does."""
    recovery = the_recovery(case, receipt.recovery)
    if not recovery.approved:
        raise NotAllowed("recovery-not-approved", application=case.number, recovery=receipt.recovery)
    not_in_future(receipt.received_on, today)
    if receipt.amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=receipt.amount_fen)
    known_fen = recovery.receipts.get(receipt.reference)
    if known_fen not in (None, receipt.amount_fen):
        raise NotAllowed("received-otherwise", reference=receipt.reference, amount_fen=known_fen)
    paid_on = min((payment.value_on for payment in case.payments.values()), default=receipt.received_on)
    if receipt.received_on < paid_on:
        raise NotAllowed("received-before-paid", application=case.number, value_on=paid_on)
    return known_fen is None


def offset(
    case: Case,
    other: Case,
    funds: Mapping[str, Fund],
    spendable: Spendable,
    command: OffsetRecovery,
    actor: Actor,
    today: date,
) -> Decision:
    """Pay an instalment of `other` with what the same payee owes in `case`. No money reaches a bank: the funds that
    pay the one are drawn on, and those that paid the other get theirs back. `spendable` stands in funding order.

    Raises `NotAllowed`: `offset-same-case`, `other-payee`, `recovery-not-approved`, `nothing-open`,
    `nothing-payable`, `more-than-open`, `funds-short`, and `other-payer` where one authority's money would pay another;
    `NotPermitted`: `assessed-it`, `exception-ceiling`.
    """
    acting(actor, "offset-recovery", responsible(case, "offset-recovery"))
    acting(actor, "offset-recovery", responsible(other, "offset-recovery"))
    if case.payer != other.payer:
        raise NotAllowed("other-payer", application=case.number, other=other.number)
    amount_fen = _offsettable(case, other, command)
    if actor.officer in other.assessors:
        pays_what_they_decided(actor, amount_fen, other.number)
    batch = f"offset-{case.number}-{command.recovery}-{case.version + 1}"
    (drawn,) = drawing([(spendable, amount_fen)], today)
    restored = taken_back(case, amount_fen)
    credit = Credit(
        batch=batch,
        items=portions(_first(other, amount_fen)),
        amount_fen=amount_fen,
        drawn=drawn,
        value_on=today,
        reference=batch,
    )
    retained = f.RecoveryOffset(
        recovery=command.recovery, amount_fen=amount_fen, against=other.number, batch=batch, restored=restored
    )
    paid = f.PaidByOffset(credit=credit, debtor=case.number, recovery=command.recovery)
    decided: dict[str, tuple[Event, ...]] = {
        application_stream(case.number): with_consequences(case, (retained,), actor.officer),
        application_stream(other.number): with_consequences(other, (paid,), actor.officer),
    }
    for draw in drawn:
        decided[fund_stream(draw.fund)] = (FundDrawn(batch=batch, amount_fen=draw.amount_fen, value_on=today),)
    for fund, events in giving_back(funds, _by_fund(restored, today), batch, owed=False).items():
        decided[fund] = (*decided.get(fund, ()), *events)
    return decided


def _offsettable(case: Case, other: Case, command: OffsetRecovery) -> int:
    if case.number == other.number:
        raise NotAllowed("offset-same-case", application=case.number)
    if case.applicant.party != other.applicant.party:
        raise NotAllowed("other-payee", application=case.number, other=other.number)
    recovery = the_recovery(case, command.recovery)
    if not recovery.approved:
        raise NotAllowed("recovery-not-approved", application=case.number, recovery=command.recovery)
    if not recovery.open_fen:
        raise NotAllowed("nothing-open", application=case.number, recovery=command.recovery)
    in_status(other, "offset-recovery", *PAYING)
    payable_fen = sum(_of_lines(other).values())
    if not payable_fen:
        raise NotAllowed("nothing-payable", application=other.number)
    most_fen = min(recovery.open_fen, payable_fen)
    if command.amount_fen is None:
        return most_fen
    if command.amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=command.amount_fen)
    if command.amount_fen > most_fen:
        raise NotAllowed("more-than-open", application=case.number, amount_fen=command.amount_fen, open_fen=most_fen)
    return command.amount_fen


def _of_lines(case: Case) -> dict[Due, int]:
    """What is payable, without what is owed back."""
    return {due: fen for due, fen in case.payable().items() if due != OWED_BACK}


def _first(case: Case, amount_fen: int) -> dict[Due, int]:
    """`amount_fen` of what is payable, the first instalments first."""
    amounts: dict[Due, int] = {}
    for due, payable_fen in _of_lines(case).items():
        amounts[due] = min(amount_fen, payable_fen)
        amount_fen -= amounts[due]
    return amounts


def _by_fund(restored: Iterable[Restored], value_on: date) -> Counter[tuple[str, date]]:
    back: Counter[tuple[str, date]] = Counter()
    for payment in restored:
        for draw in payment.drawn:
            back[draw.fund, value_on] += draw.amount_fen
    return back
