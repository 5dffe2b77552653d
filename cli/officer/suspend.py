"""`bailu officer suspend`: suspend an officer until a role is granted again."""

from __future__ import annotations

import click

from cli.officer._officer import do
from cli.verbs import Verb
from domain.office.officer import (
    SuspendOfficer,
)
from presentation.language import N_
from usecases.session.settings import Settings


@click.command("suspend", cls=Verb, help=N_("Suspend an officer until a role is granted again."))
@click.argument("who", metavar="OFFICER")
@click.pass_obj
def command(settings: Settings, who: str) -> None:
    do(settings, SuspendOfficer(officer=who))
