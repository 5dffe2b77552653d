"""Are the indexes still what the facts say? Everything beside the facts can be made anew from them, and compared.

Nothing here writes. What differs is told by code and values; a difference is a mistake of ours or somebody's hand in
the file, and never a reason to believe the index rather than the events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.entitlement.claim import Use
from store.commands.repository import Repository, StateCache
from store.log import Reading, Row

ROWS_A_PAGE = 5_000
_NUMBERED = ("application-", "batch-")
_CASES = "application-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Codes: `columns-differ`, `version-gap`, `use-missing`, `use-unknown`, `counter-differs`."""

    code: str
    values: Mapping[str, object]


def all_rows(log: Reading) -> Iterator[Row]:
    """Every stored event in the order of the log, read page by page."""
    position = 0
    while rows := log.rows(after=position, limit=ROWS_A_PAGE):
        yield from rows
        position = rows[-1].position


def columns_fit(row: Row) -> bool:
    """Whether the columns by which an event is found say the same as its line, for which the audit tree vouches."""
    begins = f'{{"stream":"{row.stream}","version":{row.version},"name":"{row.name}",'
    return row.line.startswith(begins.encode())


def facts_differ(rows: Iterable[Row]) -> Iterator[Difference]:
    """Events that are filed under another stream, version or name, and streams whose versions have a gap."""
    versions: dict[str, int] = {}
    for row in rows:
        if not columns_fit(row):
            yield Difference(code="columns-differ", values={"position": row.position, "stream": row.stream})
        last = versions.get(row.stream, 0)
        if row.version != last + 1:
            values = {"position": row.position, "stream": row.stream, "expected": last + 1, "found": row.version}
            yield Difference(code="version-gap", values=values)
        versions[row.stream] = max(row.version, last)


def uses_of_the_facts(log: Reading) -> Iterator[Use]:
    """The uses of limits that every case holds, folded anew from its events."""
    for stream in log.streams(_CASES):
        yield from Repository(log, StateCache(), {}).case(stream.removeprefix(_CASES)).uses


def uses_differ(indexed: Iterable[Use], expected: Iterable[Use]) -> Iterator[Difference]:
    """Uses that a case holds and the index does not have, and the other way round."""
    left = Counter(indexed)
    for use in expected:
        if left[use]:
            left[use] -= 1
        else:
            yield _use("use-missing", use)
    for use in left.elements():
        yield _use("use-unknown", use)


def counters_of(streams: Iterable[str]) -> Mapping[str, int]:
    """The last number given out in each series, such as `application-350203-2024`, from the streams there are."""
    last: dict[str, int] = {}
    for stream in streams:
        series, _, number = stream.rpartition("-")
        last[series] = max(last.get(series, 0), int(number))
    return last


def counters_differ(log: Reading) -> Iterator[Difference]:
    """Counters that do not stand where the numbers of the streams end."""
    expected = counters_of(stream for kind in _NUMBERED for stream in log.streams(kind))
    counters = log.counters()
    for name in sorted({*counters, *expected}):
        if counters.get(name, 0) != expected.get(name, 0):
            values = {"name": name, "found": counters.get(name, 0), "expected": expected.get(name, 0)}
            yield Difference(code="counter-differs", values=values)


def _use(code: str, use: Use) -> Difference:
    return Difference(code=code, values={"application": use.application, "line": use.line, "limit": use.limit})
