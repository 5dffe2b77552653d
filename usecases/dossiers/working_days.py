"""The working days that the office counts by: the adopted years, and the days that break the weekly rule."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated

from domain.calendar import WorkingDays
from domain.errors import NoSuchThing
from domain.office.reference import CALENDAR, CalendarYearAdopted
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from store.line.envelope import Recorded, read_all
from usecases.session.officer_session import OfficerSession

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_SATURDAY = 5


class CalendarYear(Row):
    """An adopted year, as it was adopted last; days are counted."""

    year: Annotated[int, Heading(N_("Year"), Kind.NAME)]
    working_days: Annotated[int, Heading(N_("Working days"))]
    exceptions: Annotated[int, Heading(N_("Exceptions"))]
    source: Annotated[str, Heading(N_("Source"))]
    recorded_at: Annotated[datetime, Heading(N_("Adopted at"))]
    officer: Annotated[str, Heading(N_("By"), Kind.NAME)]


class ExceptionalDay(Row):
    """A day on which the weekly rule does not hold: a weekday off, or a weekend day that is `worked`."""

    day: Annotated[date, Heading(N_("Day"))]
    weekday: Annotated[str, Heading(N_("Weekday"), Kind.NAME)]
    worked: Annotated[bool, Heading(N_("Worked"), Kind.NAME)]


def calendar_years(session: OfficerSession) -> list[CalendarYear]:
    """The adopted years, in their order."""
    with session.database.reading() as view:
        stream = read_all(view.stream(CALENDAR))
    years = {
        recorded.event.year: _year(recorded, recorded.event)
        for recorded in stream
        if isinstance(recorded.event, CalendarYearAdopted)
    }
    return [years[year] for year in sorted(years)]


def exceptional_days(session: OfficerSession, year: int) -> list[ExceptionalDay]:
    """The days of an adopted year that break the weekly rule. Raises `NoSuchThing("calendar-missing")`."""
    with session.repository() as repository:
        adopted = repository.calendar().years.get(year)
    if adopted is None:
        raise NoSuchThing("calendar-missing", year=year)
    return [
        ExceptionalDay(day=day, weekday=_(_WEEKDAYS[day.weekday()]), worked=day.weekday() >= _SATURDAY)
        for day in adopted.exceptions
    ]


def days_of(year: int) -> Iterator[date]:
    """Every day of a year."""
    first = date(year, 1, 1)
    return (first + timedelta(days=count) for count in range(366 if isleap(year) else 365))


def _year(recorded: Recorded, adopted: CalendarYearAdopted) -> CalendarYear:
    working = WorkingDays(years=frozenset({adopted.year}), exceptions=frozenset(adopted.exceptions))
    return CalendarYear(
        year=adopted.year,
        working_days=sum(map(working.worked, days_of(adopted.year))),
        exceptions=len(adopted.exceptions),
        source=adopted.source,
        recorded_at=recorded.recorded_at,
        officer=recorded.actor,
    )
