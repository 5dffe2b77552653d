"""`bailu report disbursement`: the list of a payment run, with what the bank answered (发放明细)."""

from __future__ import annotations

from pathlib import Path

import click

from cli.parameters import NAME
from cli.report._options import sheet_options
from cli.report._print import print_report
from cli.verbs import Verb
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "disbursement",
    cls=Verb,
    help=N_("The list of a payment run, with what the bank answered (发放明细).\n\nAccounts are masked."),
)
@click.argument("batch", type=NAME)
@sheet_options
@click.pass_obj
def command(settings: Settings, batch: str, out: Path | None, output: str | None) -> None:
    from usecases.reports.disbursement import disbursement

    session = OfficerSession(settings)
    print_report(session, disbursement(session, batch), output, out=out)
