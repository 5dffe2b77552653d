"""What follows where messages of the bank are taken in, were recorded wrongly, or have to be assigned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.application.decisions.given import not_in_future
from domain.application.state.case import Case
from domain.application.state.money_index import stands_for
from domain.application.values import Sealed
from domain.base import Decision, Struct, replace
from domain.entitlement.claim import Use
from domain.errors import NoSuchThing, NotAllowed
from domain.office.roles import Actor
from domain.text import reference_key
from domain.treasury.allotment import Allotment
from domain.treasury.batch import Batch, evolve
from domain.treasury.batch_events import (
    BatchAnswered,
    BatchAssigned,
    BatchAssignmentProposed,
    BatchCorrected,
    BatchCorrectionProposed,
    BatchProposed,
    BatchReplyProposed,
    batch_stream,
)
from domain.treasury.drawing import Spendable
from domain.treasury.fund import Fund
from domain.treasury.incoming import Incoming
from domain.treasury.messages import (
    Assignment,
    AssignTo,
    BankMessage,
    Correction,
    ItemKey,
    MessageKey,
    MessageKind,
    corrected_items,
)
from domain.treasury.overtaking import joined, not_ordered_again, overtake
from domain.treasury.redrawing import Redrawing
from domain.treasury.reply_effects import bring
from domain.treasury.run_standing import awaited_among, item_meant, stage_of, standing_of, unmatched_among
from domain.treasury.standing import Stage, contradiction
from domain.treasury.written import Written

_MONEY = (MessageKind.CREDITED, MessageKind.RETURNED)


class Told(Struct):
    """A run that the bank speaks of, with what it touches: `others` are the runs that are not released yet in which the
    same cases stand.
    """

    run: Batch
    cases: Mapping[str, Case]
    funds: Mapping[str, Fund]
    others: Mapping[str, Batch]
    elsewhere: Sequence[Use] = ()
    """What else stands under the references of the messages."""
    spendable: Spendable = Spendable(funds=())
    """What may pay the case by now, where something is to be drawn on a fund."""
    allotment: Allotment | Incoming | None = None
    """The one that this fund is of."""

    def concluded(self, proposed: BatchProposed, actor: Actor, today: date) -> Decision:
        """What follows from something that was proposed; nothing, where all of it is recorded."""
        match proposed:
            case BatchReplyProposed(messages=messages, same_reference=reasons):
                new = new_messages(self.run, messages)
                return self.taken_in(new, reasons, actor, today) if new else {}
            case BatchCorrectionProposed():
                return self._corrected(proposed, actor, today)
            case BatchAssignmentProposed(assignment=assignment):
                if assignment.to is AssignTo.ALLOTMENT:
                    return self._redrawing(assignment).of_own_money(assignment, today)
                if assignment.message is None:
                    return self._redrawing(assignment).of_clearing(assignment, today)
                return self._assigned(assignment, assignment.message, actor, today)

    def taken_in(
        self, new: tuple[BankMessage, ...], same_reference: Mapping[str, Sealed], actor: Actor, today: date
    ) -> Decision:
        """What follows from messages that are new."""
        self._alone_under_their_references(new, same_reference)
        run = self.run
        before: dict[ItemKey, tuple[BankMessage, ...]] = {}
        for message in new:
            key = message.item
            item = run.item(key)
            assert item is not None, "what the bank speaks of was ordered"
            self._sound(message, today)
            earlier = before.get(key, ())
            why_not = contradiction(standing_of(run, key, earlier), item.amount_fen, stage_of(run, key), message)
            if why_not is not None:
                raise NotAllowed(why_not, batch=run.batch, application=key.application, kind=message.kind.value)
            before[key] = (*earlier, message)
        fact = BatchAnswered(
            messages=new, unmatched=(), awaited=(), same_reference=same_reference if self.elsewhere else {}
        )
        return self._brought(fact, _of(new), actor, today)

    def _corrected(self, proposed: BatchCorrectionProposed, actor: Actor, today: date) -> Decision:
        run, corrections = self.run, proposed.corrections
        self._alone_under_their_references(renamed_to(corrections), proposed.same_reference)
        renamed: set[MessageKey] = set()
        for correction in corrections:
            recorded, instead = correction.recorded, correction.instead
            if run.message(recorded.key) != recorded:
                raise NoSuchThing("not-answered", batch=run.batch, application=recorded.application)
            if instead is None:
                continue
            if instead == recorded:
                raise NotAllowed("corrects-nothing", batch=run.batch, application=recorded.application)
            item_meant(run, *instead.item)
            if instead.key != recorded.key and (run.message(instead.key) is not None or instead.key in renamed):
                raise NotAllowed("answered-twice", batch=run.batch, application=instead.application)
            renamed.add(instead.key)
            self._sound(instead, today)
        fact = BatchCorrected(corrections=corrections, unmatched=(), awaited=())
        waiting = run.proposals.waiting.get(proposed.proposal)
        both = (waiting.proposal.by, actor.officer) if waiting is not None else (actor.officer,)
        return self._brought(fact, corrected_items(corrections), actor, today, corrections, both)

    def _assigned(self, assignment: Assignment, key: MessageKey, actor: Actor, today: date) -> Decision:
        run = self.run
        if run.message(key) is None:
            raise NoSuchThing("not-answered", batch=run.batch, application=assignment.application)
        unmatched = standing_of(run, assignment.item).unmatched
        ordered = stage_of(run, assignment.item) is Stage.ORDERED
        payable = ordered and key.kind is MessageKind.CREDITED
        if key not in unmatched or (assignment.to is AssignTo.PAYMENT and not payable):
            raise NotAllowed("nothing-unmatched", batch=run.batch, application=assignment.application)
        if assignment.amount_fen != unmatched[key]:
            raise NotAllowed(
                "more-than-unmatched",
                application=assignment.application,
                amount_fen=assignment.amount_fen,
                unmatched_fen=unmatched[key],
            )
        fact = BatchAssigned(assignment=assignment, unmatched=(), awaited=())
        return self._brought(fact, (assignment.item,), actor, today)

    def _redrawing(self, assignment: Assignment) -> Redrawing:
        case = self.cases[assignment.application]
        return Redrawing(run=self.run, case=case, funds=self.funds, spendable=self.spendable, allotment=self.allotment)

    def _alone_under_their_references(self, new: Iterable[BankMessage], reasons: Mapping[str, Sealed]) -> None:
        """Within a run a reference may repeat; beyond it somebody says why.

        Raises `NotAllowed("reference-elsewhere")`.
        """
        used = {use.subject: use for use in self.elsewhere}
        for message in new:
            use = used.get(message.reference)
            if use is not None and message.reference and message.application not in reasons:
                other, about = stands_for(use)
                raise NotAllowed(
                    "reference-elsewhere",
                    batch=self.run.batch,
                    application=message.application,
                    reference=message.reference,
                    other=other,
                    about=about,
                )

    def _sound(self, message: BankMessage, today: date) -> None:
        not_in_future(message.value_on, today)
        if message.value_on < self.run.ordered_on:
            raise NotAllowed("value-before-order", application=message.application, value_on=message.value_on)
        if message.kind in _MONEY and message.amount_fen <= 0:
            raise NotAllowed("amount-not-positive", amount_fen=message.amount_fen)

    def _brought(
        self,
        fact: BatchAnswered | BatchCorrected | BatchAssigned,
        items: tuple[ItemKey, ...],
        actor: Actor,
        today: date,
        corrections: Iterable[Correction] = (),
        denied_by: tuple[str, ...] = (),
    ) -> Decision:
        before, after = self.run, evolve(self.run, fact, actor.officer, today)
        written = Written(
            actor=actor.officer,
            batch=before.batch,
            cases=dict(self.cases),
            funds=self.funds,
            denied_by=denied_by or (actor.officer,),
        )
        renamed = {
            one.recorded.key: one.instead
            for one in corrections
            if one.instead is not None and _same_credit(one.recorded, one.instead)
        }
        for item in items:
            _returns_follow(after, item)
            bring(written, item, before, after, renamed)
        if isinstance(fact, BatchCorrected):
            not_ordered_again(self.cases, written.cases, before.batch)
        names = tuple(item.application for item in items)
        fact = replace(fact, unmatched=unmatched_among(after, names), awaited=awaited_among(after, names))
        overtaken = overtake(written, self.others, before.batch, today)
        decision = {batch_stream(before.batch): (fact,), **written.decision()}
        return joined(decision, overtaken)


def _same_credit(recorded: BankMessage, instead: BankMessage) -> bool:
    money = (recorded.item, recorded.kind, recorded.amount_fen)
    return recorded.kind is MessageKind.CREDITED and money == (instead.item, instead.kind, instead.amount_fen)


def _returns_follow(run: Batch, item: ItemKey) -> None:
    """Nothing comes back before it arrived. Raises `NotAllowed("return-before-credit")`."""
    now, told = standing_of(run, item), run.answers.get(item, {})
    credited_on = min((told[key].value_on for key in now.credited_fen), default=None)
    for key in now.returned_fen:
        if credited_on is not None and told[key].value_on < credited_on:
            raise NotAllowed("return-before-credit", application=item.application, value_on=credited_on)


def _of(messages: Iterable[BankMessage]) -> tuple[ItemKey, ...]:
    return tuple(dict.fromkeys(message.item for message in messages))


def renamed_to(corrections: Iterable[Correction]) -> tuple[BankMessage, ...]:
    """What the bank said instead under another reference than was recorded."""
    return tuple(
        one.instead
        for one in corrections
        if one.instead is not None and reference_key(one.instead.reference) != reference_key(one.recorded.reference)
    )


def new_messages(run: Batch, messages: Iterable[BankMessage]) -> tuple[BankMessage, ...]:
    """What of some messages is not recorded yet. Raises as `item_meant`, and `NotAllowed("answered-otherwise")`."""
    new: dict[MessageKey, BankMessage] = {}
    for message in messages:
        item_meant(run, *message.item)
        recorded = run.message(message.key) or new.get(message.key)
        if recorded is None:
            new[message.key] = message
        elif not recorded.equals(message):
            raise _otherwise(run, recorded, message)
    return tuple(new.values())


def _otherwise(run: Batch, recorded: BankMessage, message: BankMessage) -> NotAllowed:
    return NotAllowed(
        "answered-otherwise",
        batch=run.batch,
        application=message.application,
        kind=message.kind.value,
        reference=message.reference or message.value_on.isoformat(),
        amount_fen=message.amount_fen,
        value_on=message.value_on,
        recorded_fen=recorded.amount_fen,
        recorded_on=recorded.value_on,
    )
