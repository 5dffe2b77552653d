"""`bailu standard list`: list the standards and their tables."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.dossiers.standards import ListedStandard, standards
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the standards of the adopted notices, with their tables."))
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    print_listing(ListedStandard, standards(OfficerSession(settings)), output)
