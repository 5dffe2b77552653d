"""`bailu officer grant`: grant a role."""

from __future__ import annotations

import click

from cli.officer._roles import ROLES
from cli.output import print_line
from cli.parameters import NAME
from cli.verbs import Verb
from domain.office.officer import GrantRole
from domain.office.roles import Role
from presentation.language import N_, _
from usecases.commands.officers import change_officer
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("grant", cls=Verb, help=N_("Grant a role."))
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@click.argument("role", type=ROLES)
@click.pass_obj
def command(settings: Settings, officer_id: str, role: str) -> None:
    change_officer(OfficerSession(settings), GrantRole(officer=officer_id, role=Role(role)))
    print_line(_("Recorded."))
