"""`bailu recovery write-off`: ask that what cannot be had is written off: all that is open of a demand, unless an
amount is said.
"""

from __future__ import annotations

import click

from cli.case_selection import reason_option
from cli.parameters import YUAN
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.commands.recovery import write_off


@click.command(
    "write-off",
    cls=Verb,
    help=N_("Ask that what cannot be had is written off: all that is open of a demand, unless an amount is said."),
)
@option("--amount", type=YUAN, metavar="YUAN", help=N_("Only so much."))
@reason_option
@about_demand
def command(run: DemandRun, recovery: str | None, amount: int | None, reason: str) -> None:
    run.record(write_off(run.action, recovery, amount_fen=amount, reason=reason), _("Propose this?"))
