"""`bailu application submit`: hand in application files: each becomes an application with a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from cli.application._options import roster_option
from cli.batch_run import report_outcomes
from cli.output import print_line, print_listing, print_note, print_record
from cli.parameters import DAY, FILE
from cli.progress import watched
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from presentation.language import N_, _
from usecases.commands.batch import TaskOutcome, because, execute_tasks
from usecases.commands.submit_applications import (
    SubmittedFile,
    read_files,
    standing_elsewhere,
    submission_of,
    submission_tasks,
    submitted_file,
)
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "submit",
    cls=Verb,
    help=N_(
        "Hand in application files: each becomes an application with a number.\n\n"
        "All or nothing: with any problem in a file or its roster, nothing is recorded. The same file again changes "
        "nothing."
    ),
)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@roster_option
@option("--on", type=DAY, metavar="DATE", help=N_("The day of receipt, in place of the one in the file."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    files: tuple[Path, ...],
    roster: Path | None,
    on: date | None,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> int:
    if len(files) > 1 and (roster is not None or command_id is not None):
        raise click.UsageError(_("--roster and --command-id belong to one file: hand in the files one by one."))
    session = OfficerSession(settings)
    handed_in = read_files(session, files, roster=roster, on=on, watch=watched, note=print_note)
    tasks = submission_tasks(session, handed_in, command_id)
    alone = len(tasks) == 1

    def show(outcomes: Sequence[TaskOutcome]) -> None:
        _print(session, outcomes, output, alone=alone, dry_run=dry_run)

    return report_outcomes(execute_tasks(session, tasks, dry_run=dry_run), len(tasks), show, alone=alone)


def _print(
    session: OfficerSession, outcomes: Sequence[TaskOutcome], output: str | None, *, alone: bool, dry_run: bool
) -> None:
    told = [standing_elsewhere(session, outcome) for outcome in outcomes]
    for outcome, elsewhere in zip(outcomes, told, strict=True):
        if outcome.refusal is not None:
            print_note(f"{outcome.about}: {because(outcome)}")
        elif output in (None, "table"):
            print_line(_sentence(outcome, dry_run=dry_run))
        if outcome.refusal is None:
            for sentence in elsewhere.sentences(submission_of(outcome).number):
                print_note(sentence)
    if output in (None, "table"):
        return
    if alone and all(outcome.refusal is None for outcome in outcomes):
        print_record(submission_of(outcomes[0], told[0]), output, SubmittedFile)
    else:
        print_listing(SubmittedFile, map(submitted_file, outcomes, told), output)


def _sentence(outcome: TaskOutcome, *, dry_run: bool) -> str:
    submission = submission_of(outcome)
    values = {"file": submission.file, "number": submission.number, "because": submission.because}
    if submission.repeated:
        return _("%(file)s: already submitted as %(number)s.") % values
    if dry_run:
        return _("%(file)s would be %(number)s: %(because)s.") % values
    return _("%(file)s: %(number)s, %(because)s.") % values
