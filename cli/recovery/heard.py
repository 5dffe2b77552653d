"""`bailu recovery heard`: record what the payee answered to a notice (陈述申辩), or that nothing came in time."""

from __future__ import annotations

from datetime import date

import click

from cli.parameters import DAY, WORDS
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.commands.proceedings import hear


@click.command(
    "heard",
    cls=Verb,
    help=N_(
        "Record what the payee answered to a notice (陈述申辩), or that nothing came within its term.\n\n"
        "Once it is answered, or its term is over, the demand can be proposed. What comes after the term is recorded, "
        "too, as long as nothing is demanded."
    ),
)
@option("--on", type=DAY, metavar="DATE", help=N_("When the statement was received; today if not said."))
@option("--summary", type=WORDS, metavar="TEXT", help=N_("What the payee says, in short; it is kept sealed."))
@option("--none", "nothing", is_flag=True, help=N_("Nothing came within the term."))
@about_demand
def command(run: DemandRun, recovery: str | None, on: date | None, summary: str | None, nothing: bool) -> None:
    if nothing == bool(summary) or (nothing and on is not None):
        raise click.UsageError(_("Give the --summary of a statement, with or without --on, or --none."))
    run.record(hear(run.action, recovery, received_on=on, summary=summary), _("Record this?"))
