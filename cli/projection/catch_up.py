"""`bailu projection catch-up`: fold the facts that were recorded since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.verbs import output_option
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    pass
from cli.projection._projection import show
from cli.verbs import Verb


@click.command("catch-up", cls=Verb, help=N_("Fold the facts that were recorded since."))
@click.argument("names", nargs=-1, metavar="[NAME]...")
@output_option
@click.pass_obj
def command(settings: Settings, names: tuple[str, ...], output: str | None) -> None:
    from cli.progress import Pace
    from cli.views import opened
    from projections.building import runner
    from projections.building.catalogue import named

    with opened(OfficerSession(settings)) as views:
        start = min(each.position for each in views.status(named(names)))
        with Pace(_("Catching up"), start) as pace:
            found = runner.catch_up(views, names, on_progress=pace)
    show(found, output)
