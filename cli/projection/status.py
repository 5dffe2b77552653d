"""`bailu projection status`: how far each read model is."""

from __future__ import annotations

import click

from cli.projection._models import print_models
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("status", cls=Verb, help=N_("Show how far each read model is."))
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    from usecases.queries.read_models import statuses
    from usecases.queries.views import opened

    with opened(OfficerSession(settings), read_only=True) as views:
        print_models(statuses(views), output)
