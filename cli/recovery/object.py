"""`bailu recovery object`: record that the payee objects to a demand that was served."""

from __future__ import annotations

from datetime import date

import click

from cli.case_selection import reason_option
from cli.parameters import DAY
from cli.recovery._demand_run import Act, about_demand
from cli.verbs import Verb, option
from domain.application.commands import (
    ObjectToRecovery,
)
from presentation.language import N_, _
from usecases.dossiers.demand_sheet import standing


@click.command("object", cls=Verb, help=N_("Record that the payee objects to a demand that was served."))
@option("--on", type=DAY, metavar="DATE", help=N_("When it was received; today if not said."))
@reason_option
@about_demand
def command(act: Act, recovery: str | None, on: date | None, reason: str) -> None:
    meant, received_on = act.demand(recovery), on or act.session.today()
    said = act.prepare_with_reason(
        reason,
        lambda sealed: ObjectToRecovery(
            application=act.number, recovery=meant, received_on=received_on, grounds=sealed
        ),
    )
    act.give(said, _("Record this objection?"), lambda _planned: standing(act.case, meant))
