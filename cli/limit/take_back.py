"""`bailu limit take-back`: propose that an import counts no more."""

from __future__ import annotations

import click

from cli.output import print_line, print_record
from cli.parameters import STREAM, WORDS
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.import_lines import take_back_import
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "take-back",
    cls=Verb,
    help=N_(
        "Propose that an import counts no more, because it was wrong, or more is known of it; an approver confirms it."
        "\n\n"
        "Its lines may then be imported again, with what was left out. Decisions that it led to stay as they are."
    ),
)
@click.argument("number", type=STREAM, metavar="IMPORT")
@option("--document", type=WORDS, required=True, help=N_("The number of the document that says so."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings, number: str, document: str, dry_run: bool, command_id: str | None, output: str | None
) -> None:
    back = take_back_import(OfficerSession(settings), number, document, command_id=command_id, dry_run=dry_run)
    if print_record(back, output):
        return
    would, done = N_("Would propose that %(number)s counts no more."), N_("Proposed: %(number)s counts no more.")
    print_line(_(would if dry_run else done) % {"number": number})
    print_waiting(back.proposal, dry_run=dry_run)
