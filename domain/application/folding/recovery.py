"""What events about demands do to a case (recovery is a ledger inside the case, not a status)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.application import events as f
from domain.application.folding.money import added, moved
from domain.application.state.balances import Recovery, drawn_first
from domain.application.state.case import Case
from domain.application.values import Restored, amounts_of
from domain.base import replace


def demanded(state: Case, happened: f.RecoveryDemanded) -> Case:
    opened = Recovery(
        recovery=happened.recovery,
        ground=happened.ground,
        basis=happened.basis,
        demanded_fen=happened.amount_fen,
        proposal=happened.proposal,
    )
    return replace(state, recoveries={**state.recoveries, happened.recovery: opened})


def declined(state: Case, proposal: str) -> Case:
    """A demand that the supervisor declined never was; its number is not given again."""
    demand = next(demand for demand in state.recoveries.values() if demand.proposal == proposal)
    return _with(state, demand.recovery, cancelled=True)


def approved(state: Case, happened: f.RecoveryApproved, by: str) -> Case:
    return _with(state, happened.recovery, approved=True)


def served(state: Case, happened: f.RecoveryServed, by: str) -> Case:
    return _with(state, happened.recovery, served_on=happened.served_on, due_on=happened.due_on, objected=False)


def objected(state: Case, happened: f.RecoveryObjected, by: str) -> Case:
    return _with(state, happened.recovery, objected=True)


def planned(state: Case, happened: f.RecoveryPlanned, by: str) -> Case:
    return _with(state, happened.recovery, plan=happened.parts)


def received(state: Case, happened: f.RecoveryReceived, by: str) -> Case:
    recovery = state.recoveries[happened.recovery]
    after = _with(
        state,
        happened.recovery,
        received_fen=recovery.received_fen + happened.amount_fen - happened.owed_back_fen,
        receipts={**recovery.receipts, happened.reference: happened.amount_fen},
    )
    owed_back = after.owed_back
    after = replace(after, owed_back=replace(owed_back, entitled_fen=owed_back.entitled_fen + happened.owed_back_fen))
    return _taken_back(after, happened.restored)


def offset(state: Case, happened: f.RecoveryOffset, by: str) -> Case:
    recovery = state.recoveries[happened.recovery]
    after = _with(state, happened.recovery, received_fen=recovery.received_fen + happened.amount_fen)
    return _taken_back(after, happened.restored)


def reduced(state: Case, happened: f.RecoveryReduced, by: str) -> Case:
    recovery = state.recoveries[happened.recovery]
    return _with(
        state,
        happened.recovery,
        reduced_fen=recovery.reduced_fen + happened.amount_fen,
        objected=recovery.objected and happened.because != "reduced",
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


def _taken_back(state: Case, restored: Iterable[Restored]) -> Case:
    payments = dict(state.payments)
    for part in restored:
        amounts = amounts_of(part.items)
        payment = payments[part.batch]
        payments[part.batch] = replace(
            payment,
            recovered_fen=added(payment.recovered_fen, amounts),
            drawn=drawn_first(payment.drawn, sum(draw.amount_fen for draw in payment.drawn) - part.amount_fen),
            given_back=(*payment.given_back, *part.drawn),
        )
        state = moved(state, amounts, "recovered_fen")
    return replace(state, payments=payments)
