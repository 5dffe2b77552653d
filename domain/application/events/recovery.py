"""追回: the ledger of each demand to pay back."""

from __future__ import annotations

from datetime import date

from domain.application.values import PlannedPart, Portion, ReceiptValues, Restored, Sealed
from domain.base import CONSEQUENCE, Event, alone, event, first


@event("application.recovery-notified.v1", alone("notify-recovery", about="recovery"))
class RecoveryNotified(Event):
    """拟追回告知: what finance means to demand back, and why; nothing is demanded by it. The payee may state their case
    within `days` from its service (行政程序中的陈述、申辩).
    """

    recovery: str
    ground: str
    basis: str
    """The clause or the document on which the demand would rest."""
    amount_fen: int
    days: int
    reason: Sealed


@event("application.recovery-heard.v1", alone("hear-recovery", about="recovery"))
class RecoveryHeard(Event):
    """陈述申辩: what the payee said to a notice and when; without both, none came within the term."""

    recovery: str
    received_on: date | None
    summary: Sealed | None

    @property
    def happened_on(self) -> date | None:
        return self.received_on


@event("application.recovery-demanded.v1", first("demand-recovery", about="recovery", pair="proposal"))
class RecoveryDemanded(Event):
    """Finance proposes to demand money back; counts once a supervisor approves it. `payments` are those taken back.

    But on the ground `bank-error` it goes on from a notice, and rests on the ground and the basis of that.
    """

    recovery: str
    proposal: str
    ground: str
    basis: str
    """The clause or the document on which it rests."""
    amount_fen: int
    payments: tuple[Restored, ...]
    reason: Sealed


@event("application.recovery-approved.v1", CONSEQUENCE)
class RecoveryApproved(Event):
    recovery: str
    amount_fen: int
    approved_on: date


@event("application.recovery-served.v1", alone("serve-recovery", about="recovery"))
class RecoveryServed(Event):
    """送达: the payee has the demand, and the clock runs to `due_on`. Served again, it answers an objection."""

    recovery: str
    served_on: date
    due_on: date

    @property
    def happened_on(self) -> date:
        return self.served_on


@event("application.recovery-objected.v1", alone("object-to-recovery", about="recovery"))
class RecoveryObjected(Event):
    """The payee objects to the demand; finance answers by reducing, cancelling or serving it again."""

    recovery: str
    received_on: date
    grounds: Sealed

    @property
    def happened_on(self) -> date:
        return self.received_on


@event("application.recovery-reminded.v1", alone("remind-recovery", about="recovery"))
class RecoveryReminded(Event):
    """催告 (行政强制法第五十四条): what is open was not paid in time, and the payee is asked once more, by a letter."""

    recovery: str
    amount_fen: int
    """What was open."""


@event("application.recovery-planned.v1", alone("plan-recovery", about="recovery"))
class RecoveryPlanned(Event):
    """The payee pays back in parts, which add up to what is open."""

    recovery: str
    parts: tuple[PlannedPart, ...]


@event("application.recovery-receipt-proposed.v1", first("receive-recovery", about="recovery", pair="proposal"))
class RecoveryReceiptProposed(Event):
    """Finance says that money came in; counts once another finance officer has seen it, too."""

    proposal: str
    recovery: str
    amount_fen: int
    received_on: date
    reference: str
    same_reference: Sealed | None
    """Why the reference is right, though another receipt or a bank's answer has it, too."""

    @property
    def happened_on(self) -> date:
        return self.received_on


@event("application.recovery-received.v1", CONSEQUENCE)
class RecoveryReceived(Event):
    """Money came back from the payee: for what is open, then for what was written off, then for what else is overpaid
    in the case, and the rest is owed back.
    """

    recovery: str
    amount_fen: int
    received_on: date
    reference: str
    restored: tuple[Restored, ...]
    written_back: tuple[Portion, ...]
    """What of it was written off before, and is not any more; it is among `restored`."""
    beyond_fen: int
    """What of it is beyond the demand, and was overpaid in the case; it is among `restored`."""
    owed_back_fen: int
    undone: tuple[Restored, ...] = ()
    """What of `owed_back_fen` was for the demand, where a bank has taken back since what it was for. ADR 0077."""
    correction: str | None = None
    """The proposal of the correction by which it is recorded anew, if it is."""

    @property
    def happened_on(self) -> date:
        return self.received_on


@event("application.receipt-correction-proposed.v1", first("correct-receipt", about="recovery", pair="proposal"))
class ReceiptCorrectionProposed(Event):
    """Finance says that a receipt was recorded wrongly; counts once another finance officer has seen it, too."""

    proposal: str
    recovery: str
    reference: str
    """Of the receipt, as it was recorded."""
    instead: ReceiptValues | None
    """What came in instead; None where nothing ever did."""
    reason: Sealed
    same_reference: Sealed | None
    """Why the right reference may stand for something else, too, where it does."""


@event("application.receipt-corrected.v1", CONSEQUENCE)
class ReceiptCorrected(Event):
    """What was recorded of a receipt, and what came in instead; what follows from it follows in further events."""

    recovery: str
    reference: str
    instead: ReceiptValues | None


@event("application.receipt-reversed.v1", CONSEQUENCE)
class ReceiptReversed(Event):
    """冲正: what became of a receipt is undone: of the one that was recorded wrongly, and of those after it, which are
    recorded anew.
    """

    recovery: str
    amount_fen: int
    received_on: date
    reference: str
    restored: tuple[Restored, ...]
    """What its payments get back, and what is drawn for that: on the account `bank-error` what funds have no more."""
    written_back: tuple[Portion, ...]
    beyond_fen: int
    owed_back_fen: int
    undone: tuple[Restored, ...] = ()

    @property
    def happened_on(self) -> date:
        return self.received_on


@event("application.recovery-offset-proposed.v1", first("offset-recovery", about="recovery", pair="proposal"))
class RecoveryOffsetProposed(Event):
    """Finance proposes to keep back what is payable in the case `against`, or owed back in this one; counts once
    another finance officer confirms it.
    """

    proposal: str
    recovery: str
    against: str
    amount_fen: int


@event("application.recovery-offset.v1", CONSEQUENCE)
class RecoveryOffset(Event):
    """抵扣: a later instalment of the same payee, in the case `against`, was kept back for this demand."""

    proposal: str
    recovery: str
    amount_fen: int
    against: str
    batch: str
    restored: tuple[Restored, ...]


@event("application.recovery-offset-within.v1", CONSEQUENCE)
class RecoveryOffsetWithin(Event):
    """抵扣: what is owed back to the payee in this very case is kept for the demand, and is owed back no more."""

    proposal: str | None
    """None where an order kept it, which has its own second officer."""
    recovery: str
    amount_fen: int
    restored: tuple[Restored, ...]


@event("application.recovery-change-proposed.v1", first(about="recovery", pair="proposal"))
class RecoveryChangeProposed(Event):
    """Finance proposes to reduce, cancel, write off or refer a demand; counts once a supervisor grants it."""

    proposal: str
    recovery: str
    act: str
    amount_fen: int
    referred_to: str | None
    reason: Sealed


@event("application.recovery-reduced.v1", CONSEQUENCE)
class RecoveryReduced(Event):
    """Less is demanded. `because` is `reduced` when granted, `overpaid-less` when less was overpaid after all."""

    recovery: str
    amount_fen: int
    because: str


@event("application.recovery-cancelled.v1", CONSEQUENCE)
class RecoveryCancelled(Event):
    """撤销: nothing more is demanded."""

    recovery: str
    amount_fen: int


@event("application.recovery-written-off.v1", CONSEQUENCE)
class RecoveryWrittenOff(Event):
    """核销: it cannot be had. What was paid too much of `items` is forgiven."""

    recovery: str
    amount_fen: int
    items: tuple[Portion, ...]


@event("application.recovery-referred.v1", CONSEQUENCE)
class RecoveryReferred(Event):
    """移送: to a `court`, for enforcement, or the `police`. Money may still come in."""

    recovery: str
    referred_to: str


RecoveryEvent = (
    RecoveryNotified
    | RecoveryHeard
    | RecoveryDemanded
    | RecoveryApproved
    | RecoveryServed
    | RecoveryObjected
    | RecoveryReminded
    | RecoveryPlanned
    | RecoveryReceiptProposed
    | RecoveryReceived
    | ReceiptCorrectionProposed
    | ReceiptCorrected
    | ReceiptReversed
    | RecoveryOffsetProposed
    | RecoveryOffset
    | RecoveryOffsetWithin
    | RecoveryChangeProposed
    | RecoveryReduced
    | RecoveryCancelled
    | RecoveryWrittenOff
    | RecoveryReferred
)
