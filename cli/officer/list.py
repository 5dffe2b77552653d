"""`bailu officer list`: list the officers."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.dossiers.officers import ListedOfficer, officers
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the officers."))
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    print_listing(ListedOfficer, officers(OfficerSession(settings)), output)
