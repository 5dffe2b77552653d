"""The time that a report is about: a month or a year, and what had come in it by a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from presentation.language import _


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar month, or a year where `month` is None."""

    year: int
    month: int | None = None

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def new_year(self) -> date:
        return date(self.year, 1, 1)

    def end(self, as_of: date | None) -> date:
        """The last day that counts."""
        return self.last if as_of is None else min(self.last, as_of)

    def in_words(self, as_of: date | None = None) -> str:
        """`Period: 2024-01-01 to 2024-12-31`."""
        return _("Period: %(first)s to %(last)s") % {"first": self.first, "last": self.end(as_of)}


def before(day: date) -> date:
    return day - timedelta(days=1)
