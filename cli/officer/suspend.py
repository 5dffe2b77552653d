"""`bailu officer suspend`: suspend an officer until a role is granted again."""

from __future__ import annotations

import click

from cli.output import print_line
from cli.parameters import NAME
from cli.verbs import Verb
from cli.waiting import print_waiting
from domain.office.officer import SuspendOfficer
from presentation.language import N_, _
from usecases.commands.officers import change_officer
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "suspend",
    cls=Verb,
    help=N_(
        "Suspend an officer until a role is granted again.\n\n"
        "It waits for nobody, so that a stolen key can be stopped at once; but of somebody without whom one person "
        "alone could stop the office it takes a second person."
    ),
)
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@click.pass_obj
def command(settings: Settings, officer_id: str) -> None:
    proposal = change_officer(OfficerSession(settings), SuspendOfficer(officer=officer_id))
    print_line(_("Proposed.") if proposal else _("Recorded."))
    print_waiting(proposal)
