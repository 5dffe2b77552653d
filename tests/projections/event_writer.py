"""Decisions onto a real store, without the office that would have gathered what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from domain.base import Decision
from store.line.envelope import write
from store.log import Author, Database
from tests.domain.keys import Key


class Ledger:
    """Writes decisions to a store as the casework does, at instants that never run backward."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._versions: dict[str, int] = {}
        self._commands = 0

    def record(self, decisions: Iterable[tuple[Decision, date, str, datetime]]) -> None:
        """Each is what an officer decided, on which legal day, recorded at which instant."""
        with self.database.writing() as log:
            for decision, on, by, at in decisions:
                self._commands += 1
                rows = write(
                    decision,
                    version_of=lambda stream: self._versions.get(stream, 0),
                    recorded_at=at,
                    today=on,
                    actor=by,
                    command_id=str(UUID(int=self._commands)),
                    fingerprint="00" * 32,
                )
                log.append(rows, at, Author(by, Key(by)))
                self._versions.update((row.stream, row.version) for row in rows)
