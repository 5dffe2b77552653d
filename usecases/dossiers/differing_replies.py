"""What a bank did otherwise than was ordered, in sentences: for whoever imports its file, and whoever confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.money import yuan
from domain.treasury.batch import Batch
from domain.treasury.messages import Assignment, AssignTo, BankMessage, Correction, ItemKey, MessageKind
from domain.treasury.run_standing import stage_of, standing_of
from domain.treasury.standing import Stage
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words

_ASSIGNED = {
    AssignTo.PAYMENT: N_("%(amount)s is the payment that was ordered, by %(document)s"),
    AssignTo.FUND: N_("%(amount)s that stands on a clearing account is drawn on fund %(fund)s, by %(document)s"),
    AssignTo.ALLOTMENT: N_(
        "%(amount)s that was drawn on the own fund %(out_of)s is drawn on fund %(fund)s instead, by %(document)s"
    ),
    AssignTo.BANK: N_("%(amount)s is settled with the bank and nothing of ours, by %(document)s"),
}


def item_shown(item: ItemKey) -> str:
    """An item by its application and, where each fund's part is an item, the fund."""
    return item.application if item.fund is None else f"{item.application} ({item.fund})"


def differing_lines(run: Batch, messages: Iterable[BankMessage]) -> Iterator[tuple[BankMessage, str]]:
    """Each message with its item and what the bank did, in a sentence without the reason."""
    for message in messages:
        sentence = message_sentence(message)
        if message.kind is MessageKind.CREDITED and run.item(message.item) is not None:
            sentence = _beside_the_order(run, message, sentence)
        yield message, f"{item_shown(message.item)}: {sentence}"


def message_sentence(message: BankMessage) -> str:
    """What the bank said, without the reason."""
    values = {"amount": yuan(message.amount_fen), "day": message.value_on, "reference": message.reference or "–"}
    match message.kind:
        case MessageKind.CREDITED:
            return _("%(amount)s yuan credited on %(day)s (%(reference)s)") % values
        case MessageKind.RETURNED:
            return _("%(amount)s yuan returned on %(day)s (%(reference)s)") % values
        case MessageKind.FAILED:
            return _("not carried out, %(day)s") % values
        case MessageKind.UNKNOWN:
            return _("not known what became of it, %(day)s") % values


def correction_lines(corrections: Iterable[Correction]) -> Iterator[tuple[str, str]]:
    """Each correction with its item: what was recorded, and what the bank said instead."""
    for one in corrections:
        item, values = item_shown(one.recorded.item), {"recorded": message_sentence(one.recorded)}
        if one.instead is None:
            yield item, _("recorded: %(recorded)s; the bank said nothing of the kind") % values
            continue
        values["instead"] = message_sentence(one.instead)
        if one.instead.item != one.recorded.item:
            values["item"] = item_shown(one.instead.item)
            yield item, _("recorded: %(recorded)s; right is, of %(item)s: %(instead)s") % values
        else:
            yield item, _("recorded: %(recorded)s; right is: %(instead)s") % values


def assignment_sentence(assignment: Assignment) -> str:
    values = {
        "amount": amount_in_words(assignment.amount_fen),
        "fund": assignment.draw_on or "",
        "out_of": assignment.out_of or "",
        "document": assignment.document,
    }
    return _(_ASSIGNED[assignment.to]) % values


def _beside_the_order(run: Batch, message: BankMessage, sentence: str) -> str:
    """What is strange about a credit: the run was not sent, or more or less was in flight."""
    stage = stage_of(run, message.item)
    if stage is Stage.ORDERED:
        return sentence + _(", but the run is not released")
    if stage is Stage.STOPPED:
        return sentence + _(", but its order was cancelled")
    if stage is Stage.RELEASED:
        return sentence + _(", but no file of the run was made")
    in_flight_fen = standing_of(run, message.item).in_flight_fen
    if in_flight_fen == message.amount_fen:
        return sentence
    return sentence + _(", but %(ordered)s yuan was in flight") % {"ordered": yuan(in_flight_fen)}
