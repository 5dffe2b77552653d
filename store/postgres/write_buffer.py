"""What a transaction on PostgreSQL has decided to write and not sent yet.

Every statement that is answered costs a journey to the server and back. Under the head's lock nobody else can change
anything, so that a transaction keeps its writes until they are needed, and sends hundreds of them in one go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent
from psycopg import Cursor

from domain.entitlement.claim import Use
from store.log import CommandRecord
from store.sql.session import USE_COLUMNS, use_row

MOST = 20_000
"""More rows than this are not kept back."""

_COMMANDS = (
    "INSERT INTO commands (command_id, fingerprint, first_position, count)"
    " SELECT * FROM unnest(%b::text[], %b::text[], %s::bigint[], %s::bigint[])"
)
_USES_GONE = "DELETE FROM uses WHERE application = ANY(%b::text[])"
_USES = (
    f"INSERT INTO uses ({USE_COLUMNS}) SELECT * FROM"  # noqa: S608  # names of ours
    " unnest(%b::text[], %b::text[], %b::text[], %b::text[], %s::bigint[], %b::text[], %s::bigint[])"
)
_COUNTERS = (
    "INSERT INTO counters (name, value) SELECT * FROM unnest(%b::text[], %s::bigint[])"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_META = (
    "INSERT INTO meta (name, value) SELECT * FROM unnest(%b::text[], %b::text[])"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
# The order of the keys of one party matters: the newest seals.
_KEYS = (
    "INSERT INTO person_keys (key_id, party, wrapped) SELECT key_id, party, wrapped FROM"
    " unnest(%b::text[], %b::text[], %b::bytea[]) WITH ORDINALITY AS k (key_id, party, wrapped, n) ORDER BY n"
)


class WriteBuffer:
    """Events, command ids, uses by application, counters, person keys and meta, as they are to be written."""

    def __init__(self) -> None:
        self.facts: list[StoredEvent] = []
        self.streams: set[str] = set()
        self.commands: dict[str, CommandRecord] = {}
        self.uses: dict[str, Sequence[Use]] = {}
        self._by_pair: defaultdict[tuple[str, str], list[Use]] = defaultdict(list)
        self.counters: dict[str, int] = {}
        self.keys: list[tuple[str, str, bytes]] = []
        self.meta: dict[str, str] = {}

    @property
    def too_many(self) -> bool:
        return len(self.facts) + len(self.commands) + len(self.keys) + len(self.uses) > MOST

    def add_facts(self, events: Iterable[StoredEvent]) -> None:
        for event in events:
            self.facts.append(event)
            self.streams.add(str(event.originator_id))

    def replace_uses(self, application: str, uses: Sequence[Use]) -> None:
        for before in self.uses.get(application, ()):
            self._by_pair[before.limit, before.subject].remove(before)
        for use in uses:
            self._by_pair[use.limit, use.subject].append(use)
        self.uses[application] = uses

    def wanted_uses(self, wanted: Iterable[tuple[str, str]]) -> Iterator[Use]:
        return (use for pair in wanted for use in self._by_pair.get(pair, ()))

    def statements(self) -> Iterator[tuple[str, Sequence[object]]]:
        """All but the events, each statement with its values; then there is nothing unwritten but the events."""
        if self.commands:
            records = [(c.command_id, c.fingerprint, c.first_position, c.count) for c in self.commands.values()]
            yield _COMMANDS, columns(records)
        if self.uses:
            yield _USES_GONE, [list(self.uses)]
            rows = [use_row(use) for uses in self.uses.values() for use in uses]
            if rows:
                yield _USES, columns(rows)
        if self.counters:
            yield _COUNTERS, columns(self.counters.items())
        if self.keys:
            yield _KEYS, columns(self.keys)
        if self.meta:
            yield _META, columns(self.meta.items())

    def __bool__(self) -> bool:
        return bool(self.facts or self.commands or self.uses or self.counters or self.keys or self.meta)


def columns(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Rows turned into one list a column."""
    return [list(column) for column in zip(*rows, strict=True)]


def send(cursor: Cursor[Any], statements: Iterable[tuple[str, Sequence[object]]]) -> None:
    for statement, values in statements:
        cursor.execute(statement.encode(), values)
