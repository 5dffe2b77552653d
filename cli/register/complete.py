"""`bailu register complete`: declare that whoever was recognised up to a day is listed."""

from __future__ import annotations

from datetime import date

import click

from cli.parameters import DAY, NAME, WORDS
from cli.register._proposed import policy_option, print_proposed
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from domain.office.register import DeclareComplete
from presentation.language import N_
from usecases.commands.register_entries import propose_complete
from usecases.intake.editions import policy_of_register
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "complete",
    cls=Verb,
    help=N_(
        "Declare that whoever was recognised up to a day is listed.\n\n"
        "Until then nobody is refused for not being listed on that day: their application waits. A supervisor confirms."
    ),
)
@click.argument("register", type=NAME, metavar="REGISTER")
@option("--through", type=DAY, required=True, help=N_("The last day for which everybody is listed."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document that says so."))
@dry_run_option
@command_id_option
@policy_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    register: str,
    through: date,
    document: str,
    dry_run: bool,
    command_id: str | None,
    policy: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    named = policy_of_register(session, register, policy)
    declared = DeclareComplete(register=register, policy=named, through=through, document=document)
    proposed = propose_complete(session, declared, command_id=command_id, dry_run=dry_run)
    print_proposed(proposed, output, dry_run=dry_run)
