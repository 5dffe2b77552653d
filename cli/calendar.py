"""`bailu calendar`: the working days that the office counts by, year by year."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from cli.output import print_line, print_listing
from cli.verbs import command_id_option, dry_run_option, group, option, output_option
from domain.calendar import WorkingDays
from domain.errors import NoSuchThing, NotAllowed
from domain.office.reference import CALENDAR, AdoptCalendarYear, CalendarYearAdopted
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.line.envelope import Recorded, read_all
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_YEARS = (
    Column("year", N_("Year"), Kind.NAME),
    Column("working_days", N_("Working days"), Kind.COUNT),
    Column("exceptions", N_("Exceptions"), Kind.COUNT),
    Column("source", N_("Source")),
    Column("recorded_at", N_("Adopted at"), Kind.INSTANT),
    Column("officer", N_("By"), Kind.NAME),
)
_DAYS = (
    Column("day", N_("Day"), Kind.DAY),
    Column("weekday", N_("Weekday"), Kind.NAME),
    Column("worked", N_("Worked"), Kind.NAME),
)
_ADOPTED = (
    Column("year", N_("Year"), Kind.NAME),
    Column("exceptions", N_("Exceptions"), Kind.COUNT),
    Column("source", N_("Source")),
    Column("recorded", N_("Recorded"), Kind.NAME),
)
_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


@group("calendar", help=N_("Working days."))
def calendar() -> None:
    pass


@calendar.command(
    "adopt",
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
def adopt(
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
        print_line(_(_said(row, dry_run)) % row)


@calendar.command("show", help=N_("Show the adopted years, or the days of one that break the weekly rule."))
@click.argument("year", type=int, required=False)
@output_option
@click.pass_obj
def show(settings: Settings, year: int | None, output: str | None) -> None:
    session = OfficerSession(settings)
    if year is None:
        print_listing(_YEARS, _years(session), output)
        return
    with session.repository() as repository:
        adopted = repository.calendar().years.get(year)
    if adopted is None:
        raise NoSuchThing("calendar-missing", year=year)
    print_listing(_DAYS, map(_day, adopted.exceptions), output)


def exceptions_of(year: int) -> tuple[date, ...]:
    """The days of `year` on which the weekday rule does not hold, by the State Council's yearly notices.

    Raises `NoSuchThing("no-calendar-data")` for a year that the data at hand do not cover.
    """
    import chinese_calendar
    from chinese_calendar.constants import holidays

    first, last = min(holidays).year, max(holidays).year
    if not first <= year <= last:
        raise NoSuchThing("no-calendar-data", year=year, first=first, last=last)
    return tuple(day for day in _all_days(year) if (day.weekday() < 5) != chinese_calendar.is_workday(day))


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


def _said(row: dict[str, Any], dry_run: bool) -> str:
    if not row["changed"]:
        return N_("%(year)s was adopted before, just so: nothing changed.")
    if dry_run:
        return N_("Would adopt %(year)s with %(exceptions)s exceptions (%(source)s).")
    return N_("%(year)s is adopted with %(exceptions)s exceptions (%(source)s).")


def _years(session: OfficerSession) -> list[dict[str, Any]]:
    """The adopted years, each as it was adopted last."""
    with session.database.reading() as view:
        recorded = read_all(view.stream(CALENDAR))
    rows = {
        each.event.year: _year(each, each.event) for each in recorded if isinstance(each.event, CalendarYearAdopted)
    }
    return [rows[year] for year in sorted(rows)]


def _year(recorded: Recorded, adopted: CalendarYearAdopted) -> dict[str, Any]:
    working = WorkingDays(years=frozenset({adopted.year}), exceptions=frozenset(adopted.exceptions))
    return {
        "year": adopted.year,
        "working_days": sum(map(working.worked, _all_days(adopted.year))),
        "exceptions": len(adopted.exceptions),
        "source": adopted.source,
        "recorded_at": recorded.recorded_at,
        "officer": recorded.actor,
    }


def _day(day: date) -> dict[str, Any]:
    return {"day": day, "weekday": _(_WEEKDAYS[day.weekday()]), "worked": day.weekday() >= 5}


def _all_days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=count) for count in range(366 if isleap(year) else 365))
