"""`bailu officer enrol`: enrol an officer and make their key; hand the key file over in person."""

from __future__ import annotations

import click

from cli.officer._roles import ROLES
from cli.output import print_line
from cli.parameters import NAME, WORDS
from cli.verbs import Verb, command_id_option, option
from domain.office.roles import CITY, Role
from presentation.language import N_, _
from usecases.commands.officers import enrol_officer
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("enrol", cls=Verb, help=N_("Enrol an officer and make their key; hand the key file over in person."))
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@option("--name", type=WORDS, required=True, help=N_("The officer's name; it is sealed."))
@option("--role", "roles", type=ROLES, multiple=True, required=True, help=N_("A role; give it again for more."))
@option(
    "--authority", type=NAME, default=CITY, show_default=True, help=N_("The paying authority whose cases they work on.")
)
@command_id_option
@click.pass_obj
def command(
    settings: Settings, officer_id: str, name: str, roles: tuple[str, ...], authority: str, command_id: str | None
) -> None:
    key = enrol_officer(OfficerSession(settings), officer_id, name, tuple(map(Role, roles)), authority, command_id)
    print_line(_("%(officer)s is enrolled, with the key %(key)s.") % {"officer": officer_id, "key": key})
