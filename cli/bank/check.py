"""`bailu bank check`: read an answer file of a bank, and say row by row what it would mean; nothing is stored."""

from __future__ import annotations

from pathlib import Path

import click

from cli.bank._options import profile_option
from cli.exit_codes import NO_SUCH_THING, OK, REFUSED
from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.parameters import FILE
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from presentation.rows.columns import columns
from usecases.session.settings import Settings


@click.command(
    "check",
    cls=Verb,
    help=N_(
        "Read an answer file of a bank, and say row by row what it would mean; nothing is stored.\n\n"
        "No officer and no store are needed: whether the runs and applications exist is asked when it is imported."
    ),
)
@click.argument("file", type=FILE)
@profile_option
@output_option
@click.pass_obj
def command(settings: Settings, file: Path, profile: str | None, output: str | None) -> int:
    from usecases.intake.bank.checking import ReplyRow, check_replies

    checked = check_replies(settings, file, profile)
    if output in ("csv", "xlsx"):
        print_listing(ReplyRow, checked.result.replies, output)
    elif not print_record(checked.result, output):
        if checked.result.replies:
            unused = {key for key in ("fund", "reason") if not any(getattr(row, key) for row in checked.result.replies)}
            print_table(columns(ReplyRow, without=unused), checked.result.replies)
        for sentence in checked.sentences:
            print_line(f"{file}: {sentence}")
        if not checked.sentences:
            count = len(checked.result.replies)
            print_line(_("%(file)s: %(rows)s row(s), all in order.") % {"file": file, "rows": count})
    for note in checked.notes:
        print_note(note)
    if checked.missing:
        return NO_SUCH_THING
    return REFUSED if checked.sentences else OK
