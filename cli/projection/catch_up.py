"""`bailu projection catch-up`: the read models brought up to the log."""

from __future__ import annotations

import click

from cli.parameters import NAME
from cli.progress import Pace
from cli.projection._models import print_models
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("catch-up", cls=Verb, help=N_("Fold the events that were recorded since."))
@click.argument("names", type=NAME, nargs=-1, metavar="[NAME]...")
@output_option
@click.pass_obj
def command(settings: Settings, names: tuple[str, ...], output: str | None) -> None:
    from usecases.queries.read_models import catch_up_models
    from usecases.queries.views import opened

    with opened(OfficerSession(settings)) as views:
        rows = catch_up_models(views, names, Pace)
    print_models(rows, output)
