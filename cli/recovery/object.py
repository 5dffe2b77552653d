"""`bailu recovery object`: record that the payee objects to a demand that was served."""

from __future__ import annotations

from datetime import date

import click

from cli.case_selection import reason_option
from cli.parameters import DAY
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.commands.recovery import object_to


@click.command("object", cls=Verb, help=N_("Record that the payee objects to a demand that was served."))
@option("--on", type=DAY, metavar="DATE", help=N_("When it was received; today if not said."))
@reason_option
@about_demand
def command(run: DemandRun, recovery: str | None, on: date | None, reason: str) -> None:
    planned = object_to(run.action, recovery, received_on=on, grounds=reason)
    run.record(planned, _("Record this objection?"))
