"""阶段: `milestone` proposes that lines met or missed one; an approver confirms (`bailu confirm`)."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, lines_option
from cli.output import print_note
from cli.parameters import DAY, FILE, WORDS
from cli.verbs import Verb, option
from domain.application.commands import ReportMilestone
from domain.application.values import Ranges
from presentation.language import N_, _
from usecases.commands.report_milestones import milestone_tasks


@click.command(
    "milestone",
    cls=Verb,
    help=N_(
        "Propose that lines met or missed a milestone: all that wait for it, unless some are named.\n\n"
        "Named lines may have been recorded otherwise: what was paid for a milestone that was missed after all is "
        "overpaid, and what was forfeited is owed again where it was met.\n\n"
        "With --roster there is no milestone to name: a table says it for each worker, with the result, its day, and "
        "who says so."
    ),
)
@option("--met/--missed", "met", default=None, help=N_("What became of it."))
@option("--on", "on", type=DAY, metavar="DATE", help=N_("When it was met, or the last day before the miss."))
@option("--source", type=WORDS, help=N_("Who says so, such as the social insurance register."))
@option("--roster", type=FILE, metavar="FILE", help=N_("The results of many, as a table."))
@lines_option
@choosing(last="MILESTONE", unless="roster")
def command(
    run: BatchRun,
    last: str | None,
    met: bool | None,
    on: date | None,
    source: str | None,
    roster: Path | None,
    lines: Ranges,
) -> int:
    if roster is not None:
        if met is not None or on or source or lines:
            raise click.UsageError(_("A roster says the result, its day and its source for each row."))
        return run.work(milestone_tasks(run.batch, run.numbers(), roster, of_table=run.of_table, note=print_note))
    if met is None:
        raise click.UsageError(_("Say --met or --missed."))
    if last is None or on is None or source is None:
        raise click.UsageError(_("Say --on and --source: when, and who says so."))
    reported = partial(ReportMilestone, milestone=last, lines=lines, met=met, reached_on=on, source=source)
    return run.give(lambda number: run.prepare(number, reported(application=number)))
