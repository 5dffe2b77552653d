"""`bailu payment import`: record a bank's answer file: credits, returned payments, and payments that were not carried
out.
"""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_listing, print_record
from cli.prompt import agree
from cli.verbs import Verb, money_options, output_option
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "import",
    cls=Verb,
    help=N_(
        "Record a bank's answer file: credits, returned payments, and payments that were not carried out.\n\n"
        "All of it or nothing, days or months later, also of a settled case. The same file again changes nothing."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings, file: Path, yes: bool, dry_run: bool, command_id: str | None, output: str | None
) -> None:
    from cli.payment._bank_replies import COLUMNS, BankReplies
    from cli.payment._bank_replies import show as show_answers

    read = BankReplies.read(OfficerSession(settings), file, command_id)
    read.check()
    people = output in (None, "table")
    if people:
        show_answers(read.rows())
        read.show_noteworthy()
    if read.new and not dry_run:
        agree(read.question(), yes=yes)
        read.record()
    if output in ("csv", "xlsx"):
        print_listing(COLUMNS, read.rows(), output)
        return
    if print_record({"batches": read.rows(), "recorded": bool(read.new) and not dry_run}, output, COLUMNS):
        return
    if not read.new:
        print_line(_("Everything in this file was recorded before: nothing new."))
    elif dry_run:
        print_line(_("Nothing was recorded: this is what would be."))
    else:
        print_line(read.done())
