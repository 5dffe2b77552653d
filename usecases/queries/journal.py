"""The books as a Beancount journal: an outside program adds them up, and finds every balance that is not as it says.

Each event is a transaction, in yuan, under the code of its account, the authority and the fund. It stands on its value
date or, where that month was closed, on the first day of the month in which it is booked. At the end of each month the
balances of its accounts are asserted, to the fen: of a closed month those that it was closed with. No name of a
person, and no pseudonym, is in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from domain.office.book_months import first_day, month_after, month_of
from domain.treasury.accounts import CHART
from presentation.labels.vocabulary import label
from projections.engine.views import Views
from projections.fund_book import queries
from projections.fund_book.model import NAME
from projections.fund_book.queries import ClosedMonth, Posting
from usecases.progress import OnProgress
from usecases.queries.views import AsOf, caught_up, unobserved
from usecases.session.officer_session import OfficerSession

_ROOTS = {"assets": "Assets", "liabilities": "Liabilities", "net": "Equity", "expenses": "Expenses"}
_KINDS = {one.account.value: _ROOTS[one.kind] for one in CHART}
_BY_FUND = frozenset(one.account.value for one in CHART if one.by_fund)
_NO_FUND = "Unnamed"
"""Of a credit whose day was put right after some of it had come back, and of what came in for a demand from before this
log.
"""
_CURRENCY = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The text of it, and how many transactions and assertions it has."""

    text: str
    transactions: int
    assertions: int


def journal_of(session: OfficerSession, *, on_progress: OnProgress = unobserved) -> AsOf[Journal]:
    with caught_up(session, NAME, on_progress=on_progress) as views:
        posted = queries.postings(views)
        journal = written(posted.rows, queries.closed_months(views).rows)
    return AsOf(result=journal, position=posted.position, behind=posted.behind)


def of_views(views: Views) -> Journal:
    return written(queries.postings(views).rows, queries.closed_months(views).rows)


def written(postings: tuple[Posting, ...], closed: Iterable[ClosedMonth]) -> Journal:
    """The journal of all postings, which are in the order in which they were recorded."""
    opened: dict[str, date] = {}
    for posting in postings:
        name, day = _name(posting.account, posting.authority, posting.fund), _day(posting)
        opened[name] = min(day, opened.get(name, day))
    transactions = list(_transactions(postings))
    assertions = list(_assertions(postings, closed, opened))
    head = ['option "title" "Bailu"', f'option "operating_currency" "{_CURRENCY}"', ""]
    accounts = [f"{day} open {name} {_CURRENCY}" for name, day in sorted(opened.items())]
    text = "\n".join([*head, *accounts, "", *transactions, *assertions])
    return Journal(text=text + "\n", transactions=len(transactions), assertions=len(assertions))


def _transactions(postings: Iterable[Posting]) -> Iterator[str]:
    """Of one event those of one day together, which add up to zero."""
    for (position, day), of_event in groupby(postings, lambda posting: (posting.position, _day(posting))):
        sides = list(of_event)
        first = sides[0]
        told = {"application": first.application, "batch": first.batch}
        if first.value_on != day:
            told["value-on"] = first.value_on.isoformat()
        lines = [f'{day} * "{_quoted(label(first.event))}"', f"  position: {position}"]
        lines += [f'  {key}: "{value}"' for key, value in told.items() if value is not None]
        lines += [
            f"  {_name(side.account, side.authority, side.fund)}  {_yuan(side.amount_fen)} {_CURRENCY}"
            for side in sides
        ]
        yield "\n".join(lines) + "\n"


def _assertions(
    postings: Iterable[Posting], closed: Iterable[ClosedMonth], opened: Mapping[str, date]
) -> Iterator[str]:
    """What each account comes to on the morning after a month in which something was booked on it."""
    by_month: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for posting in postings:
        name = _name(posting.account, posting.authority, posting.fund)
        by_month[month_of(_day(posting))][name] += posting.amount_fen
    with_balances: dict[str, dict[str, int]] = defaultdict(dict)
    for month in closed:
        for one in month.balances:
            with_balances[month.month][_name(one.account, month.authority, one.fund)] = one.amount_fen
    balances: dict[str, int] = defaultdict(int)
    for month_name in sorted({*by_month, *with_balances}):
        for name, fen in by_month[month_name].items():
            balances[name] += fen
        asserted = {name: balances[name] for name in by_month[month_name]} | with_balances[month_name]
        for name, fen in sorted(asserted.items()):
            if name in opened:
                yield f"{first_day(month_after(month_name))} balance {name}  {_yuan(fen)} ~ 0 {_CURRENCY}"


def _day(posting: Posting) -> date:
    """Where it stands in the journal: in the month in which it is booked."""
    return max(posting.value_on, first_day(posting.booked_in))


def _name(account: str, authority: str, fund: str | None) -> str:
    """No name is the beginning of another, whose balance would be in its own."""
    told = [_part(fund or _NO_FUND)] if account in _BY_FUND else []
    return ":".join([_KINDS[account], account, _part(authority), *told])


def _part(name: str) -> str:
    """Parts of names begin with a capital letter or a digit, and have no low line."""
    return (name[:1].upper() + name[1:]).replace("_", "-x5F-")


def _yuan(fen: int) -> str:
    """Exactly, from whole fen."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
