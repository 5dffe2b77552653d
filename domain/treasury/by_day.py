"""Amounts by the day as of which they moved, in fen: what is there as of a day, and from which day on so much is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import accumulate

ByDay = Mapping[date, int]
"""By how much each day changed something, in the order of days."""


def with_day(changes: ByDay, day: date, change_fen: int) -> ByDay:
    """With one more change, which is negative for what leaves."""
    more = {**changes, day: changes.get(day, 0) + change_fen}
    return more if day == max(more) and day not in changes else dict(sorted(more.items()))


def least_from(changes: ByDay, day: date, before: date = date.max) -> int:
    """The least that is there as of this day or any later one `before` a day."""
    least = balance = sum(change for on, change in changes.items() if on <= day)
    for on, change in changes.items():
        if day < on < before:
            balance += change
            least = min(least, balance)
    return least


def there_from(changes: ByDay, amount_fen: int, day: date) -> date:
    """The first day from `day` on as of which so much is there, and as of any later one; `day` where there is none."""
    first = day
    for there_fen, until in zip(accumulate(changes.values(), initial=0), changes, strict=False):
        if there_fen < amount_fen and until > day:
            first = until
    return first
