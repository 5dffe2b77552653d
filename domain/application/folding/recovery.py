"""What events about demands do to a case (recovery is a ledger inside the case, not a status)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.application import events as f
from domain.application.folding.money import added, moved
from domain.application.payment_key import payment_key
from domain.application.state.balances import Receipt, Recovery, drawn_fen, drawn_first
from domain.application.state.case import Case
from domain.application.state.clearing import given_back, paid_from
from domain.application.state.letters import RECOVERY_NOTICE, REMINDER
from domain.application.state.money import net_over_fen
from domain.application.values import Draw, Restored, amounts_of
from domain.base import replace


def notified(state: Case, happened: f.RecoveryNotified, by: str) -> Case:
    told = Recovery(
        recovery=happened.recovery,
        ground=happened.ground,
        basis=happened.basis,
        notified_fen=happened.amount_fen,
        statement_days=happened.days,
    )
    return replace(state, recoveries={**state.recoveries, happened.recovery: told})


def letter_served(state: Case, happened: f.LetterServed) -> Case:
    """Of several letters of one notice, or reminder, the later day holds. ADR 0061."""
    recovery = state.recoveries.get(happened.about or "")
    if recovery is None:
        return state
    if happened.letter == RECOVERY_NOTICE:
        served_on = max(happened.served_on, recovery.notice_served_on or happened.served_on)
        return _with(state, recovery.recovery, notice_served_on=served_on)
    if happened.letter == REMINDER and recovery.reminded and happened.due_on is not None:
        until = max(happened.due_on, recovery.reminder_until or happened.due_on)
        return _with(state, recovery.recovery, reminder_until=until)
    return state


def heard(state: Case, happened: f.RecoveryHeard, by: str) -> Case:
    return _with(state, happened.recovery, statement_on=happened.received_on, no_statement=happened.received_on is None)


def demanded(state: Case, happened: f.RecoveryDemanded) -> Case:
    before = state.recoveries.get(happened.recovery)
    new = Recovery(recovery=happened.recovery, ground=happened.ground, basis=happened.basis)
    opened = replace(before or new, demanded_fen=happened.amount_fen, proposal=happened.proposal)
    return replace(state, recoveries={**state.recoveries, happened.recovery: opened})


def declined(state: Case, proposal: str) -> Case:
    """A demand that the supervisor declined never was; its number is not given again. The notice before it stands."""
    demand = next(demand for demand in state.recoveries.values() if demand.proposal == proposal)
    if demand.notified_fen:
        return _with(state, demand.recovery, demanded_fen=0, reduced_fen=0, proposal="")
    return _with(state, demand.recovery, cancelled=True)


def approved(state: Case, happened: f.RecoveryApproved, by: str) -> Case:
    return _with(state, happened.recovery, approved=True, approved_on=happened.approved_on)


def served(state: Case, happened: f.RecoveryServed, by: str) -> Case:
    return _with(
        state,
        happened.recovery,
        served_on=happened.served_on,
        due_on=happened.due_on,
        objected=False,
        reminded=False,
        reminder_until=None,
    )


def reminded(state: Case, happened: f.RecoveryReminded, by: str) -> Case:
    return _with(state, happened.recovery, reminded=True, reminder_until=None)


def objected(state: Case, happened: f.RecoveryObjected, by: str) -> Case:
    return _with(state, happened.recovery, objected=True, objected_on=happened.received_on)


def planned(state: Case, happened: f.RecoveryPlanned, by: str) -> Case:
    return _with(state, happened.recovery, plan=happened.parts)


def received(state: Case, happened: f.RecoveryReceived, by: str) -> Case:
    recovery = state.recoveries[happened.recovery]
    receipt = recovery.receipts.get(happened.reference)
    if receipt is None:
        numbers = (one.number for demand in state.recoveries.values() for one in demand.receipts.values())
        receipt = Receipt(
            amount_fen=happened.amount_fen,
            received_on=happened.received_on,
            number=1 + max(numbers, default=0),
            before=state,
        )
    after = _with(
        state,
        happened.recovery,
        received_fen=recovery.received_fen + for_demand_fen(happened),
        written_off_fen=recovery.written_off_fen - sum(amounts_of(happened.written_back).values()),
        receipts={**recovery.receipts, happened.reference: replace(receipt, recorded=happened)},
    )
    after = moved(after, amounts_of(happened.written_back), "written_off_fen", -1)
    return _undone(_taken_back(_owed_back(after, happened.owed_back_fen), happened.restored), happened.undone, 1)


def for_demand_fen(receipt: f.RecoveryReceived | f.ReceiptReversed) -> int:
    """What of it was applied to the demand."""
    undone_fen = sum(part.amount_fen for part in receipt.undone)
    return receipt.amount_fen - receipt.beyond_fen - receipt.owed_back_fen + undone_fen


def receipt_corrected(state: Case, happened: f.ReceiptCorrected, by: str) -> Case:
    """The right one has the place of the wrong one, and its number; what becomes of it follows."""
    receipts: dict[str, Receipt] = {}
    for name, one in state.recoveries[happened.recovery].receipts.items():
        if name != happened.reference:
            receipts[name] = one
        elif (right := happened.instead) is not None:
            one = replace(one, amount_fen=right.amount_fen, received_on=right.received_on, recorded=None)
            receipts[right.reference] = one
    return _with(state, happened.recovery, receipts=receipts)


def receipt_reversed(state: Case, happened: f.ReceiptReversed, by: str) -> Case:
    recovery = state.recoveries[happened.recovery]
    undone, receipts = happened.reference, recovery.receipts
    after = _with(
        state,
        happened.recovery,
        received_fen=recovery.received_fen - for_demand_fen(happened),
        written_off_fen=recovery.written_off_fen + sum(amounts_of(happened.written_back).values()),
        receipts={name: replace(one, recorded=None) if name == undone else one for name, one in receipts.items()},
    )
    after = moved(after, amounts_of(happened.written_back), "written_off_fen")
    after = _owed_back(after, -happened.owed_back_fen)
    payments, held = dict(after.payments), after.on_clearing
    for part in happened.restored:
        amounts, key = amounts_of(part.items), payment_key(part.batch, part.fund)
        payment = payments[key]
        given_fen = drawn_fen(payment.given_back) - part.amount_fen
        payments[key] = replace(
            payment,
            recovered_fen={due: fen for due, fen in added(payment.recovered_fen, amounts, -1).items() if fen},
            drawn=_together((*payment.drawn, *reversed(part.drawn))),
            given_back=drawn_first(payment.given_back, given_fen),
        )
        held = paid_from(held, part.batch, part.drawn, happened.received_on)
        after = moved(after, amounts, "recovered_fen", -1)
    return _undone(replace(after, payments=payments, on_clearing=held), happened.undone, -1)


def offset(state: Case, happened: f.RecoveryOffset, by: str) -> Case:
    recovery = state.recoveries[happened.recovery]
    after = _with(state, happened.recovery, received_fen=recovery.received_fen + happened.amount_fen)
    return _taken_back(after, happened.restored)


def offset_within(state: Case, happened: f.RecoveryOffsetWithin, by: str) -> Case:
    recovery = state.recoveries[happened.recovery]
    after = _with(state, happened.recovery, received_fen=recovery.received_fen + happened.amount_fen)
    return _taken_back(_owed_back(after, -happened.amount_fen), happened.restored)


def reduced(state: Case, happened: f.RecoveryReduced, by: str) -> Case:
    recovery = state.recoveries[happened.recovery]
    return _with(
        state,
        happened.recovery,
        reduced_fen=recovery.reduced_fen + happened.amount_fen,
        objected=recovery.objected and happened.because != "reduced",
        gave_way_fen=recovery.gave_way_fen if happened.because == "reduced" else net_over_fen(state),
    )


def cancelled(state: Case, happened: f.RecoveryCancelled, by: str) -> Case:
    return _with(state, happened.recovery, cancelled=True, objected=False)


def written_off(state: Case, happened: f.RecoveryWrittenOff, by: str) -> Case:
    recovery = state.recoveries[happened.recovery]
    after = _with(state, happened.recovery, written_off_fen=recovery.written_off_fen + happened.amount_fen)
    return moved(after, amounts_of(happened.items), "written_off_fen")


def referred(state: Case, happened: f.RecoveryReferred, by: str) -> Case:
    return _with(state, happened.recovery, referred_to=happened.referred_to)


def _with(state: Case, recovery: str, **changes: Any) -> Case:
    after = replace(state.recoveries[recovery], **changes)
    return replace(state, recoveries={**state.recoveries, recovery: after})


def _owed_back(state: Case, amount_fen: int) -> Case:
    owed_back = state.owed_back
    return replace(state, owed_back=replace(owed_back, entitled_fen=owed_back.entitled_fen + amount_fen))


def _together(drawn: Iterable[Draw]) -> tuple[Draw, ...]:
    """Draws on one fund that follow each other are one."""
    joined: list[Draw] = []
    for draw in drawn:
        if joined and joined[-1].fund == draw.fund:
            draw = replace(draw, amount_fen=joined.pop().amount_fen + draw.amount_fen)
        joined.append(draw)
    return tuple(joined)


def _taken_back(state: Case, restored: Iterable[Restored]) -> Case:
    payments, held = dict(state.payments), state.on_clearing
    for part in restored:
        amounts = amounts_of(part.items)
        key = payment_key(part.batch, part.fund)
        payment = payments[key]
        payments[key] = replace(
            payment,
            recovered_fen=added(payment.recovered_fen, amounts),
            drawn=drawn_first(payment.drawn, sum(draw.amount_fen for draw in payment.drawn) - part.amount_fen),
            given_back=(*payment.given_back, *part.drawn),
        )
        held = given_back(held, part.batch, part.drawn)
        state = moved(state, amounts, "recovered_fen")
    return replace(state, payments=payments, on_clearing=held)


def _undone(state: Case, undone: Iterable[Restored], sign: int) -> Case:
    """With what is owed back since a bank took back what a receipt was for."""
    payments = dict(state.payments)
    for part in undone:
        key = payment_key(part.batch, part.fund)
        payments[key] = replace(payments[key], undone_fen=payments[key].undone_fen + sign * part.amount_fen)
    return replace(state, payments=payments)
