"""What is recorded about demands that another body made before this log, and what came in for them. ADR 0075."""

from __future__ import annotations

from datetime import date

from domain.application.values import ReceiptValues, Sealed
from domain.base import CONSEQUENCE, Event, Struct, alone, event, first, second

TREASURY = "treasury"
"""To whom what came in is paid on, where it is not the payee of a demand."""


class BroughtDebt(Struct):
    """One demand as it was handed over: what is still open of it, in fen, by which decision, and how far it has come.

    `payee` is the credit code of an organisation, else a pseudonym, whose name and number are in `sealed`.
    """

    recovery: str
    """By this it is named in its stream, such as `r3`."""
    payee: str
    payee_kind: str
    scheme: str
    ground: str
    open_fen: int
    paid_year: int
    """In which the money was paid that is demanded back."""
    document: str
    """The number of the decision by which it was demanded."""
    decided_on: date
    payee_name: str | None = None
    """Where it is public: that of an organisation."""
    sealed: Sealed | None = None
    served_on: date | None = None
    due_on: date | None = None
    """By when it was to be paid; of every demand that was served."""
    reminder_until: date | None = None
    """The last day of the term of a reminder that was served (催告)."""
    number: str | None = None
    """The number of its case there."""


@event("debt.lines-proposed.v1", first("import-recovery", about="proposal", pair="proposal"))
class DebtsProposed(Event):
    """What `body` is still owed, by `document`, from the file whose SHA-256 is `sha256`. What comes in for it is due to
    the treasury (待缴国库), on the account `treasury`.
    """

    proposal: str
    authority: str
    body: str
    document: str
    treasury: str
    sha256: str
    debts: tuple[BroughtDebt, ...]


@event("debt.served.v1", alone("serve-recovery", about="recovery"))
class DebtServed(Event):
    """送达: the payee has the demand, and the clock runs to `due_on`."""

    recovery: str
    served_on: date
    due_on: date

    @property
    def happened_on(self) -> date:
        return self.served_on


@event("debt.receipt-proposed.v1", first("receive-recovery", about="recovery", pair="proposal"))
class DebtReceiptProposed(Event):
    """Finance says that money came in; counts once another finance officer has seen it, too."""

    proposal: str
    recovery: str
    amount_fen: int
    received_on: date
    reference: str
    same_reference: Sealed | None

    @property
    def happened_on(self) -> date:
        return self.received_on


@event("debt.receipt-correction-proposed.v1", first("correct-receipt", about="recovery", pair="proposal"))
class DebtReceiptCorrectionProposed(Event):
    """Finance says that a receipt was recorded wrongly; counts once another finance officer has seen it, too."""

    proposal: str
    recovery: str
    reference: str
    instead: ReceiptValues | None
    """What came in instead; None where nothing ever did."""
    reason: Sealed
    same_reference: Sealed | None


@event("debt.change-proposed.v1", first(about="recovery", pair="proposal"))
class DebtChangeProposed(Event):
    """Finance proposes to reduce, cancel, write off or refer a demand; counts once a supervisor grants it."""

    proposal: str
    recovery: str
    act: str
    amount_fen: int
    referred_to: str | None
    reason: Sealed


@event("debt.payout-proposed.v1", first("pay-out-recovery", about="to", pair="proposal"))
class DebtPayoutProposed(Event):
    """All that is due to the treasury, or to the payee of the demand `to`, is to be paid by a document; below zero,
    what of it comes back. Counts once another finance officer has seen it, too.
    """

    proposal: str
    to: str
    amount_fen: int
    document: str


@event("debt.proposal-confirmed.v1", second(outcome="confirmed", about="proposal", pair="proposal"))
class DebtProposalConfirmed(Event):
    """Of the file itself: from now on its demands are ours to take in."""

    proposal: str
    act: str


@event("debt.proposal-declined.v1", second(outcome="declined", about="proposal", pair="proposal"))
class DebtProposalDeclined(Event):
    proposal: str
    act: str


@event("debt.received.v1", CONSEQUENCE)
class DebtReceived(Event):
    """Money came from the payee: for what is open, then for what was written off. What goes beyond is theirs."""

    recovery: str
    amount_fen: int
    received_on: date
    reference: str
    treasury_due_fen: int
    """待缴国库: all but what goes beyond."""
    written_back_fen: int
    beyond_fen: int
    correction: str | None = None
    """The proposal of the correction by which it is recorded anew, if it is."""

    @property
    def happened_on(self) -> date:
        return self.received_on


@event("debt.receipt-corrected.v1", CONSEQUENCE)
class DebtReceiptCorrected(Event):
    """What was recorded of a receipt, and what came in instead; what follows from it follows in further events."""

    recovery: str
    reference: str
    instead: ReceiptValues | None


@event("debt.receipt-reversed.v1", CONSEQUENCE)
class DebtReceiptReversed(Event):
    """冲正: what became of a receipt is undone: of the wrong one, and of those after it, which are recorded anew."""

    recovery: str
    amount_fen: int
    received_on: date
    reference: str
    treasury_due_fen: int
    written_back_fen: int
    beyond_fen: int

    @property
    def happened_on(self) -> date:
        return self.received_on


@event("debt.changed.v1", CONSEQUENCE)
class DebtChanged(Event):
    """A supervisor granted what was proposed, by its `act`; `amount_fen` is by how much less is demanded."""

    recovery: str
    act: str
    amount_fen: int
    referred_to: str | None


@event("debt.paid-out.v1", CONSEQUENCE)
class DebtPaidOut(Event):
    """Another finance officer agreed, see `DebtPayoutProposed`: it is with the treasury or the payee, and due no more.
    No case stands behind it, so that no run pays it.
    """

    to: str
    amount_fen: int
    document: str


DebtProposed = (
    DebtsProposed | DebtReceiptProposed | DebtReceiptCorrectionProposed | DebtChangeProposed | DebtPayoutProposed
)
DebtAnswer = DebtProposalConfirmed | DebtProposalDeclined
DebtReceipt = DebtReceived | DebtReceiptCorrected | DebtReceiptReversed
DebtEvent = DebtProposed | DebtAnswer | DebtServed | DebtReceipt | DebtChanged | DebtPaidOut
