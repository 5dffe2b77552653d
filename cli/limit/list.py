"""`bailu limit list`: list what was brought in."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.dossiers.imports import ListedImport, imports
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List what was brought in, and what waits for confirmation."))
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    print_listing(ListedImport, imports(OfficerSession(settings)), output)
