"""`bailu limit import`: propose that limits count lines that were settled elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_record
from cli.parameters import FILE, NAME, WORDS
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.import_lines import import_lines
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "import",
    cls=Verb,
    help=N_(
        "Propose that limits count lines that another body settled (期初数据); an approver confirms it.\n\n"
        "An office that opens in the middle of a year brings in what was paid before, scheme by scheme, or else none "
        "of it counts. What a line leaves out leaves later lines open, which it may concern. Importing the same file "
        "again changes nothing. `bailu limit template SCHEME` prints the columns."
    ),
)
@click.argument("file", type=FILE)
@option("--scheme", type=NAME, required=True, help=N_("Of which scheme the lines are."))
@option("--policy", type=NAME, help=N_("The notice; may be left out where only one is adopted."))
@option("--body", type=WORDS, required=True, help=N_("Who settled and paid them."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document by which they are handed over."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    file: Path,
    scheme: str,
    policy: str | None,
    body: str,
    document: str,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    imported = import_lines(
        OfficerSession(settings),
        file,
        policy=policy,
        scheme=scheme,
        body=body,
        document=document,
        command_id=command_id,
        dry_run=dry_run,
    )
    if print_record(imported, output):
        return
    values = {"count": imported.lines, "amount": amount_in_words(imported.amount_fen)}
    if imported.repeated:
        print_line(_("This file was imported before: nothing changed."))
    elif dry_run:
        print_line(_("Would propose that limits count %(count)s line(s), %(amount)s.") % values)
    else:
        print_line(_("It is proposed that limits count %(count)s line(s), %(amount)s.") % values)
        print_waiting(imported.proposal)
