"""What the fold of the worklist holds of funds: what is left of each, and what would end it and waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Column, String, Table

from domain.proposals import Proposal
from domain.treasury.fund import TREASURY_DUE
from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events.entries import Entry

FUNDS = Table(
    "worklist_fund",
    METADATA,
    Column("fund", String, primary_key=True),
    Column("state", String, nullable=False),  # JSON
    sqlite_with_rowid=False,
)
ENDS = {
    "office.fund-carry-over-proposed.v1": "carry-over-fund",
    "office.fund-surrender-proposed.v1": "surrender-fund",
    "office.fund-close-proposed.v1": "close-fund",
}
"""What events propose that would end a fund, each by its act."""
_IN = frozenset(f"fund.{what}.v1" for what in ("increased", "transferred-in", "passed-in", "allotted-in"))
_OUT = frozenset(f"fund.{what}.v1" for what in ("transferred-out", "passed-on", "allotted-out", "reclaimed-out"))
MOVED = frozenset({
    *_IN, *_OUT,
    *(f"fund.{what}.v1" for what in (
        "opened", "carried-in", "opened-by-allotment", "carried-over", "surrendered", "closed", "reserved",
        "reservation-ended", "reclaimed-in", "drawn", "draw-cancelled", "restored",
    )),
})  # fmt: skip
_CAPACITY = 100_000


class Fund(msgspec.Struct, gc=False, omit_defaults=True):
    """A fund: `domain.work_of_funds.FundView`."""

    fund: str
    holder: str = ""
    year: int = 0
    open: bool = True
    balance_fen: int = 0
    reserved_fen: int = 0
    treasury_due_fen: int = 0
    proposals: dict[str, str] = {}
    """The acts that would end it and wait for their second person, by the name of the proposal."""

    def happened(self, entry: Entry[Any]) -> None:
        data = entry.data
        match entry.name:
            case "fund.opened.v1":
                self._opened(data, data.amount_fen - data.used_fen)
            case "fund.carried-in.v1":
                self._opened(data, data.amount_fen)
                self.reserved_fen = data.reserved_fen
            case "fund.opened-by-allotment.v1":
                self._opened(data, data.amount_fen)
            case "fund.carried-over.v1":
                self.open = False
                self.balance_fen -= data.amount_fen
                self.reserved_fen -= data.reserved_fen
            case "fund.surrendered.v1":
                self.open = False
                self.balance_fen -= data.amount_fen
                self.treasury_due_fen -= data.treasury_due_fen
            case "fund.closed.v1":
                self.open = False
            case "fund.reserved.v1":
                self._reserved(data.amount_fen)
            case "fund.reservation-ended.v1":
                self._reserved(-data.amount_fen)
            case "fund.drawn.v1":
                self.balance_fen -= data.amount_fen - data.due_fen
                self.treasury_due_fen -= data.due_fen
            case "fund.draw-cancelled.v1" | "fund.restored.v1" | "fund.reclaimed-in.v1":
                if data.booked_to == TREASURY_DUE:
                    self.treasury_due_fen += data.amount_fen
                else:
                    self.balance_fen += data.amount_fen
            case _:
                self.balance_fen += data.amount_fen if entry.name in _IN else -data.amount_fen

    def asked(self, proposal: Proposal) -> None:
        self.proposals = {**self.proposals, proposal.id: proposal.act}

    def answered(self, proposal: Proposal) -> None:
        self.proposals = {name: act for name, act in self.proposals.items() if name != proposal.id}

    def _opened(self, data: Any, amount_fen: int) -> None:
        self.holder, self.year, self.balance_fen = data.holder, data.year, amount_fen

    def _reserved(self, amount_fen: int) -> None:
        self.balance_fen -= amount_fen
        self.reserved_fen += amount_fen


def cached_funds(table: Table, written: Callable[[Fund], None]) -> RowCache[Fund]:
    """`written` is told each value that is written."""

    def write(fund: Fund) -> tuple[Any, ...]:
        written(fund)
        return fund.fund, _encode(fund).decode()

    return RowCache(table, read=lambda row: _decode(row[1]), row=write, weigh=lambda one: 1, capacity=_CAPACITY)


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Fund).decode
