"""What an officer's keys have signed since the day from which one of them is not trusted.

A signature that holds says which key was used, and not by whom. Who reported a key lost said since when that is a
question; whoever looks into it begins with these commits. Keys that the officer had before it count, too: whoever had
one of them may have taken the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, NamedTuple

from audit.commits import Commit
from audit.office import Officer


@dataclass(frozen=True)
class LostKey:
    """A key of an officer that is not trusted from a day on: so many commits since then, the first and last line."""

    officer: str
    since: str
    commits: int
    first: int | None
    last: int | None


class _Day(NamedTuple):
    commits: int
    first: int
    last: int


class SignedKeys:
    """Which key signed how much on which legal day: use one for one log."""

    def __init__(self) -> None:
        self._days: dict[bytes, dict[str, _Day]] = {}

    def signed(self, commit: Commit, day: str) -> None:
        days = self._days.setdefault(commit.public_key, {})
        earlier = days.get(day)
        first, count = (earlier.first, earlier.commits) if earlier is not None else (commit.first, 0)
        days[day] = _Day(count + 1, first, commit.last)

    def since_lost(self, officers: Mapping[str, Officer]) -> tuple[LostKey, ...]:
        """Of each key that was reported lost, by officer."""
        return tuple(
            self._of(name, officer, key, since)
            for name, officer in sorted(officers.items())
            for key, since in officer.lost
        )

    def _of(self, name: str, officer: Officer, lost: bytes, since: str) -> LostKey:
        keys = (*officer.earlier, officer.key)
        until = keys[: keys.index(lost) + 1] if lost in keys else (lost,)
        days = sorted(
            (day for key in until for day_of, day in self._days.get(key, {}).items() if day_of >= since),
            key=lambda day: day.first,
        )
        first, last = (days[0].first, days[-1].last) if days else (None, None)
        return LostKey(name, since, sum(day.commits for day in days), first, last)
