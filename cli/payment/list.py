"""`bailu payment list`: list the payment runs."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.parameters import NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_
from usecases.dossiers.payment_runs import PaymentRun, payment_runs
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the payment runs."))
@option("--payer", type=NAME, help=N_("Only the runs of this paying authority."))
@output_option
@click.pass_obj
def command(settings: Settings, payer: str | None, output: str | None) -> None:
    print_listing(PaymentRun, payment_runs(OfficerSession(settings), payer), output)
