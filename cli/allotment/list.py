"""`bailu allotment list`: list the allotments, and where each stands."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.dossiers.allotments import AllotmentRow, allotments
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the allotments, and where each stands."))
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    print_listing(AllotmentRow, allotments(OfficerSession(settings)), output)
