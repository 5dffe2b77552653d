"""`bailu application verify`: record what comparisons with other registers found about declared facts."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.output import print_note
from cli.parameters import DAY, WORDS
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.commands.verify_facts import prepare_all_declared, verification_tasks


@click.command(
    "verify",
    cls=Verb,
    help=N_(
        "Record what comparisons with other registers found, from a table; without numbers, about every application "
        "that the table names.\n\n"
        "With --all-declared there is no file: every declared fact that the scheme wants verified, and that no "
        "comparison has answered yet, is confirmed as declared."
    ),
)
@option("--all-declared", is_flag=True, help=N_("Confirm everything that was declared."))
@option("--source", type=WORDS, help=N_("With --all-declared: who was asked, such as the social insurance register."))
@option("--on", type=DAY, metavar="DATE", help=N_("With --all-declared: the day of the comparison; today if not said."))
@choosing("verify", last="FILE", unless="all_declared", file="last")
def command(run: BatchRun, last: str | None, all_declared: bool, source: str | None, on: date | None) -> int:
    if last is None:
        if source is None:
            raise click.UsageError(_("--all-declared takes --source: who confirmed it?"))
        comparison = (source, on or run.session.today())
        return run.give(partial(prepare_all_declared, run.batch, comparison))
    if source is not None or on is not None:
        raise click.UsageError(_("--source and --on go with --all-declared; a file says them for each row."))
    return run.work(verification_tasks(run.batch, run.numbers(), Path(last), of_table=run.of_table, note=print_note))
