"""`bailu register end`: propose that an entry answers no more after a day."""

from __future__ import annotations

from datetime import date

import click

from cli.parameters import DAY, NAME, WORDS
from cli.register._proposed import print_proposed
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from domain.office.register import EndEntry
from presentation.language import N_
from usecases.commands.register_entries import propose_end
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("end", cls=Verb, help=N_("Propose that an entry answers no more after a day."))
@click.argument("register", type=NAME, metavar="REGISTER")
@click.argument("entry", type=WORDS, metavar="ENTRY")
@option("--on", "last_on", type=DAY, required=True, help=N_("The last day of the recognition."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document that ends it."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    register: str,
    entry: str,
    last_on: date,
    document: str,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    end = EndEntry(register=register, entry=entry, last_on=last_on, document=document)
    proposed = propose_end(OfficerSession(settings), end, command_id=command_id, dry_run=dry_run)
    print_proposed(proposed, output, dry_run=dry_run)
