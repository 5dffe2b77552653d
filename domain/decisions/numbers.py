"""Numbers that count up under the lock: `350203-2024-000123` of an application, `350203-2024-0007` of a payment run."""

from __future__ import annotations

from datetime import date

from domain.decisions.repository import Repository

_SERIES = ("application-", "batch-")
"""Streams whose names end in a number of a series."""


def next_application(repository: Repository, authority: str, received_on: date) -> str:
    """The number of the next application of an authority; the year is that of its receipt."""
    series = f"{authority}-{received_on.year}"
    return f"{series}-{repository.counter(f'application-{series}') + 1:06d}"


def next_batch(repository: Repository, authority: str, today: date) -> str:
    """The number of the next payment run of an authority, in the year in which it is ordered."""
    series = f"{authority}-{today.year}"
    return f"{series}-{repository.counter(f'batch-{series}') + 1:04d}"


def counted(stream: str) -> tuple[str, int] | None:
    """The series in which the name of a stream has its number, and the number; None for a stream that has none.

    The last number of each series is a pure function of which streams there are.
    """
    if not stream.startswith(_SERIES):
        return None
    series, _, number = stream.rpartition("-")
    return series, int(number)
