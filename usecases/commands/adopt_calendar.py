"""Working days on their way into the office: of years as the State Council published them, or of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from domain.errors import NoSuchThing, NotAllowed
from domain.office.reference import AdoptCalendarYear
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.proposing import proposal_in
from usecases.dossiers.working_days import days_of
from usecases.errors import refuse_file
from usecases.session.officer_session import OfficerSession


class AdoptedYear(Row):
    """What became of one year."""

    year: Annotated[int, Heading(N_("Year"), Kind.NAME)]
    exceptions: Annotated[int, Heading(N_("Exceptions"))]
    source: Annotated[str, Heading(N_("Source"))]
    recorded: Annotated[bool, Heading(N_("Recorded"), Kind.NAME)]
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAdoption:
    """A year, and whether it `changes` the calendar: the office may have adopted it just so before."""

    year: AdoptedYear
    changes: bool


def adopt_years(
    session: OfficerSession,
    years_or_files: Iterable[str],
    *,
    source: str | None = None,
    command_id: str | None = None,
    dry_run: bool = False,
) -> list[YearAdoption]:
    """Propose to adopt years, each given as its number or as a file with the days of some years; `source` is the notice
    that decrees them, where the file does not name it.

    Everything is read before the first year is adopted. Raises `NoSuchThing("no-calendar-data")`, `FilesRefused`,
    `NotAllowed("calendar-without-source")` and the refusals of the command.
    """
    commands = [command for given in years_or_files for command in _commands(given, source)]
    adoptions = []
    for command in commands:
        result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
        changes = bool(result.events) and not result.repeated
        year = AdoptedYear(
            year=command.year,
            exceptions=len(command.exceptions),
            source=command.source,
            recorded=changes and not dry_run,
            proposal=proposal_in(result) if not dry_run else None,
        )
        adoptions.append(YearAdoption(year=year, changes=changes))
    return adoptions


def exceptions_of(year: int) -> tuple[date, ...]:
    """The days of `year` on which the weekday rule does not hold, by the State Council's yearly notices.

    Raises `NoSuchThing("no-calendar-data")` for a year that the data at hand do not cover.
    """
    import chinese_calendar
    from chinese_calendar.constants import holidays

    first, last = min(holidays).year, max(holidays).year
    if not first <= year <= last:
        raise NoSuchThing("no-calendar-data", year=year, first=first, last=last)
    return tuple(day for day in days_of(year) if (day.weekday() < 5) != chinese_calendar.is_workday(day))


def _commands(year_or_file: str, source: str | None) -> Iterator[AdoptCalendarYear]:
    if year_or_file.isdecimal() and not Path(year_or_file).exists():
        year = int(year_or_file)
        yield AdoptCalendarYear(year=year, exceptions=exceptions_of(year), source=source or _published())
        return
    # The libraries of spreadsheets take longer to load than a year to adopt.
    from usecases.intake.decreed_days import read_decreed_days

    decreed = read_decreed_days(Path(year_or_file))
    if decreed.problems:
        raise refuse_file(year_or_file, decreed.problems)
    notice = source or decreed.source
    if not notice:
        raise NotAllowed("calendar-without-source", path=year_or_file)
    for year, exceptions in decreed.exceptions.items():
        yield AdoptCalendarYear(year=year, exceptions=exceptions, source=notice)


def _published() -> str:
    """What the data are, with their edition: they restate the State Council's notices year by year."""
    from importlib.metadata import version

    return f"chinesecalendar {version('chinesecalendar')}"
