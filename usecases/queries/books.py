"""The books as they are asked for: balances, the postings of an account, and the months that are closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated

from domain.errors import NoSuchThing, NotAllowed
from domain.office.book_months import CloseMonth, ClosingBalance
from domain.treasury.accounts import CHART, Account
from presentation.labels.vocabulary import label
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from projections.building.verify import verify
from projections.engine.views import Views
from projections.fund_book import queries
from projections.fund_book.model import NAME
from projections.fund_book.queries import Filter, Known
from usecases.progress import OnProgress
from usecases.queries.views import AsOf, caught_up, unobserved
from usecases.session.officer_session import OfficerSession

MODEL = NAME
"""What has to be caught up before these questions."""


class AccountBalance(Row):
    """What an account comes to, in fen, on one of its two sides."""

    account: Annotated[str, Heading(N_("Account code"), Kind.NAME)]
    name: Annotated[str, Heading(N_("Account name"))]
    fund: Annotated[str | None, Heading(N_("Fund"), Kind.LABEL)]
    debit_fen: Annotated[int, Heading(N_("Debit (yuan)"))]
    credit_fen: Annotated[int, Heading(N_("Credit (yuan)"))]


class BookPosting(Row):
    """One side of what an event booked, in fen. `booked_in` is its month in the books, which is not always the month of
    its value date.
    """

    position: Annotated[int, Heading(N_("Position"))]
    value_on: Annotated[date, Heading(N_("Value date"))]
    booked_in: Annotated[str, Heading(N_("Booked in"), Kind.NAME)]
    event: Annotated[str, Heading(N_("What"), Kind.LABEL)]
    account: Annotated[str, Heading(N_("Account code"), Kind.NAME)]
    debit_fen: Annotated[int, Heading(N_("Debit (yuan)"))]
    credit_fen: Annotated[int, Heading(N_("Credit (yuan)"))]
    fund: Annotated[str | None, Heading(N_("Fund"), Kind.LABEL)]
    batch: Annotated[str | None, Heading(N_("Batch"), Kind.NAME)]
    application: Annotated[str | None, Heading(N_("Application"), Kind.NAME)]
    authority: Annotated[str, Heading(N_("Authority"), Kind.NAME, minor=True)]
    source: Annotated[str | None, Heading(N_("Source"), Kind.LABEL, minor=True)]
    year: Annotated[int | None, Heading(N_("Budget year"), Kind.NAME, minor=True)]
    recorded_at: Annotated[datetime, Heading(N_("Recorded at"), minor=True)]


class ClosedMonth(Row):
    """A month that is closed. `moved_fen` is by how much its accounts are not as it was closed: nothing, unless the
    read model is wrong by now, or was then.
    """

    authority: Annotated[str, Heading(N_("Authority"), Kind.NAME)]
    month: Annotated[str, Heading(N_("Month"), Kind.NAME)]
    closed_at: Annotated[datetime, Heading(N_("Closed at"))]
    closed_by: Annotated[str, Heading(N_("Officer"), Kind.NAME)]
    position: Annotated[int, Heading(N_("Position"))]
    moved_fen: Annotated[int, Heading(N_("Moved since (yuan)"))]


class Book(Row):
    """Balances that add up to zero where they are of whole events; of an account, its postings."""

    balances: tuple[AccountBalance, ...]
    postings: tuple[BookPosting, ...]
    closed: tuple[ClosedMonth, ...]


class ChartedAccount(Row):
    """An account of the chart."""

    account: Annotated[str, Heading(N_("Account code"), Kind.NAME)]
    name: Annotated[str, Heading(N_("Account name"))]
    kind: Annotated[str, Heading(N_("Kind of account"), Kind.LABEL)]
    side: Annotated[str, Heading(N_("Ordinary side"), Kind.LABEL)]
    by_fund: Annotated[bool, Heading(N_("By fund"))]


def chart() -> list[ChartedAccount]:
    return [
        ChartedAccount(
            account=one.account.value,
            name=label(one.account.value),
            kind=one.kind,
            side=one.side.value,
            by_fund=one.by_fund,
        )
        for one in CHART
    ]


def the_book(
    session: OfficerSession, wanted: Filter, *, month: str | None = None, on_progress: OnProgress = unobserved
) -> AsOf[Book]:
    """With a `month`, balances by its end and the postings that are booked in it; with an account, its postings.

    Raises `NoSuchThing("no-such-account")`.
    """
    if wanted.account is not None and wanted.account not in {account.value for account in Account}:
        raise NoSuchThing("no-such-account", account=wanted.account)
    with caught_up(session, MODEL, on_progress=on_progress) as views:
        balances = queries.balances(views, _with(wanted, through_month=month))
        posted = queries.postings(views, _with(wanted, month=month)).rows if wanted.account is not None else ()
        closed = tuple(closed_months(views, wanted.authority, wanted.known_at))
    book = Book(
        balances=tuple(map(_balance, balances.rows)),
        postings=tuple(map(_posting, posted)),
        closed=closed,
    )
    return AsOf(result=book, position=balances.position, behind=balances.behind)


def closed_months(views: Views, authority: str | None, known_at: Known | None = None) -> Iterator[ClosedMonth]:
    """Those that were closed by then, as far as anything of them was recorded by then."""
    for month in queries.closed_months(views, authority, known_at).rows:
        through = Filter(authority=month.authority, through_month=month.month, known_at=known_at)
        now = queries.balances(views, through).rows
        yield ClosedMonth(
            authority=month.authority,
            month=month.month,
            closed_at=month.closed_at,
            closed_by=month.closed_by,
            position=month.position,
            moved_fen=moved_fen(month.balances, now),
        )


def moved_fen(then: Iterable[ClosingBalance], now: Iterable[queries.Balance]) -> int:
    """By how much accounts differ, in fen: what one has more another has less, so that half of all is what moved."""
    differences: dict[tuple[str, str | None], int] = {}
    for sign, balances in ((-1, then), (1, now)):
        for one in balances:
            key = one.account, one.fund
            differences[key] = differences.get(key, 0) + sign * one.amount_fen
    return sum(map(abs, differences.values())) // 2


def closing(session: OfficerSession, authority: str, month: str, *, on_progress: OnProgress = unobserved) -> CloseMonth:
    """To close a month with the balances that the books have by now: they are signed, so that the read model is first
    held against what the log makes of it anew. A hole on both sides is in no sum.

    Raises `NotAllowed("books-spoiled")`, and StoreUnavailable for whoever may not write the read models.
    """
    with caught_up(session, MODEL, on_progress=on_progress) as views:
        proved = verify(views, MODEL, on_progress=on_progress)
        if proved.differences:
            raise NotAllowed("books-spoiled", month=month, rows=len(proved.differences))
        through = Filter(authority=authority, through_month=month, known_at=proved.position)
        balances = queries.balances(views, through)
    return CloseMonth(
        authority=authority,
        month=month,
        through=proved.position,
        balances=tuple(
            ClosingBalance(account=one.account, fund=one.fund, amount_fen=one.amount_fen) for one in balances.rows
        ),
    )


def shown_balances(command: CloseMonth) -> list[AccountBalance]:
    """With what a month is to be closed, as it is shown before the question."""
    return [_balance(queries.Balance(one.account, one.fund, one.amount_fen)) for one in command.balances]


def _with(wanted: Filter, *, month: str | None = None, through_month: str | None = None) -> Filter:
    return Filter(
        account=wanted.account,
        fund=wanted.fund,
        authority=wanted.authority,
        as_of=wanted.as_of,
        known_at=wanted.known_at,
        month=month,
        through_month=through_month,
    )


def _balance(balance: queries.Balance) -> AccountBalance:
    return AccountBalance(
        account=balance.account,
        name=label(balance.account),
        fund=balance.fund,
        debit_fen=max(0, balance.amount_fen),
        credit_fen=max(0, -balance.amount_fen),
    )


def _posting(row: queries.Posting) -> BookPosting:
    values = {name: getattr(row, name) for name in BookPosting.__struct_fields__ if hasattr(row, name)}
    return BookPosting(**values, debit_fen=max(0, row.amount_fen), credit_fen=max(0, -row.amount_fen))
