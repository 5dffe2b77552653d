"""`bailu fund list`: list the funds, and what is left of each."""

from __future__ import annotations

from datetime import date

import click

from cli.output import print_listing
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
    print_listing(FundBalance, fund_balances(OfficerSession(settings), as_of), output)
