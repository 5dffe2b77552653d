"""`bailu register add`: propose an entry; it answers nothing until a supervisor has confirmed it."""

from __future__ import annotations

from datetime import date

import click

from cli.parameters import DAY, NAME, WORDS
from cli.register._proposed import policy_option, print_proposed
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from domain.office.register import AddEntry
from presentation.language import N_
from usecases.commands.register_entries import propose_entry
from usecases.intake.editions import policy_of_register
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("add", cls=Verb, help=N_("Propose an entry; it answers nothing until a supervisor has confirmed it."))
@click.argument("register", type=NAME, metavar="REGISTER")
@click.argument("key", type=WORDS, metavar="USCC")
@option("--name", type=WORDS, help=N_("The name of who is listed."))
@option("--from", "valid_from", type=DAY, required=True, help=N_("The first day of the recognition."))
@option("--to", "valid_to", type=DAY, help=N_("The last day of the recognition; open unless said."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document that recognises."))
@option("--quota", type=click.IntRange(min=1), help=N_("How many lines the recognition allows, where it says so."))
@dry_run_option
@command_id_option
@policy_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    register: str,
    key: str,
    name: str | None,
    valid_from: date,
    valid_to: date | None,
    document: str,
    quota: int | None,
    dry_run: bool,
    command_id: str | None,
    policy: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    named = policy_of_register(session, register, policy)
    entry = AddEntry(
        register=register,
        policy=named,
        key=key,
        name=name,
        valid_from=valid_from,
        valid_to=valid_to,
        document=document,
        quota=quota,
    )
    proposed = propose_entry(session, entry, command_id=command_id, dry_run=dry_run)
    print_proposed(proposed, output, dry_run=dry_run)
