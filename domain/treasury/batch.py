"""拨付: a payment run. Ordered by one finance officer, released by another, answered by the bank (`bank_answer`).

A run touches three kinds of stream (the batch, its cases, the funds), and is one decision: all of it or none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from domain.application.values import Draw, Sealed
from domain.base import CONSEQUENCE, SUBJECT, Event, Struct, alone, event, field, first, replace, second
from domain.proposals import Proposal, Proposals
from domain.streams import Kind, stream_name


def batch_stream(batch: str) -> str:
    return stream_name(Kind.BATCH, batch)


class BankItem(Struct):
    """One line of the file that goes to the bank: one case and one account (a pseudonym)."""

    application: str
    amount_fen: int
    account: str
    shared_account: Sealed | None = None
    """Why it is right that the account is another applicant's, too."""
    despite_demands: Sealed | None = None
    """Why something is owed back to a payee who owes, too."""


class CreditedItem(Struct):
    application: str
    amount_fen: int
    value_on: date
    reference: str
    """The bank's own number of the credit."""


class FailedItem(Struct):
    """An item that the bank did not carry out: nothing left the account."""

    application: str
    failed_on: date
    reason: Sealed


class ReturnedItem(Struct):
    """An item that was credited and came back."""

    application: str
    amount_fen: int
    returned_on: date
    reference: str
    """The bank's own number of the return."""
    reason: Sealed


@event("batch.ordered.v1", CONSEQUENCE)
class BatchOrdered(Event):
    batch: str
    authority: str
    items: tuple[BankItem, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]


@event("batch.released.v1", CONSEQUENCE)
class BatchReleased(Event):
    amount_fen: int


@event("batch.items-dropped.v1", CONSEQUENCE)
class BatchItemsDropped(Event):
    """The second finance officer released the run without these applications: their orders are cancelled."""

    applications: tuple[str, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]


@event("batch.cancelled.v1", CONSEQUENCE)
class BatchCancelled(Event):
    amount_fen: int


@event("batch.exported.v1", alone("export-payment", about=SUBJECT))
class BatchExported(Event):
    """Account numbers were shown in full, in a file for the bank; `sha256` is that of the file."""

    sha256: str
    rows: int


@event("batch.credited.v1", CONSEQUENCE)
class BatchCredited(Event):
    items: tuple[CreditedItem, ...]


@event("batch.failed.v1", CONSEQUENCE)
class BatchFailed(Event):
    items: tuple[FailedItem, ...]


@event("batch.returned.v1", CONSEQUENCE)
class BatchReturned(Event):
    items: tuple[ReturnedItem, ...]


@event("batch.reply-proposed.v1", first("differing-reply", about="proposal", pair="proposal"))
class BatchReplyProposed(Event):
    """The bank did something else than was ordered: another amount, a return, nothing. Another officer looks."""

    proposal: str
    credited: tuple[CreditedItem, ...]
    failed: tuple[FailedItem, ...]
    returned: tuple[ReturnedItem, ...]


@event("batch.reply-confirmed.v1", second("differing-reply", outcome="confirmed", about="proposal", pair="proposal"))
class BatchReplyConfirmed(Event):
    proposal: str


@event("batch.reply-declined.v1", second("differing-reply", outcome="declined", about="proposal", pair="proposal"))
class BatchReplyDeclined(Event):
    proposal: str


class OrderPayment(Struct):
    """Order everything that is payable in `applications`, all of one paying authority."""

    applications: tuple[str, ...]
    shared_account: Mapping[str, Sealed] = field(default_factory=dict)
    """By application: why it is right that its account is another applicant's, too."""
    despite_demands: Mapping[str, Sealed] = field(default_factory=dict)
    """By application: why something is owed back to a payee who owes, too."""


class ReleasePayment(Struct):
    """Release a batch, or decline it, which cancels the order. Applications in `without` are left out of it."""

    batch: str
    declined: bool = False
    without: tuple[str, ...] = ()


class ExportPayment(Struct):
    """The file that goes to the bank. A second one for the same run only with `again`: the bank would pay it, too."""

    batch: str
    sha256: str
    rows: int
    again: bool = False


class RecordBankReply(Struct):
    batch: str
    credited: tuple[CreditedItem, ...] = ()
    failed: tuple[FailedItem, ...] = ()
    returned: tuple[ReturnedItem, ...] = ()

    @property
    def applications(self) -> tuple[str, ...]:
        """Each application that the bank says something of, once for each time it does."""
        return (
            *(item.application for item in self.credited),
            *(item.application for item in self.failed),
            *(item.application for item in self.returned),
        )


class ConfirmReply(Struct):
    """Confirm or decline what was proposed of the bank's reply; `proposal` None means the only one open."""

    batch: str
    proposal: str | None
    declined: bool = False


class Batch(Struct):
    batch: str
    authority: str
    items: Mapping[str, BankItem]
    amount_fen: int
    drawn: tuple[Draw, ...]
    ordered_by: str
    ordered_on: date
    released: bool = False
    cancelled: bool = False
    exported: tuple[str, ...] = ()
    """The SHA-256 of each file that was made for the bank."""
    credited: Mapping[str, CreditedItem] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    returned: tuple[ReturnedItem, ...] = ()
    proposals: Proposals[BatchReplyProposed] = Proposals()
    """What the bank did otherwise than ordered, and another finance officer has not looked at yet."""

    @property
    def status(self) -> str:
        """`ordered`, `cancelled`, `released`, `partly-credited`, or `credited` once the bank answered everything."""
        return run_status(
            cancelled=self.cancelled,
            released=self.released,
            items=len(self.items),
            answered=len(self.credited) + len(self.failed),
        )


def run_status(*, cancelled: bool, released: bool, items: int, answered: int) -> str:
    if cancelled:
        return "cancelled"
    if not released:
        return "ordered"
    if not answered:
        return "released"
    return "credited" if answered == items else "partly-credited"


BatchEvent = (
    BatchOrdered
    | BatchReleased
    | BatchItemsDropped
    | BatchCancelled
    | BatchExported
    | BatchCredited
    | BatchFailed
    | BatchReturned
    | BatchReplyProposed
    | BatchReplyConfirmed
    | BatchReplyDeclined
)


def evolve(state: Batch | None, happened: Event, by: str, on: date) -> Batch:
    assert isinstance(happened, BatchEvent), f"not an event of a batch: {happened!r}"
    if isinstance(happened, BatchOrdered):
        return Batch(
            batch=happened.batch,
            authority=happened.authority,
            items={item.application: item for item in happened.items},
            amount_fen=happened.amount_fen,
            drawn=happened.drawn,
            ordered_by=by,
            ordered_on=on,
        )
    assert state is not None, "a batch's first event is its order"
    match happened:
        case BatchReleased():
            return replace(state, released=True)
        case BatchCancelled():
            return replace(state, cancelled=True)
        case BatchExported():
            return replace(state, exported=(*state.exported, happened.sha256))
        case BatchCredited():
            return replace(state, credited={**state.credited, **{item.application: item for item in happened.items}})
        case BatchFailed():
            return replace(state, failed=state.failed.union(item.application for item in happened.items))
        case BatchReturned():
            return replace(state, returned=(*state.returned, *happened.items))
        case BatchReplyProposed():
            proposal = Proposal(id=happened.proposal, act="differing-reply", by=by)
            return replace(state, proposals=state.proposals.asked(proposal, happened))
        case BatchReplyConfirmed() | BatchReplyDeclined():
            return replace(state, proposals=state.proposals.answered(happened.proposal))
        case BatchItemsDropped():
            gone = {draw.fund: draw.amount_fen for draw in happened.drawn}
            left = (replace(draw, amount_fen=draw.amount_fen - gone.get(draw.fund, 0)) for draw in state.drawn)
            return replace(
                state,
                items={name: item for name, item in state.items.items() if name not in happened.applications},
                amount_fen=state.amount_fen - happened.amount_fen,
                drawn=tuple(draw for draw in left if draw.amount_fen),
            )
    assert_never(happened)
