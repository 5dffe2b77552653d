"""`bailu recovery reduce`: propose to demand less, for a reason; a supervisor grants it."""

from __future__ import annotations

import click

from cli.case_selection import reason_option
from cli.parameters import YUAN
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.commands.recovery import reduce


@click.command("reduce", cls=Verb, help=N_("Propose to demand less, for a reason; a supervisor grants it."))
@option("--amount", type=YUAN, required=True, metavar="YUAN", help=N_("By how much less."))
@reason_option
@about_demand
def command(run: DemandRun, recovery: str | None, amount: int, reason: str) -> None:
    run.record(reduce(run.action, recovery, amount_fen=amount, reason=reason), _("Propose this?"))
