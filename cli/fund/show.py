"""`bailu fund show`: show one fund: its document, all that moved in it, and what is left."""

from __future__ import annotations

from datetime import date

import click

from cli.output import print_listing, print_record, print_table
from cli.parameters import DAY, NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_
from usecases.dossiers.funds import FundBalance, FundMovement, fund_details
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("show", cls=Verb, help=N_("Show one fund: its document, all that moved in it, and what is left."))
@click.argument("name", type=NAME, metavar="FUND")
@option("--as-of", type=DAY, metavar="DATE", help=N_("As of this value date: the end of the day."))
@output_option
@click.pass_obj
def command(settings: Settings, name: str, as_of: date | None, output: str | None) -> None:
    fund = fund_details(OfficerSession(settings), name, as_of)
    if output in ("csv", "xlsx"):
        print_listing(FundMovement, fund.movements, output)
    elif not print_record(fund, output):
        print_table(FundBalance, [fund])
        print_table(FundMovement, fund.movements)
