"""月结: the books of an authority are closed month by month, by two finance officers, with the balances they had.

In a closed month nothing of ours is booked any more. What a bank or a payee did is booked in the first open month,
under its value date. ADR 0070.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from domain.base import CONSEQUENCE, Decision, Event, Struct, event, first
from domain.errors import NotAllowed
from domain.streams import Kind, stream_name

Month = str
"""Such as `2024-10`: months sort as their texts do."""


def month_of(day: date) -> Month:
    return f"{day:%Y-%m}"


def first_day(month: Month) -> date:
    return date.fromisoformat(f"{month}-01")


def last_day(month: Month) -> date:
    first = first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def month_after(month: Month) -> Month:
    return month_of(last_day(month) + timedelta(days=1))


def booked_in(value_on: date, closed: Month | None) -> Month:
    """The month in which something of this value date is booked: its own, or the first one that is open."""
    month = month_of(value_on)
    return month if closed is None or month > closed else month_after(closed)


def book_stream(authority: str) -> str:
    return stream_name(Kind.BOOK, authority)


class ClosingBalance(Struct):
    """What an account came to by the end of a month, in fen; above zero in the debit. `fund` where it names one."""

    account: str
    fund: str | None
    amount_fen: int


@event("office.month-close-proposed.v1", first("close-month", about="proposal", pair="proposal"))
class MonthCloseProposed(Event):
    """A month of an authority's books is to be closed. `through` is the position of the log that the balances are of:
    what was booked in the month behind it, until the closing is confirmed, a reader sees.
    """

    proposal: str
    authority: str
    month: Month
    through: int
    balances: tuple[ClosingBalance, ...]

    @property
    def holder(self) -> str:
        """Whose officers answer it."""
        return self.authority


@event("book.month-closed.v1", CONSEQUENCE)
class MonthClosed(Event):
    """Nothing of ours is booked in this month any more, nor in any before it."""

    month: Month
    through: int
    balances: tuple[ClosingBalance, ...]


class CloseMonth(Struct):
    """Have a month closed, and all before it, with the balances that the books have."""

    authority: str
    month: Month
    through: int
    balances: tuple[ClosingBalance, ...]


class Months(Struct):
    """The books of an authority, as far as they are closed."""

    closed: Month | None = None
    """The last month that is closed, with all before it."""


def evolve(state: Months, happened: Event) -> Months:
    assert isinstance(happened, MonthClosed), f"not an event of the books: {happened!r}"
    return Months(closed=happened.month)


def close_month(months: Months, left_fen: Mapping[str, int], command: CloseMonth, today: date) -> Decision:
    """Close a month. `left_fen` is what was left of each fund of the authority as of its last day, in fen, which the
    balances have to say, too.

    Nothing, where it is closed with its balances already. Raises `NotAllowed`: `month-not-over` before its last day,
    `month-closed-already`, `month-before-open` where an earlier one is open and some month was closed before,
    `book-unbalanced`, and `month-unlike` where something else is left in a fund than the balances say.
    """
    authority, month = command.authority, command.month
    if today < last_day(month):
        raise NotAllowed("month-not-over", month=month, ends_on=last_day(month))
    if months.closed is not None and month <= months.closed:
        raise NotAllowed("month-closed-already", authority=authority, month=month)
    if months.closed is not None and month != month_after(months.closed):
        raise NotAllowed("month-before-open", authority=authority, month=month, first=month_after(months.closed))
    if sum(balance.amount_fen for balance in command.balances):
        raise NotAllowed("book-unbalanced", month=month)
    for fund, fen in left_fen.items():
        then_fen = of_fund(command.balances, FUNDS_LEFT, fund)
        if then_fen != fen:
            raise NotAllowed(
                "month-unlike", authority=authority, month=month, fund=fund, now_fen=fen, then_fen=then_fen
            )
    closed = MonthClosed(month=month, through=command.through, balances=command.balances)
    return {book_stream(authority): (closed,)}


FUNDS_LEFT = "1011"
"""The account of what is left of funds: `domain.treasury.accounts.Account.FUND`."""


def of_fund(balances: Iterable[ClosingBalance], account: str, fund: str) -> int:
    """In fen; 0 where the balances do not name it."""
    return sum(one.amount_fen for one in balances if (one.account, one.fund) == (account, fund))


def month_proposal(command: CloseMonth, name: str) -> MonthCloseProposed:
    return MonthCloseProposed(
        proposal=name,
        authority=command.authority,
        month=command.month,
        through=command.through,
        balances=command.balances,
    )


def month_command(proposed: MonthCloseProposed) -> CloseMonth:
    """The command that such an event came from."""
    return CloseMonth(
        authority=proposed.authority,
        month=proposed.month,
        through=proposed.through,
        balances=proposed.balances,
    )
