"""`bailu recovery refer`: ask that a demand be referred to a court or the police."""

from __future__ import annotations

import click

from cli.case_selection import reason_option
from cli.parameters import WORDS
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.commands.recovery import refer


@click.command("refer", cls=Verb, help=N_("Ask that a demand be referred to a court or the police."))
@option("--to", "referred_to", type=WORDS, required=True, help=N_("To whom, such as the court."))
@reason_option
@about_demand
def command(run: DemandRun, recovery: str | None, referred_to: str, reason: str) -> None:
    run.record(refer(run.action, recovery, referred_to=referred_to, reason=reason), _("Propose this?"))
