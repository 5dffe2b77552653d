"""What a transaction on PostgreSQL has decided to write and not sent yet.

Every statement that is answered costs a journey to the server and back. Under the head's lock nobody else can change
anything, so that a transaction keeps its writes until they are needed, and sends hundreds of them in one call of the
owner's function `append`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from audit.commits import Commit
from audit.line import envelope_of
from domain.entitlement.claim import Use
from store.log import CommandRecord, NewRow, PersonKey, PersonToken
from store.sql.session import use_rows

MOST = 20_000
"""More rows than this are not kept back."""

_FOLLOWED = ("stream", "version", "name", "instant", "day", "actor", "command_id", "part", "parts")
_ARGUMENTS = (
    ("text bigint text text text text text bigint bigint bytea bytea bytea", "lines"),
    ("bigint bigint text bytea bytea", "commits"),
    ("text text text bigint bigint", "uses gone"),
    ("text text text bigint bigint text text bigint", "uses"),
    ("text text bytea", "person keys"),
    ("bytea text", "person tokens"),
)
APPEND = "SELECT append(" + ", ".join(f"%b::{kind}[]" for kinds, _ in _ARGUMENTS for kind in kinds.split()) + ")"
"""Takes what `WriteBuffer.arguments` gives."""


class WriteBuffer:
    """Whole commands with what belongs to them: lines, uses by application, keys and tokens of persons."""

    def __init__(self) -> None:
        self.rows: list[NewRow] = []
        self.streams: set[str] = set()
        self.commands: dict[bytes, CommandRecord] = {}
        self.uses: dict[str, Sequence[Use]] = {}
        self._gone: dict[str, Sequence[Use]] = {}
        self._by_pair: defaultdict[tuple[str, str], list[Use]] = defaultdict(list)
        self.keys: list[PersonKey] = []
        self.tokens: list[PersonToken] = []

    @property
    def too_many(self) -> bool:
        return len(self.rows) + len(self.keys) + len(self.tokens) + len(self.uses) > MOST

    def add_rows(self, rows: Sequence[NewRow], first: int) -> None:
        """Lines of one command, the first of them at this position."""
        self.rows.extend(rows)
        self.streams.update(row.stream for row in rows)
        last = rows[-1]
        if last.command is not None and last.fingerprint is not None:
            digest = last.fingerprint.hex()
            self.commands[last.command] = CommandRecord(fingerprint=digest, first_position=first, count=len(rows))

    def replace_uses(self, application: str, before: Sequence[Use], after: Sequence[Use]) -> None:
        for use in self.uses.get(application, ()):
            self._by_pair[use.limit, use.subject].remove(use)
        for use in after:
            self._by_pair[use.limit, use.subject].append(use)
        # What the tables hold is what there was before the first change in this transaction.
        self._gone.setdefault(application, before)
        self.uses[application] = after

    def wanted_uses(self, wanted: Iterable[tuple[str, str]]) -> Iterator[Use]:
        return (use for pair in wanted for use in self._by_pair.get(pair, ()))

    def arguments(self, commits: Sequence[Commit]) -> list[list[Any]]:
        """One list a column, as `APPEND` takes them."""
        gone = [row[:5] for uses in self._gone.values() for row in use_rows(uses)]
        used = [row for uses in self.uses.values() for row in use_rows(uses)]
        return [
            *columns(map(_line_columns, self.rows), 12),
            *columns(commits, 5),
            *columns(gone, 5),
            *columns(used, 8),
            *columns(self.keys, 3),
            *columns(self.tokens, 2),
        ]

    def __bool__(self) -> bool:
        return bool(self.rows)


def columns(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    """Rows of this width turned into one list a column."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _line_columns(row: NewRow) -> tuple[Any, ...]:
    envelope = envelope_of(row.line)
    assert envelope is not None, "a line that cannot be verified"
    stream, version, name, instant, day, actor, command_id, part, parts = envelope.group(*_FOLLOWED)
    return (
        stream.decode(),
        int(version),
        name.decode(),
        instant.decode(),
        day.decode(),
        actor.decode(),
        command_id.decode(),
        int(part),
        int(parts),
        row.line,
        row.command,
        row.fingerprint,
    )
