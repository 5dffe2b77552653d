"""`bailu public-notice object`: record an objection to what was decided: the lines that it names are held, and the
others are paid.
"""

from __future__ import annotations

from datetime import date

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, lines_option, reason_option
from cli.parameters import DAY
from cli.verbs import Verb, option
from domain.application.commands import RaiseObjection
from domain.application.values import Ranges
from presentation.language import N_


@click.command(
    "object",
    cls=Verb,
    help=N_(
        "Record an objection to what was decided: the lines that it names are held, and the others are paid.\n\n"
        "Without --lines it is against the whole application."
    ),
)
@lines_option
@option("--on", type=DAY, metavar="DATE", help=N_("When it was received; today if not said."))
@option(
    "--by",
    "raised_by",
    type=click.Choice(["applicant", "third-party"]),
    default="applicant",
    show_default=True,
    help=N_("Who objects."),
)
@reason_option
@choosing()
def command(run: BatchRun, lines: Ranges, on: date | None, raised_by: str, reason: str) -> int:
    received_on = on or run.session.today()
    return run.give(
        lambda number: run.prepare_with_reason(
            number,
            reason,
            lambda sealed: RaiseObjection(
                application=number, lines=lines, received_on=received_on, raised_by=raised_by, grounds=sealed
            ),
        )
    )
