"""What of the payments of a case stands on a clearing account, and since when. ADR 0063.

A bank moved it, and no fund of ours has given it: it waits until two people assign it (`payment assign`), put right
what was recorded (`payment correct`), or it comes back. The same rule serves the folded case and read models.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from domain.application.values import BANK_ERROR, UNMATCHED
from domain.base import Struct

ACCOUNTS = (UNMATCHED, BANK_ERROR)
"""Where money stands that no fund has given."""


class DrawView(Protocol):
    """What one fund, or clearing account, gives toward a payment."""

    @property
    def fund(self) -> str: ...
    @property
    def amount_fen(self) -> int: ...


class OnClearing(Struct):
    """Of one payment, in fen by account, and the value date since which something of it has stood there."""

    amounts_fen: Mapping[str, int]
    since: date

    @property
    def amount_fen(self) -> int:
        return sum(self.amounts_fen.values())


Held = Mapping[str, OnClearing]
"""By payment run; nothing stands there of a run that is not named."""


def paid_from(held: Held, batch: str, drawn: Iterable[DrawView], value_on: date) -> Held:
    """With what a payment drew on clearing accounts as of a day."""
    amounts = _on_accounts(drawn)
    if not amounts:
        return held
    before = held.get(batch)
    if before is not None:
        amounts = {name: before.amounts_fen.get(name, 0) + amounts.get(name, 0) for name in ACCOUNTS}
        value_on = min(before.since, value_on)
    return {**held, batch: OnClearing(amounts_fen=_not_nought(amounts), since=value_on)}


def given_back(held: Held, batch: str, drawn: Iterable[DrawView]) -> Held:
    """Without what clearing accounts got back, or what was assigned to a fund."""
    gone = _on_accounts(drawn)
    if not gone:
        return held
    before = held[batch]
    left = _not_nought({name: fen - gone.get(name, 0) for name, fen in before.amounts_fen.items()})
    if left:
        return {**held, batch: OnClearing(amounts_fen=left, since=before.since)}
    return {name: one for name, one in held.items() if name != batch}


def _on_accounts(drawn: Iterable[DrawView]) -> dict[str, int]:
    amounts: dict[str, int] = {}
    for draw in drawn:
        if draw.fund in ACCOUNTS:
            amounts[draw.fund] = amounts.get(draw.fund, 0) + draw.amount_fen
    return amounts


def _not_nought(amounts: Mapping[str, int]) -> dict[str, int]:
    return {name: fen for name, fen in amounts.items() if fen}
