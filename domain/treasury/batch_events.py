"""What happens to a payment run, as it is recorded. What it comes to is in `domain/treasury/batch.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application.values import Draw, Sealed
from domain.base import CONSEQUENCE, SUBJECT, Event, Struct, alone, event, field, first, second
from domain.streams import Kind, stream_name
from domain.treasury.messages import Assignment, BankMessage, Correction, ItemKey, PaidThrough


def batch_stream(batch: str) -> str:
    return stream_name(Kind.BATCH, batch)


class BankItem(Struct):
    """One line of the file that goes to the bank: one case and one account (a pseudonym), and where the treasury pays
    one fund of what the case is paid from.
    """

    application: str
    amount_fen: int
    account: str
    fund: str | None = None
    shared_account: Sealed | None = None
    """Why it is right that the account is another applicant's, too."""
    despite_demands: Sealed | None = None
    """Why something is owed back to a payee who owes, too."""

    @property
    def key(self) -> ItemKey:
        return ItemKey(self.application, self.fund)


class Netted(Struct):
    """What is owed back in a case and kept for a demand of the same case (抵扣), in fen."""

    application: str
    recovery: str
    amount_fen: int


class Unmatched(Struct):
    """What the bank moved of an item without an order of ours behind it, in fen: 0 where it moved nothing, as of a
    failure; and the first value date of it.
    """

    application: str
    amount_fen: int
    since: date


class Awaited(Struct):
    """What the bank owes another answer for, though it spoke of the item: what is in flight of it, in fen, 0 where it
    is in doubt about what it had given up; and the day of its last word.
    """

    application: str
    fund: str | None
    amount_fen: int
    since: date

    @property
    def item(self) -> ItemKey:
        return ItemKey(self.application, self.fund)


class ExportedFile(Struct):
    """One file for the bank, and what it asks for."""

    sha256: str
    rows: int
    amount_fen: int


@event("batch.ordered.v1", CONSEQUENCE)
class BatchOrdered(Event):
    """`netted` is kept back from what is owed back, once the run is released; the items are what is left."""

    batch: str
    authority: str
    paid_through: PaidThrough
    items: tuple[BankItem, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    netted: tuple[Netted, ...] = ()


@event("batch.released.v1", CONSEQUENCE)
class BatchReleased(Event):
    """`netted` is what was kept back by it."""

    amount_fen: int
    netted: tuple[Netted, ...] = ()


@event("batch.items-dropped.v1", CONSEQUENCE)
class BatchItemsDropped(Event):
    """The second finance officer released the run without these applications: their orders are cancelled."""

    applications: tuple[str, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]


@event("batch.items-left-out.v1", CONSEQUENCE)
class BatchItemsLeftOut(Event):
    """Of a run that is released and did not go out yet, these are not sent: their orders are cancelled."""

    applications: tuple[str, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]


@event("batch.items-overtaken.v1", CONSEQUENCE)
class BatchItemsOvertaken(Event):
    """Credits of an earlier run left nothing to be paid to these, before the run was released: see the cases."""

    applications: tuple[str, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]


@event("batch.cancelled.v1", CONSEQUENCE)
class BatchCancelled(Event):
    amount_fen: int


@event("batch.exported.v1", alone("export-payment", about=SUBJECT))
class BatchExported(Event):
    """Account numbers were shown in full, in files for the bank, as a profile of it has them."""

    profile: str
    files: tuple[ExportedFile, ...]


@event("batch.document-attached.v1", alone("attach-to-run", about=SUBJECT))
class BatchDocumentAttached(Event):
    """A document of the run, such as its approval with signatures: what it is called, never who stands in it. The file
    itself stays outside.
    """

    name: str
    sha256: str
    number: str | None = None


@event("batch.answered.v1", CONSEQUENCE)
class BatchAnswered(Event):
    """What the bank said, in the order in which it was taken in. What it comes to is a function of all messages."""

    messages: tuple[BankMessage, ...]
    unmatched: tuple[Unmatched, ...]
    """Of the applications that this is about, what the bank has now moved without an order for it."""
    awaited: tuple[Awaited, ...]
    """Of the same, the items of which the bank owes another answer."""
    same_reference: Mapping[str, Sealed] = field(default_factory=dict)
    """By application: why a reference of these is right that stands for something else, too."""


@event("batch.reply-proposed.v1", first("differing-reply", about="proposal", pair="proposal"))
class BatchReplyProposed(Event):
    """The bank did something else than was ordered: another amount, a return, nothing. Another officer looks."""

    proposal: str
    messages: tuple[BankMessage, ...]
    same_reference: Mapping[str, Sealed] = field(default_factory=dict)
    """By application: why a reference of these is right that stands for something else, too."""


@event("batch.correction-proposed.v1", first("correct-reply", about="proposal", pair="proposal"))
class BatchCorrectionProposed(Event):
    """The bank did not say what was recorded of it: a wrong file, a wrong value."""

    proposal: str
    corrections: tuple[Correction, ...]
    reasons: Mapping[str, Sealed]
    """By application, for everything of it."""
    same_reference: Mapping[str, Sealed] = field(default_factory=dict)
    """By application: why the right reference may stand for something else, too, where it does."""


@event("batch.corrected.v1", CONSEQUENCE)
class BatchCorrected(Event):
    corrections: tuple[Correction, ...]
    unmatched: tuple[Unmatched, ...]
    awaited: tuple[Awaited, ...]


@event("batch.assignment-proposed.v1", first("assign-clearing", about="proposal", pair="proposal"))
class BatchAssignmentProposed(Event):
    """What a bank moved without an order for it, or beyond it, is to be assigned."""

    proposal: str
    assignment: Assignment


@event("batch.assigned.v1", CONSEQUENCE)
class BatchAssigned(Event):
    assignment: Assignment
    unmatched: tuple[Unmatched, ...]
    awaited: tuple[Awaited, ...]


@event("batch.proposal-confirmed.v1", second(outcome="confirmed", about="proposal", pair="proposal"))
class BatchProposalConfirmed(Event):
    proposal: str
    act: str


@event("batch.proposal-declined.v1", second(outcome="declined", about="proposal", pair="proposal"))
class BatchProposalDeclined(Event):
    proposal: str
    act: str


BatchProposed = BatchReplyProposed | BatchCorrectionProposed | BatchAssignmentProposed

BatchEvent = (
    BatchOrdered
    | BatchReleased
    | BatchItemsDropped
    | BatchItemsLeftOut
    | BatchItemsOvertaken
    | BatchCancelled
    | BatchExported
    | BatchDocumentAttached
    | BatchAnswered
    | BatchCorrected
    | BatchAssigned
    | BatchProposed
    | BatchProposalConfirmed
    | BatchProposalDeclined
)


def act_of(proposed: BatchProposed) -> str:
    match proposed:
        case BatchReplyProposed():
            return "differing-reply"
        case BatchCorrectionProposed():
            return "correct-reply"
        case BatchAssignmentProposed():
            return "assign-clearing"
