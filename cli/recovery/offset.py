"""`bailu recovery offset`: propose to pay what is payable in a case of the same payee with what they owe here: as much
as there is of both, unless an amount is said.
"""

from __future__ import annotations

import click

from cli.parameters import NAME, YUAN
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.commands.recovery import offset


@click.command(
    "offset",
    cls=Verb,
    help=N_(
        "Propose to pay what is payable in a case of the same payee with what they owe here: as much as there is of "
        "both, unless an amount is said. Of this very case that is what is owed back. Another finance officer "
        "confirms it.\n\n"
        "No money reaches a bank: the funds that pay the other case are drawn on, and those that paid this one get "
        "theirs back."
    ),
)
@option(
    "--against",
    type=NAME,
    required=True,
    metavar="NUMBER",
    help=N_("The case of which something is kept back; this one, too."),
)
@option("--amount", type=YUAN, metavar="YUAN", help=N_("Only so much."))
@about_demand
def command(run: DemandRun, recovery: str | None, against: str, amount: int | None) -> None:
    run.record(offset(run.action, recovery, against=against, amount_fen=amount), _("Propose this offset?"))
