"""`bailu officer suspend`: suspend an officer until a role is granted again."""

from __future__ import annotations

import click

from cli.output import print_line
from cli.parameters import NAME
from cli.verbs import Verb
from domain.office.officer import SuspendOfficer
from presentation.language import N_, _
from usecases.commands.officers import change_officer
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("suspend", cls=Verb, help=N_("Suspend an officer until a role is granted again."))
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@click.pass_obj
def command(settings: Settings, officer_id: str) -> None:
    change_officer(OfficerSession(settings), SuspendOfficer(officer=officer_id))
    print_line(_("Recorded."))
