"""`bailu projection rebuild`: the read models built anew from the first event."""

from __future__ import annotations

import click

from cli.parameters import NAME
from cli.progress import Pace
from cli.projection._models import print_models
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "rebuild", cls=Verb, help=N_("Build read models anew from the first event; the old ones serve until then.")
)
@click.argument("names", type=NAME, nargs=-1, metavar="[NAME]...")
@output_option
@click.pass_obj
def command(settings: Settings, names: tuple[str, ...], output: str | None) -> None:
    from usecases.queries.read_models import rebuild_models
    from usecases.queries.views import opened

    with opened(OfficerSession(settings)) as views:
        rows = rebuild_models(views, names, Pace)
    print_models(rows, output)
