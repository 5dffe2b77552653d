"""账簿: every movement of funds and cases in double entry, append-only and bitemporal (see `postings`).

The postings of an event add up to zero, so that all of them do, at every position, by every day and in every month.
Rows are never changed. `value_on` is the day as of which something moved, `booked_in` the month in which it is booked:
its own, or the first that was open when it was recorded. `authority` holds the fund, or pays the case; of a fund stand
its `source` and budget `year`, of a clearing account in the place of one its name alone. In the place of a case stands
the file of a demand from before this log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table

from domain.office.book_months import booked_in
from domain.treasury.accounts import Account
from projections.database.connections import insert
from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.engine.whole_table import WholeTable
from projections.events import event_views as s
from projections.events import fund_views as u
from projections.events.entries import Entry
from projections.folds.debts import CONFIRMED, OF_THE_FILE, PROPOSED
from projections.fund_book.payments import Posting
from projections.fund_book.postings import POSTINGS, brought_in, granted, postings_of
from store.errors import StoreUnavailable

NAME = "fund_book"
VERSION = 5
BOOK = Table(
    NAME,
    METADATA,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),  # within the event, from 1
    Column("account", String, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),  # above zero in the debit
    Column("fund", String),
    Column("source", String),
    Column("year", Integer),
    Column("batch", String),
    Column("application", String),
    Column("authority", String, nullable=False),
    Column("value_on", String, nullable=False),
    Column("booked_in", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Column("event", String, nullable=False),  # its stored name
    sqlite_with_rowid=False,
)
FUNDS = Table(
    "fund_book_fund",
    METADATA,
    Column("fund", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("source", String, nullable=False),
    Column("year", Integer, nullable=False),
    sqlite_with_rowid=False,
)
CASES = Table(
    "fund_book_case",
    METADATA,
    Column("application", String, primary_key=True),
    Column("authority", String, nullable=False),
    Column("payer", String, nullable=False),
    Column("granted_fen", BigInteger, nullable=False),  # in the books of its payer
    Column("demands", String, nullable=False),  # JSON: those that a supervisor approved
    sqlite_with_rowid=False,
)
MONTHS = Table(
    "fund_book_month",
    METADATA,
    Column("authority", String, primary_key=True),
    Column("month", String, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("through", BigInteger, nullable=False),
    Column("closed_at", String, nullable=False),
    Column("closed_by", String, nullable=False),
    Column("balances", String, nullable=False),  # JSON
    sqlite_with_rowid=False,
)
FILES = Table(
    "fund_book_file",
    METADATA,
    Column("stream", String, primary_key=True),
    Column("authority", String, nullable=False),
    Column("open_fen", BigInteger, nullable=False),  # by all its demands, as the file has them
    sqlite_with_rowid=False,
)
TABLES = (BOOK, FUNDS, CASES, MONTHS, FILES)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    NAME: tuple((column, "position", "ordinal") for column in ("account", "fund", "authority", "application", "batch"))
}
_SUBMITTED, _TRANSFERRED = "application.submitted.v1", "application.transferred.v1"
_DECIDED = ("application.approved.v1", "application.revised.v1")
"""They say who pays."""
_APPROVED, _CLOSED = "application.recovery-approved.v1", "book.month-closed.v1"
_OPENED = ("fund.opened.v1", "fund.carried-in.v1", "fund.opened-by-allotment.v1")
EVENTS = frozenset({_SUBMITTED, _TRANSFERRED, *POSTINGS, _CLOSED, PROPOSED, CONFIRMED})
_CAPACITY = 100_000
"""Applications kept in memory: some 40 MB."""


class Fund(msgspec.Struct, gc=False):
    fund: str
    holder: str
    source: str
    year: int


class File(msgspec.Struct, gc=False):
    """Demands from before this log that were brought in together (see `domain.imports.debts`)."""

    stream: str
    authority: str
    open_fen: int


class Month(msgspec.Struct, gc=False):
    """One that is closed; they are closed in order."""

    authority: str
    month: str
    position: int
    through: int
    closed_at: str
    closed_by: str
    balances: str


class Case(msgspec.Struct, gc=False):
    application: str
    authority: str
    payer: str
    granted_fen: int
    demands: list[str]


def begin(tables: Sequence[Table]) -> FundBookFold:
    return FundBookFold(*tables)


class FundBookFold:
    """See `projections.engine.model.Fold`. Funds, closed months and files of demands are few, and stay in memory."""

    def __init__(self, book: Table, funds: Table, cases: Table, months: Table, files: Table) -> None:
        self._book = book
        self._cases = RowCache(cases, read=_read_case, row=_case_row, weigh=lambda case: 1, capacity=_CAPACITY)
        self._funds, self._months, self._files = (
            WholeTable(funds, Fund),
            WholeTable(months, Month),
            WholeTable(files, File),
        )
        self._rows: list[tuple[object, ...]] = []

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        for few in (self._funds, self._months, self._files):
            few.load(connection)
        mine = [entry for entry in entries if entry.name in EVENTS]
        of_cases = {entry.subject for entry in mine if entry.version > 1 and entry.name.startswith("application.")}
        self._cases.fetch(connection, of_cases)
        for entry in mine:
            self._happened(entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        insert(connection, self._book, self._rows)
        self._rows.clear()
        for few in (self._funds, self._months, self._files):
            few.write(connection)
        self._cases.write(connection, lazily=lazily)

    def _happened(self, entry: Entry[Any]) -> None:
        if entry.name == _CLOSED:
            self._close(entry)
        elif entry.name.startswith("fund."):
            if entry.name in _OPENED:
                self._open(entry)
            fund = self._funds[entry.subject]
            self._post(entry, postings_of(entry), fund.holder, None)
        elif entry.name.startswith("debt."):
            self._of_file(entry)
        elif entry.name == _SUBMITTED:
            self._cases.add(entry.subject, _submitted(entry))
        else:
            case = self._cases.change(entry.subject)
            if case is None:
                raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
            self._of_case(entry, case)

    def _of_case(self, entry: Entry[Any], case: Case) -> None:
        if entry.name == _TRANSFERRED:
            case.authority, case.payer = entry.data.authority, entry.data.payer or entry.data.authority
            return
        moved_fen = 0
        if entry.name in _DECIDED:
            moved_fen = case.granted_fen if entry.data.payer != case.payer else 0
            self._post(entry, [*granted(-moved_fen)] if moved_fen else [], case.payer, case.application)
            case.payer = entry.data.payer
        elif entry.name == _APPROVED:
            case.demands.append(entry.data.recovery)
        demanded = getattr(entry.data, "recovery", None) in case.demands
        moved = granted(moved_fen) if moved_fen else ()
        postings = [*moved, *postings_of(entry, demanded=demanded)]
        case.granted_fen += sum(one.amount_fen for one in postings if one.account is Account.GRANTED) - moved_fen
        self._post(entry, postings, case.payer, case.application, after=2 if moved_fen else 0)

    def _of_file(self, entry: Entry[Any]) -> None:
        if entry.name == PROPOSED:
            file = File(entry.stream, entry.data.authority, sum(debt.open_fen for debt in entry.data.debts))
            self._files.put(file)
            return
        file = self._files[entry.stream]
        if entry.name != CONFIRMED:
            self._post(entry, postings_of(entry), file.authority, file.stream)
        elif entry.data.act == OF_THE_FILE:
            self._post(entry, brought_in(file.open_fen), file.authority, file.stream)

    def _open(self, entry: Entry[u.Opened] | Entry[u.CarriedIn] | Entry[u.OpenedByAllotment]) -> None:
        data = entry.data
        self._funds.put(Fund(entry.subject, data.holder, data.indicator.source, data.year))

    def _close(self, entry: Entry[u.MonthClosed]) -> None:
        data = entry.data
        balances = msgspec.json.encode(data.balances).decode()
        month = Month(entry.subject, data.month, entry.position, data.through, entry.recorded_at, entry.actor, balances)
        self._months.put(month)

    def _post(
        self, entry: Entry[Any], postings: list[Posting], authority: str, application: str | None, *, after: int = 0
    ) -> None:
        """Behind so many postings of the event in the books of another."""
        closed = self._months.get(authority)
        for ordinal, posting in enumerate(postings, start=1 + after):
            value_on = posting.value_on or entry.effective_on
            fund = self._funds.get(posting.fund or "")
            month = booked_in(date.fromisoformat(value_on), closed.month if closed else None)
            self._rows.append(
                (
                    entry.position,
                    ordinal,
                    posting.account.value,
                    posting.amount_fen,
                    posting.fund,
                    fund.source if fund else None,
                    fund.year if fund else None,
                    posting.batch,
                    application,
                    authority,
                    value_on,
                    month,
                    entry.recorded_at,
                    entry.name,
                )
            )


def _submitted(entry: Entry[s.Submitted]) -> Case:
    authority = entry.data.authority
    return Case(entry.subject, authority, entry.data.payer or authority, 0, [])


_decode_demands = msgspec.json.Decoder(list[str]).decode


def _read_case(row: Sequence[Any]) -> Case:
    application, authority, payer, granted_fen, demands = row
    return Case(application, authority, payer, granted_fen, _decode_demands(demands))


def _case_row(case: Case) -> tuple[Any, ...]:
    demands = msgspec.json.encode(case.demands).decode()
    return case.application, case.authority, case.payer, case.granted_fen, demands
