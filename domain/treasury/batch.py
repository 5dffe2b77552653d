"""拨付: a payment run. Ordered by one finance officer, released by another, answered by the bank (`bank_reply`).

A run touches three kinds of stream (the batch, its cases, the funds), and is one decision: all of it or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import assert_never

from domain.application.state.money_index import CREDITS
from domain.application.values import Draw
from domain.base import Event, Struct, field, replace
from domain.entitlement.claim import Use
from domain.proposals import Proposal, Proposals
from domain.text import reference_key
from domain.treasury.batch_events import (
    Awaited,
    BankItem,
    BatchAnswered,
    BatchAssigned,
    BatchAssignmentProposed,
    BatchCancelled,
    BatchCorrected,
    BatchCorrectionProposed,
    BatchDocumentAttached,
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
    Netted,
    Unmatched,
    act_of,
    batch_stream,
)
from domain.treasury.messages import (
    AssignTo,
    BankMessage,
    ItemKey,
    MessageKey,
    MessageKind,
    PaidThrough,
    answered,
    corrected,
    corrected_items,
    denies_credit,
    still_assigned,
)

_OF_THE_RUN = 0
"""The line under which what is indexed of a run stands: no line of a case."""


class Batch(Struct):
    batch: str
    authority: str
    items: Mapping[ItemKey, BankItem]
    amount_fen: int
    drawn: tuple[Draw, ...]
    ordered_by: str
    ordered_on: date
    paid_through: PaidThrough
    by_application: Mapping[str, tuple[ItemKey, ...]]
    """The items of each application, in funding order, also those that were left out."""
    netted: tuple[Netted, ...] = ()
    """What is to be kept back, and from the release on what was."""
    released: bool = False
    cancelled: bool = False
    exported: tuple[str, ...] = ()
    """The SHA-256 of each file that was made for the bank."""
    documents: tuple[BatchDocumentAttached, ...] = ()
    denied_by: frozenset[str] = frozenset()
    """Who proposed, or confirmed, that less was credited than was recorded, since a file was last made. ADR 0077."""
    left_out: Mapping[ItemKey, BankItem] = field(default_factory=dict)
    """What was ordered, and taken out before the run went to the bank."""
    dropped_fen: Mapping[ItemKey, int] = field(default_factory=dict)
    """What was in flight of each of these; what the bank had paid before stays of the run."""
    answers: Mapping[ItemKey, Mapping[MessageKey, BankMessage]] = field(default_factory=dict)
    """All that the bank said of each item, in the order in which it was taken in."""
    assigned: Mapping[MessageKey, tuple[AssignTo, int]] = field(default_factory=dict)
    """What became of messages that no order of ours was behind, and of how much of them, in fen."""
    unmatched: Mapping[str, Unmatched] = field(default_factory=dict)
    """By application: what the bank moved that no order of ours is behind."""
    awaited: Mapping[ItemKey, Awaited] = field(default_factory=dict)
    """Of what the bank spoke, the items of which it owes another answer."""
    proposals: Proposals[BatchProposed] = Proposals()
    """What waits for another finance officer: differing replies, corrections, assignments."""

    @property
    def status(self) -> str:
        """`ordered`, `cancelled`, `released`, `partly-credited`, or `credited` once the bank answered everything: the
        rest of a short credit is not answered, nor is what it is in doubt about.
        """
        told = [item for item, keys in self.answers.items() if {key.kind for key in keys} - {MessageKind.UNKNOWN}]
        in_run = [item for item in told if item in self.items]
        return run_status(
            cancelled=self.cancelled or not self.items,
            released=self.released,
            items=len(self.items),
            told=len(in_run),
            answered=sum(item not in self.awaited for item in in_run),
        )

    @property
    def applications(self) -> tuple[str, ...]:
        """What the run pays, without what was left out."""
        return tuple(dict.fromkeys(item.application for item in self.items))

    def item(self, key: ItemKey) -> BankItem | None:
        """An item, also one that was left out."""
        return self.items.get(key) or self.left_out.get(key)

    def keys_of(self, application: str) -> tuple[ItemKey, ...]:
        """The items that pay one application, in funding order, also those that were left out; none where it is not in
        the run.
        """
        return self.by_application.get(application, ())

    def of(self, key: ItemKey) -> tuple[BankMessage, ...]:
        """What the bank said of one item."""
        return tuple(self.answers.get(key, {}).values())

    def told_of(self, application: str) -> bool:
        """Whether the bank said something of an application."""
        return any(self.answers.get(key) for key in self.keys_of(application))

    @property
    def messages(self) -> tuple[BankMessage, ...]:
        """All that the bank said, by item."""
        return tuple(message for told in self.answers.values() for message in told.values())

    def message(self, key: MessageKey) -> BankMessage | None:
        return self.answers.get(key.item, {}).get(key)

    @property
    def indexed_uses(self) -> tuple[Use, ...]:
        """What is looked up over all runs and cases: each reference of a bank that a message of the run has, whatever
        becomes of it, with the first of its items. What two officers corrected is under its right reference alone.
        """
        under: dict[str, list[BankMessage]] = {}
        for message in (*self.messages, *self._waiting_messages()):
            if key := reference_key(message.reference):
                under.setdefault(key, []).append(message)
        return tuple(
            Use(
                limit=CREDITS,
                subject=key,
                qualifier=min(message.application for message in told),
                on=min(message.value_on for message in told),
                amount_fen=sum(message.amount_fen for message in told),
                application=batch_stream(self.batch),
                line=_OF_THE_RUN,
            )
            for key, told in under.items()
        )

    def indexed_as(self, other: Batch) -> bool:
        """Whether both hold the same in the index, by what that is made of."""
        return self.answers is other.answers and self.proposals is other.proposals

    def _waiting_messages(self) -> Iterator[BankMessage]:
        """What the bank said by replies and corrections that wait for another officer."""
        for opened in self.proposals.waiting.values():
            match opened.event:
                case BatchReplyProposed(messages=messages):
                    yield from messages
                case BatchCorrectionProposed(corrections=corrections):
                    yield from (one.instead for one in corrections if one.instead is not None)


def run_status(*, cancelled: bool, released: bool, items: int, told: int, answered: int) -> str:
    """Of so many `items`, the bank said something final of those `told`, and owes nothing more of those `answered`."""
    if cancelled:
        return "cancelled"
    if not released:
        return "ordered"
    if not told:
        return "released"
    return "credited" if answered == items else "partly-credited"


def evolve(state: Batch | None, happened: Event, by: str, on: date) -> Batch:
    assert isinstance(happened, BatchEvent), f"not an event of a batch: {happened!r}"
    if isinstance(happened, BatchOrdered):
        return Batch(
            batch=happened.batch,
            authority=happened.authority,
            items={item.key: item for item in happened.items},
            amount_fen=happened.amount_fen,
            drawn=happened.drawn,
            ordered_by=by,
            ordered_on=on,
            paid_through=happened.paid_through,
            by_application=_by_application(happened.items),
            netted=happened.netted,
        )
    assert state is not None, "a batch's first event is its order"
    match happened:
        case BatchReleased():
            return replace(state, released=True, netted=happened.netted)
        case BatchCancelled():
            return replace(state, cancelled=True, netted=())
        case BatchExported():
            files = tuple(file.sha256 for file in happened.files)
            return replace(state, exported=(*state.exported, *files), denied_by=frozenset())
        case BatchDocumentAttached():
            return replace(state, documents=(*state.documents, happened))
        case BatchAnswered():
            after = replace(state, answers=answered(state.answers, happened.messages))
            return _as_told(after, (message.application for message in happened.messages), happened)
        case BatchCorrected():
            assigned = still_assigned(state.assigned, happened.corrections)
            after = replace(state, answers=corrected(state.answers, happened.corrections), assigned=assigned)
            names = (item.application for item in corrected_items(happened.corrections))
            return _as_told(after, names, happened)
        case BatchAssigned(assignment=assignment):
            assigned = dict(state.assigned)
            if assignment.message is not None:
                assigned[assignment.message] = (assignment.to, assignment.amount_fen)
            return _as_told(replace(state, assigned=assigned), (assignment.application,), happened)
        case BatchReplyProposed() | BatchCorrectionProposed() | BatchAssignmentProposed():
            about = happened.assignment.application if isinstance(happened, BatchAssignmentProposed) else None
            proposal = Proposal(id=happened.proposal, act=act_of(happened), by=by, about=about)
            return replace(state, proposals=state.proposals.asked(proposal, happened))
        case BatchProposalConfirmed():
            opened = state.proposals.waiting[happened.proposal]
            after = replace(state, proposals=state.proposals.answered(happened.proposal))
            if isinstance(opened.event, BatchCorrectionProposed) and any(map(denies_credit, opened.event.corrections)):
                return replace(after, denied_by=after.denied_by | {opened.proposal.by, by})
            return after
        case BatchProposalDeclined():
            return replace(state, proposals=state.proposals.answered(happened.proposal))
        case BatchItemsDropped() | BatchItemsLeftOut() | BatchItemsOvertaken():
            gone: Counter[str] = Counter()
            for draw in happened.drawn:
                gone[draw.fund] += draw.amount_fen
            left = (replace(draw, amount_fen=draw.amount_fen - gone[draw.fund]) for draw in state.drawn)
            without = {key: state.items[key] for name in happened.applications for key in state.by_application[name]}
            return replace(
                state,
                items={key: item for key, item in state.items.items() if key not in without},
                left_out={**state.left_out, **without},
                dropped_fen={**state.dropped_fen, **{key: _in_flight_fen(state, key) for key in without}},
                awaited={key: one for key, one in state.awaited.items() if key not in without},
                netted=tuple(
                    part for part in state.netted if state.released or part.application not in happened.applications
                ),
                amount_fen=state.amount_fen - happened.amount_fen,
                drawn=tuple(draw for draw in left if draw.amount_fen),
            )
    assert_never(happened)


def _in_flight_fen(state: Batch, key: ItemKey) -> int:
    if not state.answers.get(key):
        return state.items[key].amount_fen
    return state.awaited[key].amount_fen if key in state.awaited else 0


def _by_application(items: Iterable[BankItem]) -> dict[str, tuple[ItemKey, ...]]:
    keys: dict[str, tuple[ItemKey, ...]] = {}
    for item in items:
        keys[item.application] = (*keys.get(item.application, ()), item.key)
    return keys


def _as_told(state: Batch, about: Iterable[str], told: BatchAnswered | BatchCorrected | BatchAssigned) -> Batch:
    """With what of some applications waits by now, in the place of what waited of them before."""
    names = set(about)
    unmatched = {name: one for name, one in state.unmatched.items() if name not in names}
    awaited = {item: one for item, one in state.awaited.items() if item.application not in names}
    return replace(
        state,
        unmatched={**unmatched, **{one.application: one for one in told.unmatched}},
        awaited={**awaited, **{one.item: one for one in told.awaited}},
    )
