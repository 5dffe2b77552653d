"""What the bank says of a payment run: credited 到账, returned 退汇, not carried out 失败, not known 状态不明.

What was credited as ordered is recorded at once, by a finance officer who did not order it. Whatever differs, another
finance officer looks at first, and so they do where something was recorded wrongly, or has to be assigned. What the
messages come to is in `standing`, what that does in `reply_effects`. ADR 0027, ADR 0051, ADR 0063.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.application import events as f
from domain.application.values import Sealed
from domain.base import Decision, replace
from domain.errors import NotAllowed, NotPermitted
from domain.office.roles import Actor, acting, confirming
from domain.proposals import meant
from domain.treasury.batch import Batch
from domain.treasury.batch_events import (
    BatchAnswered,
    BatchAssignmentProposed,
    BatchCorrectionProposed,
    BatchProposalConfirmed,
    BatchProposalDeclined,
    BatchProposed,
    BatchReplyProposed,
    batch_stream,
)
from domain.treasury.messages import BankMessage, ItemKey, MessageKind, corrected_items
from domain.treasury.reply_outcomes import Told, new_messages
from domain.treasury.run_commands import AssignClearing, ConfirmForRun, CorrectReply, RecordBankReply
from domain.treasury.run_standing import stage_of, standing_of
from domain.treasury.standing import Stage

_ARRIVED = (BatchAnswered, f.ApplicationPartiallyPaid, f.ApplicationSettled, f.PaymentInDoubt)
"""What follows where money arrives just as it was ordered."""


def record_reply(
    told: Told,
    command: RecordBankReply,
    actor: Actor,
    today: date,
) -> Decision:
    """Record what the bank said, by an officer who did not order the run. What is known, or waits so, changes nothing.
    Whatever differs from the order is proposed, and another officer looks; also where a reference stands for something
    else besides, or another order falls away.

    Raises `NotPermitted("ordered-it")`; `NoSuchThing`: `not-in-batch`, `fund-not-in-batch`; `NotAllowed`:
    `fund-unnamed` for one of several items of an application, `answered-otherwise` for other content of what is
    recorded, `amount-not-positive`, `in-the-future`, `value-before-order`, `return-before-credit`, `not-exported`,
    `credited-in-full`, `reference-elsewhere` without a reason, and `reply-waits` where something else of the item does.
    """
    run = told.run
    acting(actor, "record-credits", run.authority)
    if actor.officer == run.ordered_by:
        raise NotPermitted("ordered-it", officer=actor.officer, batch=run.batch)
    new = _not_waiting(run, new_messages(run, command.messages))
    if not new:
        return {}
    decision = told.taken_in(new, command.same_reference, actor, today)
    if not told.elsewhere and _plain(decision) and not otherwise_than_ordered(run, new):
        return decision
    return _proposing(run, _reply_proposed(told, new, command.same_reference))


def correct_reply(
    told: Told,
    command: CorrectReply,
    actor: Actor,
    today: date,
) -> Decision:
    """Propose that the bank said something else than was recorded, or nothing of the kind; both stay in the log.

    Raises as `record_reply` does of what the bank said instead, `NoSuchThing("not-answered")` for a message that is
    none, and `NotAllowed`: `corrects-nothing`, `proposal-waits`, and `reference-elsewhere` where the right reference
    stands for something else besides, and no reason is given.
    """
    run = told.run
    acting(actor, "correct-reply", run.authority)
    proposed = BatchCorrectionProposed(
        proposal=run.proposals.next_name,
        corrections=command.corrections,
        reasons=command.reasons,
        same_reference=command.same_reference if told.elsewhere else {},
    )
    told.concluded(proposed, actor, today)
    return _proposing(run, proposed)


def assign_clearing(
    told: Told,
    command: AssignClearing,
    actor: Actor,
    today: date,
) -> Decision:
    """Propose what a message without an order behind it is, or on which fund is drawn what stands on clearing.

    Raises `NoSuchThing`: `not-answered`, `no-such-fund`; `NotAllowed`: `nothing-unmatched`, `more-than-unmatched`,
    `funds-short`, `proposal-waits`, and `other-indicator` for an item that another fund pays.
    """
    run = told.run
    acting(actor, "assign-clearing", run.authority)
    proposed = BatchAssignmentProposed(proposal=run.proposals.next_name, assignment=command.assignment)
    told.concluded(proposed, actor, today)
    return _proposing(run, proposed)


def confirm_for_run(
    told: Told,
    command: ConfirmForRun,
    actor: Actor,
    today: date,
) -> Decision:
    """Answer what was proposed about a run; whoever ordered the run may. Raises as its proposal does of the run as it
    is by now, and `NotAllowed("proposal-overtaken")` where all of it was recorded meanwhile.
    """
    run = told.run
    opened = meant(run.proposals.waiting, command.proposal, run.batch)
    confirming(actor, opened.proposal, run.authority)
    name, act, stream = opened.proposal.id, opened.proposal.act, batch_stream(run.batch)
    if command.declined:
        return {stream: (BatchProposalDeclined(proposal=name, act=act),)}
    decision = told.concluded(opened.event, actor, today)
    if not decision:
        raise NotAllowed("proposal-overtaken", proposal=f"{stream}/{name}")
    return {**decision, stream: (BatchProposalConfirmed(proposal=name, act=act), *decision[stream])}


def concerned(proposed: BatchProposed) -> tuple[ItemKey, ...]:
    """The items that something proposed is about."""
    match proposed:
        case BatchReplyProposed(messages=messages):
            return tuple(dict.fromkeys(message.item for message in messages))
        case BatchCorrectionProposed(corrections=corrections):
            return corrected_items(corrections)
        case BatchAssignmentProposed(assignment=assignment):
            return (assignment.item,)


def _plain(decision: Decision) -> bool:
    """Whether money arrived, and nothing else follows from it, such as that another order falls away."""
    return all(isinstance(event, _ARRIVED) for events in decision.values() for event in events)


def otherwise_than_ordered(run: Batch, messages: Iterable[BankMessage]) -> set[ItemKey]:
    """The items of which more is new than that all in flight was credited, of a run that went to the bank."""
    of_item: dict[ItemKey, list[BankMessage]] = {}
    for message in messages:
        of_item.setdefault(message.item, []).append(message)
    return {item for item, told in of_item.items() if not _as_ordered(run, item, told)}


def _as_ordered(run: Batch, item: ItemKey, told: Sequence[BankMessage]) -> bool:
    before = standing_of(run, item)
    return (
        len(told) == 1
        and told[0].kind is MessageKind.CREDITED
        and stage_of(run, item) is Stage.EXPORTED
        and not before.unmatched
        and told[0].amount_fen == before.in_flight_fen
    )


def _reply_proposed(told: Told, new: tuple[BankMessage, ...], reasons: Mapping[str, Sealed]) -> BatchReplyProposed:
    """With the reasons only where they were asked for."""
    asked = reasons if told.elsewhere else {}
    return BatchReplyProposed(proposal=told.run.proposals.next_name, messages=new, same_reference=asked)


def _proposing(run: Batch, proposed: BatchProposed) -> Decision:
    for name, opened in run.proposals.waiting.items():
        if replace(opened.event, proposal=proposed.proposal) == proposed:
            raise NotAllowed("proposal-waits", proposal=f"{batch_stream(run.batch)}/{name}")
    return {batch_stream(run.batch): (proposed,)}


def _not_waiting(run: Batch, new: tuple[BankMessage, ...]) -> tuple[BankMessage, ...]:
    """Without what waits already, just so. Raises `NotAllowed("reply-waits")`."""
    left = new
    for opened in run.proposals.waiting.values():
        if isinstance(opened.event, BatchReplyProposed):
            waiting = {message.key: message for message in opened.event.messages}
            left = tuple(
                message for message in left if message.key not in waiting or not waiting[message.key].equals(message)
            )
    for name, opened in run.proposals.waiting.items():
        both = set(concerned(opened.event)).intersection(message.item for message in left)
        if both:
            application = min(item.application for item in both)
            raise NotAllowed("reply-waits", application=application, proposal=f"{batch_stream(run.batch)}/{name}")
    return left
