"""`bailu calendar adopt`: adopt the working days of years, as published by the State Council, or those of a file."""

from __future__ import annotations

import click

from cli.output import print_line, print_listing
from cli.parameters import FILE_OR_NAME, WORDS
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.adopt_calendar import AdoptedYear, YearAdoption, adopt_years
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "adopt",
    cls=Verb,
    help=N_(
        "Propose to adopt the working days of years, as published by the State Council, or those of a file; a "
        "supervisor confirms it.\n\n"
        "The file names the days off and the weekend days worked: JSON with “off”, “worked” and “source”, "
        "or a table with a day and yes or no in each row."
    ),
)
@click.argument("years_or_files", type=FILE_OR_NAME, metavar="YEAR…|FILE", nargs=-1, required=True)
@option("--source", type=WORDS, help=N_("The notice that decrees the days, where the file does not name it."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    years_or_files: tuple[str, ...],
    source: str | None,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    if command_id and len(years_or_files) > 1:
        raise click.UsageError(_("A command id goes with one year."))
    adoptions = adopt_years(
        OfficerSession(settings), years_or_files, source=source, command_id=command_id, dry_run=dry_run
    )
    if output is not None:
        print_listing(AdoptedYear, [adoption.year for adoption in adoptions], output)
        return
    for adoption in adoptions:
        year = adoption.year
        values = {"year": year.year, "exceptions": year.exceptions, "source": year.source}
        print_line(_(_sentence(adoption, dry_run)) % values)
        print_waiting(year.proposal)


def _sentence(adoption: YearAdoption, dry_run: bool) -> str:
    if not adoption.changes:
        return N_("%(year)s was adopted before, just so: nothing changed.")
    if dry_run:
        return N_("Would propose %(year)s with %(exceptions)s exceptions (%(source)s).")
    return N_("%(year)s is proposed with %(exceptions)s exceptions (%(source)s).")
