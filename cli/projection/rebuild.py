"""`bailu projection rebuild`: build read models anew from the first fact; the old ones serve until then."""

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


@click.command(
    "rebuild", cls=Verb, help=N_("Build read models anew from the first fact; the old ones serve until then.")
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@output_option
@click.pass_obj
def command(settings: Settings, names: tuple[str, ...], output: str | None) -> None:
    from cli.progress import Pace
    from cli.views import opened
    from projections.building.rebuild import rebuild as build

    with opened(OfficerSession(settings)) as views, Pace(_("Building")) as pace:
        found = build(views, names, on_progress=pace)
    show(found, output)
