"""Where money goes that comes back to a fund: into it, into the one that its money is in by now, or to the treasury.

That follows from its value date, and from whether the payee is still owed it. ADR 0064.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from domain.application.values import CLEARING
from domain.base import Decision, Event
from domain.treasury.fund import TREASURY_DUE, Fund, FundDrawCancelled, FundRestored
from domain.treasury.fund_events import FundPassedIn, FundPassedOn, fund_stream


def chain_of(funds: Mapping[str, Fund], fund: str) -> tuple[Fund, ...]:
    """A fund, and those into which it was carried over, one year end after another."""
    chain = [funds[fund]]
    while (successor := chain[-1].successor) is not None:
        chain.append(funds[successor])
    return tuple(chain)


def last_of(funds: Mapping[str, Fund], fund: str) -> Fund:
    """The fund in which the money of a fund is by now, however often it was carried over."""
    return chain_of(funds, fund)[-1]


def booked_to(funds: Mapping[str, Fund], fund: str, value_on: date, *, owed: bool) -> str:
    """Where money goes that comes back to a fund as of a day: into this fund, into the one that its money is in by now,
    or to `TREASURY_DUE`. `owed` says that the payee is to be paid it again.

    - It goes back to the fund while that is open; behind its year, only what is owed, to be carried over.
    - Of a fund that was carried over, what is owed goes where its money is.
    - The rest is the treasury's: what the payee paid back for a year that is over, and all that comes to a fund that
      was surrendered or closed.
    """
    of_fund, last = funds[fund], last_of(funds, fund)
    if of_fund.open and (owed or value_on.year <= of_fund.year):
        return fund
    return last.fund if owed and last.open else TREASURY_DUE


def giving_back(
    funds: Mapping[str, Fund],
    back_fen: Mapping[tuple[str, date], int],
    reference: str,
    owed_fen: Mapping[tuple[str, date], int] | None = None,
) -> Decision:
    """What came back to funds, in fen, by fund and value date; clearing accounts are none. `owed_fen` is what the payee
    is to be paid again, `back_fen` the rest. `funds` holds every fund that is named, and those that they were carried
    over into.
    """
    booked = _booked(funds, back_fen, owed=False) + _booked(funds, owed_fen or {}, owed=True)
    return _back(
        funds,
        (
            (fund, FundRestored(reference=reference, amount_fen=fen, value_on=day, booked_to=to))
            for (fund, day, to), fen in sorted(booked.items())
        ),
    )


def cancelling(
    funds: Mapping[str, Fund],
    owed_fen: Mapping[tuple[str, date], int],
    batch: str,
    rest_fen: Mapping[tuple[str, date], int] | None = None,
) -> Decision:
    """What was drawn by an order that came to nothing, in fen, by fund and the day on which it did: what the payee is
    still to be paid, and the rest.
    """
    booked = _booked(funds, owed_fen, owed=True) + _booked(funds, rest_fen or {}, owed=False)
    return _back(
        funds,
        (
            (fund, FundDrawCancelled(batch=batch, amount_fen=fen, value_on=day, booked_to=to))
            for (fund, day, to), fen in sorted(booked.items())
        ),
    )


def _booked(
    funds: Mapping[str, Fund], back_fen: Mapping[tuple[str, date], int], *, owed: bool
) -> Counter[tuple[str, date, str]]:
    """By fund, day and where it is. A payment may have been drawn on a fund that was opened behind its value date, and
    come back as of a day before that: no fund has anything before it was opened, or gets back what it had not given.
    """
    booked: Counter[tuple[str, date, str]] = Counter()
    after: dict[str, Fund] = {}
    for (fund, value_on), amount_fen in back_fen.items():
        if amount_fen and fund not in CLEARING:
            state = after.get(fund, funds[fund])
            day = state.back_from(value_on, amount_fen)
            after[fund] = state.with_change(day, amount_fen)
            booked[fund, day, booked_to(funds, fund, value_on, owed=owed)] += amount_fen
    return booked


def _back(funds: Mapping[str, Fund], back: Iterable[tuple[str, FundDrawCancelled | FundRestored]]) -> Decision:
    """With what of it passes on, year end by year end, to where the money is: into none before that was opened."""
    decided: dict[str, tuple[Event, ...]] = {}

    def write(fund: str, *events: Event) -> None:
        decided[fund_stream(fund)] = (*decided.get(fund_stream(fund), ()), *events)

    for fund, happened in back:
        write(fund, happened)
        if happened.booked_to not in (fund, TREASURY_DUE):
            for one, to in pairwise(chain_of(funds, fund)):
                day = max(happened.value_on, to.opened_on)
                write(one.fund, FundPassedOn(to=to.fund, amount_fen=happened.amount_fen, value_on=day))
                write(to.fund, FundPassedIn(out_of=one.fund, amount_fen=happened.amount_fen, value_on=day))
    return decided
