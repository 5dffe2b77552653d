"""`bailu register change`: propose that an entry is another from a day on, such as a base that was promoted."""

from __future__ import annotations

from typing import Any

import click

from cli.parameters import DAY, NAME, WORDS
from cli.register._entry import entry_options, stated
from cli.register._proposed import print_proposed
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from presentation.language import N_
from usecases.commands.register_entries import propose_change
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "change",
    cls=Verb,
    help=N_(
        "Propose that an entry is another from a day on, such as a base that was promoted.\n\n"
        "It keeps its key and whatever is not said here, and limits go on counting. An entry that was wrong from the "
        "start is changed from its first day on. FACT= takes a fact away."
    ),
)
@click.argument("register", type=NAME, metavar="REGISTER")
@click.argument("entry", type=WORDS, metavar="ENTRY")
@option("--from", "valid_from", type=DAY, required=True, help=N_("The first day on which it is another."))
@option("--to", "valid_to", type=DAY, help=N_("The last day of the recognition; as before unless said."))
@entry_options
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    /,
    register: str,
    entry: str,
    states: tuple[str, ...],
    dry_run: bool,
    command_id: str | None,
    output: str | None,
    **said: Any,
) -> None:
    changes = {name: value for name, value in said.items() if value is not None and (value or name == "bodies")}
    proposed = propose_change(
        OfficerSession(settings), register, entry, changes, stated(states), command_id=command_id, dry_run=dry_run
    )
    print_proposed(proposed, output, dry_run=dry_run)
