"""追回: the ledger of each demand to pay back."""

from __future__ import annotations

from datetime import date

from domain.application.values import PlannedPart, Portion, Restored, Sealed
from domain.facts import Fact, fact


@fact("application.recovery-demanded.v1")
class RecoveryDemanded(Fact):
    """Finance proposes to demand money back; counts once a supervisor approves it. `payments` are those taken back."""

    recovery: str
    proposal: str
    ground: str
    basis: str
    """The clause or the document on which it rests."""
    amount_fen: int
    payments: tuple[Restored, ...]
    reason: Sealed


@fact("application.recovery-approved.v1")
class RecoveryApproved(Fact):
    recovery: str
    amount_fen: int


@fact("application.recovery-served.v1")
class RecoveryServed(Fact):
    """送达: the payee has the demand, and the clock runs to `due_on`. Served again, it answers an objection."""

    recovery: str
    served_on: date
    due_on: date

    @property
    def happened_on(self) -> date:
        return self.served_on


@fact("application.recovery-objected.v1")
class RecoveryObjected(Fact):
    """The payee objects to the demand; finance answers by reducing, cancelling or serving it again."""

    recovery: str
    received_on: date
    grounds: Sealed

    @property
    def happened_on(self) -> date:
        return self.received_on


@fact("application.recovery-planned.v1")
class RecoveryPlanned(Fact):
    """The payee pays back in parts, which add up to what is open."""

    recovery: str
    parts: tuple[PlannedPart, ...]


@fact("application.recovery-received.v1")
class RecoveryReceived(Fact):
    """Money came back from the payee. What goes beyond the demand is owed back to them."""

    recovery: str
    amount_fen: int
    received_on: date
    reference: str
    restored: tuple[Restored, ...]
    owed_back_fen: int

    @property
    def happened_on(self) -> date:
        return self.received_on


@fact("application.recovery-offset.v1")
class RecoveryOffset(Fact):
    """抵扣: a later instalment of the same payee, in the case `against`, was kept back for this demand."""

    recovery: str
    amount_fen: int
    against: str
    batch: str
    restored: tuple[Restored, ...]


@fact("application.recovery-change-proposed.v1")
class RecoveryChangeProposed(Fact):
    """Finance proposes to reduce, cancel, write off or refer a demand; counts once a supervisor grants it."""

    proposal: str
    recovery: str
    act: str
    amount_fen: int
    referred_to: str | None
    reason: Sealed


@fact("application.recovery-reduced.v1")
class RecoveryReduced(Fact):
    """Less is demanded. `because` is `reduced` when granted, `overpaid-less` when less was overpaid after all."""

    recovery: str
    amount_fen: int
    because: str


@fact("application.recovery-cancelled.v1")
class RecoveryCancelled(Fact):
    """撤销: nothing more is demanded."""

    recovery: str
    amount_fen: int


@fact("application.recovery-written-off.v1")
class RecoveryWrittenOff(Fact):
    """核销: it cannot be had. What was paid too much of `items` is forgiven."""

    recovery: str
    amount_fen: int
    items: tuple[Portion, ...]


@fact("application.recovery-referred.v1")
class RecoveryReferred(Fact):
    """移送: to a court or the police. Money may still come in."""

    recovery: str
    referred_to: str
