"""`bailu allotment receive`: receive what the city allotted by a log of its own."""

from __future__ import annotations

from pathlib import Path

import click

from cli.allotment._propose import Asked, propose
from cli.output import print_line
from cli.parameters import FILE
from cli.verbs import Verb, money_options, output_option
from presentation.language import N_, _
from usecases.commands.allotment_notices import receiving
from usecases.dossiers.allotment_notices import entries_in_words
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "receive",
    cls=Verb,
    help=N_(
        "Propose to receive what the city allotted by a log of its own; another finance officer confirms it.\n\n"
        "FILE is what `bailu allotment export` wrote in the store of the city. What is new of it opens or increases "
        "funds of the district under the same documents; what is reclaimed is given back as far as it is there, and "
        "the rest of it when the file is received again. What was received before is not recorded again, and a file "
        "that tells otherwise of it is refused."
    ),
)
@click.argument("file", type=FILE)
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings, file: Path, yes: bool, dry_run: bool, command_id: str | None, output: str | None
) -> None:
    plan, notice, file_sha256 = receiving(OfficerSession(settings), file, command_id)
    if output is None and plan.changes:
        for sentence in entries_in_words(notice.allotments):
            print_line(sentence)
    propose(
        plan,
        Asked(yes=yes, dry_run=dry_run, output=output),
        _("receive what %(giver)s allotted to %(holder)s, by the file with SHA-256 %(sha256)s"),
        {"giver": notice.giver, "holder": notice.holder, "sha256": file_sha256},
        allotment=None,
        amount_fen=None,
    )
