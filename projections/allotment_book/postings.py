"""What each event posts to the book of its allotment, so that it adds up to zero. ADR 0078.

Two books in one: what the allotment says of its money, from its own events, and what funds of city and district say,
from theirs. Neither is computed from the other, so that where they differ is where something went wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from domain.treasury.accounts import AllotmentAccount as Account
from domain.treasury.fund import TREASURY_DUE
from projections.events import allotment_views as a
from projections.events import fund_views as u
from projections.events.entries import Entry


class Posting(NamedTuple):
    """In fen, above zero in the debit; of what funds say with the fund."""

    account: Account
    amount_fen: int
    fund: str | None = None


Postings = Iterator[Posting]


def postings_of(entry: Entry[Any], *, claimed: bool = False) -> list[Posting]:
    """What an event of `POSTINGS` posts; none of nothing. `claimed` says whether anything of the allotment was
    reclaimed before: what is due is owed from the first time on.
    """
    posted = [*POSTINGS[entry.name](entry), *(_owed(entry) if entry.name == RECLAIMED and not claimed else ())]
    return [posting for posting in posted if posting.amount_fen]


# What the allotment says


def _made(entry: Entry[a.AllotmentMade]) -> Postings:
    total_fen = sum(part.amount_fen for part in entry.data.parts)
    advance_fen = sum(part.advance_fen for part in entry.data.parts)
    yield Posting(Account.TOTAL, -total_fen)
    yield Posting(Account.ADVANCED, advance_fen)
    yield Posting(Account.RESERVED, total_fen - advance_fen)


def _released(entry: Entry[a.AllotmentReleased]) -> Postings:
    yield Posting(Account.RELEASED, entry.data.amount_fen)
    yield Posting(Account.RESERVED, -entry.data.amount_fen)


def _settled(entry: Entry[a.AllotmentSettled]) -> Postings:
    data = entry.data
    yield Posting(Account.RELEASED, data.amount_fen)
    yield Posting(Account.LAPSED, data.lapsed_fen)
    yield Posting(Account.RESERVED, -data.amount_fen - data.lapsed_fen)


def _reclaimed(entry: Entry[a.AllotmentReclaimed]) -> Postings:
    yield Posting(Account.RECLAIMED, entry.data.amount_fen)
    yield Posting(Account.OWED, -entry.data.amount_fen)


def _owed(entry: Entry[a.AllotmentReclaimed]) -> Postings:
    yield Posting(Account.OWED, entry.data.due_fen)
    yield Posting(Account.DEMANDED, -entry.data.due_fen)


# What the funds say


def _between(one: Account, other: Account) -> Callable[[Entry[Any]], Postings]:
    """So much is more on the one, and less on the other."""

    def posted(entry: Entry[Any]) -> Postings:
        yield Posting(one, entry.data.amount_fen, entry.subject)
        yield Posting(other, -entry.data.amount_fen, entry.subject)

    return posted


def _drawn(entry: Entry[u.Drawn]) -> Postings:
    data, fund = entry.data, entry.subject
    yield Posting(Account.SPENT, data.amount_fen, fund)
    yield Posting(Account.LEFT, data.due_fen - data.amount_fen, fund)
    yield Posting(Account.TREASURY_DUE, -data.due_fen, fund)


def _reclaimed_out(entry: Entry[u.ReclaimedOut]) -> Postings:
    data, fund = entry.data, entry.subject
    yield Posting(Account.MOVED, data.amount_fen, fund)
    yield Posting(Account.LEFT, data.due_fen - data.amount_fen, fund)
    yield Posting(Account.TREASURY_DUE, -data.due_fen, fund)


def _came_back(entry: Entry[u.CameBack]) -> Postings:
    fen, fund = entry.data.amount_fen, entry.subject
    yield Posting(Account.TREASURY_DUE if entry.data.booked_to == TREASURY_DUE else Account.LEFT, fen, fund)
    yield Posting(Account.SPENT, -fen, fund)


def _surrendered(entry: Entry[u.Surrendered]) -> Postings:
    data, fund = entry.data, entry.subject
    yield Posting(Account.SURRENDERED, data.amount_fen + data.treasury_due_fen, fund)
    yield Posting(Account.LEFT, -data.amount_fen, fund)
    yield Posting(Account.TREASURY_DUE, -data.treasury_due_fen, fund)


RECLAIMED = "allotment.reclaimed.v1"
OF_ALLOTMENT: Mapping[str, Callable[[Entry[Any]], Postings]] = {
    "allotment.made.v1": _made,
    "allotment.released.v1": _released,
    "allotment.settled.v1": _settled,
    RECLAIMED: _reclaimed,
}
BY_ALLOTMENT: Mapping[str, Callable[[Entry[Any]], Postings]] = {
    "fund.allotted-out.v1": _between(Account.MOVED, Account.CITY),
    "fund.reserved.v1": _between(Account.SET_ASIDE, Account.CITY),
    "fund.reservation-ended.v1": _between(Account.CITY, Account.SET_ASIDE),
    "fund.opened-by-allotment.v1": _between(Account.LEFT, Account.MOVED),
    "fund.allotted-in.v1": _between(Account.LEFT, Account.MOVED),
    "fund.reclaimed-out.v1": _reclaimed_out,
    "fund.reclaimed-in.v1": _between(Account.CITY, Account.MOVED),
}
"""They name their allotment, and happen to funds of either side."""
OF_ITS_FUNDS: Mapping[str, Callable[[Entry[Any]], Postings]] = {
    "fund.transferred-in.v1": _between(Account.LEFT, Account.MOVED),
    "fund.transferred-out.v1": _between(Account.MOVED, Account.LEFT),
    "fund.carried-in.v1": _between(Account.LEFT, Account.MOVED),
    "fund.carried-over.v1": _between(Account.MOVED, Account.LEFT),
    "fund.passed-in.v1": _between(Account.LEFT, Account.MOVED),
    "fund.passed-on.v1": _between(Account.MOVED, Account.LEFT),
    "fund.drawn.v1": _drawn,
    "fund.draw-cancelled.v1": _came_back,
    "fund.restored.v1": _came_back,
    "fund.surrendered.v1": _surrendered,
}
"""What happens to any fund: it is posted where the fund is one of an allotment."""
POSTINGS: Mapping[str, Callable[[Entry[Any]], Postings]] = {**OF_ALLOTMENT, **BY_ALLOTMENT, **OF_ITS_FUNDS}
UNPOSTED = frozenset(
    {"allotment.evaluated.v1", "fund.opened.v1", "fund.increased.v1", "fund.planned.v1", "fund.closed.v1"}
)
"""They move no money of an allotment: a fund of one is opened, and increased, by that alone."""
