"""`bailu recovery remind`: remind the payee of what was not paid in time (催告), before the court is asked."""

from __future__ import annotations

import click

from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb
from presentation.language import N_, _
from usecases.commands.proceedings import remind


@click.command(
    "remind",
    cls=Verb,
    help=N_(
        "Remind the payee of what was not paid in time (催告), before the court is asked.\n\n"
        "The reminder is a letter, recovery-reminder, which is served like others. Ten working days after its service, "
        "and once the terms of review and suit are over, the court can be asked: `recovery refer --to court`."
    ),
)
@about_demand
def command(run: DemandRun, recovery: str | None) -> None:
    run.record(remind(run.action, recovery), _("Record this reminder?"))
