"""`bailu application submit`: hand in application files: each becomes an application with a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.application._intake import _FILE, roster_option
from cli.batch_run import Outcome, Task, outcomes
from cli.output import print_line, print_listing, print_note, print_record
from cli.parameters import DAY
from cli.progress import watched
from cli.report_refusals import refusal_sentence as why_not
from cli.report_refusals import worst
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from domain.application.events import ApplicationSubmitted
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.events import event_sentence
from usecases.commands.application_files import HandedIn, hand_in
from usecases.errors import FilesRefused
from usecases.intake.sealing import submission
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from usecases.errors import FileProblem

_COLUMNS = (
    Column("file", N_("File"), Kind.NAME),
    Column("number", N_("Application"), Kind.NAME),
    Column("scheme", N_("Scheme"), Kind.NAME),
    Column("received_on", N_("Received on"), Kind.DAY),
    Column("lines", N_("Lines"), Kind.COUNT),
    Column("repeated", N_("Submitted before")),
    Column("refused", N_("Refused"), Kind.NAME),
)


@click.command(
    "submit",
    cls=Verb,
    help=N_(
        "Hand in application files: each becomes an application with a number.\n\n"
        "All or nothing: with any problem in a file or its roster, nothing is recorded. The same file again changes "
        "nothing."
    ),
)
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE...")
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
    handed_in: list[HandedIn] = []
    problems: list[FileProblem] = []
    for path in watched(files, len(files), _("Reading")):
        read, found = hand_in(session, path, roster, on)
        problems += found
        if read is not None:
            handed_in.append(read)
            if read.remark:
                print_note(read.remark)
    if problems:
        raise FilesRefused(problems)
    return _submit(session, handed_in, command_id, output, dry_run=dry_run)


def _submit(
    session: OfficerSession, handed_in: Sequence[HandedIn], command_id: str | None, output: str | None, *, dry_run: bool
) -> int:
    tasks: list[Task] = [
        (str(each.path), partial(submission, session, each.edition, each.file, each.received_on, command_id))
        for each in handed_in
    ]
    alone = len(tasks) == 1
    answered: list[Outcome] = []
    try:
        for outcome in watched(outcomes(session, tasks, dry_run=dry_run), len(tasks), _("Recording")):
            answered.append(outcome)
    except BaseException:
        # Before what stopped it half-way, what was recorded is said.
        if answered:
            _print([_row(each) for each in answered], output, alone=alone, dry_run=dry_run)
        raise
    refused = [each.refusal for each in answered if each.refusal is not None]
    if alone and refused:
        raise refused[0]
    _print([_row(each) for each in answered], output, alone=alone, dry_run=dry_run)
    return worst(refused)


def _row(outcome: Outcome) -> dict[str, Any]:
    row: dict[str, Any] = {"file": outcome.about, "number": None, "repeated": False, "refused": None}
    if outcome.refusal is not None:
        return {**row, "refused": outcome.refusal.code, "because": why_not(outcome.refusal)}
    assert outcome.result is not None, "a file is always handed in"
    submitted = outcome.result.events[0].event
    assert isinstance(submitted, ApplicationSubmitted), "a submission begins with the file"
    return {
        **row,
        "number": submitted.number,
        "status": "submitted",
        "scheme": submitted.scheme,
        "edition": submitted.edition,
        "received_on": submitted.received_on,
        "lines": len(submitted.lines),
        "repeated": outcome.result.repeated,
        "because": "; ".join(event_sentence(each.event) for each in outcome.result.events),
    }


def _print(rows: list[dict[str, Any]], output: str | None, *, alone: bool, dry_run: bool) -> None:
    for row in rows:
        if row["refused"]:
            print_note(f"{row['file']}: {row['because']}")
        elif output in (None, "table"):
            print_line(_sentence(row, dry_run=dry_run))
    if output in (None, "table"):
        return
    if alone and rows:
        print_record(rows[0], output, _COLUMNS)
    else:
        print_listing(_COLUMNS, rows, output)


def _sentence(row: dict[str, Any], *, dry_run: bool) -> str:
    if row["repeated"]:
        return _("%(file)s: already submitted as %(number)s.") % row
    if dry_run:
        return _("%(file)s would be %(number)s: %(because)s.") % row
    return _("%(file)s: %(number)s, %(because)s.") % row
