"""What the bank says of the items of a run, and what two officers make of it where it was recorded wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.application.values import Sealed
from domain.base import Struct, replace
from domain.text import reference_key


class MessageKind(StrEnum):
    """What the bank says of one item."""

    CREDITED = "credited"
    """到账: the money is on the account."""
    RETURNED = "returned"
    """退汇: the money left and came back."""
    FAILED = "failed"
    """失败: nothing left the account."""
    UNKNOWN = "unknown"
    """状态不明: the bank does not know yet."""


class MessageKey(NamedTuple):
    """What tells one message of a run from another: the item, what is said of it, and under which number or, where the
    bank gives none, on which day.
    """

    application: str
    kind: MessageKind
    reference: str


class BankMessage(Struct):
    """One thing that the bank says of one item. `amount_fen` is 0 where no money moved, `value_on` the bank's value
    date, `reference` the bank's own number, empty where it gives none.
    """

    application: str
    kind: MessageKind
    amount_fen: int
    value_on: date
    reference: str
    reason: Sealed | None = None
    account_at_fault: bool = False
    """Whether the reason is the account's: then nothing goes there until two officers stood by it."""

    @property
    def key(self) -> MessageKey:
        """References are compared as `reference_key` has them: `T1` and `t 1` are one."""
        return MessageKey(self.application, self.kind, reference_key(self.reference) or self.value_on.isoformat())

    def equals(self, other: BankMessage) -> bool:
        """Whether both have one content, however the reference was written."""
        return self.key == other.key and replace(self, reference=other.reference) == other


class Correction(Struct):
    """What the bank was recorded to have said, and what it said instead; None where it said nothing of the kind."""

    recorded: BankMessage
    instead: BankMessage | None


class AssignTo(StrEnum):
    """What becomes of money that a bank moved without an order for it."""

    PAYMENT = "payment"
    """It is the payment that was ordered and not released yet."""
    FUND = "fund"
    """What was paid beyond what funds had given is drawn on a fund."""
    BANK = "bank"
    """It is the bank's own affair, and settled with it: nothing of ours."""


class Assignment(Struct):
    """To what `amount_fen` of an item is assigned: a message, by its kind and reference, or what of the payment stands
    on a clearing account; `document` is the evidence.
    """

    application: str
    to: AssignTo
    amount_fen: int
    document: str
    message: MessageKey | None = None
    fund: str | None = None


def still_assigned(
    assigned: Mapping[MessageKey, tuple[AssignTo, int]], corrections: Iterable[Correction]
) -> dict[MessageKey, tuple[AssignTo, int]]:
    """What was assigned of a message of which more was wrong than its day and reference is to be assigned anew."""
    instead = {correction.recorded.key: correction for correction in corrections}
    after: dict[MessageKey, tuple[AssignTo, int]] = {}
    for key, to in assigned.items():
        right = key if key not in instead else _same_money(instead[key])
        if right is not None:
            after[right] = to
    return after


def _same_money(correction: Correction) -> MessageKey | None:
    recorded, right = correction.recorded, correction.instead
    if right is None or (recorded.kind, recorded.amount_fen) != (right.kind, right.amount_fen):
        return None
    return right.key if right.application == recorded.application else None


def corrected_items(corrections: Iterable[Correction]) -> tuple[str, ...]:
    """The applications that corrections are about."""
    messages = (message for one in corrections for message in (one.recorded, one.instead) if message is not None)
    return tuple(dict.fromkeys(message.application for message in messages))


Answers = Mapping[str, Mapping[MessageKey, BankMessage]]
"""Messages by the application that they are about, in the order in which they were taken in."""


def answered(answers: Answers, messages: Iterable[BankMessage]) -> Answers:
    """With the messages after what is there."""
    after = dict(answers)
    for message in messages:
        after[message.application] = {**after.get(message.application, {}), message.key: message}
    return after


def corrected(answers: Answers, corrections: Iterable[Correction]) -> Answers:
    """With what was recorded wrongly replaced in its place, or taken out."""
    instead = {correction.recorded.key: correction.instead for correction in corrections}
    after = dict(answers)
    for name in {key.application for key in instead} & set(answers):
        told = (instead.get(key, message) for key, message in answers[name].items())
        after[name] = {message.key: message for message in told if message is not None}
    # A message about one item that was entered under another stands after what is told of that one.
    moved = [message for name in after for message in after[name].values() if message.application != name]
    for message in moved:
        after[message.application] = {**after.get(message.application, {}), message.key: message}
    return {
        name: {key: message for key, message in told.items() if key.application == name} for name, told in after.items()
    }
