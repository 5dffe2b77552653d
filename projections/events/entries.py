"""An event as the read models read it: its envelope, and those members of its data that one of them folds.

Days and instants stay ISO 8601 text, as the tables keep them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from projections.events.shapes import SHAPES
from store.errors import StoreUnavailable
from store.line.upcasts import UPCASTS, upcast
from store.log import Reading, Row

_D = TypeVar("_D")


class Entry(msgspec.Struct, Generic[_D], gc=False):
    """One event at its position. `effective_on` is its legal day, `recorded_at` is as `instant_text` has it.

    `subject` is what its stream is about: the number of an application, the name of a fund.
    """

    stream: str
    version: int
    name: str
    recorded_at: str
    effective_on: str
    actor: str
    data: _D
    position: int = 0
    subject: str = ""


class Page(NamedTuple):
    """Some facts in order, and the position up to which none of the wanted ones is missing."""

    entries: list[Entry[Any]]
    reached: int
    head: int


def page(log: Reading, names: Sequence[str], *, after: int, size: int, until: int | None = None) -> Page:
    """The next events of the given stored names behind position `after`: at most `size`, none behind `until`.

    Raises StoreUnavailable("line-unreadable") with the position of a line that cannot be read.
    """
    rows = log.rows(after=after, limit=size, names=names)
    head = log.head().size
    reached = rows[-1].position if len(rows) == size else head
    if until is not None and reached > until:
        rows, reached = [row for row in rows if row.position <= until], until
    return Page(entries(rows), reached, head)


def stored_names(names: Iterable[str]) -> tuple[str, ...]:
    """`names`, and every older name whose events become one of them."""
    wanted = frozenset(names)
    return tuple(sorted(wanted | {old for old in UPCASTS if _today(old) in wanted}))


def entries(rows: Iterable[Row]) -> list[Entry[Any]]:
    """Decode lines whose names are among `stored_names`."""
    decoded: list[Entry[Any]] = []
    for row in rows:
        try:
            entry = _read(row)
        except msgspec.DecodeError as error:
            raise StoreUnavailable("line-unreadable", position=row.position) from error
        entry.position = row.position
        entry.subject = row.stream.partition("-")[2]
        if len(entry.recorded_at) != _INSTANT_LENGTH:
            entry.recorded_at = _whole_second(entry.recorded_at)
        decoded.append(entry)
    return decoded


def instant_text(instant: datetime) -> str:
    """An aware instant as text of fixed width, in UTC to the microsecond, so that texts sort as instants do."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


_INSTANT_LENGTH = len("2024-05-06T04:00:00.000000Z")


def _whole_second(text: str) -> str:
    return f"{text.removesuffix('Z')}.000000Z"


def _read(row: Row) -> Entry[Any]:
    if row.name in SHAPES:
        read: Entry[Any] = _decoder(row.name).decode(row.line)
        return read
    entry = _old.decode(row.line)
    entry.name, data = upcast(row.name, entry.data)
    entry.data = msgspec.json.decode(msgspec.json.encode(data), type=SHAPES[entry.name])
    return entry


@cache
def _decoder(name: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(Entry[SHAPES[name]])  # type: ignore[valid-type]  # chosen as the program runs


_old: msgspec.json.Decoder[Entry[Any]] = msgspec.json.Decoder(Entry[dict[str, Any]])


def _today(name: str) -> str:
    while name in UPCASTS:
        name = UPCASTS[name][0]
    return name
