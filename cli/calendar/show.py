"""`bailu calendar show`: show the adopted years, or the days of one that break the weekly rule."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from cli.calendar._calendar import all_days
from cli.output import print_listing
from cli.verbs import Verb, output_option
from domain.calendar import WorkingDays
from domain.errors import NoSuchThing
from domain.office.reference import CALENDAR, CalendarYearAdopted
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


_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


@click.command("show", cls=Verb, help=N_("Show the adopted years, or the days of one that break the weekly rule."))
@click.argument("year", type=int, required=False)
@output_option
@click.pass_obj
def command(settings: Settings, year: int | None, output: str | None) -> None:
    session = OfficerSession(settings)
    if year is None:
        print_listing(_YEARS, _years(session), output)
        return
    with session.repository() as repository:
        adopted = repository.calendar().years.get(year)
    if adopted is None:
        raise NoSuchThing("calendar-missing", year=year)
    print_listing(_DAYS, map(_day, adopted.exceptions), output)


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
        "working_days": sum(map(working.worked, all_days(adopted.year))),
        "exceptions": len(adopted.exceptions),
        "source": adopted.source,
        "recorded_at": recorded.recorded_at,
        "officer": recorded.actor,
    }


def _day(day: date) -> dict[str, Any]:
    return {"day": day, "weekday": _(_WEEKDAYS[day.weekday()]), "worked": day.weekday() >= 5}
