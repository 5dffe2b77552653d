"""What becomes of an allotment. What moves its money has the day as of which it does; its funds have events of their
own. ADR 0069.
"""

from __future__ import annotations

from datetime import date

from domain.base import CONSEQUENCE, Event, Struct, event
from domain.office.allotment_proposals import Achievement, Target
from domain.streams import Kind, stream_name


def allotment_stream(allotment: str) -> str:
    return stream_name(Kind.ALLOTMENT, allotment)


class AllottedPart(Struct):
    """What of an allotment came out of one fund of the city, in fen, and the fund of the district that it began."""

    fund: str
    to: str
    amount_fen: int
    """What is advanced and what is reserved, together."""
    advance_fen: int


class MovedPart(Struct):
    """What moved of one part, in fen: `fund` is the one that the part was made from; `out_of` and `to` are those
    between which money moved by then.
    """

    fund: str
    out_of: str
    to: str
    amount_fen: int


class AllotmentMoved(Event):
    """Anything that moves money of an allotment, as of its value date."""

    value_on: date

    @property
    def happened_on(self) -> date:
        return self.value_on


@event("allotment.made.v1", CONSEQUENCE)
class AllotmentMade(AllotmentMoved):
    allotment: str
    """Its number, such as `350200-2024-A001`."""
    holder: str
    """The authority that allots."""
    edition: str
    receiver: str
    year: int
    """The budget year of the money."""
    schemes: tuple[str, ...]
    document: str
    targets: tuple[Target, ...]
    advance_percent: int
    """As the edition has it."""
    parts: tuple[AllottedPart, ...]


@event("allotment.evaluated.v1", CONSEQUENCE)
class AllotmentEvaluated(Event):
    """Whatever was evaluated of the same targets before holds no more."""

    achievements: tuple[Achievement, ...]
    document: str


@event("allotment.released.v1", CONSEQUENCE)
class AllotmentReleased(AllotmentMoved):
    """Part of what was reserved went to the district before the end."""

    amount_fen: int
    document: str
    parts: tuple[MovedPart, ...]


@event("allotment.settled.v1", CONSEQUENCE)
class AllotmentSettled(AllotmentMoved):
    """The rest that was achieved went to the district; `lapsed_fen`, which was not, is free in the city's funds."""

    amount_fen: int
    lapsed_fen: int
    document: str
    parts: tuple[MovedPart, ...]


@event("allotment.reclaimed.v1", CONSEQUENCE)
class AllotmentReclaimed(AllotmentMoved):
    """Of `due_fen`, which the district received and did not achieve, so much came back; the rest it owes."""

    due_fen: int
    """What was due by then, less what had come back before."""
    amount_fen: int
    document: str
    parts: tuple[MovedPart, ...]
