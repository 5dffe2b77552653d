"""下达 and 收到 between two logs: what a file tells of the money that a city allotted to a district. ADR 0079."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from domain.base import Struct
from domain.office.allotment_proposals import Target
from domain.office.indicator import Indicator


class Side(StrEnum):
    """Who wrote a notice: the authority that allotted, or the one that received."""

    ALLOTTED = "allotted"
    RECEIVED = "received"


class EntryKind(StrEnum):
    """What moved: an advance or a release to the district, or what comes back from it."""

    ADVANCED = "advanced"
    RELEASED = "released"
    RECLAIMED = "reclaimed"


class NoticePart(Struct):
    """What of an entry is money of one fund of the city, in fen."""

    part: str
    """The fund of the city that the part of the allotment was made from."""
    fund: str
    """The fund of the city that it left, or came back to."""
    year: int
    """The budget year in which it may be spent."""
    indicator: Indicator
    amount_fen: int


class NoticeEntry(Struct):
    """One 下达 of an allotment, or what became of it in the log of the district."""

    number: int
    """Of its event in the stream of the allotment: numbers count up, and some are left out."""
    kind: EntryKind
    document: str
    value_on: date
    parts: tuple[NoticePart, ...]

    @property
    def amount_fen(self) -> int:
        return sum(part.amount_fen for part in self.parts)


class AllotmentTerms(Struct):
    """What stays of an allotment from its making on."""

    allotment: str
    """The city's number."""
    edition: str
    year: int
    schemes: tuple[str, ...]
    document: str
    total_fen: int
    """Advance and rest."""
    advance_percent: int
    targets: tuple[Target, ...]


class NotedAllotment(Struct):
    """An allotment with all that moved of it, in order."""

    terms: AllotmentTerms
    entries: tuple[NoticeEntry, ...]


class NoticeOrigin(Struct):
    """Where a notice is from: a log as of a position, with its root there, and the file."""

    log: str
    position: int
    root: str
    """In hexadecimal digits."""
    file_sha256: str


class AllotmentNotice(Struct):
    """What a file has: all allotments of one authority to another, as one of their logs tells them."""

    side: Side
    giver: str
    """The authority that allots."""
    holder: str
    """The authority that receives and holds the money."""
    log: str
    position: int
    root: str
    allotments: tuple[NotedAllotment, ...]

    def origin(self, file_sha256: str) -> NoticeOrigin:
        return NoticeOrigin(log=self.log, position=self.position, root=self.root, file_sha256=file_sha256)
