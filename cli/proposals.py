"""`bailu proposals`: what waits for a second person, over all cases and registers."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, option, output_option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "proposals",
    cls=Verb,
    help=N_(
        "What waits for a second person, over all cases and registers.\n\n"
        "`bailu confirm` takes the names in the first column. With --mine, only what you may confirm yourself."
    ),
)
@option("--mine", is_flag=True, help=N_("Only what you may confirm yourself."))
@output_option
@click.pass_obj
def command(settings: Settings, mine: bool, output: str | None) -> None:
    from cli.views import asked_for_all
    from usecases.queries import proposals

    session = OfficerSession(settings)
    with asked_for_all(session, proposals.MODEL) as views:
        confirmations = proposals.open_proposals(session, views, mine=mine)
    print_listing(proposals.OpenProposal, map(proposals.listed, confirmations), output)
