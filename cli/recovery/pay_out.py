"""`bailu recovery pay-out`: what came in for demands from before this log goes to the treasury, or to the payee."""

from __future__ import annotations

import click

from cli.parameters import WORDS
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.commands.debt_action import pay_out


@click.command(
    "pay-out",
    cls=Verb,
    help=N_(
        "Propose to pay the treasury all that came in for the demands of a file from before this log, or to pay back "
        "to the payee of one demand what came in beyond it; another finance officer confirms it.\n\n"
        "Where a correction of a receipt has left less than was paid already, it records that the rest came back."
    ),
)
@option(
    "--document", type=WORDS, required=True, help=N_("The number of the finance document, or voucher, by which it is.")
)
@about_demand
def command(run: DemandRun, recovery: str | None, document: str) -> None:
    run.record(pay_out(run.action, recovery, document=document), _("Propose this?"))
