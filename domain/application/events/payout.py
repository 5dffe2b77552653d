"""资金: orders, credits, and what banks send back. ADR 0014."""

from __future__ import annotations

from datetime import date

from domain.application.values import Credit, Draw, Portion, Sealed
from domain.base import CONSEQUENCE, Event, alone, event, first, second


@event("application.payment-ordered.v1", first("order-payment", about="batch", pair="batch", pair_within="fund"))
class PaymentOrdered(Event):
    """One item of a payment run: what it pays, from which funds, to which account (a pseudonym)."""

    batch: str
    fund: str | None
    """Whose part of what the case is paid is an item of its own; None where the case is one. As below."""
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    account: str


@event(
    "application.payment-released.v1",
    second("order-payment", outcome="released", about="batch", pair="batch", pair_within="fund"),
)
class PaymentReleased(Event):
    """Another finance officer let the order go to the bank."""

    batch: str
    fund: str | None
    amount_fen: int


@event(
    "application.payment-cancelled.v1",
    second("order-payment", outcome="cancelled", about="batch", pair="batch", pair_within="fund"),
)
class PaymentCancelled(Event):
    """The second finance officer declined the order: nothing went to the bank, and it can be ordered again."""

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    cancelled_on: date


@event("application.payment-failed.v1", alone("record-credits", about="batch"))
class PaymentFailed(Event):
    """The bank did not carry the order out: nothing left the account, and it can be ordered again."""

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    failed_on: date
    reference: str
    reason: Sealed | None
    account_at_fault: bool

    @property
    def happened_on(self) -> date:
        return self.failed_on


@event("application.payment-overtaken.v1", CONSEQUENCE)
class PaymentOvertaken(Event):
    """A credit of an earlier order, which was thought to have come to nothing, leaves nothing for this one: it was not
    released yet, and is cancelled of itself.
    """

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    by_batch: str
    cancelled_on: date


@event("application.payment-in-doubt.v1", alone("record-credits", about="batch"))
class PaymentInDoubt(Event):
    """The bank does not know what became of an item, `since` that day; None: by now it does."""

    batch: str
    fund: str | None
    since: date | None


@event("application.payment-reinstated.v1", alone("record-credits", about="batch"))
class PaymentReinstated(Event):
    """What came to nothing of an order is in flight after all: the bank carried it out later, or never said that it did
    not. `drawn` is what it draws now, from `value_on` on: not before its funds had got it back.
    """

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    value_on: date

    @property
    def happened_on(self) -> date:
        return self.value_on


@event("application.partially-paid.v1", alone("record-credits", about="credit.batch"))
class ApplicationPartiallyPaid(Event):
    """The bank credited part of what is entitled; more is outstanding.

    Where the bank credited less than was ordered, the rest stays in flight until the bank says what became of it.
    """

    credit: Credit

    @property
    def happened_on(self) -> date:
        return self.credit.value_on


@event("application.settled.v1", alone("record-credits", about="credit.batch", only_with="credit"))
class ApplicationSettled(Event):
    """Nothing is payable, in flight or waiting any more.

    `credit` is the bank's last credit, or None when something else ended what was open.
    """

    credit: Credit | None

    @property
    def happened_on(self) -> date | None:
        return self.credit.value_on if self.credit else None


@event("application.reopened.v1", CONSEQUENCE)
class ApplicationReopened(Event):
    """A settled case has something outstanding again: a payment came back, or a revision added to it."""


@event("application.payment-returned.v1", alone("record-credits", about="batch"))
class PaymentReturned(Event):
    """退汇: money that was credited came back from the bank. Its funds get back what they had not got back before.

    What of it had been recovered from the payee meanwhile (`undone`) is no longer recovered but owed back.
    """

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    restored: tuple[Draw, ...]
    undone: tuple[Portion, ...]
    owed_back_fen: int
    returned_on: date
    reference: str
    reason: Sealed | None
    account_at_fault: bool

    @property
    def happened_on(self) -> date:
        return self.returned_on


@event("application.payment-reversed.v1", alone("record-credits", about="batch"))
class PaymentReversed(Event):
    """冲正: the bank had not credited what was recorded. It is as if it had been returned on the day of the credit."""

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    restored: tuple[Draw, ...]
    undone: tuple[Portion, ...]
    owed_back_fen: int
    value_on: date
    reference: str
    denied_by: tuple[str, ...]
    """Who proposed, and who confirmed, that it was not credited: neither of them pays it once more."""

    @property
    def happened_on(self) -> date:
        return self.value_on


@event("application.return-reversed.v1", alone("record-credits", about="batch"))
class ReturnReversed(Event):
    """冲正: the bank had not returned what was recorded. `drawn` is what it draws once more, from
    `drawn_on` on: not before its funds had got it back."""

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    undone: tuple[Portion, ...]
    owed_back_fen: int
    drawn_on: date
    reference: str

    @property
    def happened_on(self) -> date:
        return self.drawn_on


@event("application.payment-redated.v1", alone("record-credits", about="batch"))
class PaymentRedated(Event):
    """A credit was on another day, or has another reference, than was recorded; the amount is the same."""

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    """Empty where some of it has come back since."""
    recorded_on: date
    recorded_reference: str
    value_on: date
    reference: str

    @property
    def happened_on(self) -> date:
        return self.value_on


@event("application.payment-assigned.v1", alone("record-credits", about="batch"))
class PaymentAssigned(Event):
    """What of a payment stood on a clearing account, or was drawn on own money of a district, is drawn on a fund."""

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    cleared: tuple[Draw, ...]
    drawn: tuple[Draw, ...]


@event("application.paid-by-offset.v1", CONSEQUENCE)
class PaidByOffset(Event):
    """抵扣: an instalment was paid by what the same payee owes under a demand in another case."""

    credit: Credit
    debtor: str
    """The number of the case in which the money is owed."""
    recovery: str

    @property
    def happened_on(self) -> date:
        return self.credit.value_on


PaymentEvent = (
    PaymentOrdered
    | PaymentReleased
    | PaymentCancelled
    | PaymentFailed
    | PaymentOvertaken
    | PaymentInDoubt
    | PaymentReinstated
    | ApplicationPartiallyPaid
    | ApplicationSettled
    | ApplicationReopened
    | PaymentReturned
    | PaymentReversed
    | ReturnReversed
    | PaymentRedated
    | PaymentAssigned
    | PaidByOffset
)
