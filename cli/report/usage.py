"""`bailu report usage`: persons, person-times and money of a month or a year (就业补助资金使用情况表)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from cli.report._options import (
    as_of_option,
    authority_option,
    known_at_option,
    month_option,
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

_BY = ("scheme", "account", "source", "group", "authority", "payer", "month")


@click.command(
    "usage",
    cls=Verb,
    help=N_(
        "Persons, person-times and money of a month or a year (就业补助资金使用情况表).\n\n"
        "A month has what was used since New Year beside it. Money counts on its value date, less what the bank "
        "returned; a person counts once in a row and once in the total. --by, several times, says what the rows are "
        "apart by; --known-at answers as it was known then, as in `bailu history`."
    ),
)
@month_option
@year_option
@option("--by", multiple=True, type=click.Choice(_BY), help=N_("A row for each of these; the scheme, if not said."))
@scheme_option
@authority_option
@payer_option
@source_option
@as_of_option
@known_at_option
@sheet_options
@click.pass_obj
def command(
    settings: Settings,
    month: tuple[int, int] | None,
    year: int | None,
    by: tuple[str, ...],
    scheme: str | None,
    authority: str | None,
    payer: str | None,
    source: str | None,
    as_of: date | None,
    known_at: datetime | int | None,
    out: Path | None,
    output: str | None,
) -> None:
    from cli.views import catching_up
    from usecases.reports.usage import By, UsageFilter, usage

    session = OfficerSession(settings)
    wanted = UsageFilter(
        period=period_of(session, month, year),
        scheme=scheme,
        authority=authority,
        payer=payer,
        source=source,
        as_of=as_of,
        known_at=known_at,
    )
    with catching_up() as on_progress:
        apart_by = [By(name) for name in dict.fromkeys(by or ("scheme",))]
        report = usage(session, wanted, apart_by, on_progress=on_progress)
    print_report(session, report, output, out=out)
