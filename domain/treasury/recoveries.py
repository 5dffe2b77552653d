"""Money that comes back: received from the payee, or kept back from a later instalment of theirs (抵扣).

Both touch more than one stream: the case, the funds that get their money back and, by offset, the case that is paid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.consequences import with_consequences
from domain.application.decisions.demands import approved_one, forgiven, live, overpaid, taken_back, the_recovery
from domain.application.decisions.given import in_status, not_in_future
from domain.application.state import money
from domain.application.state.balances import Recovery
from domain.application.state.case import Case, application_stream
from domain.application.state.money import awaits_payee
from domain.application.status import PAYING
from domain.application.values import OWED_BACK, Credit, Due, Sealed, portions
from domain.base import Decision, Event, Struct
from domain.entitlement.claim import Use
from domain.errors import NotAllowed
from domain.office.people import NOBODY_LINKED, People
from domain.office.roles import Actor, acting, confirming, pays_what_they_decided, responsible
from domain.text import reference_key
from domain.treasury.drawing import Spendable, drawing, held
from domain.treasury.fund import Fund, FundDrawn
from domain.treasury.fund_events import fund_stream
from domain.treasury.fund_returns import giving_back
from domain.treasury.receipts import alone_under_its_reference, by_fund, same_content


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


class OffsetRecovery(Struct):
    """Keep back what is payable in the case `against`, of the same payee; `amount_fen` None as much as there is. Of the
    same case that is what is owed back.
    """

    application: str
    recovery: str
    against: str
    amount_fen: int | None = None


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
    recovery = the_recovery(case, proposed.recovery)
    for_open_fen = min(proposed.amount_fen, recovery.open_fen)
    # A revision since may have left less of it that is forgiven than was written off.
    written_off_fen = min(recovery.written_off_fen, sum(item.forgiven_fen for item in case.items.values()))
    back_fen = min(proposed.amount_fen - for_open_fen, written_off_fen)
    written_back = forgiven(case, back_fen)
    rest_fen = proposed.amount_fen - for_open_fen - back_fen
    beyond_fen = min(rest_fen, max(0, case.collectable_fen - for_open_fen))
    restored = taken_back(case, Counter(overpaid(case, for_open_fen + beyond_fen)) + Counter(written_back))
    happened = f.RecoveryReceived(
        recovery=recovery.recovery,
        amount_fen=proposed.amount_fen,
        received_on=proposed.received_on,
        reference=proposed.reference,
        restored=restored,
        written_back=portions(written_back),
        beyond_fen=beyond_fen,
        owed_back_fen=rest_fen - beyond_fen,
    )
    confirmed = f.ProposalConfirmed(proposal=proposal.id, act=proposal.act)
    events = with_consequences(case, (confirmed, happened), actor.officer)
    back = giving_back(funds, by_fund(restored, proposed.received_on), f"{case.number} {recovery.recovery}")
    return {application_stream(case.number): events, **back}


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
    paid_on = min((payment.value_on for payment in case.payments.values()), default=receipt.received_on)
    if receipt.received_on < paid_on:
        raise NotAllowed("received-before-paid", application=case.number, value_on=paid_on)
    return recorded is None


def _is_known(waiting: f.RecoveryReceiptProposed, receipt: f.RecoveryReceiptProposed) -> bool:
    """Whether the same receipt waits for its second officer. Raises `NotAllowed("received-otherwise")`."""
    if waiting.recovery != receipt.recovery or reference_key(waiting.reference) != reference_key(receipt.reference):
        return False
    same_content(receipt, waiting.amount_fen, waiting.received_on)
    return True


def offset(
    case: Case,
    other: Case,
    funds: Mapping[str, Fund],
    spendable: Spendable,
    command: OffsetRecovery,
    actor: Actor,
    today: date,
    people: People = NOBODY_LINKED,
) -> Decision:
    """Pay an instalment of `other` with what the same payee owes in `case`. No money reaches a bank: the funds that
    pay the one are drawn on, and those that paid the other get theirs back. `spendable` stands in funding order.

    Raises `NotAllowed`: `other-payee`, `recovery-only-told`, `recovery-not-approved`, `nothing-open`,
    `recovery-not-with-payee` before it is served and while it is objected to, `nothing-payable`, `more-than-open`,
    `funds-short`, and `other-payer` where one authority's money would pay another; `NotPermitted`: `assessed-it`,
    `exception-ceiling`.
    """
    if case.number == other.number:
        return _offset_within(case, funds, command, actor, today)
    acting(actor, "offset-recovery", responsible(case, "offset-recovery"))
    acting(actor, "offset-recovery", responsible(other, "offset-recovery"))
    if case.payer != other.payer:
        raise NotAllowed("other-payer", application=case.number, other=other.number)
    if people.of(case.applicant.party) != people.of(other.applicant.party):
        raise NotAllowed("other-payee", application=case.number, other=other.number)
    amount_fen = _offsettable(case, other, command)
    if actor.officer in other.assessors:
        pays_what_they_decided(actor, amount_fen, other.number)
    batch = f"offset-{case.number}-{command.recovery}-{case.version + 1}"
    amounts = _first(other, amount_fen)
    held_fen = amounts.get(OWED_BACK, 0)
    (from_funds,) = drawing([(spendable, amount_fen - held_fen)], today)
    drawn = (*held(held_fen), *from_funds)
    restored = taken_back(case, overpaid(case, amount_fen))
    credit = Credit(
        batch=batch,
        fund=None,
        items=portions(amounts),
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
    for draw in from_funds:
        decided[fund_stream(draw.fund)] = (FundDrawn(batch=batch, amount_fen=draw.amount_fen, value_on=today),)
    for fund, events in giving_back(funds, by_fund(restored, today), batch).items():
        decided[fund] = (*decided.get(fund, ()), *events)
    return decided


def _offset_within(
    case: Case, funds: Mapping[str, Fund], command: OffsetRecovery, actor: Actor, today: date
) -> Decision:
    """Keep what is owed back for a demand of the same case. Nothing else is both: what is payable of its lines has made
    the demand so much less already.
    """
    acting(actor, "offset-recovery", responsible(case, "offset-recovery"))
    _open_demand(case, command)
    amount_fen = _as_much(case, command, money.owed_back_fen(case))
    restored = taken_back(case, overpaid(case, amount_fen))
    within = f.RecoveryOffsetWithin(recovery=command.recovery, amount_fen=amount_fen, restored=restored)
    back = giving_back(funds, by_fund(restored, today), f"{case.number} {command.recovery}")
    return {application_stream(case.number): with_consequences(case, (within,), actor.officer), **back}


def _offsettable(case: Case, other: Case, command: OffsetRecovery) -> int:
    _open_demand(case, command)
    payable_fen = other.payable_fen
    if not payable_fen:
        in_status(other, "offset-recovery", *PAYING)
    return _as_much(case, command, payable_fen, other)


def _open_demand(case: Case, command: OffsetRecovery) -> Recovery:
    """A demand that the payee has to pay: what they never got, or object to, is not kept back. Raises as `live` does of
    an approved one, and `NotAllowed("recovery-not-with-payee")`.
    """
    recovery = live(case, command.recovery, approved=True)
    if not awaits_payee(recovery):
        raise NotAllowed("recovery-not-with-payee", application=case.number, recovery=command.recovery)
    return recovery


def _as_much(case: Case, command: OffsetRecovery, payable_fen: int, other: Case | None = None) -> int:
    """As much as there is of both, unless an amount is stated."""
    if not payable_fen:
        raise NotAllowed("nothing-payable", application=(other or case).number)
    most_fen = min(case.recoveries[command.recovery].open_fen, payable_fen)
    if command.amount_fen is None:
        return most_fen
    if command.amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=command.amount_fen)
    if command.amount_fen > most_fen:
        raise NotAllowed("more-than-open", application=case.number, amount_fen=command.amount_fen, open_fen=most_fen)
    return command.amount_fen


def _first(case: Case, amount_fen: int) -> dict[Due, int]:
    """`amount_fen` of what is payable: what is owed back, then the first instalments."""
    amounts: dict[Due, int] = {}
    for due, payable_fen in case.payable().items():
        amounts[due] = min(amount_fen, payable_fen)
        amount_fen -= amounts[due]
    return amounts
