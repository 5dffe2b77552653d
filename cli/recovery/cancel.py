"""`bailu recovery cancel`: propose to cancel a demand: nothing more is demanded of it."""

from __future__ import annotations

import click

from cli.case_selection import reason_option
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb
from presentation.language import N_, _
from usecases.commands.recovery import cancel


@click.command("cancel", cls=Verb, help=N_("Propose to cancel a demand: nothing more is demanded of it."))
@reason_option
@about_demand
def command(run: DemandRun, recovery: str | None, reason: str) -> None:
    run.record(cancel(run.action, recovery, reason=reason), _("Propose this?"))
