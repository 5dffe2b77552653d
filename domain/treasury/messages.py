"""What the bank says of the items of a run, and what two officers make of it where it was recorded wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

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


class PaidThrough(StrEnum):
    """How a run is paid, and so what an item of it is. ADR 0072."""

    BANK = "bank"
    """银行代发: an item is what a case is paid, whichever funds it is drawn from."""
    TREASURY = "treasury"
    """国库集中支付: an item is what one fund, an indicator, pays a case."""


class ItemKey(NamedTuple):
    """What tells one item of a run from another."""

    application: str
    fund: str | None
    """None where the case is paid in one item."""


class MessageKey(NamedTuple):
    """What tells one message of a run from another: the item, what is said of it, and under which number or, where the
    bank gives none, on which day.
    """

    application: str
    fund: str | None
    kind: MessageKind
    reference: str

    @property
    def item(self) -> ItemKey:
        return ItemKey(self.application, self.fund)


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
    fund: str | None = None
    """Which item of the application is meant, where each fund's part is one."""

    @property
    def item(self) -> ItemKey:
        return ItemKey(self.application, self.fund)

    @property
    def key(self) -> MessageKey:
        """References are compared as `reference_key` has them: `T1` and `t 1` are one."""
        reference = reference_key(self.reference) or self.value_on.isoformat()
        return MessageKey(self.application, self.fund, self.kind, reference)

    def equals(self, other: BankMessage) -> bool:
        """Whether both have one content, however the reference was written."""
        return self.key == other.key and replace(self, reference=other.reference) == other


class Correction(Struct):
    """What the bank was recorded to have said, and what it said instead; None where it said nothing of the kind."""

    recorded: BankMessage
    instead: BankMessage | None


class Told(Protocol):
    """A `BankMessage`, or what a read model holds of one."""

    @property
    def item(self) -> object: ...
    @property
    def kind(self) -> str: ...
    @property
    def amount_fen(self) -> int: ...


class Corrected(Protocol):
    """A `Correction`, or what a read model holds of one."""

    @property
    def recorded(self) -> Told: ...
    @property
    def instead(self) -> Told | None: ...


def denies_credit(correction: Corrected) -> bool:
    """Whether less of a credit than was recorded is said to have come about: it may be asked for once more then."""
    recorded, right = correction.recorded, correction.instead
    if recorded.kind != MessageKind.CREDITED:
        return False
    if right is None or (right.kind, right.item) != (recorded.kind, recorded.item):
        return True
    return right.amount_fen < recorded.amount_fen


class AssignTo(StrEnum):
    """What becomes of money that a bank moved without an order for it, or that another fund is to have paid."""

    PAYMENT = "payment"
    """It is the payment that was ordered and not released yet."""
    FUND = "fund"
    """What was paid beyond what funds had given is drawn on a fund."""
    BANK = "bank"
    """It is the bank's own affair, and settled with it: nothing of ours."""
    ALLOTMENT = "allotment"
    """What was drawn on a district's own fund is drawn on one of its allotment: 归垫. No bank moved anything."""


class Assignment(Struct):
    """To what `amount_fen` of an item is assigned: a message, by its kind and reference, or what of the payment stands
    on a clearing account, or was drawn on the fund `out_of`, which is drawn on the fund `draw_on`; `document` is the
    evidence.
    """

    application: str
    fund: str | None
    """Which item of the application, where each fund's part is one."""
    to: AssignTo
    amount_fen: int
    document: str
    message: MessageKey | None = None
    draw_on: str | None = None
    out_of: str | None = None

    @property
    def item(self) -> ItemKey:
        return ItemKey(self.application, self.fund)


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
    return right.key if right.item == recorded.item else None


def corrected_items(corrections: Iterable[Correction]) -> tuple[ItemKey, ...]:
    """The items that corrections are about."""
    messages = (message for one in corrections for message in (one.recorded, one.instead) if message is not None)
    return tuple(dict.fromkeys(message.item for message in messages))


Answers = Mapping[ItemKey, Mapping[MessageKey, BankMessage]]
"""Messages by the item that they are about, in the order in which they were taken in."""


def answered(answers: Answers, messages: Iterable[BankMessage]) -> Answers:
    """With the messages after what is there."""
    after = dict(answers)
    for message in messages:
        after[message.item] = {**after.get(message.item, {}), message.key: message}
    return after


def corrected(answers: Answers, corrections: Iterable[Correction]) -> Answers:
    """With what was recorded wrongly replaced in its place, or taken out."""
    instead = {correction.recorded.key: correction.instead for correction in corrections}
    after = dict(answers)
    for item in {key.item for key in instead} & set(answers):
        told = (instead.get(key, message) for key, message in answers[item].items())
        after[item] = {message.key: message for message in told if message is not None}
    # A message about one item that was entered under another stands after what is told of that one.
    moved = [message for item in after for message in after[item].values() if message.item != item]
    for message in moved:
        after[message.item] = {**after.get(message.item, {}), message.key: message}
    return {item: {key: message for key, message in told.items() if key.item == item} for item, told in after.items()}
