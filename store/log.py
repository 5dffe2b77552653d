"""The seam between the store and a database: what `store.sqlite.database` and `store.postgres.database` both give.

Everything above this seam speaks of streams, lines, positions and uses, and never asks which database it is. A
position is an event's place in the log: explicit, gap-free, from 1, assigned in the transaction that writes the event.
A line is the stored JSON of an event, byte for byte the audit leaf.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from domain.entitlement.claim import Use

STATE_META = "state"
"""Under this name in its meta a store says that it is not one to work with: `copying` or `backup`."""
COPYING, BACKUP = "copying", "backup"

LOCK_TIMEOUT_S = 10.0
"""How long a writer waits for the log's head before it gives up, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The log's head: how many events, the Merkle root over their lines, when the last of them was recorded (UTC)."""

    size: int
    root: bytes
    recorded_at: datetime | None


class Row(NamedTuple):
    """One stored event. A named tuple: a rebuild makes a million of them, and a dataclass takes twice as long."""

    position: int
    stream: str
    version: int
    name: str
    line: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """One event to store. `version` counts from 1 within its stream."""

    stream: str
    version: int
    name: str
    line: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRecord:
    """What a command id stands for: the fingerprint of its body, the positions that it recorded."""

    command_id: str
    fingerprint: str
    first_position: int
    count: int


class Reading(Protocol):
    """A consistent view of the store."""

    def head(self) -> Head: ...

    def missing_objects(self) -> list[str]:
        """What belongs to a store and is not there: somebody took it away."""
        ...

    def stream(self, stream: str, *, after_version: int = 0) -> list[Row]:
        """The events of one stream in version order."""
        ...

    def version_of(self, stream: str) -> int:
        """The last version of a stream, 0 if there is none."""
        ...

    def streams(self, prefix: str) -> list[str]:
        """The names of all streams that begin with `prefix`, in the order of their first events."""
        ...

    def rows(self, *, after: int = 0, limit: int, names: Sequence[str] = ()) -> list[Row]:
        """At most `limit` events behind position `after`, in order; only of `names` when any are given."""
        ...

    def command(self, command_id: str) -> CommandRecord | None: ...

    def all_commands(self) -> Iterator[CommandRecord]:
        """Every command id, in no order, for a copy of the store."""
        ...

    def uses(self, wanted: Iterable[tuple[str, str]]) -> tuple[Use, ...]:
        """Every use recorded under the given (limit, subject) pairs, ordered by application, line and limit."""
        ...

    def all_uses(self) -> Iterator[Use]:
        """The whole index of uses, for `doctor` to compare with the events."""
        ...

    def counter(self, name: str) -> int:
        """The last number given out under `name` (such as `application-350203-2024`), 0 if none."""
        ...

    def counters(self) -> Mapping[str, int]: ...

    def person_keys(self, key_ids: Iterable[str]) -> Mapping[str, bytes]:
        """Wrapped keys by key id; ids that are unknown or forgotten are missing."""
        ...

    def person_key_of(self, parties: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
        """For each party that has one: its newest (key id, wrapped key)."""
        ...

    def all_person_keys(self) -> Iterator[tuple[str, str, bytes]]:
        """Every (key id, party, wrapped key), the oldest first, for a copy of the store."""
        ...

    def meta(self, name: str) -> str | None:
        """What the store says about itself under `name` (such as which outer keys it needs), None if nothing."""
        ...

    def all_meta(self) -> Mapping[str, str]: ...


class Writing(Reading, Protocol):
    """A transaction that holds the lock on the log's head from its first moment."""

    def prefetch(self, command_ids: Sequence[str], streams: Mapping[str, int]) -> None:
        """What is about to be asked for: these command ids, and the events of these streams behind a version.

        It changes no answer. A database that is far away fetches all of it in one journey.
        """
        ...

    def append(self, rows: Sequence[NewRow], recorded_at: datetime) -> int:
        """Write events at the end of the log, move the head, and return the first position.

        Raises `VersionTaken` when a stream already has one of the versions (a mistake of ours: the head is locked).
        """
        ...

    def record_command(self, record: CommandRecord) -> None: ...

    def replace_uses(self, application: str, uses: Sequence[Use]) -> None:
        """Make `uses` the only ones that the index holds for `application`."""
        ...

    def set_counter(self, name: str, value: int) -> None: ...

    def add_person_keys(self, keys: Iterable[tuple[str, str, bytes]]) -> None:
        """Add (key id, party, wrapped key)."""
        ...

    def set_meta(self, name: str, value: str) -> None: ...


class Database(Protocol):
    """One store, opened. Errors of the driver never leave it: see `store.errors`."""

    url: str

    def reading(self) -> AbstractContextManager[Reading]: ...

    def writing(self) -> AbstractContextManager[Writing]:
        """Lock the head, yield, commit; roll back if the block raises.

        Raises StoreBusy and StoreUnavailable when nothing was recorded, and OutcomeUnknown when that is not certain;
        its value `because` has the code of the trouble.
        """
        ...

    def after_unknown_outcome(self) -> AbstractContextManager[Reading]:
        """A view for what to say after OutcomeUnknown: what that transaction sent has by then been recorded or never
        will be. Raises StoreTrouble while this cannot be had.
        """
        ...

    def check(self) -> list[str]:
        """What the database itself finds wrong with its pages and indexes, in its own words; empty when nothing is."""
        ...

    def close(self) -> None: ...
