"""What becomes of a fund by the acts of finance. Whatever moves its money has the day as of which it does."""

from __future__ import annotations

from datetime import date

from domain.base import CONSEQUENCE, Event, event
from domain.office.indicator import Indicator
from domain.streams import Kind, stream_name


def fund_stream(fund: str) -> str:
    return stream_name(Kind.FUND, fund)


class FundMoved(Event):
    """Anything that moves money of a fund, as of its value date."""

    value_on: date

    @property
    def happened_on(self) -> date:
        return self.value_on


@event("fund.opened.v1", CONSEQUENCE)
class FundOpened(FundMoved):
    fund: str
    """Its number, such as `350200-2024-F001`."""
    holder: str
    """The authority that holds the money."""
    year: int
    """The budget year in which it may be spent."""
    indicator: Indicator
    amount_fen: int
    used_fen: int = 0
    """What of it had been used before this log began."""
    used_document: str | None = None


@event("fund.increased.v1", CONSEQUENCE)
class FundIncreased(FundMoved):
    amount_fen: int
    document: str


@event("fund.transferred-out.v1", CONSEQUENCE)
class FundTransferredOut(FundMoved):
    to: str
    amount_fen: int
    document: str


@event("fund.transferred-in.v1", CONSEQUENCE)
class FundTransferredIn(FundMoved):
    out_of: str
    amount_fen: int
    document: str


@event("fund.carried-over.v1", CONSEQUENCE)
class FundCarriedOver(FundMoved):
    """All that was left is in the fund of the next year from then on, and so is what is still owed and comes back.

    What is reserved for allotments goes along, and stays reserved.
    """

    successor: str
    amount_fen: int
    reserved_fen: int = 0


@event("fund.carried-in.v1", CONSEQUENCE)
class FundCarriedIn(FundMoved):
    """A fund of the next year begins with what was left, under the same document, year of origin and mark."""

    fund: str
    holder: str
    year: int
    indicator: Indicator
    carried_from: str
    amount_fen: int
    reserved_fen: int = 0
    allotment: str | None = None
    """The allotment that the money is of."""


@event("fund.passed-on.v1", CONSEQUENCE)
class FundPassedOn(FundMoved):
    """What came back to a fund that had been carried over is in its successor."""

    to: str
    amount_fen: int


@event("fund.passed-in.v1", CONSEQUENCE)
class FundPassedIn(FundMoved):
    """What came back to a fund that was carried over into this one."""

    out_of: str
    amount_fen: int


@event("fund.surrendered.v1", CONSEQUENCE)
class FundSurrendered(FundMoved):
    """The treasury took what was left, and what was due to it besides."""

    amount_fen: int
    treasury_due_fen: int
    document: str


@event("fund.planned.v1", CONSEQUENCE)
class FundPlanned(FundMoved):
    """What the treasury lets the office spend in one month, which begins on `month`; nothing moves by it."""

    month: date
    amount_fen: int
    document: str


@event("fund.allotted-out.v1", CONSEQUENCE)
class FundAllottedOut(FundMoved):
    """Money of an allotment went to a fund of the district. ADR 0069."""

    allotment: str
    to: str
    amount_fen: int


@event("fund.opened-by-allotment.v1", CONSEQUENCE)
class FundOpenedByAllotment(FundMoved):
    """A district's fund begins with what was allotted to it, under the same document, year of origin and mark."""

    fund: str
    holder: str
    year: int
    indicator: Indicator
    allotment: str
    out_of: str
    amount_fen: int


@event("fund.allotted-in.v1", CONSEQUENCE)
class FundAllottedIn(FundMoved):
    """More of its allotment is in a district's fund."""

    allotment: str
    out_of: str
    amount_fen: int


@event("fund.reserved.v1", CONSEQUENCE)
class FundReserved(FundMoved):
    """What an allotment does not advance stays here for it, and is nobody's to take for anything else."""

    allotment: str
    amount_fen: int


@event("fund.reservation-ended.v1", CONSEQUENCE)
class FundReservationEnded(FundMoved):
    """Of what was reserved so much is free: to go to the district now, or because it was not achieved."""

    allotment: str
    amount_fen: int


@event("fund.reclaimed-out.v1", CONSEQUENCE)
class FundReclaimedOut(FundMoved):
    """What a district was advanced and did not achieve left its fund. `due_fen` of it was due to the treasury."""

    allotment: str
    to: str
    amount_fen: int
    due_fen: int = 0


@event("fund.reclaimed-in.v1", CONSEQUENCE)
class FundReclaimedIn(FundMoved):
    """What a district was advanced and did not achieve came back. `booked_to` is where it is: in this fund, or of a
    year that is over due to the treasury.
    """

    allotment: str
    out_of: str
    amount_fen: int
    booked_to: str


@event("fund.closed.v1", CONSEQUENCE)
class FundClosed(FundMoved):
    """It was empty, and takes nothing any more."""


FundOpening = FundOpened | FundCarriedIn | FundOpenedByAllotment
"""What a stream of a fund begins with."""
