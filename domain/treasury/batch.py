"""拨付: a payment run. Ordered by one finance officer, released by another, answered by the bank (`bank_reply`).

A run touches three kinds of stream (the batch, its cases, the funds), and is one decision: all of it or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import assert_never

from domain.application.values import Draw
from domain.base import Event, Struct, field, replace
from domain.proposals import Proposal, Proposals
from domain.treasury.batch_events import (
    BankItem,
    BatchAnswered,
    BatchAssigned,
    BatchAssignmentProposed,
    BatchCancelled,
    BatchCorrected,
    BatchCorrectionProposed,
    BatchEvent,
    BatchExported,
    BatchItemsDropped,
    BatchItemsLeftOut,
    BatchItemsOvertaken,
    BatchOrdered,
    BatchProposalConfirmed,
    BatchProposalDeclined,
    BatchProposed,
    BatchReleased,
    BatchReplyProposed,
    Unmatched,
    act_of,
)
from domain.treasury.messages import (
    AssignTo,
    BankMessage,
    MessageKey,
    MessageKind,
    answered,
    corrected,
    corrected_items,
    still_assigned,
)


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
    unmatched: Mapping[str, Unmatched] = field(default_factory=dict)
    """By application: what the bank moved that no order of ours is behind."""
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
            assigned = still_assigned(state.assigned, happened.corrections)
            after = replace(state, answers=corrected(state.answers, happened.corrections), assigned=assigned)
            return _with_unmatched(after, corrected_items(happened.corrections), happened.unmatched)
        case BatchAssigned(assignment=assignment):
            assigned = dict(state.assigned)
            if assignment.message is not None:
                assigned[assignment.message] = (assignment.to, assignment.amount_fen)
            return _with_unmatched(replace(state, assigned=assigned), (assignment.application,), happened.unmatched)
        case BatchReplyProposed() | BatchCorrectionProposed() | BatchAssignmentProposed():
            about = happened.assignment.application if isinstance(happened, BatchAssignmentProposed) else None
            proposal = Proposal(id=happened.proposal, act=act_of(happened), by=by, about=about)
            return replace(state, proposals=state.proposals.asked(proposal, happened))
        case BatchProposalConfirmed() | BatchProposalDeclined():
            return replace(state, proposals=state.proposals.answered(happened.proposal))
        case BatchItemsDropped() | BatchItemsLeftOut() | BatchItemsOvertaken():
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


def _with_unmatched(state: Batch, about: Iterable[str], unmatched: Iterable[Unmatched]) -> Batch:
    answered_now = set(about)
    others = {name: one for name, one in state.unmatched.items() if name not in answered_now}
    return replace(state, unmatched={**others, **{one.application: one for one in unmatched}})
