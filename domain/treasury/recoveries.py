"""Money that comes back: received from the payee, or kept back from a later instalment of theirs (抵扣).

Both touch more than one stream: the case, the funds that get their money back and, by offset, the case that is paid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.application import events as f
from domain.application.decisions.consequences import with_consequences
from domain.application.decisions.given import in_status, not_in_future
from domain.application.decisions.recovery import taken_back, the_recovery
from domain.application.state.case import Case, application_stream
from domain.application.status import PAYING
from domain.application.values import OWED_BACK, Credit, Due, Restored, portions
from domain.base import Decision, Event, Struct
from domain.errors import NotAllowed, NotPermitted
from domain.office.roles import Actor, acting
from domain.treasury.fund import Fund, FundDrawn, drawing, fund_stream, giving_back


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


def receive(case: Case, funds: Mapping[str, Fund], command: ReceiveRecovery, actor: Actor, today: date) -> Decision:
    """Record money that came in. What goes beyond the demand is owed back. The same reference again changes nothing.

    Raises `NotAllowed`: `recovery-not-approved`, `amount-not-positive`, `in-the-future`, `received-before-paid`, and
    `received-otherwise` for a reference under which another amount came in.
    """
    acting(actor, "receive-recovery", case.authority)
    recovery = the_recovery(case, command.recovery)
    if not recovery.approved:
        raise NotAllowed("recovery-not-approved", application=case.number, recovery=command.recovery)
    not_in_future(command.received_on, today)
    if command.amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=command.amount_fen)
    known_fen = recovery.receipts.get(command.reference)
    if known_fen == command.amount_fen:
        return {}
    if known_fen is not None:
        raise NotAllowed("received-otherwise", reference=command.reference, amount_fen=known_fen)
    paid_on = min((payment.value_on for payment in case.payments.values()), default=command.received_on)
    if command.received_on < paid_on:
        raise NotAllowed("received-before-paid", application=case.number, value_on=paid_on)
    applied_fen = min(command.amount_fen, recovery.open_fen)
    restored = taken_back(case, applied_fen)
    received = f.RecoveryReceived(
        recovery=recovery.recovery,
        amount_fen=command.amount_fen,
        received_on=command.received_on,
        reference=command.reference,
        restored=restored,
        owed_back_fen=command.amount_fen - applied_fen,
    )
    events = with_consequences(case, (received,), actor.officer)
    back = giving_back(funds, _by_fund(restored), f"{case.number} {recovery.recovery}", today)
    return {application_stream(case.number): events, **back}


def offset(
    case: Case,
    other: Case,
    funds: Mapping[str, Fund],
    spendable: Sequence[Fund],
    command: OffsetRecovery,
    actor: Actor,
    today: date,
) -> Decision:
    """Pay an instalment of `other` with what the same payee owes in `case`. No money reaches a bank: the funds that
    pay the one are drawn on, and those that paid the other get theirs back. `spendable` stands in funding order.

    Raises `NotAllowed`: `offset-same-case`, `other-payee`, `recovery-not-approved`, `nothing-open`,
    `nothing-payable`, `more-than-open`, `funds-short`; `NotPermitted("assessed-it")`.
    """
    acting(actor, "offset-recovery", case.authority)
    acting(actor, "offset-recovery", other.authority)
    amount_fen = _offsettable(case, other, command)
    if actor.officer in other.assessors:
        raise NotPermitted("assessed-it", officer=actor.officer, application=other.number)
    batch = f"offset-{case.number}-{command.recovery}-{case.version + 1}"
    (drawn,) = drawing(spendable, [amount_fen])
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
        decided[fund_stream(draw.fund)] = (FundDrawn(batch=batch, amount_fen=draw.amount_fen),)
    for fund, events in giving_back(funds, _by_fund(restored), batch, today).items():
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


def _by_fund(restored: Iterable[Restored]) -> Counter[str]:
    back: Counter[str] = Counter()
    for payment in restored:
        for draw in payment.drawn:
            back[draw.fund] += draw.amount_fen
    return back
