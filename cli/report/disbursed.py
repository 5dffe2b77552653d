"""`bailu report disbursed`: what was disbursed month by month, with a chart."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from cli.report._options import (
    as_of_option,
    authority_option,
    chart_option,
    known_at_option,
    payer_option,
    scheme_option,
    sheet_options,
    source_option,
    year_option,
)
from cli.report._print import print_report
from cli.report._time import period_of
from cli.verbs import Verb, option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "disbursed",
    cls=Verb,
    help=N_(
        "What was disbursed month by month, with a chart.\n\n"
        "By value date, less what the bank returned. The chart stands below the table in a terminal, and in a file "
        "with --chart."
    ),
)
@option(
    "--by",
    type=click.Choice(("scheme", "source", "authority")),
    default="scheme",
    help=N_("What is charted side by side; the scheme, if not said."),
)
@year_option
@scheme_option
@authority_option
@payer_option
@source_option
@as_of_option
@known_at_option
@chart_option
@sheet_options
@click.pass_obj
def command(
    settings: Settings,
    by: str,
    year: int | None,
    scheme: str | None,
    authority: str | None,
    payer: str | None,
    source: str | None,
    as_of: date | None,
    known_at: datetime | int | None,
    chart: Path | None,
    out: Path | None,
    output: str | None,
) -> None:
    from cli.views import catching_up
    from usecases.reports.disbursed import disbursed
    from usecases.reports.usage import By, UsageFilter

    session = OfficerSession(settings)
    wanted = UsageFilter(
        period=period_of(session, None, year),
        scheme=scheme,
        authority=authority,
        payer=payer,
        source=source,
        as_of=as_of,
        known_at=known_at,
    )
    with catching_up() as on_progress:
        report = disbursed(session, wanted, By(by), on_progress=on_progress)
    print_report(session, report, output, out=out, chart=chart)
