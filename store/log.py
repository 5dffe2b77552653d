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

from audit.commits import Commit
from domain.entitlement.claim import Use
from store.rows import Author as Author
from store.rows import NewRow as NewRow
from store.rows import PersonKey as PersonKey
from store.rows import PersonToken as PersonToken
from store.rows import Row as Row
from store.rows import Signer as Signer
from store.tip import Tip

STATE_META = "state"
"""Under this name in its meta a store says that it is not one to work with: `copying` or `backup`."""
COPYING, BACKUP = "copying", "backup"
OPENING = "opening"
"""The state of a store whose log has no event yet, which it need not say."""

LOCK_TIMEOUT_S = 10.0
"""How long a writer waits for the log's head before it gives up, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The log's head: how many events, the Merkle root over their lines, when the last of them was recorded (UTC)."""

    size: int
    root: bytes
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRecord:
    """What a command id stands for: the fingerprint of its body, the positions that it recorded."""

    fingerprint: str
    first_position: int
    count: int


class SchemaDifference(NamedTuple):
    """An object of the database that is `missing`, `altered` or `foreign`."""

    object: str
    how: str


class Counts(NamedTuple):
    """Of the table of events: its rows, and the positions of its first and last one, 0 if it is empty."""

    rows: int
    least: int
    greatest: int


class Reading(Protocol):
    """A consistent view of the log: of its events at the positions 1 to the size of its head, whatever else there is.

    An event at another position is none of the log's, for nobody has signed it.
    """

    def head(self) -> Head: ...

    def tip(self) -> Tip:
        """The head with the last commit, which vouches for it."""
        ...

    def schema_differences(self) -> list[SchemaDifference]:
        """What of the database's objects is not as this program makes it: somebody's hand, or another version's."""
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

    def highest(self, series: str) -> int:
        """The highest number of the streams of a series such as `application-350203-2024`, 0 if there is none."""
        ...

    def rows(self, *, after: int = 0, limit: int, names: Sequence[str] = ()) -> list[Row]:
        """At most `limit` events behind position `after`, in order; only of `names` when any are given."""
        ...

    def table_rows(self, *, after: int, limit: int) -> list[Row]:
        """Events behind a position, whether or not they are the log's: for whoever verifies, and for nobody else."""
        ...

    def stored(self, first: int, last: int) -> list[NewRow]:
        """The events from position `first` to `last` with everything that is stored of them, for a copy."""
        ...

    def commits(self, *, after: int = 0) -> Iterator[Commit]:
        """The commits whose last position is behind `after`, in order."""
        ...

    def heads(self) -> int:
        """How many rows say that they are the head: there is one, or on SQLite none before the first commit."""
        ...

    def counts(self) -> Counts:
        """How many rows the table of events has, and its least and greatest position, in the log or not."""
        ...

    def command(self, command_id: str) -> CommandRecord | None: ...

    def commands_filed(self) -> Iterator[tuple[int, bytes]]:
        """The position and the command id of every event that has one in its row, in order."""
        ...

    def uses(self, wanted: Iterable[tuple[str, str]]) -> tuple[Use, ...]:
        """Every use recorded under the given (limit, subject) pairs, ordered by application, line and limit."""
        ...

    def all_uses(self) -> Iterator[Use]:
        """The whole index of uses, for `doctor` to compare with the events."""
        ...

    def person_keys(self, wanted: Iterable[tuple[str, str]]) -> Mapping[str, bytes]:
        """Wrapped keys by key id, of (party, key id) pairs; those that are unknown or forgotten are missing."""
        ...

    def person_key_of(self, parties: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
        """For each party that has one: its newest (key id, wrapped key)."""
        ...

    def all_person_keys(self) -> Iterator[PersonKey]:
        """Every key, the oldest of each party first, for a copy of the store."""
        ...

    def person_tokens(self, wanted: Iterable[bytes]) -> list[PersonToken]:
        """Whose these tokens are, by token and party."""
        ...

    def all_person_tokens(self) -> Iterator[PersonToken]:
        """The whole index of persons, for a copy of the store and for `doctor`."""
        ...

    def meta(self, name: str) -> str | None:
        """What the store says about itself under `name` (such as which outer keys it needs), None if nothing."""
        ...

    def all_meta(self) -> Mapping[str, str]: ...

    def instant(self) -> datetime | None:
        """What the database's own clock says now; None where it has none but the desk's."""
        ...


class Writing(Reading, Protocol):
    """A transaction that holds the lock on the log's head from its first moment."""

    @property
    def size(self) -> int:
        """How many events the log has, those of this transaction included."""
        ...

    @property
    def recorded_at(self) -> datetime | None:
        """When the last of them was recorded."""
        ...

    def prefetch(self, command_ids: Sequence[str], streams: Mapping[str, int]) -> None:
        """What is about to be asked for: these command ids, and the events of these streams behind a version.

        It changes no answer. A database that is far away fetches all of it in one journey.
        """
        ...

    def append(self, rows: Sequence[NewRow], recorded_at: datetime, author: Author) -> int:
        """Write the events of one command at the end of the log; returns the first position.

        What one author appends in one transaction is a commit, which is signed when it ends: with the transaction,
        before another author's command, behind a command about the author, and before rows are sent.
        Raises `VersionTaken` when a stream already has one of the versions (a mistake of ours: the head is locked).
        """
        ...

    def replace_uses(self, application: str, before: Sequence[Use], after: Sequence[Use]) -> None:
        """Make `after` the only uses that the index holds for `application`; so far it holds those of `before`.

        They belong to a command that this transaction has appended, about this case, with nothing asked in between.
        """
        ...

    def add_person_keys(self, keys: Iterable[PersonKey]) -> None:
        """Keys that belong to a command that this transaction appends."""
        ...

    def add_person_tokens(self, tokens: Iterable[PersonToken]) -> None:
        """Tokens that belong to such a command; those that are there already change nothing."""
        ...


class Importing(Reading, Protocol):
    """A transaction of whoever owns the store: lines and commits come from another store, and are not checked."""

    def import_lines(self, rows: Sequence[NewRow], commits: Sequence[Commit], recorded_at: datetime) -> None:
        """Write events and the commits that cover them at the end of the log."""
        ...

    def import_uses(self, uses: Sequence[Use]) -> None: ...

    def add_person_keys(self, keys: Iterable[PersonKey]) -> None: ...

    def add_person_tokens(self, tokens: Iterable[PersonToken]) -> None: ...

    def set_meta(self, name: str, value: str) -> None: ...


class Database(Protocol):
    """One store, opened. Errors of the driver never leave it: see `store.errors`.

    `free_s` is for how long the lock is free between two transactions of bulk work, so that whoever waits gets it.
    """

    url: str
    free_s: float

    def reading(self) -> AbstractContextManager[Reading]: ...

    def writing(self) -> AbstractContextManager[Writing]:
        """Lock the head, yield, commit; roll back if the block raises.

        Raises StoreBusy and StoreUnavailable when nothing was recorded, and OutcomeUnknown when that is not certain;
        its value `because` has the code of the trouble.
        """
        ...

    def importing(self) -> AbstractContextManager[Importing]:
        """The same as the owner of the store. Raises as `writing` does, and StoreUnavailable("store-not-permitted")."""
        ...

    def after_unknown_outcome(self, until: float | None = None) -> AbstractContextManager[Reading]:
        """A view for what to say after OutcomeUnknown, whose `until` it is given: what that transaction sent has by
        then been recorded or never will be. Raises StoreTrouble while this cannot be had.
        """
        ...

    def check(self) -> list[str]:
        """What the database itself finds wrong with its pages and indexes, in its own words; empty when nothing is."""
        ...

    def close(self) -> None: ...
