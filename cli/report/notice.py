"""`bailu report notice`: one public notice of many cases, with lines for the proof of its posting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cli.parameters import DAY, NAME, WORDS
from cli.report._options import authority_option, sheet_options
from cli.report._print import print_report
from cli.verbs import Verb, option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "notice",
    cls=Verb,
    help=N_(
        "One public notice of many cases, with lines for the proof of its posting.\n\n"
        "Of all that was published on a day, or of the applications named, under the office's own number. Cases that "
        "close on different days stand on different sheets. Names and numbers of persons are masked."
    ),
)
@click.argument("numbers", nargs=-1, type=NAME, metavar="[NUMBER...]")
@option("--published-on", type=DAY, metavar="DATE", help=N_("What was published on this day; today, if not said."))
@option("--number", "reference", type=WORDS, help=N_("The office's own number of the notice (文号)."))
@authority_option
@sheet_options
@click.pass_obj
def command(
    settings: Settings,
    numbers: tuple[str, ...],
    published_on: date | None,
    reference: str | None,
    authority: str | None,
    out: Path | None,
    output: str | None,
) -> None:
    from cli.views import catching_up
    from usecases.reports.notice import notice

    session = OfficerSession(settings)
    with catching_up() as on_progress:
        report = notice(
            session,
            number=reference or "",
            published_on=published_on or session.today(),
            authority=authority,
            applications=numbers,
            on_progress=on_progress,
        )
    print_report(session, report, output, out=out)
