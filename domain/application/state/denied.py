"""What two officers had denied of what a bank credited, and was not credited again since. ADR 0077.

It is payable once more, or in flight once more, by the word of these two alone: whoever releases and hands over what
pays the case next is somebody else. The same rule serves the folded case and read models.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.application.state.clearing import DrawView
from domain.application.values import UNMATCHED
from domain.base import Struct


class Denied(Struct):
    """So much of a case, in fen; `by` are all who proposed or confirmed it."""

    by: tuple[str, ...]
    amount_fen: int
    items: tuple[str, ...]
    """The payments that were denied, and what was ordered since, by `payment_key`: what is credited of one of these
    was let out by somebody else, or is the denied credit itself. What was on its way before is none of it.
    """


def denied(
    before: Denied | None, item: str, amount_fen: int, restored: Iterable[DrawView], by: Iterable[str]
) -> Denied | None:
    """After a credit of an item was denied. What of it was beyond its order sets nothing free."""
    freed_fen = amount_fen - sum(draw.amount_fen for draw in restored if draw.fund == UNMATCHED)
    if freed_fen <= 0:
        return before
    if before is None:
        return Denied(by=tuple(sorted({*by})), amount_fen=freed_fen, items=(item,))
    return Denied(
        by=tuple(sorted({*before.by, *by})),
        amount_fen=before.amount_fen + freed_fen,
        items=_with(before.items, item),
    )


def ordered(before: Denied | None, item: str) -> Denied | None:
    """After an item was ordered."""
    if before is None:
        return None
    return Denied(by=before.by, amount_fen=before.amount_fen, items=_with(before.items, item))


def credited(before: Denied | None, item: str, amount_fen: int) -> Denied | None:
    """After so much of an item was credited."""
    if before is None or item not in before.items:
        return before
    if amount_fen >= before.amount_fen:
        return None
    return Denied(by=before.by, amount_fen=before.amount_fen - amount_fen, items=before.items)


def _with(items: tuple[str, ...], item: str) -> tuple[str, ...]:
    return items if item in items else (*items, item)
