"""`bailu officer hand-over`: hand the open work of an officer over to another: it stands in the other's `todo --mine`
from then on.
"""

from __future__ import annotations

import click

from cli.output import print_line
from cli.parameters import NAME
from cli.verbs import Verb, command_id_option, option
from domain.office.officer import HandOver
from presentation.language import N_, _
from usecases.commands.officers import change_officer
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "hand-over",
    cls=Verb,
    help=N_(
        "Hand the open work of an officer over to another: it stands in the other's `todo --mine` from then on.\n\n"
        "It gives nobody a role: grant what is missing first. With --back, it is the officer's own again."
    ),
)
@click.argument("officer_id", type=NAME, metavar="FROM")
@click.argument("to", type=NAME, metavar="[TO]", required=False)
@option("--back", is_flag=True, help=N_("Take it back: the work is FROM's own again."))
@command_id_option
@click.pass_obj
def command(settings: Settings, officer_id: str, to: str | None, back: bool, command_id: str | None) -> None:
    if back == bool(to):
        raise click.UsageError(_("Say to whom, or --back, but not both."))
    change_officer(OfficerSession(settings), HandOver(officer=officer_id, to=to), command_id=command_id)
    if back:
        print_line(_("The work of %(officer)s is their own again.") % {"officer": officer_id})
    else:
        values = {"officer": officer_id, "to": to}
        print_line(_("The open work of %(officer)s stands in the list of %(to)s from now on.") % values)
