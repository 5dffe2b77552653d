"""What read models need of what happens to funds, and of the closing of months."""

from __future__ import annotations

import msgspec


class Indicator(msgspec.Struct, gc=False):
    source: str
    origin_year: int


class EndProposed(msgspec.Struct, gc=False):
    """Of an event that proposes what would end a fund."""

    proposal: str
    holder: str
    fund: str


class Opened(msgspec.Struct, gc=False):
    holder: str
    year: int
    indicator: Indicator
    amount_fen: int
    used_fen: int


class CarriedIn(msgspec.Struct, gc=False):
    holder: str
    year: int
    indicator: Indicator
    carried_from: str
    amount_fen: int
    reserved_fen: int
    allotment: str | None


class CarriedOver(msgspec.Struct, gc=False):
    amount_fen: int
    reserved_fen: int


class OpenedByAllotment(msgspec.Struct, gc=False):
    holder: str
    year: int
    indicator: Indicator
    allotment: str
    amount_fen: int


class MovedByAllotment(msgspec.Struct, gc=False):
    allotment: str
    amount_fen: int


class Reclaimed(msgspec.Struct, gc=False):
    allotment: str
    amount_fen: int
    booked_to: str


class Moved(msgspec.Struct, gc=False):
    """Of an event by which so much of a fund moves, as its name says."""

    amount_fen: int


class Drawn(msgspec.Struct, gc=False):
    amount_fen: int
    due_fen: int = 0


class CameBack(msgspec.Struct, gc=False):
    amount_fen: int
    booked_to: str


class Surrendered(msgspec.Struct, gc=False):
    amount_fen: int
    treasury_due_fen: int


class ClosingBalance(msgspec.Struct, gc=False):
    account: str
    fund: str | None
    amount_fen: int


class MonthClosed(msgspec.Struct, gc=False):
    month: str
    through: int
    balances: list[ClosingBalance]
