"""`bailu application refuse`: refuse to accept applications, citing the clause, or since no correction came in time."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.parameters import NAME, WORDS
from cli.verbs import Verb, option
from domain.application.commands import RefuseApplication, RefuseOverdue
from presentation.language import N_, _


@click.command(
    "refuse",
    cls=Verb,
    help=N_(
        "Refuse to accept applications, citing the clause it rests on.\n\n"
        "With --overdue they end because the correction that was asked for has not come by the last day of the served "
        "request (逾期未补正): nothing is decided on their merits, and the applicant may apply anew."
    ),
)
@option("--clause", type=NAME, help=N_("The clause, or the interpretation, by its id, such as closing-3."))
@option("--reason", type=WORDS, help=N_("Why, in your own words; it is kept sealed."))
@option("--overdue", is_flag=True, help=N_("In the place of clause and reason: the correction has not come in time."))
@choosing()
def command(run: BatchRun, clause: str | None, reason: str | None, overdue: bool) -> int:
    if overdue:
        if clause or reason:
            raise click.UsageError(_("--overdue rests on no clause: leave out --clause and --reason."))
        return run.give(lambda number: run.prepare(number, RefuseOverdue(application=number)))
    if not clause or not reason:
        raise click.UsageError(_("Give --clause and --reason, or --overdue."))
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, lambda sealed: RefuseApplication(application=number, clause=clause, reason=sealed)
        )
    )
