"""`bailu calendar`: the working days that the office counts by, year by year."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta


def all_days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=count) for count in range(366 if isleap(year) else 365))
