"""`bailu officer grant`: grant a role."""

from __future__ import annotations

import click

from cli.officer._roles import ROLES
from cli.output import print_line, print_record
from cli.parameters import NAME
from cli.verbs import Verb, output_option
from cli.waiting import print_waiting
from domain.office.officer import GrantRole
from domain.office.roles import Role
from presentation.language import N_, _
from usecases.commands.officers import ProposedOfficer, change_officer
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("grant", cls=Verb, help=N_("Propose that an officer has a role more; another person confirms it."))
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@click.argument("role", type=ROLES)
@output_option
@click.pass_obj
def command(settings: Settings, officer_id: str, role: str, output: str | None) -> None:
    proposal = change_officer(OfficerSession(settings), GrantRole(officer=officer_id, role=Role(role)))
    if print_record(ProposedOfficer(officer=officer_id, proposal=proposal, key=None), output):
        return
    print_line(_("Proposed."))
    print_waiting(proposal)
