"""`bailu officer revoke`: revoke a role."""

from __future__ import annotations

import click

from cli.officer._roles import ROLES
from cli.output import print_line
from cli.parameters import NAME
from cli.verbs import Verb
from cli.waiting import print_waiting
from domain.office.officer import RevokeRole
from domain.office.roles import Role
from presentation.language import N_, _
from usecases.commands.officers import change_officer
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("revoke", cls=Verb, help=N_("Revoke a role."))
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@click.argument("role", type=ROLES)
@click.pass_obj
def command(settings: Settings, officer_id: str, role: str) -> None:
    proposal = change_officer(OfficerSession(settings), RevokeRole(officer=officer_id, role=Role(role)))
    print_line(_("Proposed.") if proposal else _("Recorded."))
    print_waiting(proposal)
