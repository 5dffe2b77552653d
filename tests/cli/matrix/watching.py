"""The end of the log while commands are given: what each has recorded, or that it has recorded nothing."""

from __future__ import annotations

import json
from typing import NamedTuple

from tests.cli.conftest import Bailu


class Line(NamedTuple):
    """A line of the log: the stored name of its event, who recorded it, in which stream, and what it holds."""

    name: str
    actor: str
    stream: str
    data: dict[str, object]


class Watched:
    """Reads through one connection of its own."""

    def __init__(self, bureau: Bailu) -> None:
        self._session = bureau.session("admin")
        self._size = self._head()

    def recorded(self) -> list[Line]:
        """What was recorded since this was last asked."""
        before, self._size = self._size, self._head()
        if before == self._size:
            return []
        with self._session.database.reading() as view:
            lines = [json.loads(row.line) for row in view.rows(after=before, limit=self._size - before)]
        return [Line(line["name"], line["actor"], line["stream"], line["data"]) for line in lines]

    def close(self) -> None:
        self._session.close()

    def _head(self) -> int:
        with self._session.database.reading() as view:
            return view.head().size
