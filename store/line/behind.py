"""What was recorded behind a position of the log, for a decision that asks what came meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from domain.decisions.repository import Happened
from store.line.envelope import opened
from store.log import Reading

_PAGE = 1_000


def behind(view: Reading, position: int, names: Collection[str], until: int | None = None) -> Iterator[Happened]:
    """In order, of events that are stored under these names, up to the position `until`, or all. Read a page at a time,
    so that whoever stops at the first one reads little. Raises as `opened` does.
    """
    wanted = sorted(names)
    while rows := view.rows(after=position, limit=_PAGE, names=wanted):
        for row in rows:
            position = row.position
            if until is not None and position > until:
                return
            line = opened(row)
            yield Happened(row.stream, line.data, line.effective_on)
