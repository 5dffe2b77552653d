"""What the bank says of a payment run, case by case: credited 到账, returned 退汇, or not carried out 失败.

What was credited as ordered is recorded at once, by a finance officer who did not order it. Whatever differs, another
finance officer looks at first. What it does then is in `reply_effects`. ADR 0027, ADR 0051.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from domain.application.state.case import Case
from domain.base import Decision
from domain.errors import NotAllowed, NotPermitted
from domain.office.roles import Actor, acting, confirming
from domain.proposals import meant
from domain.treasury.batch import (
    Batch,
    BatchReplyConfirmed,
    BatchReplyDeclined,
    BatchReplyProposed,
    ConfirmReply,
    CreditedItem,
    RecordBankReply,
    batch_stream,
)
from domain.treasury.fund import Fund
from domain.treasury.reply_effects import Items, new_items, recorded


def record_reply(
    batch: Batch,
    cases: Mapping[str, Case],
    funds: Mapping[str, Fund],
    command: RecordBankReply,
    actor: Actor,
    today: date,
) -> Decision:
    """Record what the bank answered, by an officer who did not order it. What is known under the same reference
    already, or waits so, changes nothing. Whatever differs from the order is proposed, and another officer looks.

    Raises `NotPermitted("ordered-it")`; `NotAllowed`: `not-released`, `already-credited`, `already-failed`,
    `credited-twice` in one answer, `reference-reused` after an earlier one, `in-the-future`, `value-before-order`,
    `returned-more` than was credited, `reply-waits` where something else of the case does; and
    `NoSuchThing("not-in-batch")`.
    """
    acting(actor, "record-credits", batch.authority)
    if actor.officer == batch.ordered_by:
        raise NotPermitted("ordered-it", officer=actor.officer, batch=batch.batch)
    command = _not_waiting(batch, command)
    decision = recorded(batch, cases, funds, command, actor, today)
    credited, failed, returned = items = new_items(batch, command)
    if not _differs(batch, items):
        return decision
    proposed = BatchReplyProposed(
        proposal=batch.proposals.next_name, credited=credited, failed=failed, returned=returned
    )
    return {batch_stream(batch.batch): (proposed,)}


def confirm_reply(
    batch: Batch,
    cases: Mapping[str, Case],
    funds: Mapping[str, Fund],
    command: ConfirmReply,
    actor: Actor,
    today: date,
) -> Decision:
    """Answer what was proposed of a reply; whoever ordered the run may. Raises as `record_reply` does of the run as it
    is by now, and `NotAllowed("proposal-overtaken")` where all of it was recorded meanwhile.
    """
    opened = meant(batch.proposals.waiting, command.proposal, batch.batch)
    confirming(actor, opened.proposal, batch.authority)
    name, stream = opened.proposal.id, batch_stream(batch.batch)
    if command.declined:
        return {stream: (BatchReplyDeclined(proposal=name),)}
    decision = recorded(batch, cases, funds, reply_of(batch.batch, opened.event), actor, today)
    if not decision:
        raise NotAllowed("proposal-overtaken", proposal=f"{stream}/{name}")
    return {**decision, stream: (BatchReplyConfirmed(proposal=name), *decision[stream])}


def reply_of(batch: str, proposed: BatchReplyProposed) -> RecordBankReply:
    """What was told of the run by the reply that was proposed."""
    return RecordBankReply(batch=batch, credited=proposed.credited, failed=proposed.failed, returned=proposed.returned)


def as_ordered(batch: Batch, application: str, credited: Iterable[CreditedItem]) -> bool:
    """Whether all that a reply says of a case of the run is that it was credited, once and as ordered."""
    item = batch.items.get(application)
    told = [one for one in credited if one.application == application]
    return item is not None and len(told) == 1 and told[0].amount_fen == item.amount_fen


def _differs(batch: Batch, items: Items) -> bool:
    credited, failed, returned = items
    return bool(failed or returned) or not all(as_ordered(batch, item.application, credited) for item in credited)


def _not_waiting(batch: Batch, command: RecordBankReply) -> RecordBankReply:
    """Without what waits already, just so. Raises `NotAllowed("reply-waits")`."""
    waiting = [opened.event for opened in batch.proposals.waiting.values()]
    if not waiting:
        return command
    left = RecordBankReply(
        batch=batch.batch,
        credited=tuple(item for item in command.credited if not any(item in event.credited for event in waiting)),
        # What is sealed anew, or told on another day, is the same failure.
        failed=tuple(
            item
            for item in command.failed
            if item.application not in {other.application for event in waiting for other in event.failed}
        ),
        returned=tuple(
            item
            for item in command.returned
            if (item.application, item.reference)
            not in {(other.application, other.reference) for event in waiting for other in event.returned}
        ),
    )
    for name, opened in batch.proposals.waiting.items():
        about = set(reply_of(batch.batch, opened.event).applications)
        both = sorted(about & set(left.applications))
        if both:
            proposal = f"{batch_stream(batch.batch)}/{name}"
            raise NotAllowed("reply-waits", application=both[0], proposal=proposal)
    return left
