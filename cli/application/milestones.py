"""阶段: `milestone` proposes that lines met or missed one; an approver confirms (`application confirm`)."""

from __future__ import annotations

from datetime import date

import click

from cli.application.choice import WORDS, choosing, lines_option
from cli.application.round import Round
from cli.language import N_, _
from cli.parameters import DAY
from cli.verbs import Verb, option
from domain.application.commands import ReportMilestone
from domain.application.values import Ranges


@click.command(
    "milestone",
    cls=Verb,
    help=N_("Propose that lines met or missed a milestone: all that wait for it, unless some are named."),
)
@option("--met/--missed", "met", default=None, help=N_("What became of it."))
@option(
    "--on", "on", type=DAY, metavar="DATE", required=True, help=N_("When it was met, or the last day before the miss.")
)
@option("--source", type=WORDS, required=True, help=N_("Who says so, such as the social insurance register."))
@lines_option
@choosing(last="MILESTONE")
def milestone(going: Round, last: str, met: bool | None, on: date, source: str, lines: Ranges) -> int:
    if met is None:
        raise click.UsageError(_("Say --met or --missed."))
    return going.give(
        lambda number: going.saying(
            number,
            ReportMilestone(application=number, milestone=last, lines=lines, met=met, reached_on=on, source=source),
        )
    )
