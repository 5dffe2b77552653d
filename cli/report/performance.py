"""`bailu report performance`: what an allotment was to achieve and did, target by target (绩效自评表)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cli.parameters import NAME
from cli.report._options import as_of_option, sheet_options
from cli.report._print import print_report
from cli.verbs import Verb
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "performance",
    cls=Verb,
    help=N_(
        "What an allotment was to achieve and did, target by target, to be signed (绩效自评表).\n\n"
        "With what the district was given, spent and has left of it. The score is the achieved share, of 100, as the "
        "edition reads the notice."
    ),
)
@click.argument("number", type=NAME, metavar="ALLOTMENT")
@as_of_option
@sheet_options
@click.pass_obj
def command(settings: Settings, number: str, as_of: date | None, out: Path | None, output: str | None) -> None:
    from usecases.reports.performance import performance

    session = OfficerSession(settings)
    print_report(session, performance(session, number, as_of=as_of), output, out=out)
