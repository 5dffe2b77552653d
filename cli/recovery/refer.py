"""`bailu recovery refer`: ask that a demand be referred to a court or the police."""

from __future__ import annotations

import click

from cli.case_selection import WORDS, reason_option
from cli.recovery._changes import propose
from cli.recovery._demand_run import Act, about_demand
from cli.verbs import Verb, option
from domain.application.commands import ReferRecovery
from presentation.language import N_


@click.command("refer", cls=Verb, help=N_("Ask that a demand be referred to a court or the police."))
@option("--to", "referred_to", type=WORDS, required=True, help=N_("To whom, such as the court."))
@reason_option
@about_demand
def command(act: Act, recovery: str | None, referred_to: str, reason: str) -> None:
    propose(
        act,
        recovery,
        reason,
        lambda meant, why: ReferRecovery(application=act.number, recovery=meant, reason=why, referred_to=referred_to),
    )
