"""What orders post to the books, and what banks do: from a fund to what is in flight, to the payee, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from domain.treasury.accounts import OF_CLEARING, Account
from projections.events import bank_views as v
from projections.events import money_views as m
from projections.events.entries import Entry

_OWED_BACK = 0
"""The instalment that stands for no line, but for what is owed back to the payee."""


class Posting(NamedTuple):
    """In fen, above zero in the debit. `value_on` where it is another day than the event's."""

    account: Account
    amount_fen: int
    fund: str | None = None
    batch: str | None = None
    value_on: str | None = None


Postings = Iterator[Posting]


def ordered(entry: Entry[m.Ordered]) -> Postings:
    return _flying(entry.data.drawn, entry.data.batch, 1)


def come_to_nothing(entry: Entry[m.Ordered] | Entry[v.Failed]) -> Postings:
    return _flying(entry.data.drawn, entry.data.batch, -1)


def _flying(drawn: Iterable[m.Draw], batch: str, sign: int) -> Postings:
    for draw in drawn:
        yield Posting(Account.IN_FLIGHT, sign * draw.amount_fen, draw.fund, batch)
        yield _given(draw, batch, sign)


def credited(entry: Entry[m.PartlyPaid] | Entry[m.Settled]) -> Postings:
    credit = entry.data.credit
    return iter(()) if credit is None else _arrived(credit.items, credit.drawn, credit.batch, 1)


def _arrived(
    items: Sequence[m.Portion], drawn: Sequence[m.Draw], batch: str, sign: int, value_on: str | None = None
) -> Postings:
    """What was in flight is with the payee, or with -1 is not; what nothing was in flight for came from clearing."""
    yield from _with_payee(items, drawn, batch, sign, value_on)
    for draw in drawn:
        if OF_CLEARING.get(draw.fund) is Account.CLEARING:
            yield _given(draw, batch, sign, value_on)
        else:
            yield Posting(Account.IN_FLIGHT, -sign * draw.amount_fen, draw.fund, batch, value_on)


def _with_payee(
    items: Iterable[m.Portion], drawn: Sequence[m.Draw], batch: str, sign: int, value_on: str | None = None
) -> Postings:
    """What a payee has, by what gave it: what was owed back to them is drawn first."""
    owed_back_fen = fen_of(portion for portion in items if portion.instalment == _OWED_BACK)
    for draw in drawn:
        back_fen = min(draw.amount_fen, owed_back_fen)
        owed_back_fen -= back_fen
        yield Posting(Account.OWED_BACK, sign * back_fen, None, batch, value_on)
        yield Posting(Account.PAID, sign * (draw.amount_fen - back_fen), draw.fund, batch, value_on)


def offset_paid(entry: Entry[m.PaidByOffset]) -> Postings:
    """Nothing was in flight: the funds give what they get back in the other case."""
    credit = entry.data.credit
    yield from _with_payee(credit.items, credit.drawn, credit.batch, 1)
    for draw in credit.drawn:
        yield _given(draw, credit.batch, 1)


def returned(entry: Entry[v.Returned] | Entry[v.Reversed]) -> Postings:
    """What the payee had paid back of it is held for them; the rest goes where it was drawn."""
    data = entry.data
    yield from back(data.restored, _without_lines(data.items, data.undone), data.batch)
    yield Posting(Account.MONEY_HELD, data.owed_back_fen, None, data.batch)
    yield Posting(Account.OWED_BACK, -data.owed_back_fen, None, data.batch)


def return_reversed(entry: Entry[v.ReturnReversed]) -> Postings:
    data = entry.data
    for posting in back(tuple(reversed(data.drawn)), _without_lines(data.items, data.undone), data.batch):
        yield posting._replace(amount_fen=-posting.amount_fen)
    yield Posting(Account.MONEY_HELD, -data.owed_back_fen, None, data.batch)
    yield Posting(Account.OWED_BACK, data.owed_back_fen, None, data.batch)


def redated(entry: Entry[v.Redated]) -> Postings:
    """The same on another day. Where some of it has come back since, it is not told by what it was given."""
    data = entry.data
    drawn = data.drawn or [m.Draw(fund="", source="", amount_fen=fen_of(data.items))]
    for posting in (
        *_arrived(data.items, drawn, data.batch, -1, data.recorded_on),
        *_arrived(data.items, drawn, data.batch, 1),
    ):
        yield posting._replace(fund=posting.fund or None)


def assigned(entry: Entry[v.Assigned]) -> Postings:
    data = entry.data
    for sign, draws in ((-1, data.cleared), (1, data.drawn)):
        for draw in draws:
            yield Posting(Account.PAID, sign * draw.amount_fen, draw.fund, data.batch)
            yield _given(draw, data.batch, sign)


def _given(draw: m.Draw, batch: str, sign: int, value_on: str | None = None) -> Posting:
    """What a fund, or a clearing account in its place, gives; with -1 gets back."""
    account = OF_CLEARING.get(draw.fund, Account.DRAWN)
    return Posting(account, -sign * draw.amount_fen, draw.fund if account is Account.DRAWN else None, batch, value_on)


def back(restored: Sequence[m.Draw], items: Iterable[m.Portion], batch: str) -> Postings:
    """What goes back to where it was drawn; `restored` begins with what was drawn last."""
    yield from _with_payee(items, tuple(reversed(restored)), batch, -1)
    for draw in restored:
        yield _given(draw, batch, -1)


def _without_lines(items: Iterable[m.Portion], undone: Iterable[m.Portion]) -> list[m.Portion]:
    """Of what moved, that which is of no line, but for what of it had been paid back."""
    undone_fen = fen_of(portion for portion in undone if portion.instalment == _OWED_BACK)
    of_none = [portion for portion in items if portion.instalment == _OWED_BACK]
    return [msgspec.structs.replace(portion, amount_fen=portion.amount_fen - undone_fen) for portion in of_none]


def lines_in(lines: m.Ranges) -> int:
    """How many."""
    return sum(last - first + 1 for first, last in lines)


def fen_of(portions: Iterable[m.Portion]) -> int:
    """What they come to."""
    return sum(lines_in(portion.lines) * portion.amount_fen for portion in portions)
