"""`bailu report forecast`: what is still to be paid by month and payer, and what the funds have for it."""

from __future__ import annotations

from pathlib import Path

import click

from cli.report._options import payer_option, sheet_options
from cli.report._print import print_report
from cli.verbs import Verb
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "forecast",
    cls=Verb,
    help=N_(
        "What is still to be paid by month and payer, and what the funds have for it.\n\n"
        "As of today: what is in flight, payable, on public notice, or waits for a milestone, with the month in which "
        "it falls due. Funds pay in the funding order, without what is reserved for allotments. Open lines are counted "
        "and left out."
    ),
)
@payer_option
@sheet_options
@click.pass_obj
def command(settings: Settings, payer: str | None, out: Path | None, output: str | None) -> None:
    from cli.views import catching_up
    from usecases.reports.forecast import forecast

    session = OfficerSession(settings)
    with catching_up() as on_progress:
        report = forecast(session, payer=payer, on_progress=on_progress)
    print_report(session, report, output, out=out)
