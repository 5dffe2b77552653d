"""`bailu calendar show`: show the adopted years, or the days of one that break the weekly rule."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.dossiers.working_days import CalendarYear, ExceptionalDay, calendar_years, exceptional_days
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("show", cls=Verb, help=N_("Show the adopted years, or the days of one that break the weekly rule."))
@click.argument("year", type=int, required=False)
@output_option
@click.pass_obj
def command(settings: Settings, year: int | None, output: str | None) -> None:
    session = OfficerSession(settings)
    if year is None:
        print_listing(CalendarYear, calendar_years(session), output)
    else:
        print_listing(ExceptionalDay, exceptional_days(session, year), output)
