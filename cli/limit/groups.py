"""`bailu limit groups`: list what notices share."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.dossiers.shared_limits import SharedGroup, groups
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("groups", cls=Verb, help=N_("List the limits and registers that notices share."))
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    print_listing(SharedGroup, groups(OfficerSession(settings)), output)
