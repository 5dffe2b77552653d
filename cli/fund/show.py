"""`bailu fund show`: show one fund: opened, drawn by each payment run, what came back, and what is left."""

from __future__ import annotations

import click

from cli.output import print_listing, print_note, print_record, print_table
from cli.parameters import NAME
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from usecases.dossiers.funds import FundBalance, FundDraw, fund_details
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "show", cls=Verb, help=N_("Show one fund: opened, drawn by each payment run, what came back, and what is left.")
)
@click.argument("name", type=NAME, metavar="FUND")
@output_option
@click.pass_obj
def command(settings: Settings, name: str, output: str | None) -> None:
    fund = fund_details(OfficerSession(settings), name)
    if output in ("csv", "xlsx"):
        print_listing(FundDraw, fund.draws, output)
    elif not print_record(fund, output):
        print_table(FundBalance, [fund])
        if fund.draws:
            print_table(FundDraw, fund.draws)
        else:
            print_note(_("Nothing was drawn yet."))
