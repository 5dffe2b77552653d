"""Decisions onto a real store, without the office that would have gathered what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.base import Decision
from store.line.envelope import write
from store.log import Database


class ThrowAwayKey:
    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.public_key = ""

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


class Ledger:
    """Writes decisions to a store as the casework does, at instants that never run backward."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._key = ThrowAwayKey()
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
                    command_id=f"c{self._commands}",
                    signer=self._key,
                )
                log.append(rows, at)
                self._versions.update((row.stream, row.version) for row in rows)
