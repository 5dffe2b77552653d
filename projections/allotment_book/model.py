"""资金下达账: every movement of the money of allotments in double entry, append-only and bitemporal (see `postings`).

The postings of an event add up to zero, so that all of an allotment do, at every position and by every day.
Rows are never changed. `value_on` is the day as of which something moved; `fund` the one that tells of it, where it is
not the allotment itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, String, Table

from projections.allotment_book.postings import BY_ALLOTMENT, OF_ALLOTMENT, POSTINGS, RECLAIMED, postings_of
from projections.database.connections import insert
from projections.engine.model import METADATA
from projections.engine.whole_table import WholeTable
from projections.events.entries import Entry

NAME = "allotment_book"
VERSION = 2
BOOK = Table(
    NAME,
    METADATA,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),  # within the event, from 1
    Column("allotment", String, nullable=False),
    Column("account", String, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),  # above zero in the debit
    Column("fund", String),
    Column("value_on", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Column("event", String, nullable=False),  # its stored name
    sqlite_with_rowid=False,
)
FUNDS = Table(
    "allotment_book_fund",
    METADATA,
    Column("fund", String, primary_key=True),
    Column("allotment", String, nullable=False),
    sqlite_with_rowid=False,
)
CLAIMED = Table(
    "allotment_book_claimed",
    METADATA,
    Column("allotment", String, primary_key=True),
    Column("claimed", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
TABLES = (BOOK, FUNDS, CLAIMED)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {NAME: (("allotment", "account"), ("account", "fund"))}
EVENTS = frozenset(POSTINGS)
_BEGIN = frozenset({"fund.opened-by-allotment.v1", "fund.carried-in.v1"})
"""They begin a fund of an allotment, the second where that is carried over."""


class Fund(msgspec.Struct, gc=False):
    """One of the district's, that an allotment began."""

    fund: str
    allotment: str


class Claimed(msgspec.Struct, gc=False):
    """An allotment of which something was reclaimed."""

    allotment: str
    claimed: bool = True


def begin(tables: Sequence[Table]) -> AllotmentBookFold:
    return AllotmentBookFold(*tables)


class AllotmentBookFold:
    """See `projections.engine.model.Fold`. Allotments and their funds are few, and stay in memory."""

    def __init__(self, book: Table, funds: Table, claimed: Table) -> None:
        self._book = book
        self._funds, self._claimed = WholeTable(funds, Fund), WholeTable(claimed, Claimed)
        self._rows: list[tuple[object, ...]] = []

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        self._funds.load(connection)
        self._claimed.load(connection)
        for entry in entries:
            if entry.name in EVENTS:
                self._happened(entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        insert(connection, self._book, self._rows)
        self._rows.clear()
        self._funds.write(connection)
        self._claimed.write(connection)

    def _happened(self, entry: Entry[Any]) -> None:
        if entry.name in _BEGIN and entry.data.allotment is not None:
            self._funds.put(Fund(entry.subject, entry.data.allotment))
        allotment = self._allotment_of(entry)
        if allotment is None:
            return
        posted = postings_of(entry, claimed=self._claimed.get(allotment) is not None)
        if entry.name == RECLAIMED:
            self._claimed.put(Claimed(allotment))
        about = (entry.effective_on, entry.recorded_at, entry.name)
        for ordinal, (account, amount_fen, fund) in enumerate(posted, start=1):
            self._rows.append((entry.position, ordinal, allotment, account.value, amount_fen, fund, *about))

    def _allotment_of(self, entry: Entry[Any]) -> str | None:
        if entry.name in OF_ALLOTMENT:
            return entry.subject
        if entry.name in BY_ALLOTMENT:
            allotment: str = entry.data.allotment
            return allotment
        fund = self._funds.get(entry.subject)
        return fund.allotment if fund is not None else None
