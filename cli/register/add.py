"""`bailu register add`: propose an entry; it answers nothing until a supervisor has confirmed it."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from cli.parameters import DAY, NAME, WORDS
from cli.register._entry import entry_options, stated
from cli.register._proposed import policy_option, print_proposed
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from presentation.language import N_
from usecases.commands.register_entries import propose_entry
from usecases.intake.editions import policy_of_register
from usecases.intake.entries import EntryDraft
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "add",
    cls=Verb,
    help=N_(
        "Propose an entry; it answers nothing until a supervisor has confirmed it.\n\n"
        "KEY is the credit code of a body, and of anything else the number by which applications name it."
    ),
)
@click.argument("register", type=NAME, metavar="REGISTER")
@click.argument("key", type=WORDS, metavar="KEY")
@option("--from", "valid_from", type=DAY, required=True, help=N_("The first day of the recognition."))
@option("--to", "valid_to", type=DAY, help=N_("The last day of the recognition; open unless said."))
@entry_options
@dry_run_option
@command_id_option
@policy_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    /,
    register: str,
    key: str,
    states: tuple[str, ...],
    dry_run: bool,
    command_id: str | None,
    policy: str | None,
    output: str | None,
    valid_from: date,
    **said: Any,
) -> None:
    session = OfficerSession(settings)
    named = policy_of_register(session, register, policy)
    draft = EntryDraft(key=key, valid_from=valid_from, facts=stated(states), **said)
    proposed = propose_entry(session, register, named, draft, command_id=command_id, dry_run=dry_run)
    print_proposed(proposed, output, dry_run=dry_run)
