"""`bailu recovery refer`: ask that a demand be referred to a court or the police."""

from __future__ import annotations

import click

from cli.case_selection import reason_option
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from domain.application.status import ReferredTo
from presentation.language import N_, _
from usecases.commands.recovery import refer


@click.command(
    "refer",
    cls=Verb,
    help=N_(
        "Ask that a demand be referred to a court or the police.\n\n"
        "The court is asked once the terms of review and suit are over and ten working days after a reminder was "
        "served, and within three months (行政强制法第五十三条, 第五十四条); `recovery show` has the days."
    ),
)
@option(
    "--to",
    "referred_to",
    type=click.Choice([to.value for to in ReferredTo]),
    required=True,
    help=N_("To whom: court, once its term has begun and the payee was reminded, or police."),
)
@reason_option
@about_demand
def command(run: DemandRun, recovery: str | None, referred_to: str, reason: str) -> None:
    run.record(refer(run.action, recovery, referred_to=referred_to, reason=reason), _("Propose this?"))
