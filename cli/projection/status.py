"""`bailu projection status`: show how far each read model is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.verbs import output_option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    pass
from cli.projection._projection import show
from cli.verbs import Verb


@click.command("status", cls=Verb, help=N_("Show how far each read model is."))
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    from cli.views import opened
    from projections.building.runner import status as standings

    with opened(OfficerSession(settings), read_only=True) as views:
        show(standings(views), output)
