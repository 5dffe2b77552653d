"""`bailu calendar adopt`: adopt the working days of years, as published by the State Council, or those of a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from cli.calendar._calendar import all_days
from cli.output import print_line, print_listing
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from domain.errors import NoSuchThing, NotAllowed
from domain.office.reference import AdoptCalendarYear
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_ADOPTED = (
    Column("year", N_("Year"), Kind.NAME),
    Column("exceptions", N_("Exceptions"), Kind.COUNT),
    Column("source", N_("Source")),
    Column("recorded", N_("Recorded"), Kind.NAME),
)


@click.command(
    "adopt",
    cls=Verb,
    help=N_(
        "Adopt the working days of years, as published by the State Council, or those of a file.\n\n"
        "The file names the days off and the weekend days worked: JSON with “off”, “worked” and “source”, "
        "or a table with a day and yes or no in each row."
    ),
)
@click.argument("what", metavar="YEAR…|FILE", nargs=-1, required=True)
@option("--source", help=N_("The notice that decrees the days, where the file does not name it."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    what: tuple[str, ...],
    source: str | None,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    if command_id and len(what) > 1:
        raise click.UsageError(_("A command id goes with one year."))
    commands = [command for each in what for command in _commands(each, source)]
    session = OfficerSession(settings)
    rows = []
    for command in commands:
        result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
        rows.append(
            {
                "year": command.year,
                "exceptions": len(command.exceptions),
                "source": command.source,
                "recorded": bool(result.events) and not result.repeated and not dry_run,
                "changed": bool(result.events) and not result.repeated,
            }
        )
    if output is not None:
        print_listing(_ADOPTED, rows, output)
        return
    for row in rows:
        print_line(_(_sentence(row, dry_run)) % row)


def exceptions_of(year: int) -> tuple[date, ...]:
    """The days of `year` on which the weekday rule does not hold, by the State Council's yearly notices.

    Raises `NoSuchThing("no-calendar-data")` for a year that the data at hand do not cover.
    """
    import chinese_calendar
    from chinese_calendar.constants import holidays

    first, last = min(holidays).year, max(holidays).year
    if not first <= year <= last:
        raise NoSuchThing("no-calendar-data", year=year, first=first, last=last)
    return tuple(day for day in all_days(year) if (day.weekday() < 5) != chinese_calendar.is_workday(day))


def _commands(what: str, source: str | None) -> Iterator[AdoptCalendarYear]:
    if what.isdecimal() and not Path(what).exists():
        year = int(what)
        yield AdoptCalendarYear(year=year, exceptions=exceptions_of(year), source=source or _published())
        return
    from usecases.errors import refuse_file
    from usecases.intake.decreed_days import read_decreed_days

    found = read_decreed_days(Path(what))
    if found.problems:
        raise refuse_file(what, found.problems)
    named = source or found.source
    if not named:
        raise NotAllowed("calendar-without-source", path=what)
    for year, exceptions in found.exceptions.items():
        yield AdoptCalendarYear(year=year, exceptions=exceptions, source=named)


def _published() -> str:
    """What the data are, with their edition: they restate the State Council's notices year by year."""
    from importlib.metadata import version

    return f"chinesecalendar {version('chinesecalendar')}"


def _sentence(row: dict[str, Any], dry_run: bool) -> str:
    if not row["changed"]:
        return N_("%(year)s was adopted before, just so: nothing changed.")
    if dry_run:
        return N_("Would adopt %(year)s with %(exceptions)s exceptions (%(source)s).")
    return N_("%(year)s is adopted with %(exceptions)s exceptions (%(source)s).")
