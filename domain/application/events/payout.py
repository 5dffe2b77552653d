"""阶段与资金: milestones, orders, credits, and what banks send back."""

from __future__ import annotations

from datetime import date

from domain.application.values import Credit, Draw, Due, Portion, Ranges, Sealed
from domain.facts import Fact, fact


@fact("application.milestone-reported.v1")
class MilestoneReported(Fact):
    """An assessor's proposal that `lines` met or missed a milestone; counts once an approver confirms it."""

    proposal: str
    milestone: str
    lines: Ranges
    met: bool
    reached_on: date
    source: str

    @property
    def happened_on(self) -> date:
        return self.reached_on


@fact("application.milestone-met.v1")
class MilestoneMet(Fact):
    """The instalments in `items` waited for this milestone and are payable now."""

    milestone: str
    items: tuple[Due, ...]
    reached_on: date

    @property
    def happened_on(self) -> date:
        return self.reached_on


@fact("application.instalment-forfeited.v1")
class InstalmentForfeited(Fact):
    """The milestone was missed, and with it the instalments that waited for it or for a later one."""

    milestone: str
    items: tuple[Due, ...]
    amount_fen: int
    missed_on: date

    @property
    def happened_on(self) -> date:
        return self.missed_on


@fact("application.payment-ordered.v2")
class PaymentOrdered(Fact):
    """One bank item of a payment run: what it pays, from which funds, to which account (a pseudonym)."""

    batch: str
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    account: str


@fact("application.payment-released.v1")
class PaymentReleased(Fact):
    """Another finance officer let the order go to the bank."""

    batch: str
    amount_fen: int


@fact("application.payment-cancelled.v2")
class PaymentCancelled(Fact):
    """The second finance officer declined the order: nothing went to the bank, and it can be ordered again."""

    batch: str
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]


@fact("application.payment-failed.v1")
class PaymentFailed(Fact):
    """The bank did not carry the order out: nothing left the account, and it can be ordered again."""

    batch: str
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    failed_on: date
    reason: Sealed

    @property
    def happened_on(self) -> date:
        return self.failed_on


@fact("application.partially-paid.v2")
class ApplicationPartiallyPaid(Fact):
    """The bank credited part of what is entitled; more is outstanding.

    Where the bank credited less than was ordered, the rest of the order has lapsed and can be ordered again.
    """

    credit: Credit

    @property
    def happened_on(self) -> date:
        return self.credit.value_on


@fact("application.settled.v2")
class ApplicationSettled(Fact):
    """Nothing is payable, in flight or waiting any more.

    `credit` is the bank's last credit, or None when something else ended what was open.
    """

    credit: Credit | None

    @property
    def happened_on(self) -> date | None:
        return self.credit.value_on if self.credit else None


@fact("application.reopened.v1")
class ApplicationReopened(Fact):
    """A settled case has something outstanding again: a payment came back, or a revision added to it."""


@fact("application.payment-returned.v1")
class PaymentReturned(Fact):
    """退汇: money that was credited came back from the bank. Its funds get back what they had not got back before.

    What of it had been recovered from the payee meanwhile (`undone`) is no longer recovered but owed back.
    """

    batch: str
    items: tuple[Portion, ...]
    amount_fen: int
    restored: tuple[Draw, ...]
    undone: tuple[Portion, ...]
    owed_back_fen: int
    returned_on: date
    reference: str
    reason: Sealed

    @property
    def happened_on(self) -> date:
        return self.returned_on


@fact("application.paid-by-offset.v1")
class PaidByOffset(Fact):
    """抵扣: an instalment was paid by what the same payee owes under a demand in another case."""

    credit: Credit
    debtor: str
    """The number of the case in which the money is owed."""
    recovery: str

    @property
    def happened_on(self) -> date:
        return self.credit.value_on
