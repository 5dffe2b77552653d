"""Are the indexes still what the events say? Everything beside the events can be made anew from them, and compared.

Nothing here writes. What differs is told by code and values; a difference is a mistake of ours or somebody's hand in
the file, and never a reason to believe the index rather than the events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from audit.commits import belongs_to_roles
from audit.merkle import Frontier
from domain.entitlement.claim import Use
from store.commands.repository import Repository
from store.commands.state_cache import StateCache
from store.commands.vouching import vouched
from store.line.envelope import is_written_so
from store.log import Reading, Row
from store.vault.sealing import Vault, key_ids_in

_T = TypeVar("_T")

ROWS_A_PAGE = 5_000
_CASES = "application-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Codes: `columns-differ`, `event-unreadable`, `version-gap`, `use-missing`, `use-unknown`, `head-differs`,
    `person-key-missing`, `person-key-shut`, `person-unindexed`, `person-index-unknown`.
    """

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


def events_differ(rows: Iterable[Row]) -> Iterator[Difference]:
    """Events that are filed under another stream, version or name, or that nobody here writes so; and streams whose
    versions have a gap.
    """
    versions: dict[str, int] = {}
    for row in rows:
        if not columns_fit(row):
            yield Difference(code="columns-differ", values={"position": row.position, "stream": row.stream})
        elif not is_written_so(row.name, row.line):
            yield Difference(code="event-unreadable", values={"position": row.position})
        last = versions.get(row.stream, 0)
        if row.version != last + 1:
            values = {"position": row.position, "stream": row.stream, "expected": last + 1, "found": row.version}
            yield Difference(code="version-gap", values=values)
        versions[row.stream] = max(row.version, last)


def head_differs(log: Reading) -> Iterator[Difference]:
    """A head, or a tree of who may do what, that is not that of the events."""
    frontier, roles = Frontier(), Frontier()
    for rows in batched(all_rows(log), ROWS_A_PAGE):
        frontier = frontier.extend(row.line for row in rows)
        roles = roles.extend(row.line for row in rows if belongs_to_roles(row.stream.encode()))
    tip = log.tip()
    if (tip.frontier, tip.roles) != (frontier, roles) or not vouched(log):
        yield Difference(code="head-differs", values={"position": tip.frontier.size})


def keys_differ(log: Reading, vault: Vault) -> Iterator[Difference]:
    """Keys of persons that do not open, and those that are not there although something was sealed under them."""
    there = set()
    for key in log.all_person_keys():
        there.add(key.key_id)
        if not vault.opens(key):
            yield Difference(code="person-key-shut", values={"party": key.party, "key": key.key_id})
    missed: set[str] = set()
    for row in all_rows(log):
        for key_id in key_ids_in(row.line):
            if key_id not in there and key_id not in missed:
                missed.add(key_id)
                yield Difference(code="person-key-missing", values={"position": row.position, "key": key_id})


def batched(things: Iterator[_T], size: int) -> Iterator[list[_T]]:
    """As many at once as `size`, which `itertools` only does from Python 3.12 on."""
    while batch := list(islice(things, size)):
        yield batch


def uses_of_the_events(log: Reading) -> Iterator[Use]:
    """What every case, import and run holds in the index, folded anew from its events."""
    for stream in log.streams(_CASES):
        yield from Repository(log, StateCache(), {}).case(stream.removeprefix(_CASES)).indexed_uses
    repository = Repository(log, StateCache(), {})
    for imported in repository.imports():
        yield from imported.indexed_uses
    for debts in repository.all_debts():
        yield from debts.indexed_uses
    for batch in repository.names("batch"):
        yield from Repository(log, StateCache(), {}).batch(batch).indexed_uses


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


def _use(code: str, use: Use) -> Difference:
    return Difference(code=code, values={"application": use.application, "line": use.line, "limit": use.limit})
