"""What both databases answer in the same words: the questions of `store.log.Reading` as SQL that both understand.

A question mark stands for a value. Each database says how a statement is run; what they do not say in the same words
(many wanted pairs at once, the newest of several keys, which tables there are) stands in its own module.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from audit.commits import Commit
from audit.line import envelope_of
from domain.entitlement.claim import Use
from store.errors import StoreUnavailable
from store.format import STORE_FORMAT
from store.line.envelope import command_key
from store.log import (
    BACKUP,
    COPYING,
    OPENING,
    STATE_META,
    CommandRecord,
    Counts,
    Head,
    NewRow,
    PersonKey,
    PersonToken,
    Row,
    SchemaDifference,
)
from store.tip import EMPTY, Tip, tip_of

EVENT = "SELECT position, stream, version, name, line FROM events"
TIP_COLUMNS = "first, last, officer, public_key, signature, before, frontier, roles, recorded_at"
USE_COLUMNS = "subject, limit_id, application, line, number, qualifier, used_on, amount_fen"

_STATES = {OPENING: "store-half-opened", COPYING: "store-half-copied", BACKUP: "store-is-backup"}
_NUMBER = re.compile(r"-[AF]?(\d+)")
"""The number of a fund, or of an allotment, has a letter before it."""


class Session(ABC):
    """A view on one transaction of one connection. `place` is how the store is called in sentences."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._seen: Tip | None = None

    @abstractmethod
    def _all(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Every row that a statement gives, as tuples."""

    @abstractmethod
    def _each(self, statement: str, values: Sequence[object] = ()) -> Iterator[Any]:
        """The same one by one, without holding all of them at once."""

    @abstractmethod
    def schema_differences(self) -> list[SchemaDifference]:
        """Which tables, indexes, triggers and other objects are not as we make them."""

    def objects_missing(self) -> bool:
        """The quick question of every opening."""
        return bool(self.schema_differences())

    @abstractmethod
    def heads(self) -> int:
        """How many rows say that they are the head."""

    @abstractmethod
    def _tip_rows(self) -> list[Any]:
        """The row of `tip_of`, if there is one."""

    def tip(self) -> Tip:
        """Raises StoreUnavailable("store-corrupt") for a head that cannot be one."""
        if self._seen is None:
            rows = self._tip_rows()
            try:
                self._seen = tip_of(rows[0]) if rows else EMPTY
            except (ValueError, TypeError):
                raise StoreUnavailable("store-corrupt", path=self._place) from None
        return self._seen

    @property
    def size(self) -> int:
        return self.tip().frontier.size

    def head(self) -> Head:
        """Raises StoreUnavailable("store-corrupt")."""
        tip = self.tip()
        return Head(size=tip.frontier.size, root=tip.frontier.root(), recorded_at=tip.recorded_at)

    def stream(self, stream: str, *, after_version: int = 0) -> list[Row]:
        rows = self._all(
            f"{EVENT} WHERE stream = ? AND version > ? AND position BETWEEN 1 AND ? ORDER BY version",
            (stream, after_version, self.size),
        )
        return [*map(Row._make, rows)]

    def version_of(self, stream: str) -> int:
        rows = self._all(
            "SELECT version FROM events WHERE stream = ? AND position BETWEEN 1 AND ? ORDER BY version DESC LIMIT 1",
            (stream, self.size),
        )
        return int(rows[0][0]) if rows else 0

    def streams(self, prefix: str) -> list[str]:
        # By the sign SQLite takes the index of the streams, and not the order of the whole log.
        rows = self._all(
            "SELECT stream FROM events WHERE stream >= ? AND stream < ? AND version = 1 AND +position BETWEEN 1 AND ?"
            " ORDER BY +position",
            (prefix, prefix + chr(0x10FFFF), self.size),
        )
        return [stream for (stream,) in rows]

    def highest(self, series: str) -> int:
        """Numbers of a series have the same width, so that the last name is that of the highest."""
        rows = self._all(
            "SELECT stream FROM events WHERE stream > ? AND stream < ? AND position BETWEEN 1 AND ?"
            " ORDER BY stream DESC LIMIT 1",
            (f"{series}-", f"{series}-G", self.size),
        )
        match = _NUMBER.fullmatch(rows[0][0].removeprefix(series)) if rows else None
        return int(match[1]) if match else 0

    def table_rows(self, *, after: int, limit: int) -> list[Row]:
        rows = self._all(f"{EVENT} WHERE position > ? ORDER BY position LIMIT ?", (after, limit))
        return [*map(Row._make, rows)]

    def stored(self, first: int, last: int) -> list[NewRow]:
        rows = self._all(
            "SELECT stream, version, name, line, command, fingerprint FROM events WHERE position BETWEEN ? AND ?"
            " ORDER BY position",
            (max(1, first), min(last, self.size)),
        )
        return [*map(NewRow._make, rows)]

    def commits(self, *, after: int = 0) -> Iterator[Commit]:
        statement = "SELECT first, last, officer, public_key, signature FROM commits WHERE last > ? ORDER BY last"
        for first, last, officer, public_key, signature in self._each(statement, (after,)):
            yield Commit(first, last, officer, _raw(public_key), _raw(signature))

    def counts(self) -> Counts:
        rows, least, greatest = self._all("SELECT count(*), min(position), max(position) FROM events")[0]
        return Counts(rows, least or 0, greatest or 0)

    def command(self, command_id: str) -> CommandRecord | None:
        rows = self._all(
            "SELECT position, fingerprint, line FROM events WHERE command = ? AND position BETWEEN 1 AND ?",
            (command_key(command_id), self.size),
        )
        return command_record(*rows[0]) if rows else None

    def commands_filed(self) -> Iterator[tuple[int, bytes]]:
        """The position and the command id of every event that has one in its row."""
        rows = self._each("SELECT position, command FROM events WHERE command IS NOT NULL ORDER BY position")
        return ((position, bytes(command)) for position, command in rows)

    def all_uses(self) -> Iterator[Use]:
        return map(use, self._each(f"SELECT {USE_COLUMNS} FROM uses"))  # noqa: S608

    def all_person_keys(self) -> Iterator[PersonKey]:
        rows = self._each("SELECT party, key_id, wrapped FROM person_keys ORDER BY party, number")
        return (PersonKey(party, key_id, bytes(wrapped)) for party, key_id, wrapped in rows)

    def person_tokens(self, wanted: Iterable[bytes]) -> list[PersonToken]:
        tokens = sorted(set(wanted))
        if not tokens:
            return []
        marks = ", ".join("?" * len(tokens))
        rows = self._all(
            f"SELECT token, party FROM person_index WHERE token IN ({marks}) ORDER BY token, party",  # noqa: S608
            tokens,
        )
        return [PersonToken(bytes(token), party) for token, party in rows]

    def all_person_tokens(self) -> Iterator[PersonToken]:
        rows = self._each("SELECT token, party FROM person_index ORDER BY token, party")
        return (PersonToken(bytes(token), party) for token, party in rows)

    def meta(self, name: str) -> str | None:
        rows = self._all("SELECT value FROM meta WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def all_meta(self) -> Mapping[str, str]:
        return dict(self._all("SELECT name, value FROM meta ORDER BY name"))

    def head_fits(self) -> bool:
        """Does the head stand at the last event: at its position and instant, and a frontier that is one?"""
        try:
            tip = self.tip()
        except StoreUnavailable:
            return False
        rows = self._all("SELECT position, line FROM events ORDER BY position DESC LIMIT 1")
        last, line = rows[0] if rows else (0, None)
        dated = instant_of(line)
        fits = tip.recorded_at is None or dated is None or tip.recorded_at == dated
        return fits and tip.frontier.size == last and (tip.commit.last if tip.commit else 0) == last

    def recognise(self, *, whole: bool, allowing: str = "") -> None:
        """Is this a store in a format that this program knows, and `whole`? `allowing` is a state that is tolerated.

        Raises StoreUnavailable: `store-newer`, `store-older`, `store-corrupt`, `store-half-opened`,
        `store-half-copied`, `store-is-backup`.
        """
        meta = self.all_meta()
        written = meta.get("format", "")
        store_format = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0
        if 1 <= store_format < STORE_FORMAT:
            raise StoreUnavailable("store-older", path=self._place, found=store_format, known=STORE_FORMAT)
        if store_format > STORE_FORMAT:
            raise StoreUnavailable("store-newer", path=self._place, found=store_format, known=STORE_FORMAT)
        if store_format < 1 or (whole and (self.objects_missing() or not self.head_fits())):
            raise StoreUnavailable("store-corrupt", path=self._place)
        if not whole:
            return  # An inspector looks at what is there, also where its head cannot be read.
        state = meta.get(STATE_META) or ("" if self.size else OPENING)
        if state and state != allowing:
            raise StoreUnavailable(_STATES.get(state, "store-corrupt"), path=self._place)


def _raw(value: Any) -> bytes:
    """Bytes, whatever somebody has made of a column."""
    return value.encode() if isinstance(value, str) else bytes(value or b"")


def instant_of(line: bytes | None) -> datetime | None:
    """The instant of a line, None for one that tells none: whether lines are whole is the verifier's question."""
    try:
        return datetime.fromisoformat(json.loads(line)["recorded_at"]) if line else None
    except (ValueError, TypeError, KeyError):
        return None


def command_record(position: int, fingerprint: bytes | None, line: bytes) -> CommandRecord:
    """What the last event of a command says of it: it is part n of n."""
    envelope = envelope_of(bytes(line))
    count = int(envelope["parts"]) if envelope else 1
    digest = bytes(fingerprint or b"").hex()
    return CommandRecord(fingerprint=digest, first_position=position - count + 1, count=count)


def use(row: Sequence[Any]) -> Use:
    """A use from its row, in the order of `USE_COLUMNS`."""
    subject, limit, application, line, _number, qualifier, used_on, amount_fen = row
    return Use(
        limit=limit,
        subject=subject,
        qualifier=qualifier,
        on=date.fromisoformat(used_on),
        amount_fen=amount_fen,
        application=application,
        line=line,
    )


def use_rows(uses: Iterable[Use]) -> list[tuple[object, ...]]:
    """Uses of one application as their rows, in the order of `USE_COLUMNS`."""
    numbers: Counter[tuple[str, str, int]] = Counter()
    rows: list[tuple[object, ...]] = []
    for use in uses:
        same = use.subject, use.limit, use.line
        numbers[same] += 1
        on = use.on.isoformat()
        rows.append(
            (use.subject, use.limit, use.application, use.line, numbers[same], use.qualifier, on, use.amount_fen)
        )
    return rows
