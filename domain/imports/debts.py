"""期初债权: what a payee still owes by a decision from before this log; no case stands behind it.

A file of them is a stream, such as `debt-350200-2024-0001`, and each demand in it is named as one of a case is: `r3`.
Its terms run on from the days that the file states. What comes in is due to the treasury, until it is paid to it: the
funds that paid it are of years that this log does not know. ADR 0075.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.application.state.balances import Receipt, Recovery
from domain.application.state.money_index import DEMANDS, RECEIPTS
from domain.application.values import ReceiptValues
from domain.base import Event, Struct, field, replace
from domain.entitlement.claim import Use
from domain.imports.debt_events import (
    TREASURY,
    BroughtDebt,
    DebtAnswer,
    DebtChanged,
    DebtChangeProposed,
    DebtEvent,
    DebtPaidOut,
    DebtPayoutProposed,
    DebtProposalConfirmed,
    DebtProposed,
    DebtReceiptCorrected,
    DebtReceiptCorrectionProposed,
    DebtReceiptProposed,
    DebtReceiptReversed,
    DebtReceived,
    DebtServed,
    DebtsProposed,
)
from domain.proposals import Proposal, Proposals
from domain.streams import Kind, prefix, stream_name
from domain.text import reference_key

_OF_THE_FILE = 0
"""The line under which what is indexed of a demand stands: its id names it."""


class ImportDebts(Struct):
    """Bring in what is still owed to an authority."""

    authority: str
    body: str
    document: str
    treasury: str
    sha256: str
    debts: tuple[BroughtDebt, ...]


class Debts(Struct):
    """The demands of one file as they stand: ours once the file is confirmed."""

    name: str
    """How they are cited, in the place of the number of a case."""
    brought: DebtsProposed
    by: str
    proposals: Proposals[DebtProposed] = Proposals()
    confirmed: bool = False
    declined: bool = False
    recoveries: Mapping[str, Recovery] = field(default_factory=dict)
    beyond_fen: Mapping[str, int] = field(default_factory=dict)
    """What came in beyond a demand, by demand."""
    paid_out_fen: Mapping[str, int] = field(default_factory=dict)
    """What of that was paid on: to the `TREASURY`, or by demand to its payee, less what came back."""

    @property
    def number(self) -> str:
        return self.name

    @property
    def authority(self) -> str:
        return self.brought.authority

    def debt(self, recovery: str) -> BroughtDebt:
        return next(debt for debt in self.brought.debts if debt.recovery == recovery)

    def due_fen(self, to: str) -> int:
        """What is to be paid to the `TREASURY`, or to the payee of a demand; below zero what was paid too much."""
        if to == TREASURY:
            came_fen = sum(recovery.received_fen for recovery in self.recoveries.values())
        else:
            came_fen = self.beyond_fen.get(to, 0)
        return came_fen - self.paid_out_fen.get(to, 0)

    @property
    def indexed_uses(self) -> tuple[Use, ...]:
        """What is looked up over all cases: receipts by the bank's reference, and what each payee owes."""
        return tuple(self._indexed()) if self.confirmed else ()

    def _indexed(self) -> Iterator[Use]:
        for recovery in self.recoveries.values():
            debt = self.debt(recovery.recovery)
            if recovery.open_fen:
                on = recovery.served_on or debt.decided_on
                yield self._use(DEMANDS, debt.payee, recovery.recovery, on, recovery.open_fen)
            for typed, receipt in recovery.receipts.items():
                key = reference_key(typed)
                yield self._use(RECEIPTS, key, recovery.recovery, receipt.received_on, receipt.amount_fen)
        for waiting in receipts_waiting(self):
            key = reference_key(waiting.reference)
            yield self._use(RECEIPTS, key, waiting.recovery, waiting.received_on, waiting.amount_fen)
        for recovery_id, instead in _corrections(self):
            key = reference_key(instead.reference)
            yield self._use(RECEIPTS, key, recovery_id, instead.received_on, instead.amount_fen)

    def _use(self, limit: str, subject: str, qualifier: str, on: date, amount_fen: int) -> Use:
        return Use(
            limit=limit,
            subject=subject,
            qualifier=qualifier,
            on=on,
            amount_fen=amount_fen,
            application=self.name,
            line=_OF_THE_FILE,
        )


def debt_stream(number: str) -> str:
    return stream_name(Kind.DEBT, number)


def is_debt(number: str) -> bool:
    """Whether what is named in the place of a case is demands that were brought in."""
    return number.startswith(prefix(Kind.DEBT))


def receipts_waiting(state: Debts) -> list[DebtReceiptProposed]:
    opened = (one.event for one in state.proposals.waiting.values())
    return [event for event in opened if isinstance(event, DebtReceiptProposed)]


def _corrections(state: Debts) -> Iterator[tuple[str, ReceiptValues]]:
    """What corrections that wait say that came in instead, by demand, where its reference is not the recorded one."""
    for opened in state.proposals.waiting.values():
        match opened.event:
            case DebtReceiptCorrectionProposed(recovery=name, reference=typed, instead=ReceiptValues() as right) if (
                reference_key(right.reference) != reference_key(typed)
            ):
                yield name, right


def evolve(state: Debts | None, number: str, happened: Event, by: str) -> Debts:
    assert isinstance(happened, DebtEvent), f"not an event of demands brought in: {happened!r}"
    if isinstance(happened, DebtsProposed):
        proposal = Proposal(id=happened.proposal, act="import-recovery", by=by, authority=happened.authority)
        asked = Proposals[DebtProposed]().asked(proposal, happened)
        return Debts(name=debt_stream(number), brought=happened, by=by, proposals=asked)
    assert state is not None, "demands begin with their file"
    match happened:
        case DebtReceiptProposed():
            return _asked(state, happened, "receive-recovery", by, happened.recovery)
        case DebtReceiptCorrectionProposed():
            return _asked(state, happened, "correct-receipt", by, happened.recovery)
        case DebtPayoutProposed(to=to):
            return _asked(state, happened, "pay-out-recovery", by, to)
        case DebtPaidOut(to=to):
            paid_fen = state.paid_out_fen.get(to, 0) + happened.amount_fen
            return replace(state, paid_out_fen={**state.paid_out_fen, to: paid_fen})
        case DebtChangeProposed(act=act):
            return _asked(state, happened, act, by, happened.recovery)
        case DebtServed():
            return _with(state, happened.recovery, served_on=happened.served_on, due_on=happened.due_on)
        case DebtReceived():
            return _received(state, happened)
        case DebtReceiptCorrected():
            return state
        case DebtReceiptReversed():
            return _reversed(state, happened)
        case DebtChanged():
            return _changed(state, happened)
    return _answered(state, happened)


def _asked(
    state: Debts,
    happened: DebtReceiptProposed | DebtReceiptCorrectionProposed | DebtChangeProposed | DebtPayoutProposed,
    act: str,
    by: str,
    about: str,
) -> Debts:
    proposal = Proposal(id=happened.proposal, act=act, by=by, about=about, authority=state.authority)
    return replace(state, proposals=state.proposals.asked(proposal, happened))


def _answered(state: Debts, happened: DebtAnswer) -> Debts:
    asked = state.proposals.waiting[happened.proposal].event
    after = replace(state, proposals=state.proposals.answered(happened.proposal))
    if not isinstance(asked, DebtsProposed):
        return after
    if not isinstance(happened, DebtProposalConfirmed):
        return replace(after, declined=True)
    return replace(after, confirmed=True, recoveries={one.recovery: _as_recovery(one) for one in state.brought.debts})


def _as_recovery(debt: BroughtDebt) -> Recovery:
    """As one that was made here: it is demanded of what is still open, and its terms run on."""
    return Recovery(
        recovery=debt.recovery,
        ground=debt.ground,
        basis=debt.document,
        demanded_fen=debt.open_fen,
        approved=True,
        approved_on=debt.decided_on,
        served_on=debt.served_on,
        due_on=debt.due_on,
        reminded=debt.reminder_until is not None,
        reminder_until=debt.reminder_until,
    )


def _received(state: Debts, happened: DebtReceived) -> Debts:
    recovery = state.recoveries[happened.recovery]
    receipt = Receipt(
        amount_fen=happened.amount_fen,
        received_on=happened.received_on,
        number=1 + sum(len(one.receipts) for one in state.recoveries.values()),
        recorded=happened,
    )
    after = _with(
        state,
        happened.recovery,
        received_fen=recovery.received_fen + happened.treasury_due_fen,
        written_off_fen=recovery.written_off_fen - happened.written_back_fen,
        receipts={**recovery.receipts, happened.reference: receipt},
    )
    beyond_fen = state.beyond_fen.get(happened.recovery, 0) + happened.beyond_fen
    return replace(after, beyond_fen={**state.beyond_fen, happened.recovery: beyond_fen})


def _reversed(state: Debts, happened: DebtReceiptReversed) -> Debts:
    recovery = state.recoveries[happened.recovery]
    after = _with(
        state,
        happened.recovery,
        received_fen=recovery.received_fen - happened.treasury_due_fen,
        written_off_fen=recovery.written_off_fen + happened.written_back_fen,
        receipts={name: one for name, one in recovery.receipts.items() if name != happened.reference},
    )
    beyond_fen = state.beyond_fen[happened.recovery] - happened.beyond_fen
    return replace(after, beyond_fen={**state.beyond_fen, happened.recovery: beyond_fen})


def _changed(state: Debts, happened: DebtChanged) -> Debts:
    recovery = state.recoveries[happened.recovery]
    match happened.act:
        case "reduce-recovery":
            return _with(state, happened.recovery, reduced_fen=recovery.reduced_fen + happened.amount_fen)
        case "write-off-recovery":
            return _with(state, happened.recovery, written_off_fen=recovery.written_off_fen + happened.amount_fen)
        case "refer-recovery":
            return _with(state, happened.recovery, referred_to=happened.referred_to)
    return _with(state, happened.recovery, cancelled=True)


def _with(state: Debts, recovery: str, **changes: Any) -> Debts:
    after = replace(state.recoveries[recovery], **changes)
    return replace(state, recoveries={**state.recoveries, recovery: after})
