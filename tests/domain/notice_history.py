"""The city's allotment as its notice tells it, and a district that receives it in a log of its own."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from domain.base import replace
from domain.office.allotment_notice import AllotmentNotice, NotedAllotment, NoticeEntry, Side
from domain.office.receipt_proposals import ReceiveAllotments
from domain.treasury.notices import allotted, received
from tests.domain import allotment_history as a
from tests.domain import sample_cases as s
from tests.domain.allotment_history import NUMBER
from tests.domain.given_when_then import History, Office
from tests.domain.sample_cases import CITY, TORCH, WU, ZHENG, of

BY, SECOND = of(TORCH, WU), of(TORCH, ZHENG)
RECEIVED, LATER = date(2024, 3, 8), date(2024, 12, 9)
FILE = "ab" * 32
STREAM = f"incoming-{NUMBER}"


def notice_of(history: History) -> AllotmentNotice:
    """As the city's log tells it."""
    office = Office(s.edition(), history)
    events = [minute.event for minute in history if minute.stream == f"allotment-{NUMBER}"]
    noted = allotted(office.allotments[NUMBER], events, office.funds)
    return _notice(Side.ALLOTTED, "log-of-city", len(history), noted)


def receipt_of(history: History) -> AllotmentNotice:
    """As the district's log tells it."""
    office = Office(s.edition(), history)
    noted = received(office.incoming[NUMBER], office.funds)
    return _notice(Side.RECEIVED, "log-of-torch", len(history), noted)


def _notice(side: Side, log: str, position: int, *noted: NotedAllotment) -> AllotmentNotice:
    return AllotmentNotice(
        side=side,
        giver=CITY,
        holder=TORCH,
        log=log,
        position=position,
        root=f"{position:064x}",
        allotments=noted,
    )


def receiving(notice: AllotmentNotice, file: str = FILE) -> ReceiveAllotments:
    return ReceiveAllotments(notice=notice, file_sha256=file)


def receives(notice: AllotmentNotice, on: date = RECEIVED, *, after: History = (), file: str = FILE) -> History:
    return s.agreed((receiving(notice, file), BY, SECOND, on), after=after)


ADVANCE = notice_of(a.made())


@cache
def advanced() -> History:
    """The advance of 7 000 000, in two funds of the district."""
    return receives(ADVANCE)


@cache
def reclaimed_by_city() -> AllotmentNotice:
    """80 % achieved: another 2 400 000 are released, and 1 400 000 of the advance come back."""
    return notice_of(a.done((a.reclaim(1_400_000_00), a.SETTLED), after=a.settled()))


@cache
def whole() -> History:
    return receives(reclaimed_by_city(), LATER, after=advanced(), file="cd" * 32)


def changed(notice: AllotmentNotice, entry: int = 0, **members: Any) -> AllotmentNotice:
    """With other members of one entry, by its place."""
    (noted,) = notice.allotments
    entries = [*noted.entries]
    entries[entry] = replace(entries[entry], **members)
    return with_entries(notice, *entries)


def with_entries(notice: AllotmentNotice, *entries: NoticeEntry) -> AllotmentNotice:
    (noted,) = notice.allotments
    return replace(notice, allotments=(replace(noted, entries=entries),))


def of_amount(entry: NoticeEntry, amount_fen: int) -> NoticeEntry:
    """With its first part alone, of this amount."""
    return replace(entry, parts=(replace(entry.parts[0], amount_fen=amount_fen),))
