"""Whether an allotment, its book and the funds of city and district say the same. ADR 0078."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated

from domain.treasury.accounts import AllotmentAccount as Account
from domain.treasury.fund import Fund
from domain.treasury.fund_returns import last_of
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields
from projections.allotment_book.model import NAME
from projections.allotment_book.queries import Balance, Filter, balances
from usecases.dossiers.allotments import AllotmentDetails, AllotmentRow, allotment_details
from usecases.dossiers.balances_of_day import funds_of_day
from usecases.progress import OnProgress
from usecases.queries.views import caught_up, unobserved
from usecases.session.officer_session import OfficerSession


class AllotmentDisagreement(Row):
    """Where two of them say something else of the same, in fen."""

    between: Annotated[str, Heading(N_("Between"), Kind.LABEL)]
    subject: Annotated[str, Heading(N_("Of"), Kind.NAME)]
    """The allotment, or a fund that it was made from."""
    what: Annotated[str, Heading(N_("What"), Kind.LABEL)]
    first_fen: Annotated[int, Heading(N_("The first (yuan)"))]
    second_fen: Annotated[int, Heading(N_("The second (yuan)"))]


class ReconciledAllotment(AllotmentDetails):
    """An allotment, and where it does not agree with its book and the funds. Nothing is compared (`reconciled` is
    false) where the read models are behind.
    """

    reconciled: bool
    disagreements: tuple[AllotmentDisagreement, ...]


def reconciled_allotment(
    session: OfficerSession, number: str, as_of: date | None = None, *, on_progress: OnProgress = unobserved
) -> ReconciledAllotment:
    """By now, or all of it as of a day. Raises as `allotment_details` does."""
    with caught_up(session, NAME, on_progress=on_progress) as views:
        details = allotment_details(session, number, as_of)
        with session.database.reading() as view:
            funds = funds_of_day(view, as_of)
        booked = balances(views, Filter(allotment=number, as_of=as_of))
        set_aside = balances(views, Filter(account=Account.SET_ASIDE, as_of=as_of))
    behind = booked.behind or set_aside.behind
    differing = () if behind else disagreements(details, booked.rows, set_aside.rows, funds)
    return ReconciledAllotment(**fields(details), reconciled=not behind, disagreements=tuple(differing))


def disagreements(
    allotment: AllotmentDetails, booked: Iterable[Balance], set_aside: Iterable[Balance], funds: Mapping[str, Fund]
) -> Iterator[AllotmentDisagreement]:
    """`booked` is of the allotment, `set_aside` what all allotments have reserved, by fund."""
    book: dict[str, int] = defaultdict(int)
    for balance in booked:
        book[balance.account] += balance.amount_fen
    own = [fund for fund in funds.values() if fund.allotment == allotment.allotment]
    yield from _compared("allotment-book", allotment.allotment, _as_made(allotment, book))
    yield from _compared("allotment-funds", allotment.allotment, _as_moved(book))
    yield from _compared("book-funds", allotment.allotment, _as_left(book, own))
    yield from _reserved([part.fund for part in allotment.parts], set_aside, funds)
    debit_fen, credit_fen = (sum(sign * fen for fen in book.values() if sign * fen > 0) for sign in (1, -1))
    yield from _compared("debit-credit", allotment.allotment, {"booked-in-all": (debit_fen, credit_fen)})


_Told = Mapping[str, tuple[int, int]]


def _as_made(allotment: AllotmentRow, book: Mapping[str, int]) -> _Told:
    return {
        Account.TOTAL: (allotment.total_fen, -book[Account.TOTAL]),
        Account.ADVANCED: (allotment.advance_fen, book[Account.ADVANCED]),
        Account.RESERVED: (allotment.reserved_fen, book[Account.RESERVED]),
        Account.RELEASED: (allotment.released_fen, book[Account.RELEASED]),
        Account.LAPSED: (allotment.lapsed_fen, book[Account.LAPSED]),
        Account.RECLAIMED: (allotment.reclaimed_fen, book[Account.RECLAIMED]),
        Account.OWED: (allotment.owed_fen, book[Account.OWED]),
    }


def _as_moved(book: Mapping[str, int]) -> _Told:
    """What the allotment says in its book, and what the funds of both sides say there."""
    received_fen = book[Account.ADVANCED] + book[Account.RELEASED] - book[Account.RECLAIMED]
    return {
        "received": (received_fen, -book[Account.CITY] - book[Account.SET_ASIDE]),
        Account.RESERVED: (book[Account.RESERVED], book[Account.SET_ASIDE]),
        Account.MOVED: (0, book[Account.MOVED]),
    }


def _as_left(book: Mapping[str, int], own: Iterable[Fund]) -> _Told:
    """The funds of the district together: what one of them is carried over into is one, too."""
    of_district = tuple(own)
    return {
        Account.LEFT: (book[Account.LEFT], sum(fund.balance_fen for fund in of_district)),
        Account.SPENT: (book[Account.SPENT], sum(fund.drawn_fen for fund in of_district)),
        Account.TREASURY_DUE: (book[Account.TREASURY_DUE], sum(fund.treasury_due_fen for fund in of_district)),
        Account.SURRENDERED: (book[Account.SURRENDERED], sum(fund.surrendered_fen for fund in of_district)),
    }


def _reserved(
    own: Iterable[str], set_aside: Iterable[Balance], funds: Mapping[str, Fund]
) -> Iterator[AllotmentDisagreement]:
    """What is reserved in the city's funds of this allotment is for all allotments together, and carried over with
    them: those of one line of money are compared as one.
    """
    by_last: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for balance in set_aside:
        if balance.fund is not None and balance.fund in funds:
            by_last[last_of(funds, balance.fund).fund][0] += balance.amount_fen
    for fund in funds.values():
        by_last[last_of(funds, fund.fund).fund][1] += fund.reserved_fen
    for name in sorted({last_of(funds, fund).fund for fund in own}):
        booked_fen, reserved_fen = by_last[name]
        yield from _compared("book-funds", name, {Account.SET_ASIDE: (booked_fen, reserved_fen)})


def _compared(between: str, subject: str, told: _Told) -> Iterator[AllotmentDisagreement]:
    for what, (first_fen, second_fen) in told.items():
        if first_fen != second_fen:
            yield AllotmentDisagreement(
                between=between, subject=subject, what=what, first_fen=first_fen, second_fen=second_fen
            )
