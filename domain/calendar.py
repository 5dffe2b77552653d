"""Legal days and working days.

The legal day is that of Asia/Shanghai, fixed in code. China has kept UTC+8 without summer time since 1991, long before
the first notice that this system can hold, so a fixed offset is exact and no time-zone database is needed.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, UTC, date, datetime, timedelta, timezone

from domain.base import Struct
from domain.errors import NotAllowed

LEGAL_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")


def legal_day(instant: datetime) -> date:
    """The day in Xiamen on which the aware `instant` falls."""
    assert instant.tzinfo is not None, "instants are aware"
    return instant.astimezone(LEGAL_ZONE).date()


def start_of(day: date) -> datetime:
    """The first instant, in UTC, of a legal day."""
    return datetime(day.year, day.month, day.day, tzinfo=LEGAL_ZONE).astimezone(UTC)


def days_after(day: date, days: int) -> date:
    """`days` later, and never after the last day that there is."""
    return day + timedelta(days=min(days, (date.max - day).days))


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day; always from the first day, never chained, and
    never after the last day that there is.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def whole_months(first: date, last: date) -> tuple[date, ...] | None:
    """The first days of the calendar months from `first` to `last`; None where these are not whole months."""
    if first.day != 1 or (last + timedelta(days=1)).day != 1 or last < first:
        return None
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(months_after(first, months) for months in range(count))


class WorkingDays(Struct):
    """Adopted calendar data: which days of which years are worked, 调休 included.

    `exceptions` are the days on which the weekday rule does not hold: a weekday off, or a weekend day worked.
    """

    years: frozenset[int]
    exceptions: frozenset[date]

    def worked(self, day: date) -> bool:
        """Whether offices work on `day`. Raises `NotAllowed("calendar-missing")` beyond the adopted years."""
        if day.year not in self.years:
            raise NotAllowed("calendar-missing", year=day.year)
        return (day.weekday() < 5) != (day in self.exceptions)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself is not counted."""
        assert count > 0, "a term has at least one day"
        while count:
            day += timedelta(days=1)
            count -= self.worked(day)
        return day
