"""`bailu recovery approve`: approve, as a supervisor, what finance proposed about a demand: the demand itself, or to
reduce, cancel, write off or refer it.
"""

from __future__ import annotations

import click

from cli.parameters import NAME, WORDS
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.commands.recovery import approve


@click.command(
    "approve",
    cls=Verb,
    help=N_(
        "Approve, as a supervisor, what finance proposed about a demand: the demand itself, or to reduce, cancel, "
        "write off or refer it.\n\n"
        "With --decline and a --reason, decline it instead."
    ),
)
@option("--proposal", type=NAME, metavar="ID", help=N_("Which proposal, where several wait."))
@option("--decline", is_flag=True, help=N_("Decline it instead; takes a --reason."))
@option("--reason", type=WORDS, help=N_("Why it is declined; it is kept sealed."))
@about_demand
def command(run: DemandRun, recovery: str | None, proposal: str | None, decline: bool, reason: str | None) -> None:
    if decline != bool(reason):
        raise click.UsageError(_("--decline and --reason belong together."))
    run.record(approve(run.action, recovery, proposal, reason), _("Decline this?") if decline else _("Approve this?"))
