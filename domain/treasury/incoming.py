"""An allotment as the district has it in a log of its own: what it received of each 下达, and gave back. ADR 0079."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.base import CONSEQUENCE, Event, Struct, event, replace
from domain.office.allotment_notice import AllotmentTerms, EntryKind, NoticeEntry, NoticeOrigin, NoticePart
from domain.streams import Kind, stream_name
from domain.treasury.allotment_events import MovedPart


def incoming_stream(allotment: str) -> str:
    return stream_name(Kind.INCOMING, allotment)


@event("incoming.entry-received.v1", CONSEQUENCE)
class EntryReceived(Event):
    """收到: one entry of the city's took effect in funds of the district.

    Of what is reclaimed as far as it was there; what is missing is owed, and given back by another event of the same
    entry.
    """

    allotment: str
    giver: str
    holder: str
    origin: NoticeOrigin
    terms: AllotmentTerms
    entry: NoticeEntry
    """As the city has it."""
    moved: tuple[MovedPart, ...]
    """Between the city's funds and the district's, by its own numbers."""
    value_on: date

    @property
    def happened_on(self) -> date:
        return self.value_on

    @property
    def moved_fen(self) -> int:
        return sum(part.amount_fen for part in self.moved)


class Receipt(Struct):
    """What of one entry was received or given back so far."""

    entry: NoticeEntry
    file_sha256: str
    moved: tuple[MovedPart, ...]
    value_on: date
    """Of the last time."""

    def missing_fen(self, part: NoticePart) -> int:
        """What of a part is still to be given back, in fen."""
        moved_fen = sum(move.amount_fen for move in self.moved if (move.fund, move.to) == (part.part, part.fund))
        return part.amount_fen - moved_fen if self.entry.kind is EntryKind.RECLAIMED else 0

    @property
    def moved_fen(self) -> int:
        return sum(move.amount_fen for move in self.moved)


class Incoming(Struct):
    """What an allotment of another log came to here."""

    allotment: str
    giver: str
    holder: str
    origin: NoticeOrigin
    """Of the last notice that brought something new."""
    terms: AllotmentTerms
    receipts: Mapping[int, Receipt]
    """By the number of the entry."""

    @property
    def edition(self) -> str:
        return self.terms.edition

    @property
    def schemes(self) -> tuple[str, ...]:
        return self.terms.schemes

    def _of_kind(self, kind: EntryKind) -> int:
        return sum(one.moved_fen for one in self.receipts.values() if one.entry.kind is kind)

    @property
    def released_fen(self) -> int:
        """Of the rest, what was received."""
        return self._of_kind(EntryKind.RELEASED)

    @property
    def returned_fen(self) -> int:
        return self._of_kind(EntryKind.RECLAIMED)

    @property
    def owed_fen(self) -> int:
        """What was reclaimed, and was not there."""
        asked = [one.entry.amount_fen for one in self.receipts.values() if one.entry.kind is EntryKind.RECLAIMED]
        return sum(asked) - self.returned_fen

    def funds_of(self, part: str) -> tuple[str, ...]:
        """Of the district, into which money of a part came."""
        arrived = (one for one in self.receipts.values() if one.entry.kind is not EntryKind.RECLAIMED)
        return tuple(dict.fromkeys(move.to for one in arrived for move in one.moved if move.fund == part))


def evolve(state: Incoming | None, happened: Event) -> Incoming:
    assert isinstance(happened, EntryReceived), f"not an event of an incoming allotment: {happened!r}"
    number = happened.entry.number
    before = state.receipts.get(number) if state is not None else None
    receipt = Receipt(
        entry=happened.entry,
        file_sha256=before.file_sha256 if before is not None else happened.origin.file_sha256,
        moved=(*(before.moved if before is not None else ()), *happened.moved),
        value_on=happened.value_on,
    )
    if state is not None:
        return replace(state, origin=happened.origin, receipts={**state.receipts, number: receipt})
    return Incoming(
        allotment=happened.allotment,
        giver=happened.giver,
        holder=happened.holder,
        origin=happened.origin,
        terms=happened.terms,
        receipts={number: receipt},
    )
