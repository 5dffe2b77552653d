"""`bailu recovery write-off`: ask that what cannot be had is written off: all that is open of a demand, unless an
amount is said.
"""

from __future__ import annotations

import click

from cli.case_selection import reason_option
from cli.parameters import YUAN
from cli.recovery._changes import propose
from cli.recovery._demand_run import Act, about_demand
from cli.verbs import Verb, option
from domain.application.commands import WriteOffRecovery
from presentation.language import N_


@click.command(
    "write-off",
    cls=Verb,
    help=N_("Ask that what cannot be had is written off: all that is open of a demand, unless an amount is said."),
)
@option("--amount", type=YUAN, metavar="YUAN", help=N_("Only so much."))
@reason_option
@about_demand
def command(act: Act, recovery: str | None, amount: int | None, reason: str) -> None:
    propose(
        act,
        recovery,
        reason,
        lambda meant, why: WriteOffRecovery(application=act.number, recovery=meant, reason=why, amount_fen=amount),
    )
