"""Numbers that count up under the lock: `350203-2024-000123` of an application, `350203-2024-0007` of a payment run or
of an import, `350203-2024-F001` of a fund, `350200-2024-A001` of an allotment.

ADR 0041.
"""

from __future__ import annotations

from datetime import date

from domain.decisions.repository import Repository
from domain.errors import NotAllowed
from domain.office.indicator import (
    ALLOTMENT_LETTER,
    FUND_LETTER,
    LETTERED_DIGITS,
    allotment_number,
    fund_number,
    unlettered,
)
from domain.streams import Kind, fits, prefix, stream_name

_DIGITS = {
    Kind.APPLICATION: 6,
    Kind.BATCH: 4,
    Kind.IMPORT: 4,
    Kind.DEBT: 4,
    Kind.FUND: LETTERED_DIGITS,
    Kind.ALLOTMENT: LETTERED_DIGITS,
}
_LETTERS = {Kind.FUND: FUND_LETTER, Kind.ALLOTMENT: ALLOTMENT_LETTER}
_SERIES = tuple(map(prefix, _DIGITS))
"""Streams whose names end in a number of a series."""


def next_application(repository: Repository, authority: str, received_on: date) -> str:
    """The number of the next application of an authority; the year is that of its receipt."""
    return _next(repository, Kind.APPLICATION, f"{authority}-{received_on.year}")


def next_batch(repository: Repository, authority: str, today: date) -> str:
    """The number of the next payment run of a paying authority, in the year in which it is ordered."""
    return _next(repository, Kind.BATCH, f"{authority}-{today.year}")


def next_import(repository: Repository, authority: str, today: date) -> str:
    """The number of the next import of an authority, in the year in which it is proposed."""
    return _next(repository, Kind.IMPORT, f"{authority}-{today.year}")


def next_debts(repository: Repository, authority: str, today: date) -> str:
    """The number of the next file of demands that an authority brings in, in the year in which it is proposed."""
    return _next(repository, Kind.DEBT, f"{authority}-{today.year}")


def next_fund(repository: Repository, holder: str, year: int) -> str:
    """The number of the next fund of a holder, for the budget year in which it may be spent."""
    return next_funds(repository, holder, year, 1)[0]


def next_funds(repository: Repository, holder: str, year: int, count: int) -> tuple[str, ...]:
    """The numbers of the next so many funds. Raises `NotAllowed("series-full")`."""
    first = _count(repository, Kind.FUND, f"{holder}-{year}", count)
    return tuple(fund_number(holder, year, number) for number in range(first, first + count))


def next_allotment(repository: Repository, holder: str, year: int) -> str:
    """The number of the next allotment of an authority, for the budget year of its money."""
    return allotment_number(holder, year, _count(repository, Kind.ALLOTMENT, f"{holder}-{year}"))


def _next(repository: Repository, kind: Kind, series: str) -> str:
    """Names of a series have one width, so that they sort as they count. Raises `NotAllowed("series-full")`."""
    return f"{series}-{_count(repository, kind, series):0{_DIGITS[kind]}d}"


def _count(repository: Repository, kind: Kind, series: str, count: int = 1) -> int:
    """The first of the next `count` numbers of a series."""
    name, log, digits = stream_name(kind, series), repository.log(), _DIGITS[kind]
    # However many runs were lost with the copy, those that had been sent have their numbers.
    sent = (int(run.rpartition("-")[2]) for run in log.sent if stream_name(Kind.BATCH, run.rpartition("-")[0]) == name)
    number = max(repository.counter(name), log.last_given(kind, name), *sent) + 1
    if number + count > 10**digits:
        raise NotAllowed("series-full", series=series)
    return number


def is_numbered(kind: Kind, name: str) -> bool:
    """Whether an application, a run, a fund or whatever else has a number can be called so."""
    series, _, number = name.rpartition("-")
    if (letter := _LETTERS.get(kind)) is not None:
        if not number.startswith(letter):
            return False
        number = number.removeprefix(letter)
    year = series.rpartition("-")[2]
    digits = number.isascii() and number.isdigit() and year.isascii() and year.isdigit()
    return digits and fits(name) and (len(year), len(number)) == (4, _DIGITS[kind])


def counted(stream: str) -> tuple[str, int] | None:
    """The series in which the name of a stream has its number, and the number; None for a stream that has none."""
    if not stream.startswith(_SERIES):
        return None
    series, _, last = stream.rpartition("-")
    number = unlettered(last)
    return (series, int(number)) if number.isdecimal() else None
