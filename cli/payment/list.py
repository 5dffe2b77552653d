"""`bailu payment list`: list the payment runs."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.payment._show import BATCHES, row
from cli.verbs import Verb, option, output_option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the payment runs."))
@option("--authority", help=N_("Only the runs of this paying authority."))
@output_option
@click.pass_obj
def command(settings: Settings, authority: str | None, output: str | None) -> None:
    with OfficerSession(settings).repository() as repository:
        found = [repository.batch(name) for name in repository.names("batch")]
    print_listing(BATCHES, [row(each) for each in found if authority in (None, each.authority)], output)
