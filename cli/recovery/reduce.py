"""`bailu recovery reduce`: propose to demand less, for a reason; a supervisor grants it."""

from __future__ import annotations

import click

from cli.case_selection import reason_option
from cli.parameters import YUAN
from cli.recovery._changes import propose
from cli.recovery._demand_run import Act, about_demand
from cli.verbs import Verb, option
from domain.application.commands import ReduceRecovery
from presentation.language import N_


@click.command("reduce", cls=Verb, help=N_("Propose to demand less, for a reason; a supervisor grants it."))
@option("--amount", type=YUAN, required=True, metavar="YUAN", help=N_("By how much less."))
@reason_option
@about_demand
def command(act: Act, recovery: str | None, amount: int, reason: str) -> None:
    propose(
        act,
        recovery,
        reason,
        lambda meant, why: ReduceRecovery(application=act.number, recovery=meant, amount_fen=amount, reason=why),
    )
