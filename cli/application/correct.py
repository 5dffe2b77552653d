"""`bailu application correct`: replace the file of an application whose correction was requested. Applicant and scheme
stay the same.
"""

from __future__ import annotations

from pathlib import Path

import click

from cli.application._intake import _FILE, roster_option
from cli.batch_run import BatchRun
from cli.verbs import Verb, command_id_option, dry_run_option, output_option
from domain.errors import NotAllowed
from presentation.language import N_
from usecases.commands.application_files import corrected
from usecases.errors import FilesRefused
from usecases.intake.sealing import correction
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "correct",
    cls=Verb,
    help=N_("Replace the file of an application whose correction was requested. Applicant and scheme stay the same."),
)
@click.argument("number")
@click.argument("file", type=_FILE)
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
    with session.repository() as repository:
        case = repository.case(number)
        edition = repository.edition(case.edition)
    corrected_file, problems = corrected(session, file, roster, edition)
    if corrected_file is None:
        raise FilesRefused(problems)
    for key, given, known in (
        ("scheme", corrected_file.scheme, case.scheme),
        ("authority", corrected_file.authority, case.authority),
    ):
        if given != known:
            raise NotAllowed("correction-differs", application=number, key=key, given=given, known=known)
    said = correction(session, edition, corrected_file, number, command_id)
    return BatchRun(session=session, named=(number,), output=output, dry_run=dry_run).work([(number, lambda: said)])
