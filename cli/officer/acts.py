"""`bailu officer acts`: who did what, and who stood by whose work; a read model."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.parameters import NAME
from cli.verbs import Verb, option, output_option
from domain.office.roles import PERMISSIONS
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "acts",
    cls=Verb,
    help=N_(
        "Show who did what, act by act.\n\n"
        "Acts that need two officers are two rows; the second says who began. --pairs shows only those, and so every "
        "second pair of eyes in one row."
    ),
)
@option("--officer", "done_by", type=NAME, help=N_("Only what this officer did."))
@option("--application", type=NAME, help=N_("Only about this application."))
@option("--act", type=click.Choice(sorted(PERMISSIONS)), help=N_("Only this act."))
@option("--pairs", is_flag=True, help=N_("Only answers to what another officer began."))
@output_option
@click.pass_obj
def command(
    settings: Settings, done_by: str | None, application: str | None, act: str | None, pairs: bool, output: str | None
) -> None:
    from cli.views import catching_up, print_position
    from usecases.queries.officer_acts import OfficerAct, officer_acts

    with catching_up() as on_progress:
        acts = officer_acts(
            OfficerSession(settings),
            officer=done_by,
            application=application,
            permission=act,
            second_only=pairs,
            on_progress=on_progress,
        )
    print_listing(OfficerAct, acts.result, output)
    print_position(acts)
