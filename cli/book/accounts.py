"""`bailu book accounts`: list the chart of accounts."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_


@click.command("accounts", cls=Verb, help=N_("List the chart of accounts."))
@output_option
def command(output: str | None) -> None:
    from usecases.queries.books import ChartedAccount, chart

    print_listing(ChartedAccount, chart(), output)
