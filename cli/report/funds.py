"""`bailu report funds`: the funds of a budget year, from what was opened to what is left."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cli.parameters import DAY, NAME
from cli.report._options import sheet_options, year_option
from cli.report._print import print_report
from cli.verbs import Verb, option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("funds", cls=Verb, help=N_("The funds of a budget year, from what was opened to what is left."))
@year_option
@option("--holder", type=NAME, help=N_("Only the funds of this holder."))
@option("--as-of", type=DAY, metavar="DATE", help=N_("As of this value date: the end of the day."))
@sheet_options
@click.pass_obj
def command(
    settings: Settings,
    year: int | None,
    holder: str | None,
    as_of: date | None,
    out: Path | None,
    output: str | None,
) -> None:
    from usecases.reports.funds import funds

    session = OfficerSession(settings)
    report = funds(session, year or session.today().year, as_of=as_of, holder=holder)
    print_report(session, report, output, out=out)
