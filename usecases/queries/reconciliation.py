"""Whether a fund, the books, the payment runs and the bank say the same; and what of it stands on clearing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated

from domain.treasury.accounts import Account
from domain.treasury.run_standing import standing_of
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields
from projections.batch_book.model import NAME as BATCH_BOOK
from projections.batch_book.queries import Item, runs
from projections.engine.views import Views
from projections.fund_book import queries
from projections.fund_book.model import NAME as FUND_BOOK
from projections.fund_book.queries import Filter
from store.commands.repository import Repository
from usecases.dossiers.funds import FundBalance, FundDetails, fund_details
from usecases.progress import OnProgress
from usecases.queries.views import AsOf, caught_up, unobserved
from usecases.session.officer_session import OfficerSession


class Disagreement(Row):
    """Where two of them say something else of the same, in fen."""

    between: Annotated[str, Heading(N_("Between"), Kind.LABEL)]
    fund: Annotated[str, Heading(N_("Fund"), Kind.NAME)]
    batch: Annotated[str | None, Heading(N_("Batch"), Kind.NAME)]
    application: Annotated[str | None, Heading(N_("Application"), Kind.NAME)]
    what: Annotated[str, Heading(N_("What"), Kind.LABEL)]
    first_fen: Annotated[int, Heading(N_("The first (yuan)"))]
    second_fen: Annotated[int, Heading(N_("The second (yuan)"))]


class ReconciledFund(FundDetails):
    """A fund with what stands on the clearing accounts of its holder, and where it does not agree with the books, its
    runs and the bank. Nothing is compared (`reconciled` is false) where the read models are behind.
    """

    clearing_fen: Annotated[int, Heading(N_("On clearing (yuan)"))]
    bank_error_fen: Annotated[int, Heading(N_("On bank-error (yuan)"))]
    reconciled: bool
    disagreements: tuple[Disagreement, ...]


class Cleared(Row):
    """What stands on clearing accounts, in fen: beyond an order, and for one that had come to nothing."""

    clearing_fen: int
    bank_error_fen: int


def reconciled_fund(
    session: OfficerSession, name: str, as_of: date | None = None, *, on_progress: OnProgress = unobserved
) -> ReconciledFund:
    """Raises as `fund_details` does. As of a day the fund is compared with the book as of that day; runs and banks are
    asked what they say by now.
    """
    details = fund_details(session, name, as_of)
    with caught_up(session, FUND_BOOK, BATCH_BOOK, on_progress=on_progress) as views:
        held = _on_clearing(views, Filter(authority=details.holder, as_of=as_of))
        behind = queries.balances(views, Filter(fund=name)).behind
        differing: list[Disagreement] = []
        if not behind:
            differing += fund_and_book(details, queries.balances(views, Filter(fund=name, as_of=as_of)).rows)
            of_holder = queries.balances(views, Filter(authority=details.holder, as_of=as_of)).rows
            differing += _debit_and_credit(name, of_holder)
            if as_of is None:
                differing += disagreements(session, views, name)
    return ReconciledFund(**fields(details), **fields(held), reconciled=not behind, disagreements=tuple(differing))


def on_clearing(
    session: OfficerSession, as_of: date | None = None, *, on_progress: OnProgress = unobserved
) -> AsOf[Cleared]:
    """Of every authority together."""
    with caught_up(session, FUND_BOOK, on_progress=on_progress) as views:
        standing = queries.balances(views, Filter(account=Account.CLEARING))
        return AsOf(result=_on_clearing(views, Filter(as_of=as_of)), position=standing.position, behind=standing.behind)


def _on_clearing(views: Views, asked: Filter) -> Cleared:
    by_account = {balance.account: -balance.amount_fen for balance in queries.balances(views, asked).rows}
    return Cleared(
        clearing_fen=by_account.get(Account.CLEARING, 0), bank_error_fen=by_account.get(Account.BANK_ERROR, 0)
    )


def disagreements(session: OfficerSession, views: Views, fund: str) -> Iterator[Disagreement]:
    """Between the books, the runs that drew on the fund, and what the bank said of their items."""
    drawing = {
        posting.batch
        for posting in queries.postings(views, Filter(fund=fund, account=Account.IN_FLIGHT)).rows
        if posting.batch is not None
    }
    booked = {(one.batch, one.application): one for one in queries.items_of(views, drawing).rows}
    items = {(item.batch, item.application): item for run in runs(views, batches=drawing).rows for item in run.items}
    for key in sorted({*booked, *items}):
        one, item = booked.get(key), items.get(key)
        yield from _compared(
            "book-runs",
            fund,
            key,
            {
                "in-flight": (one.in_flight_fen if one else 0, item.in_flight_fen if item else 0),
                "net-credited": (
                    one.credited_fen if one else 0,
                    item.credited_fen - item.returned_fen if item else 0,
                ),
            },
        )
    with session.repository() as repository:
        for batch in sorted(drawing):
            yield from _runs_and_bank(repository, fund, batch, items)


def _runs_and_bank(
    repository: Repository, fund: str, batch: str, items: Mapping[tuple[str, str], Item]
) -> Iterator[Disagreement]:
    run = repository.batch(batch)
    for application in sorted({key.application for key in (*run.items, *run.left_out)}):
        item = items.get((batch, application))
        now = [standing_of(run, key) for key in run.keys_of(application)]
        yield from _compared(
            "runs-bank",
            fund,
            (batch, application),
            {
                "in-flight": (item.in_flight_fen if item else 0, sum(one.in_flight_fen for one in now)),
                "net-credited": (
                    item.credited_fen - item.returned_fen if item else 0,
                    sum(one.paid_fen - one.back_fen for one in now),
                ),
            },
        )


def fund_and_book(fund: FundBalance, balances: Iterable[queries.Balance]) -> Iterator[Disagreement]:
    """Where a fund and its accounts of the books are not of the same sums."""
    booked: dict[str, int] = defaultdict(int)
    for balance in balances:
        booked[balance.account] += balance.amount_fen
    given_fen = booked[Account.IN_FLIGHT] + booked[Account.PAID]
    allotted_fen = fund.allotted_in_fen - fund.reclaimed_fen - fund.allotted_out_fen
    yield from _compared(
        "fund-book",
        fund.fund,
        (None, None),
        {
            "fund-left": (fund.left_fen, booked[Account.FUND]),
            "fund-drawn": (fund.drawn_fen, given_fen),
            "treasury-due": (fund.treasury_due_fen, booked[Account.TREASURY_DUE]),
            Account.DRAWN: (0, booked[Account.DRAWN]),
            Account.RESERVED: (fund.reserved_fen, booked[Account.RESERVED]),
            Account.ALLOTTED: (fund.opened_fen + fund.increased_fen, -booked[Account.ALLOTTED]),
            Account.USED_BEFORE: (fund.used_fen, booked[Account.USED_BEFORE]),
            Account.TRANSFERRED: (fund.transferred_fen, -booked[Account.TRANSFERRED]),
            Account.CARRIED_OVER: (
                fund.carried_in_fen - fund.carried_over_fen,
                -booked[Account.CARRIED_OVER] - booked[Account.PRIOR_YEAR],
            ),
            Account.SURRENDERED: (fund.surrendered_fen, booked[Account.SURRENDERED]),
            Account.ALLOTMENTS: (allotted_fen, -booked[Account.ALLOTMENTS]),
        },
    )


def _debit_and_credit(fund: str, balances: Iterable[queries.Balance]) -> Iterator[Disagreement]:
    """Of all that is booked for the holder: so nothing is off that no fund, and no run, has, such as what is payable or
    stands on clearing.
    """
    amounts = [balance.amount_fen for balance in balances]
    debit_fen, credit_fen = sum(fen for fen in amounts if fen > 0), -sum(fen for fen in amounts if fen < 0)
    yield from _compared("debit-credit", fund, (None, None), {"booked-in-all": (debit_fen, credit_fen)})


def _compared(
    between: str, fund: str, about: tuple[str | None, str | None], told: Mapping[str, tuple[int, int]]
) -> Iterator[Disagreement]:
    batch, application = about
    for what, (first_fen, second_fen) in told.items():
        if first_fen != second_fen:
            yield Disagreement(
                between=between,
                fund=fund,
                batch=batch,
                application=application,
                what=what,
                first_fen=first_fen,
                second_fen=second_fen,
            )
