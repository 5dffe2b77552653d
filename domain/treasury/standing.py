"""What all that the bank said of one item comes to. A function of the messages, not of their order. ADR 0063.

Corners, with what was ordered as A: what was credited in all (c), returned in all (r), that it failed, that nobody
knows. Of what was credited min(r, c) is back; what was not credited is in flight until the bank says that it failed or
returns all of A; beyond A is excess. A return beyond what was credited waits for its credit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from domain.base import Struct
from domain.treasury.messages import AssignTo, BankMessage, MessageKey, MessageKind


class Stage(StrEnum):
    """How far an item had come when the bank spoke of it."""

    ORDERED = "ordered"
    """Not released: no message has an effect, unless two officers say that it is this payment."""
    STOPPED = "stopped"
    """Cancelled, or left out."""
    RELEASED = "released"
    EXPORTED = "exported"


_NEVER_SENT = (Stage.ORDERED, Stage.STOPPED)


class Standing(Struct):
    """By message, in fen: what counts as credited, and as returned. `in_flight_fen` is neither credited nor failed."""

    credited_fen: Mapping[MessageKey, int]
    returned_fen: Mapping[MessageKey, int]
    in_flight_fen: int
    in_doubt: date | None
    """Since when the bank does not know."""
    unmatched: Mapping[MessageKey, int]
    """Messages that no order or credit of ours is behind, with what of them is."""

    @property
    def paid_fen(self) -> int:
        return sum(self.credited_fen.values())

    @property
    def back_fen(self) -> int:
        return sum(self.returned_fen.values())


def standing(
    ordered_fen: int, stage: Stage, messages: Iterable[BankMessage], assigned: Mapping[MessageKey, tuple[AssignTo, int]]
) -> Standing:
    """`messages` in the order in which they were taken in; `assigned` says of some what they are, and how much."""
    counted = [(message, _ours(message, assigned)) for message in messages]
    counted = [(message, fen) for message, fen in counted if fen or not message.amount_fen]
    arrived = {message.key: fen for message, fen in counted if message.kind is MessageKind.CREDITED}
    returns = {message.key: fen for message, fen in counted if message.kind is MessageKind.RETURNED}
    effective = arrived
    if stage is Stage.ORDERED:
        effective = {key: fen for key, fen in arrived.items() if key in assigned}
    paid_fen = left_fen = sum(effective.values())
    back: dict[MessageKey, int] = {}
    for key, fen in returns.items():
        back[key] = min(fen, left_fen)
        left_fen -= back[key]
    failed = [
        message.value_on for message, _ in counted if message.kind is MessageKind.FAILED and message.key not in assigned
    ]
    given_up = bool(failed) and stage is not Stage.ORDERED
    over = stage is Stage.STOPPED or sum(returns.values()) >= ordered_fen or given_up
    unknown = [message.value_on for message, _ in counted if message.kind is MessageKind.UNKNOWN]
    open_ended = paid_fen < ordered_fen and sum(returns.values()) < ordered_fen
    doubt = max(unknown, default=None) if open_ended else None
    if doubt is not None and failed and max(failed) >= doubt:
        doubt = None
    unmatched = {key: fen - effective.get(key, 0) for key, fen in arrived.items()}
    unmatched |= _without_credit(returns, back, 0 if given_up or stage in _NEVER_SENT else ordered_fen - paid_fen)
    if stage is Stage.ORDERED:
        unmatched |= {
            message.key: 0
            for message, _ in counted
            if message.kind is MessageKind.FAILED and message.key not in assigned
        }
    return Standing(
        credited_fen={key: fen for key, fen in effective.items() if fen},
        returned_fen={key: fen for key, fen in back.items() if fen},
        in_flight_fen=0 if over else max(0, ordered_fen - paid_fen),
        in_doubt=doubt,
        unmatched={key: fen for key, fen in unmatched.items() if fen or key.kind is MessageKind.FAILED},
    )


def _without_credit(
    returns: Mapping[MessageKey, int], back: Mapping[MessageKey, int], uncredited_fen: int
) -> dict[MessageKey, int]:
    """What came back of nothing that was credited. A return of all that was sent says itself that it was not."""
    as_failed_fen = 0
    if sum(returns.values()) - sum(back.values()) >= uncredited_fen:
        as_failed_fen = max(0, uncredited_fen)
    left: dict[MessageKey, int] = {}
    for key, fen in returns.items():
        gone_fen = min(as_failed_fen, fen - back[key])
        as_failed_fen -= gone_fen
        left[key] = fen - back[key] - gone_fen
    return left


def contradiction(before: Standing, ordered_fen: int, stage: Stage, message: BankMessage) -> str | None:
    """Why a message cannot be, as the code of a refusal; None where it can.

    What was credited in full neither failed nor is unknown: one of the two was recorded wrongly, and is to be
    corrected. Nothing that has not gone out can be unknown.
    """
    if message.kind is MessageKind.UNKNOWN and stage is not Stage.EXPORTED:
        return "not-exported"
    in_full = before.paid_fen >= ordered_fen and before.back_fen < before.paid_fen
    if in_full and message.kind in (MessageKind.FAILED, MessageKind.UNKNOWN):
        return "credited-in-full"
    return None


def _ours(message: BankMessage, assigned: Mapping[MessageKey, tuple[AssignTo, int]]) -> int:
    """What of a message is not settled with the bank."""
    to, amount_fen = assigned.get(message.key, (None, 0))
    return message.amount_fen - (amount_fen if to is AssignTo.BANK else 0)
