"""`bailu fund list`: list the funds, and what is left of each."""

from __future__ import annotations

from datetime import date

import click

from cli.fund._clearing import on_clearing_in_words
from cli.output import print_listing, print_note
from cli.parameters import DAY
from cli.verbs import Verb, option, output_option
from presentation.language import N_
from usecases.dossiers.funds import FundBalance, fund_balances
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the funds, and what is left of each."))
@option("--as-of", type=DAY, metavar="DATE", help=N_("As of this value date: the end of the day."))
@output_option
@click.pass_obj
def command(settings: Settings, as_of: date | None, output: str | None) -> None:
    from cli.views import catching_up
    from usecases.queries.reconciliation import on_clearing

    session = OfficerSession(settings)
    print_listing(FundBalance, fund_balances(session, as_of), output)
    with catching_up() as on_progress:
        held = on_clearing(session, as_of, on_progress=on_progress)
    print_note(on_clearing_in_words(held.result.clearing_fen, held.result.bank_error_fen))
