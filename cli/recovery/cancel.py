"""`bailu recovery cancel`: propose to cancel a demand: nothing more is demanded of it."""

from __future__ import annotations

import click

from cli.case_selection import reason_option
from cli.recovery._changes import propose
from cli.recovery._demand_run import Act, about_demand
from cli.verbs import Verb
from domain.application.commands import CancelRecovery
from presentation.language import N_


@click.command("cancel", cls=Verb, help=N_("Propose to cancel a demand: nothing more is demanded of it."))
@reason_option
@about_demand
def command(act: Act, recovery: str | None, reason: str) -> None:
    propose(
        act, recovery, reason, lambda meant, why: CancelRecovery(application=act.number, recovery=meant, reason=why)
    )
