"""`bailu report allotments`: the allotments of a budget year, from the advance to what is owed, with a chart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cli.parameters import FILE, NAME
from cli.report._options import as_of_option, chart_option, sheet_options, year_option
from cli.report._print import print_report
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "allotments",
    cls=Verb,
    help=N_(
        "The allotments of a budget year, from the advance to what is owed, with a chart.\n\n"
        "The chart has of each receiver what was advanced, released, is reserved and was reclaimed, and beside it what "
        "of the total its achieved share comes to. It stands below the table in a terminal, and in a file with --chart."
    ),
)
@year_option
@option(
    "--against",
    type=FILE,
    metavar="FILE",
    help=N_("Entry by entry beside this file of the other side's log, as `bailu allotment export` writes it."),
)
@option("--authority", type=NAME, help=N_("Only what this authority allotted or was allotted."))
@as_of_option
@chart_option
@sheet_options
@click.pass_obj
def command(
    settings: Settings,
    year: int | None,
    against: Path | None,
    authority: str | None,
    as_of: date | None,
    chart: Path | None,
    out: Path | None,
    output: str | None,
) -> None:
    from usecases.reports.allotments import allotments

    session = OfficerSession(settings)
    if against is not None:
        from usecases.reports.allotments_against import allotments_against

        if year is not None or authority is not None or as_of is not None or chart is not None:
            raise click.UsageError(
                _("--against takes the whole file: leave out --year, --authority, --as-of, --chart.")
            )
        print_report(session, allotments_against(session, against), output, out=out)
        return
    report = allotments(session, year or session.today().year, as_of=as_of, authority=authority)
    print_report(session, report, output, out=out, chart=chart)
