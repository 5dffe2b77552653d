"""A store copied to another place, on the same database or the other one: every line, and all that stands beside it.

Events go page by page, each page a transaction with the commits that cover it, so that a copy that was interrupted goes
on where it was. Keys and tokens of persons, uses and meta follow in one last transaction, from the same snapshot of the
source; until then the copy says that it is none to work with. What can be made from the events is made from them and
compared. ADR 0020.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice

from audit.commits import Commit
from audit.merkle import Frontier
from audit.office import RESTORED
from domain.errors import NotAllowed
from store.databases import create, exists, open_database
from store.errors import OutcomeUnknown, StoreUnavailable
from store.log import COPYING, STATE_META, Database, Head, Importing, Reading, Row
from store.maintenance.integrity import all_rows, batched, columns_fit, uses_differ, uses_of_the_events
from store.sql.session import instant_of

PAGE = 2_000
"""Events a transaction: enough to share one commit, few enough to be held in memory."""
_KEYS_AT_ONCE = 5_000
IDENTITY_META = "identity"
"""Under this name a store into which is copied has the identity under which the log goes on there."""
OF_THE_PLACE = frozenset({"format", STATE_META, "escrow", IDENTITY_META})
"""What a store says about itself that is not copied with it."""

GoOn = Callable[[Importing], None]
"""Records, in the last transaction, that the copy goes on as a log of its own."""

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
    if exists(url):
        return open_database(url, allowing=COPYING)
    return create(url, {STATE_META: COPYING, IDENTITY_META: secrets.token_hex(16)})


def identity_of(place: Database) -> str | None:
    """The identity under which a log goes on in this place; None where nothing was ever copied into it."""
    with place.reading() as view:
        return view.meta(IDENTITY_META)


def is_whole_copy(source: Database, target: Database) -> bool:
    """Whether the target is a whole copy of the source already; otherwise it may become one.

    Raises NotAllowed as `copy` does.
    """
    with source.reading() as original:
        return _begin(original, original.head(), target)[1]


def copy(
    source: Database,
    target: Database,
    *,
    on_progress: Progress,
    state: str = "",
    also: Mapping[str, str] | None = None,
    go_on: GoOn | None = None,
) -> Copied:
    """Copy what the source holds at this moment; `also` is added to its meta, and `state` becomes the copy's. Until the
    first line of its own is recorded, by `go_on`, nobody works on it.

    Raises NotAllowed: `copy-other-log` when the target holds something else, `copy-target-taken` when it is a store
    that goes its own way; StoreUnavailable: `copy-root-differs` when lines of the source are not those of its head,
    `copy-interrupted`; and StoreBusy.
    """
    with source.reading() as original:
        head = original.head()
        began_at, whole = _begin(original, head, target)
        if whole:
            return Copied(head=head, began_at=began_at, mended=0)
        frontier = _copy_events(original, head, target, began_at, on_progress)
        if frontier.root() != head.root:
            raise StoreUnavailable("copy-root-differs", position=head.size)
        mended = _complete(original, target, state, also or {}, go_on)
    _verify(target, head)
    return Copied(head=head, began_at=began_at, mended=mended)


def _begin(original: Reading, head: Head, target: Database) -> tuple[int, bool]:
    """How many events the target has already, and whether it is whole; marks it as one to copy into."""
    with target.reading() as view:
        there, meta = view.head(), view.all_meta()
        after = view.stored(head.size + 1, head.size + 1) if there.size == head.size + 1 else []
    if after and after[0].name == RESTORED and f'"root":"{head.root.hex()}"'.encode() in after[0].line:
        return head.size, True
    if there.size > head.size or _root_of(islice(all_rows(original), there.size)) != there.root:
        raise NotAllowed("copy-other-log")
    if there.size and meta.get(STATE_META) != COPYING:
        if there.size != head.size or IDENTITY_META not in meta:
            raise NotAllowed("copy-target-taken")
        return there.size, True
    with _recording(target) as log:
        log.set_meta(STATE_META, COPYING)
    return there.size, False


def _copy_events(original: Reading, head: Head, target: Database, after: int, on_progress: Progress) -> Frontier:
    """The events behind position `after`, page by page, each with the commits that cover it; the tree over all lines of
    the source.
    """
    frontier = Frontier().extend(row.line for row in islice(all_rows(original), after))
    for commits in _pages(original.commits(after=after), after, head.size):
        first, last = commits[0].first, commits[-1].last
        rows = original.stored(first, last)
        recorded_at = instant_of(rows[-1].line) if rows else None
        if not _cover(commits, after) or len(rows) != last - after or recorded_at is None:
            raise StoreUnavailable("copy-root-differs", position=after + 1)
        with _recording(target) as log:
            if log.head().size != after:
                raise NotAllowed("copy-other-log")
            log.import_lines(rows, commits, recorded_at)
        frontier = frontier.extend(row.line for row in rows)
        after = last
        on_progress(after, head.size)
    return frontier


def _cover(commits: Sequence[Commit], after: int) -> bool:
    """Whether commits cover every line behind position `after`, each once."""
    ends = [after, *(commit.last for commit in commits)]
    return all(commit.first == end + 1 <= commit.last for end, commit in zip(ends, commits, strict=False))


def _pages(commits: Iterator[Commit], after: int, size: int) -> Iterator[list[Commit]]:
    """Commits that follow each other, as many together as make a page of events; none that reaches beyond the head."""
    page: list[Commit] = []
    for commit in commits:
        if commit.last > size:
            break
        page.append(commit)
        if commit.last - after >= PAGE:
            yield page
            page, after = [], commit.last
    if page:
        yield page


def _complete(original: Reading, target: Database, state: str, also: Mapping[str, str], go_on: GoOn | None) -> int:
    """All that stands beside the events, in one transaction; how much of the source's was not what the events say."""
    meta = {name: value for name, value in original.all_meta().items() if name not in OF_THE_PLACE}
    indexed = list(original.all_uses())
    with _recording(target) as log:
        for keys in batched(original.all_person_keys(), _KEYS_AT_ONCE):
            log.add_person_keys(keys)
        for tokens in batched(original.all_person_tokens(), _KEYS_AT_ONCE):
            log.add_person_tokens(tokens)
        for name, value in {**meta, **also, STATE_META: state}.items():
            log.set_meta(name, value)
        held = list(uses_of_the_events(log))
        for _application, uses in groupby(held, key=lambda use: use.application):
            log.import_uses(list(uses))
        if go_on is not None:
            go_on(log)
    return sum(1 for _ in uses_differ(indexed, held))


def _verify(target: Database, head: Head) -> None:
    """Read the copy back: its lines, and where they are filed, against the head of the source."""
    with target.reading() as view:
        frontier = Frontier()
        for rows in batched(islice(all_rows(view), head.size), PAGE):
            frontier = frontier.extend(row.line for row in rows)
            for row in rows:
                if not columns_fit(row):
                    raise StoreUnavailable("copy-root-differs", position=row.position)
        tip = view.tip()
    if frontier.size != head.size or frontier.root() != head.root or not tip.vouched:
        raise StoreUnavailable("copy-root-differs", position=frontier.size)


@contextmanager
def _recording(target: Database) -> Iterator[Importing]:
    """A transaction of a copy. Its outcome can stay unknown: the copy goes on from whatever the target then has."""
    try:
        with target.importing() as log:
            yield log
    except OutcomeUnknown as error:
        because = str(error.values.get("because", error.code))
        raise StoreUnavailable("copy-interrupted", reason=because) from error


def _root_of(rows: Iterator[Row]) -> bytes:
    return Frontier().extend(row.line for row in rows).root()
