"""`bailu application correct`: replace the file of an application whose correction was requested. Applicant and scheme
stay the same.
"""

from __future__ import annotations

from pathlib import Path

import click

from cli.application._options import roster_option
from cli.batch_run import BatchRun
from cli.parameters import FILE, NAME
from cli.verbs import Verb, command_id_option, dry_run_option, output_option
from presentation.language import N_
from usecases.commands.correct_application import prepare_correction
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "correct",
    cls=Verb,
    help=N_("Replace the file of an application whose correction was requested. Applicant and scheme stay the same."),
)
@click.argument("number", type=NAME)
@click.argument("file", type=FILE)
@roster_option
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    number: str,
    file: Path,
    roster: Path | None,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> int:
    session = OfficerSession(settings)
    correction = prepare_correction(session, number, file, roster, command_id)
    run = BatchRun(session=session, named=(number,), output=output, dry_run=dry_run)
    return run.work([(number, lambda: correction)])
