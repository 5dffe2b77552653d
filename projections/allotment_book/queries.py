"""What can be asked of the books of allotments: what each account comes to, and what was posted to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from projections.allotment_book import model as allotment_book
from projections.allotment_book.model import BOOK
from projections.engine.query_result import QueryResult, query_result
from projections.engine.views import Views


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which postings are asked about: those that have every value given; `as_of` bounds the day as of which something
    moved.
    """

    allotment: str | None = None
    account: str | None = None
    as_of: date | None = None


EVERYTHING = Filter()


class Posting(NamedTuple):
    """One side of what an event books, in fen: above zero in the debit (see `projections.allotment_book.model`)."""

    position: int
    ordinal: int
    allotment: str
    account: str
    amount_fen: int
    fund: str | None
    value_on: date
    recorded_at: datetime
    event: str


class Balance(NamedTuple):
    """What an account of an allotment comes to, in fen; of a fund, where it is one that tells of it."""

    allotment: str
    account: str
    fund: str | None
    amount_fen: int


def postings(views: Views, asked: Filter = EVERYTHING) -> QueryResult[Posting]:
    """In the order in which they were recorded."""
    query = select(BOOK).where(*_conditions(asked)).order_by(BOOK.c.position, BOOK.c.ordinal)
    with views.asking(allotment_book) as (connection, standing):
        rows = connection.execute(query).all()
    return query_result(map(_posting, rows), standing)


def balances(views: Views, asked: Filter = EVERYTHING) -> QueryResult[Balance]:
    """By allotment, account and fund, without those that are nought."""
    column = BOOK.c
    query: Select[Any] = (
        select(column.allotment, column.account, column.fund, func.sum(column.amount_fen))
        .where(*_conditions(asked))
        .group_by(column.allotment, column.account, column.fund)
    )
    with views.asking(allotment_book) as (connection, standing):
        rows = [Balance(name, account, fund, int(fen)) for name, account, fund, fen in connection.execute(query)]
    return query_result(sorted((row for row in rows if row.amount_fen), key=_in_order), standing)


def _conditions(asked: Filter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if asked.allotment is not None:
        wanted.append(BOOK.c.allotment == asked.allotment)
    if asked.account is not None:
        wanted.append(BOOK.c.account == asked.account)
    if asked.as_of is not None:
        wanted.append(BOOK.c.value_on <= asked.as_of.isoformat())
    return wanted


def _in_order(balance: Balance) -> tuple[str, str, str]:
    return balance.allotment, balance.account, balance.fund or ""


def _posting(row: Sequence[Any]) -> Posting:
    *about, value_on, recorded_at, event = row
    return Posting._make((*about, date.fromisoformat(value_on), datetime.fromisoformat(recorded_at), event))
