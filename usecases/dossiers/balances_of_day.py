"""Funds and allotments as of a day: folded of what has its value date by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from domain.streams import Kind, prefix
from domain.treasury.fund import Fund, evolve
from domain.treasury.fund_events import fund_stream
from store.line.envelope import Recorded, read_all
from store.log import Reading


def funds_of_day(view: Reading, as_of: date | None) -> dict[str, Fund]:
    """The funds by number, in the order of opening; as of a day, those that were open by then."""
    funds = (fund_of(recorded_by(view, fund_stream(name), as_of)) for name in names_of(view, Kind.FUND))
    return {fund.fund: fund for fund in funds if fund is not None}


def recorded_by(view: Reading, stream: str, as_of: date | None) -> Iterator[Recorded]:
    """What of a stream took effect by the end of a day."""
    return (one for one in read_all(view.stream(stream)) if as_of is None or one.effective_on <= as_of)


def names_of(view: Reading, kind: Kind) -> list[str]:
    """What the streams of a kind are called, in the order in which they began."""
    return [stream.removeprefix(prefix(kind)) for stream in view.streams(prefix(kind))]


def fund_of(recorded: Iterable[Recorded]) -> Fund | None:
    fund: Fund | None = None
    for one in recorded:
        fund = evolve(fund, one.event)
    return fund
