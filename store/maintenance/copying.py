"""A store copied to another place, on the same database or the other one: every line, and all that stands beside it.

Events go page by page, each page a transaction, so that a copy that was interrupted goes on where it was. Person keys,
command ids, counters, uses and meta follow in one last transaction, from the same snapshot of the source; until then
the copy says that it is none to work with. What can be made from the facts is made from them and compared. ADR 0020.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TypeVar

from audit.merkle import Frontier
from domain.errors import NotAllowed
from store.databases import create, exists, open_database
from store.errors import OutcomeUnknown, StoreUnavailable
from store.log import COPYING, STATE_META, Database, Head, NewRow, Reading, Row, Writing
from store.maintenance.integrity import all_rows, columns_fit, counters_of, uses_differ, uses_of_the_facts
from store.sql.session import instant_of

_T = TypeVar("_T")

PAGE = 2_000
"""Events a transaction: enough to share one commit, few enough to be held in memory."""
_KEYS_AT_ONCE = 5_000
_NUMBERED = ("application-", "batch-")
OF_THE_PLACE = frozenset({"format", STATE_META, "escrow"})
"""What a store says about itself that is not copied with it."""

Progress = Callable[[int, int], None]
"""Told after each page: how many events are there, and how many there will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A copy that is whole: its head, from which position on it was made in this run, and how many entries of the
    source's indexes were not what its events say (those of the copy are).
    """

    head: Head
    began_at: int
    mended: int


def place_for_a_copy(url: str) -> Database:
    """The store at `url` to copy into: a new one, or one into which a copy was begun.

    Raises StoreTrouble as `create` and `open_database` do.
    """
    return open_database(url, allowing=COPYING) if exists(url) else create(url)


def copy(
    source: Database,
    target: Database,
    *,
    on_progress: Progress,
    state: str = "",
    also: Mapping[str, str] | None = None,
) -> Copied:
    """Copy what the source holds at this moment; `also` is added to its meta, and `state` becomes the copy's.

    Raises NotAllowed: `copy-other-log` when the target holds something else, `copy-target-taken` when it is a store
    that goes its own way; StoreUnavailable: `copy-root-differs` when lines of the source are not those of its head,
    `copy-interrupted`; and StoreBusy.
    """
    with source.reading() as original:
        head = original.head()
        began_at, whole = _begin(original, head, target)
        if whole:
            return Copied(head=head, began_at=began_at, mended=0)
        frontier = _copy_facts(original, head, target, began_at, on_progress)
        if frontier.root() != head.root:
            raise StoreUnavailable("copy-root-differs", position=head.size)
        mended = _complete(original, target, state, also or {})
    _verify(target, head)
    return Copied(head=head, began_at=began_at, mended=mended)


def _begin(original: Reading, head: Head, target: Database) -> tuple[int, bool]:
    """How many events the target has already, and whether it is whole; marks it as one to copy into."""
    with target.reading() as view:
        there, meta = view.head(), view.all_meta()
    if there.size > head.size or _root_of(islice(all_rows(original), there.size)) != there.root:
        raise NotAllowed("copy-other-log")
    if there.size and meta.get(STATE_META) != COPYING:
        if there.size != head.size:
            raise NotAllowed("copy-target-taken")
        return there.size, True
    with _recording(target) as log:
        log.set_meta(STATE_META, COPYING)
    return there.size, False


def _copy_facts(original: Reading, head: Head, target: Database, after: int, on_progress: Progress) -> Frontier:
    """The pages behind position `after`; the tree over all lines of the source."""
    frontier = Frontier().extend(row.line for row in islice(all_rows(original), after))
    while rows := original.rows(after=after, limit=PAGE):
        if [row.position for row in rows] != list(range(after + 1, after + len(rows) + 1)):
            raise StoreUnavailable("copy-root-differs", position=after + 1)
        with _recording(target) as log:
            if log.head().size != after:
                raise NotAllowed("copy-other-log")
            _append(log, rows)
        frontier = frontier.extend(row.line for row in rows)
        after = rows[-1].position
        on_progress(after, head.size)
    return frontier


def _append(log: Writing, rows: Sequence[Row]) -> None:
    """The head's instant is that of the last line."""
    recorded_at = instant_of(rows[-1].line)
    if recorded_at is None:
        raise StoreUnavailable("line-unreadable", position=rows[-1].position)
    log.append(
        [NewRow(stream=row.stream, version=row.version, name=row.name, line=row.line) for row in rows], recorded_at
    )


def _complete(original: Reading, target: Database, state: str, also: Mapping[str, str]) -> int:
    """All that stands beside the events, in one transaction; how much of the source's was not what the events say."""
    meta = {name: value for name, value in original.all_meta().items() if name not in OF_THE_PLACE}
    indexed, counted = list(original.all_uses()), original.counters()
    with _recording(target) as log:
        for record in original.all_commands():
            log.record_command(record)
        for keys in _batches(original.all_person_keys(), _KEYS_AT_ONCE):
            log.add_person_keys(keys)
        for name, value in {**meta, **also, STATE_META: state}.items():
            log.set_meta(name, value)
        held = []
        for application, uses in groupby(uses_of_the_facts(log), key=lambda use: use.application):
            of_this = list(uses)
            log.replace_uses(application, of_this)
            held += of_this
        counters = counters_of(stream for kind in _NUMBERED for stream in log.streams(kind))
        for name, last in counters.items():
            log.set_counter(name, last)
    differing = sum(counted.get(name) != counters.get(name) for name in {*counted, *counters})
    return differing + sum(1 for _ in uses_differ(indexed, held))


def _verify(target: Database, head: Head) -> None:
    """Read the copy back: its lines, where they are filed, and its head, against the head of the source."""
    with target.reading() as view:
        copied = view.head()
        frontier = Frontier()
        for rows in _batches(all_rows(view), PAGE):
            frontier = frontier.extend(row.line for row in rows)
            for row in rows:
                if not columns_fit(row):
                    raise StoreUnavailable("copy-root-differs", position=row.position)
    if not (copied.root == frontier.root() == head.root and copied.size == frontier.size == head.size):
        raise StoreUnavailable("copy-root-differs", position=copied.size)


@contextmanager
def _recording(target: Database) -> Iterator[Writing]:
    """A transaction of a copy. Its outcome can stay unknown: the copy goes on from whatever the target then has."""
    try:
        with target.writing() as log:
            yield log
    except OutcomeUnknown as error:
        because = str(error.values.get("because", error.code))
        raise StoreUnavailable("copy-interrupted", reason=because) from error


def _root_of(rows: Iterator[Row]) -> bytes:
    return Frontier().extend(row.line for row in rows).root()


def _batches(things: Iterator[_T], size: int) -> Iterator[list[_T]]:
    while batch := list(islice(things, size)):
        yield batch
