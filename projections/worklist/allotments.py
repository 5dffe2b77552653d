"""What the fold of the worklist holds of allotments: what the domain's rule asks of them, and what is proposed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Column, String, Table

from domain.proposals import Proposal
from domain.treasury.allotment_sums import achieved_share, releasable_fen, unearned_fen
from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events.allotment_views import Target
from projections.events.entries import Entry

ALLOTMENTS = Table(
    "worklist_allotment",
    METADATA,
    Column("allotment", String, primary_key=True),
    Column("state", String, nullable=False),  # JSON
    sqlite_with_rowid=False,
)
MOVED = frozenset(f"allotment.{what}.v1" for what in ("made", "evaluated", "released", "settled", "reclaimed"))
PROPOSES = {
    "office.allotment-evaluation-proposed.v1": "evaluate-allotment",
    "office.allotment-release-proposed.v1": "release-allotment",
    "office.allotment-settlement-proposed.v1": "settle-allotment",
    "office.allotment-reclaim-proposed.v1": "reclaim-allotment",
}
"""What events propose about an allotment that was made, each by its act."""
_CAPACITY = 100_000


class Allotment(msgspec.Struct, gc=False, omit_defaults=True):
    """An allotment: `domain.work_of_allotments.AllotmentView`."""

    allotment: str
    holder: str = ""
    targets: list[Target] = []
    advance_fen: int = 0
    balance_fen: int = 0
    released_fen: int = 0
    achieved: dict[int, int] = {}
    settled_on: date | None = None
    claimed: bool = False
    reclaimed_fen: int = 0
    proposals: dict[str, str] = {}
    """The acts that wait for their second person, by the name of the proposal."""

    @property
    def open_days(self) -> list[date]:
        targets = enumerate(self.targets, 1)
        return [date.fromisoformat(target.due_on) for number, target in targets if number not in self.achieved]

    @property
    def releasable_fen(self) -> int:
        return releasable_fen(self.balance_fen, self.released_fen, achieved_share(self.targets, self.achieved))

    @property
    def unclaimed_fen(self) -> int:
        return 0 if self.claimed else self._due_fen

    @property
    def owed_fen(self) -> int:
        return self._due_fen if self.claimed else 0

    @property
    def _due_fen(self) -> int:
        if self.settled_on is None:
            return 0
        share = achieved_share(self.targets, self.achieved)
        return unearned_fen(self.advance_fen, self.balance_fen, self.released_fen, share) - self.reclaimed_fen

    def happened(self, entry: Entry[Any]) -> None:
        match entry.name:
            case "allotment.made.v1":
                self.holder, self.targets = entry.data.holder, entry.data.targets
                self.advance_fen = sum(part.advance_fen for part in entry.data.parts)
                self.balance_fen = sum(part.amount_fen - part.advance_fen for part in entry.data.parts)
            case "allotment.evaluated.v1":
                evaluated = {one.target: one.quantity for one in entry.data.achievements}
                self.achieved = {**self.achieved, **evaluated}
            case "allotment.released.v1":
                self.released_fen += entry.data.amount_fen
            case "allotment.settled.v1":
                self.settled_on = date.fromisoformat(entry.effective_on)
                self.released_fen += entry.data.amount_fen
            case "allotment.reclaimed.v1":
                self.claimed = True
                self.reclaimed_fen += entry.data.amount_fen

    def asked(self, proposal: Proposal) -> None:
        self.proposals = {**self.proposals, proposal.id: proposal.act}

    def answered(self, proposal: Proposal) -> None:
        self.proposals = {name: act for name, act in self.proposals.items() if name != proposal.id}


def cached_allotments(table: Table, written: Callable[[Allotment], None]) -> RowCache[Allotment]:
    """`written` is told each value that is written."""

    def write(allotment: Allotment) -> tuple[Any, ...]:
        written(allotment)
        return allotment.allotment, _encode(allotment).decode()

    return RowCache(table, read=lambda row: _decode(row[1]), row=write, weigh=lambda one: 1, capacity=_CAPACITY)


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Allotment).decode
