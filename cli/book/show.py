"""`bailu book show`: show what each account comes to, or the postings of one."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click

from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.parameters import DAY, MOMENT, MONTH, NAME
from cli.verbs import Verb, option, output_option
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "show",
    cls=Verb,
    help=N_(
        "Show what each account comes to, or with --account the postings of one.\n\n"
        "--month shows the balances by the end of that month, and what is booked in it: what a bank or a payee did in "
        "a month that was closed is booked in the first open one, under its value date. --as-of bounds the value date, "
        "--known-at what had been recorded."
    ),
)
@option("--account", type=NAME, metavar="CODE", help=N_("The postings of this account of the chart."))
@option("--fund", type=NAME, help=N_("Only of this fund."))
@option("--authority", type=NAME, help=N_("Only of the authority that holds the money."))
@option("--month", type=MONTH, metavar="MONTH", help=N_("By the end of this month of the books, such as 2024-10."))
@option("--as-of", type=DAY, metavar="DATE", help=N_("Only what took effect by this day."))
@option("--known-at", type=MOMENT, metavar="INSTANT|POSITION", help=N_("Only what had been recorded by then."))
@output_option
@click.pass_obj
def command(
    settings: Settings,
    account: str | None,
    fund: str | None,
    authority: str | None,
    month: str | None,
    as_of: date | None,
    known_at: datetime | int | None,
    output: str | None,
) -> None:
    from cli.views import catching_up, print_position
    from projections.fund_book.queries import Filter
    from usecases.queries.books import AccountBalance, BookPosting, ClosedMonth, the_book

    wanted = Filter(account=account, fund=fund, authority=authority, as_of=as_of, known_at=known_at)
    with catching_up() as on_progress:
        shown = the_book(OfficerSession(settings), wanted, month=month, on_progress=on_progress)
    book = shown.result
    if output in ("json", "jsonl"):
        print_record(book, output)
    elif output == "table" or (output is None and sys.stdout.isatty()):
        print_table(AccountBalance, book.balances)
        debit_fen = sum(balance.debit_fen for balance in book.balances)
        credit_fen = sum(balance.credit_fen for balance in book.balances)
        print_line(
            _("Together %(debit)s in the debit, %(credit)s in the credit.")
            % {"debit": yuan(debit_fen), "credit": yuan(credit_fen)}
        )
        if account is not None:
            print_table(BookPosting, book.postings, title=f"{account} {label(account)}")
        elif book.closed:
            print_table(ClosedMonth, book.closed)
    elif account is not None:
        print_listing(BookPosting, book.postings, output)
    else:
        print_listing(AccountBalance, book.balances, output)
    for closed in book.closed:
        if closed.moved_fen:
            print_note(
                _("%(month)s of %(authority)s: %(amount)s yuan in it are not as it was closed: rebuild fund_book.")
                % {"month": closed.month, "authority": closed.authority, "amount": yuan(closed.moved_fen)}
            )
    print_position(shown)
