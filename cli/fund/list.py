"""`bailu fund list`: list the funds, and what is left of each."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.dossiers.funds import FundBalance, fund_balances
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the funds, and what is left of each."))
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    print_listing(FundBalance, fund_balances(OfficerSession(settings)), output)
