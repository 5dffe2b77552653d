"""`bailu application list`: the register of applications, a read model."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.parameters import NAME
from cli.verbs import Verb, option, output_option
from domain.application.status import Status
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List applications, with their state and money."))
@option("--status", type=click.Choice([status.value for status in Status]), help=N_("Only in this status."))
@option("--scheme", type=NAME, help=N_("Only of this scheme."))
@option("--authority", type=NAME, help=N_("Only of this deciding authority."))
@option("--payer", type=NAME, help=N_("Only of this paying authority."))
@output_option
@click.pass_obj
def command(
    settings: Settings,
    status: str | None,
    scheme: str | None,
    authority: str | None,
    payer: str | None,
    output: str | None,
) -> None:
    from cli.views import catching_up, print_position
    from usecases.queries.application_register import RegisteredApplication, registered_applications

    with catching_up() as on_progress:
        applications = registered_applications(
            OfficerSession(settings),
            status=status,
            scheme=scheme,
            authority=authority,
            payer=payer,
            on_progress=on_progress,
        )
    print_listing(RegisteredApplication, applications.result, output)
    print_position(applications)
