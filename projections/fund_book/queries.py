"""What can be asked of the books: what each account comes to, what was posted to it, and which months are closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Select, case, func, not_, or_, select

from domain.office.book_months import ClosingBalance
from domain.treasury.accounts import Account
from projections.engine.query_result import QueryResult, query_result
from projections.engine.views import Views
from projections.events.entries import instant_text
from projections.fund_book import model as fund_book
from projections.fund_book.model import BOOK, MONTHS

Known = datetime | int
"""A moment of what was known: an aware instant, or a position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which postings are asked about: those that have every value given.

    `as_of` bounds the day as of which something moved, `known_at` what had been recorded; `month` is the one in which
    it is booked, `through_month` has those before it, too.
    """

    account: str | None = None
    fund: str | None = None
    source: str | None = None
    year: int | None = None
    authority: str | None = None
    batch: str | None = None
    application: str | None = None
    month: str | None = None
    through_month: str | None = None
    as_of: date | None = None
    known_at: Known | None = None


EVERYTHING = Filter()


class Posting(NamedTuple):
    """One side of what an event books, in fen: above zero in the debit (see `projections.fund_book.model`)."""

    position: int
    ordinal: int
    account: str
    amount_fen: int
    fund: str | None
    source: str | None
    year: int | None
    batch: str | None
    application: str | None
    authority: str
    value_on: date
    booked_in: str
    recorded_at: datetime
    event: str


class Balance(NamedTuple):
    """What an account comes to, in fen; of a fund, or of what stands in the place of one."""

    account: str
    fund: str | None
    amount_fen: int


class ClosedMonth(NamedTuple):
    """A month of an authority's books that is closed; `through` is the position that its balances are of."""

    authority: str
    month: str
    position: int
    through: int
    closed_at: datetime
    closed_by: str
    balances: tuple[ClosingBalance, ...]


def postings(views: Views, asked: Filter = EVERYTHING) -> QueryResult[Posting]:
    """In the order in which they were recorded."""
    query = select(BOOK).where(*_conditions(asked)).order_by(BOOK.c.position, BOOK.c.ordinal)
    with views.asking(fund_book) as (connection, standing):
        rows = connection.execute(query).all()
    return query_result(map(_posting, rows), standing)


def balances(views: Views, asked: Filter = EVERYTHING) -> QueryResult[Balance]:
    """By account and fund, without those that are nought."""
    column = BOOK.c
    query: Select[Any] = (
        select(column.account, column.fund, func.sum(column.amount_fen))
        .where(*_conditions(asked))
        .group_by(column.account, column.fund)
    )
    with views.asking(fund_book) as (connection, standing):
        rows = [Balance(account, fund, int(fen)) for account, fund, fen in connection.execute(query)]
    return query_result(sorted((row for row in rows if row.amount_fen), key=_in_order), standing)


class PaidOut(NamedTuple):
    """Of an item of a run, in fen: what is in flight, and what banks credited less what they returned."""

    batch: str
    application: str
    in_flight_fen: int
    credited_fen: int


_OF_PAYEES = ("%.recovery-%", "%.receipt-%")
"""Events of money that payees paid back, and of what was wrong with that."""


def items_of(views: Views, batches: Collection[str]) -> QueryResult[PaidOut]:
    """What the books have of the items of these runs. What payees paid back is nothing that the bank did."""
    column = BOOK.c
    of_payee = or_(*(column.event.like(one) for one in _OF_PAYEES))
    of_bank = column.account.in_((Account.PAID, Account.OWED_BACK)) & not_(of_payee)
    query: Select[Any] = (
        select(
            column.batch,
            column.application,
            func.sum(case((column.account == Account.IN_FLIGHT, column.amount_fen), else_=0)),
            func.sum(case((of_bank, column.amount_fen), else_=0)),
        )
        .where(column.batch.in_(sorted(batches)))
        .group_by(column.batch, column.application)
        .order_by(column.batch, column.application)
    )
    with views.asking(fund_book) as (connection, standing):
        rows = [PaidOut(batch, name, int(flying), int(paid)) for batch, name, flying, paid in connection.execute(query)]
    return query_result(rows, standing)


def closed_months(
    views: Views, authority: str | None = None, known_at: Known | None = None
) -> QueryResult[ClosedMonth]:
    """By authority and month; those that were closed by what was known then."""
    query = select(MONTHS).order_by(MONTHS.c.authority, MONTHS.c.month)
    if authority is not None:
        query = query.where(MONTHS.c.authority == authority)
    if isinstance(known_at, datetime):
        query = query.where(MONTHS.c.closed_at <= instant_text(known_at))
    elif known_at is not None:
        query = query.where(MONTHS.c.position <= known_at)
    with views.asking(fund_book) as (connection, standing):
        rows = connection.execute(query).all()
    return query_result(map(_month, rows), standing)


_EQUAL = ("account", "fund", "source", "year", "authority", "batch", "application")


def _conditions(asked: Filter) -> list[ColumnElement[bool]]:
    given: Mapping[str, Any] = {name: getattr(asked, name) for name in _EQUAL}
    wanted: list[ColumnElement[bool]] = [BOOK.c[name] == value for name, value in given.items() if value is not None]
    if asked.month is not None:
        wanted.append(BOOK.c.booked_in == asked.month)
    if asked.through_month is not None:
        wanted.append(BOOK.c.booked_in <= asked.through_month)
    if asked.as_of is not None:
        wanted.append(BOOK.c.value_on <= asked.as_of.isoformat())
    if isinstance(asked.known_at, datetime):
        wanted.append(BOOK.c.recorded_at <= instant_text(asked.known_at))
    elif asked.known_at is not None:
        wanted.append(BOOK.c.position <= asked.known_at)
    return wanted


def _in_order(balance: Balance) -> tuple[str, str]:
    return balance.account, balance.fund or ""


def _posting(row: Sequence[Any]) -> Posting:
    values = Posting._make(row)
    return values._replace(
        value_on=date.fromisoformat(row[10]),
        recorded_at=datetime.fromisoformat(row[12]),
    )


_read_balances = msgspec.json.Decoder(tuple[ClosingBalance, ...]).decode


def _month(row: Sequence[Any]) -> ClosedMonth:
    *before, closed_at, closed_by, told = row
    return ClosedMonth._make((*before, datetime.fromisoformat(closed_at), closed_by, _read_balances(told)))
