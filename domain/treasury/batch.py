"""拨付: a payment run. Ordered by one finance officer, released by another, answered by the bank (`bank_reply`).

A run touches three kinds of stream (the batch, its cases, the funds), and is one decision: all of it or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import assert_never

from domain.application.values import Draw, Sealed
from domain.base import CONSEQUENCE, SUBJECT, Event, Struct, alone, event, field, first, replace, second
from domain.proposals import Proposal, Proposals
from domain.streams import Kind, stream_name
from domain.treasury.messages import (
    Assignment,
    AssignTo,
    BankMessage,
    Correction,
    MessageKey,
    MessageKind,
    answered,
    corrected,
    corrected_items,
)


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


class ExportedFile(Struct):
    """One file for the bank, and what it asks for."""

    sha256: str
    rows: int
    amount_fen: int


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


@event("batch.answered.v1", CONSEQUENCE)
class BatchAnswered(Event):
    """What the bank said, in the order in which it was taken in. What it comes to is a function of all messages."""

    messages: tuple[BankMessage, ...]
    unmatched: tuple[str, ...]
    """Of the applications that this is about, those of which the bank now moved something without an order for it."""
    same_reference: str | None = None
    """Why a reference of these is right that stands for something else, too."""


@event("batch.reply-proposed.v1", first("differing-reply", about="proposal", pair="proposal"))
class BatchReplyProposed(Event):
    """The bank did something else than was ordered: another amount, a return, nothing. Another officer looks."""

    proposal: str
    messages: tuple[BankMessage, ...]
    same_reference: str | None = None
    """Why a reference of these is right that stands for something else, too."""


@event("batch.correction-proposed.v1", first("correct-reply", about="proposal", pair="proposal"))
class BatchCorrectionProposed(Event):
    """The bank did not say what was recorded of it: a wrong file, a wrong value."""

    proposal: str
    corrections: tuple[Correction, ...]
    reason: str


@event("batch.corrected.v1", CONSEQUENCE)
class BatchCorrected(Event):
    corrections: tuple[Correction, ...]
    unmatched: tuple[str, ...]


@event("batch.assignment-proposed.v1", first("assign-clearing", about="proposal", pair="proposal"))
class BatchAssignmentProposed(Event):
    """What a bank moved without an order for it, or beyond it, is to be assigned."""

    proposal: str
    assignment: Assignment


@event("batch.assigned.v1", CONSEQUENCE)
class BatchAssigned(Event):
    assignment: Assignment
    unmatched: tuple[str, ...]


@event("batch.proposal-confirmed.v1", second(outcome="confirmed", about="proposal", pair="proposal"))
class BatchProposalConfirmed(Event):
    proposal: str
    act: str


@event("batch.proposal-declined.v1", second(outcome="declined", about="proposal", pair="proposal"))
class BatchProposalDeclined(Event):
    proposal: str
    act: str


BatchProposed = BatchReplyProposed | BatchCorrectionProposed | BatchAssignmentProposed


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
    left_out: Mapping[str, BankItem] = field(default_factory=dict)
    """What was ordered, and taken out before the run went to the bank."""
    answers: Mapping[str, Mapping[MessageKey, BankMessage]] = field(default_factory=dict)
    """All that the bank said of each application, in the order in which it was taken in."""
    assigned: Mapping[MessageKey, tuple[AssignTo, int]] = field(default_factory=dict)
    """What became of messages that no order of ours was behind, and of how much of them, in fen."""
    unmatched: frozenset[str] = frozenset()
    """The applications of which the bank moved something that no order of ours is behind."""
    proposals: Proposals[BatchProposed] = Proposals()
    """What waits for another finance officer: differing replies, corrections, assignments."""

    @property
    def status(self) -> str:
        """`ordered`, `cancelled`, `released`, `partly-credited`, or `credited` once the bank answered everything."""
        final = [name for name, told in self.answers.items() if {key.kind for key in told} - {MessageKind.UNKNOWN}]
        return run_status(
            cancelled=self.cancelled or not self.items,
            released=self.released,
            items=len(self.items),
            answered=sum(name in self.items for name in final),
        )

    def item(self, application: str) -> BankItem | None:
        """The item of an application, also one that was left out."""
        return self.items.get(application) or self.left_out.get(application)

    def of(self, application: str) -> tuple[BankMessage, ...]:
        """What the bank said of one item."""
        return tuple(self.answers.get(application, {}).values())

    @property
    def messages(self) -> tuple[BankMessage, ...]:
        """All that the bank said, by application."""
        return tuple(message for told in self.answers.values() for message in told.values())

    def message(self, key: MessageKey) -> BankMessage | None:
        return self.answers.get(key.application, {}).get(key)


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
    | BatchItemsOvertaken
    | BatchCancelled
    | BatchExported
    | BatchAnswered
    | BatchCorrected
    | BatchAssigned
    | BatchProposed
    | BatchProposalConfirmed
    | BatchProposalDeclined
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
            return replace(state, exported=(*state.exported, *(file.sha256 for file in happened.files)))
        case BatchAnswered():
            after = replace(state, answers=answered(state.answers, happened.messages))
            return _with_unmatched(after, (message.application for message in happened.messages), happened.unmatched)
        case BatchCorrected():
            # What was assigned of a message that was wrong is to be assigned anew.
            gone_wrong = {correction.recorded.key for correction in happened.corrections}
            assigned = {key: to for key, to in state.assigned.items() if key not in gone_wrong}
            after = replace(state, answers=corrected(state.answers, happened.corrections), assigned=assigned)
            return _with_unmatched(after, corrected_items(happened.corrections), happened.unmatched)
        case BatchAssigned(assignment=assignment):
            assigned = dict(state.assigned)
            if assignment.message is not None:
                assigned[assignment.message] = (assignment.to, assignment.amount_fen)
            return _with_unmatched(replace(state, assigned=assigned), (assignment.application,), happened.unmatched)
        case BatchReplyProposed() | BatchCorrectionProposed() | BatchAssignmentProposed():
            proposal = Proposal(id=happened.proposal, act=act_of(happened), by=by)
            return replace(state, proposals=state.proposals.asked(proposal, happened))
        case BatchProposalConfirmed() | BatchProposalDeclined():
            return replace(state, proposals=state.proposals.answered(happened.proposal))
        case BatchItemsDropped() | BatchItemsOvertaken():
            gone: Counter[str] = Counter()
            for draw in happened.drawn:
                gone[draw.fund] += draw.amount_fen
            left = (replace(draw, amount_fen=draw.amount_fen - gone[draw.fund]) for draw in state.drawn)
            return replace(
                state,
                items={name: item for name, item in state.items.items() if name not in happened.applications},
                left_out={**state.left_out, **{name: state.items[name] for name in happened.applications}},
                amount_fen=state.amount_fen - happened.amount_fen,
                drawn=tuple(draw for draw in left if draw.amount_fen),
            )
    assert_never(happened)


def _with_unmatched(state: Batch, about: Iterable[str], unmatched: Iterable[str]) -> Batch:
    return replace(state, unmatched=state.unmatched.difference(about).union(unmatched))


def act_of(proposed: BatchProposed) -> str:
    match proposed:
        case BatchReplyProposed():
            return "differing-reply"
        case BatchCorrectionProposed():
            return "correct-reply"
        case BatchAssignmentProposed():
            return "assign-clearing"
