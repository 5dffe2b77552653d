"""What both databases answer in the same words: the questions of `store.log.Reading` as SQL that both understand.

A question mark stands for a value. Each database says how a statement is run; what they do not say in the same words
(many wanted pairs at once, the newest of several keys, which tables there are) stands in its own module.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from audit.merkle import Frontier
from domain.entitlement.claim import Use
from store.errors import StoreUnavailable
from store.format import STORE_FORMAT
from store.log import BACKUP, COPYING, STATE_META, CommandRecord, Head, Row

FACT = "SELECT position, stream, version, name, line FROM facts"
USE_COLUMNS = "limit_id, subject, qualifier, used_on, amount_fen, application, line"

_STATES = {COPYING: "store-half-copied", BACKUP: "store-is-backup"}


class Session(ABC):
    """A view on one transaction of one connection. `place` is how the store is called in sentences."""

    def __init__(self, place: str) -> None:
        self._place = place

    @abstractmethod
    def _all(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Every row that a statement gives, as tuples."""

    @abstractmethod
    def _each(self, statement: str) -> Iterator[Any]:
        """The same one by one, without holding all of them at once."""

    @abstractmethod
    def missing_objects(self) -> list[str]:
        """Which of our tables, indexes and triggers are not there."""

    def head(self) -> Head:
        """Raises StoreUnavailable("store-corrupt") for an instant that is none; a head that was deleted is empty."""
        rows = self._all("SELECT size, root, recorded_at FROM log_head")
        if not rows:
            return Head(size=0, root=b"", recorded_at=None)
        size, root, recorded_at = rows[0]
        return Head(size=size, root=root, recorded_at=self._instant(recorded_at))

    def stream(self, stream: str, *, after_version: int = 0) -> list[Row]:
        rows = self._all(f"{FACT} WHERE stream = ? AND version > ? ORDER BY version", (stream, after_version))
        return [*map(Row._make, rows)]

    def version_of(self, stream: str) -> int:
        return int(self._all("SELECT MAX(version) FROM facts WHERE stream = ?", (stream,))[0][0] or 0)

    def streams(self, prefix: str) -> list[str]:
        rows = self._all(
            "SELECT stream FROM facts WHERE stream >= ? AND stream < ? AND version = 1 ORDER BY position",
            (prefix, prefix + chr(0x10FFFF)),
        )
        return [stream for (stream,) in rows]

    def command(self, command_id: str) -> CommandRecord | None:
        rows = self._all("SELECT fingerprint, first_position, count FROM commands WHERE command_id = ?", (command_id,))
        return command_record((command_id, *rows[0])) if rows else None

    def all_commands(self) -> Iterator[CommandRecord]:
        return map(command_record, self._each("SELECT command_id, fingerprint, first_position, count FROM commands"))

    def all_uses(self) -> Iterator[Use]:
        return map(use, self._each(f"SELECT {USE_COLUMNS} FROM uses"))  # noqa: S608

    def counter(self, name: str) -> int:
        rows = self._all("SELECT value FROM counters WHERE name = ?", (name,))
        return int(rows[0][0]) if rows else 0

    def counters(self) -> Mapping[str, int]:
        return dict(self._all("SELECT name, value FROM counters ORDER BY name"))

    def all_person_keys(self) -> Iterator[tuple[str, str, bytes]]:
        return self._each("SELECT key_id, party, wrapped FROM person_keys ORDER BY number")

    def meta(self, name: str) -> str | None:
        rows = self._all("SELECT value FROM meta WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def all_meta(self) -> Mapping[str, str]:
        return dict(self._all("SELECT name, value FROM meta ORDER BY name"))

    def head_fits(self) -> bool:
        """Does the head stand at the last event: its position and instant, and a root that is that of the frontier?"""
        rows = self._all(
            """SELECT size, frontier, root, recorded_at, (SELECT MAX(position) FROM facts),
            (SELECT line FROM facts ORDER BY position DESC LIMIT 1) FROM log_head"""
        )
        if len(rows) != 1:
            return False
        size, encoded, root, recorded_at, last, line = rows[0]
        try:
            frontier = Frontier.decode(encoded)
            at = recorded_at and datetime.fromisoformat(recorded_at)
        except ValueError:
            return False
        dated = instant_of(line)
        fits = at is None or dated is None or at == dated
        return fits and size == frontier.size == (last or 0) and root == frontier.root()

    def recognise(self, *, whole: bool, allowing: str = "") -> None:
        """Is this a store in a format that this program knows, and `whole`? `allowing` is a state that is tolerated.

        Raises StoreUnavailable: `store-newer`, `store-corrupt`, `store-half-copied`, `store-is-backup`.
        """
        meta = self.all_meta()
        written = meta.get("format", "")
        store_format = int(written) if written.isascii() and written.isdigit() else 0
        if store_format > STORE_FORMAT:
            raise StoreUnavailable("store-newer", path=self._place, found=store_format, known=STORE_FORMAT)
        if store_format < 1 or (whole and (self.missing_objects() or not self.head_fits())):
            raise StoreUnavailable("store-corrupt", path=self._place)
        state = meta.get(STATE_META)
        if whole and state and state != allowing:
            raise StoreUnavailable(_STATES.get(state, "store-corrupt"), path=self._place)

    def _instant(self, recorded_at: str | None) -> datetime | None:
        try:
            return datetime.fromisoformat(recorded_at) if recorded_at else None
        except ValueError:
            raise StoreUnavailable("store-corrupt", path=self._place) from None


def instant_of(line: bytes | None) -> datetime | None:
    """The instant of a line, None for one that tells none: whether lines are whole is the verifier's question."""
    try:
        return datetime.fromisoformat(json.loads(line)["recorded_at"]) if line else None
    except (ValueError, TypeError, KeyError):
        return None


def command_record(row: Sequence[Any]) -> CommandRecord:
    command_id, fingerprint, first_position, count = row
    return CommandRecord(command_id=command_id, fingerprint=fingerprint, first_position=first_position, count=count)


def use(row: Sequence[Any]) -> Use:
    """A use from its row, in the order of `USE_COLUMNS`."""
    limit, subject, qualifier, used_on, amount_fen, application, line = row
    return Use(
        limit=limit,
        subject=subject,
        qualifier=qualifier,
        on=date.fromisoformat(used_on),
        amount_fen=amount_fen,
        application=application,
        line=line,
    )


def use_row(use: Use) -> tuple[object, ...]:
    """A use as its row, in the order of `USE_COLUMNS`."""
    return (use.limit, use.subject, use.qualifier, use.on.isoformat(), use.amount_fen, use.application, use.line)
