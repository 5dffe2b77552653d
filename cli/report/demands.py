"""`bailu report demands`: open demands by age, with a chart."""

from __future__ import annotations

from pathlib import Path

import click

from cli.report._options import authority_option, chart_option, payer_option, sheet_options
from cli.report._print import print_report
from cli.verbs import Verb, option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("demands", cls=Verb, help=N_("Open demands by age, with a chart."))
@option(
    "--by", type=click.Choice(("age", "ground")), default="age", help=N_("By age or by ground; by age if not said.")
)
@authority_option
@payer_option
@chart_option
@sheet_options
@click.pass_obj
def command(
    settings: Settings,
    by: str,
    authority: str | None,
    payer: str | None,
    chart: Path | None,
    out: Path | None,
    output: str | None,
) -> None:
    from cli.views import catching_up
    from usecases.queries.demands import DemandFilter
    from usecases.reports.demands import demands

    session = OfficerSession(settings)
    wanted = DemandFilter(authority=authority, payer=payer)
    with catching_up() as on_progress:
        report = demands(session, wanted, by_age=by == "age", on_progress=on_progress)
    print_report(session, report, output, out=out, chart=chart)
