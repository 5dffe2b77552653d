"""Where a forger works: the commits of a log with their lines, taken out of a store and put back so that all fits.

What is put back has columns as its lines say, commands filed with their last lines, commits that follow each other, and
a head computed anew. Only signatures fit no more, unless the forger has the key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

from audit.commits import Commit, Head, belongs_to_roles, commit_message
from audit.line import envelope_of
from audit.merkle import Frontier
from tests.audit.campaign.lines import changed, line_of, members_of
from tests.domain.keys import Key
from tests.stores import Hand

NO_SIGNATURE = bytes(64)
NewEvent = tuple[str, str, Mapping[str, Any]]
"""Stream, stored name, data."""


@dataclass
class Signed:
    """A commit with the lines that it covers."""

    officer: str
    public_key: bytes
    signature: bytes
    lines: list[bytes] = field(default_factory=list)

    @property
    def streams(self) -> set[str]:
        return {members_of(line)["stream"] for line in self.lines}

    @property
    def names(self) -> list[str]:
        return [members_of(line)["name"] for line in self.lines]


class Workbench:
    def __init__(self, hand: Hand, *, postgres: bool, random: Random) -> None:
        self._hand = hand
        self._postgres = postgres
        self.random = random
        rows = hand.execute("SELECT * FROM events ORDER BY position").fetchall()
        self._rows = {
            position: (stream, version, name, *map(_bytes, rest)) for position, stream, version, name, *rest in rows
        }
        self._fingerprints = {row[4]: row[5] for row in self._rows.values() if row[4]}
        columns = "first, last, officer, public_key, signature"
        self._commits = [
            Commit(*map(_bytes, row)) for row in hand.execute(f"SELECT {columns} FROM commits ORDER BY last")
        ]
        self.commits = [
            Signed(*commit[2:], [self._rows[position][3] for position in range(commit.first, commit.last + 1)])
            for commit in self._commits
        ]
        self.places: list[Commit] | None = None
        """The commits as they are to be put back, where they are not those of the lines."""

    @property
    def lines(self) -> list[bytes]:
        return [line for commit in self.commits for line in commit.lines]

    def rows(self) -> list[Commit]:
        """The commits as they cover the lines."""
        rows, last = [], 0
        for commit in self.commits:
            rows.append(Commit(last + 1, last + len(commit.lines), commit.officer, commit.public_key, commit.signature))
            last += len(commit.lines)
        return rows

    def choose(self, wanted: Callable[[Signed], bool] = lambda _: True) -> int:
        """The index of one of the commits that are wanted."""
        return self.random.choice([index for index, commit in enumerate(self.commits) if wanted(commit)])

    def by(self, officer: str) -> int:
        """One of the commits of an officer, who has to have one."""
        return self.choose(lambda commit: commit.officer == officer)

    def with_event(self, name: str) -> int:
        """The first commit with an event of this name."""
        return next(index for index, commit in enumerate(self.commits) if name in commit.names)

    def renumber(self) -> None:
        """Versions count up in every stream, and no instant is before the one that it follows."""
        versions: dict[str, int] = {}
        latest = ""
        for commit in self.commits:
            for index, line in enumerate(commit.lines):
                members = members_of(line)
                stream, latest = members["stream"], max(latest, members["recorded_at"].rstrip("Z"))
                versions[stream] = versions.get(stream, 0) + 1
                commit.lines[index] = changed(line, version=versions[stream], recorded_at=latest + "Z")

    def append(
        self, actor: str, *events: NewEvent, key: Key | None = None, officer: str | None = None, **members: Any
    ) -> Signed:
        """One more command at the end, in a commit of its own that is not signed yet."""
        lines, last = self.lines, members_of(self.commits[-1].lines[-1])
        versions = {}
        for line in lines:
            envelope = envelope_of(line)
            if envelope is not None:
                versions[envelope["stream"].decode()] = int(envelope["version"])
        written = []
        command_id = str(UUID(int=self.random.getrandbits(128)))
        for part, (stream, name, data) in enumerate(events, 1):
            versions[stream] = versions.get(stream, 0) + 1
            whole = {
                "stream": stream,
                "version": versions[stream],
                "name": name,
                "recorded_at": last["recorded_at"],
                "effective_on": last["effective_on"],
                "actor": actor,
                "command_id": command_id,
                "part": [part, len(events)],
                "data": data,
            }
            written.append(line_of(**{**whole, **members}))
        commit = Signed(officer or actor, (key or Key(actor)).raw, NO_SIGNATURE, written)
        self.commits.append(commit)
        return commit

    def heads(self) -> Iterator[tuple[Head, Head, Head]]:
        """What each commit signs: before, after, roles."""
        lines, roles = Frontier(), Frontier()
        for commit in self.commits:
            before = Head(lines.size, lines.root())
            lines = lines.extend(commit.lines)
            roles = roles.extend(line for line in commit.lines if _of_roles(line))
            yield before, Head(lines.size, lines.root()), Head(roles.size, roles.root())

    def sign(self, keys: Mapping[str, Key], only: Iterable[Signed] | None = None) -> None:
        """Sign anew every commit of the officers whose keys are held, or only these."""
        chosen = self.commits if only is None else list(only)
        for commit, heads in zip(self.commits, self.heads(), strict=True):
            key = keys.get(commit.officer)
            if key is not None and any(commit is one for one in chosen):
                commit.public_key, commit.signature = key.raw, key.sign(commit_message(*heads))

    def put_back(self) -> None:
        """Write what has changed into the tables, and a head that fits it."""
        self._write("events", "position", self._rows, self._filed())
        places = self.rows() if self.places is None else self.places
        before = {commit.last: (commit.first, *commit[2:]) for commit in self._commits}
        after = {commit.last: (commit.first, *commit[2:]) for commit in places}
        self._write("commits", "last, first, officer, public_key, signature", before, after)
        self._move_head(places[-1] if places else None)

    def _filed(self) -> dict[int, tuple[Any, ...]]:
        return {position: self._columns(line) for position, line in enumerate(self.lines, 1)}

    def _columns(self, line: bytes) -> tuple[Any, ...]:
        envelope = envelope_of(line)
        if envelope is None:
            return "nothing", self.random.randrange(1, 1 << 30), "nothing", line, None, None
        version = int(envelope["version"]) if len(envelope["version"]) < 15 else self.random.randrange(1, 1 << 30)
        command = fingerprint = None
        if envelope["part"] == envelope["parts"]:
            with suppress(ValueError):
                command = UUID(envelope["command_id"].decode()).bytes
                fingerprint = self._fingerprints.get(command, bytes(32))
        return envelope["stream"].decode(), version, envelope["name"].decode(), line, command, fingerprint

    def _write(self, table: str, columns: str, before: dict[int, Any], after: dict[int, Any]) -> None:
        key = columns.partition(",")[0]
        for number in [number for number in before if before[number] != after.get(number)]:
            self._hand.execute(f"DELETE FROM {table} WHERE {key} = ?", (number,))
        where = f"{table} ({columns})" if "," in columns else table
        for number in [number for number in after if before.get(number) != after[number]]:
            values = (number, *after[number])
            self._hand.execute(f"INSERT INTO {where} VALUES ({', '.join('?' * len(values))})", values)

    def _move_head(self, newest: Commit | None) -> None:
        lines = self.lines
        whole, roles = Frontier().extend(lines), Frontier().extend(filter(_of_roles, lines))
        before = Frontier().extend(lines[: newest.first - 1 if newest else 0])
        envelope = envelope_of(lines[-1]) if lines else None
        at = envelope["instant"].decode() + "+00:00" if envelope else None
        values = (before.root(), whole.encode(), roles.encode(), at)
        put = "before = ?, frontier = ?, roles = ?, recorded_at = ?"
        if self._postgres:
            self._hand.execute(f"UPDATE log_head SET {put}, size = ?", (*values, whole.size))
            return
        self._hand.execute("UPDATE commits SET before = NULL, frontier = NULL, roles = NULL, recorded_at = NULL")
        if newest is not None:
            self._hand.execute(f"UPDATE commits SET {put} WHERE last = ?", (*values, newest.last))


def neighbours(bench: Workbench, wanted: Callable[[Signed, Signed], bool] = lambda *_: True) -> int:
    """The index of a commit of which the next one is wanted beside it."""
    pairs = pairwise(bench.commits)
    return bench.random.choice([index for index, (one, next_one) in enumerate(pairs) if wanted(one, next_one)])


def _of_roles(line: bytes) -> bool:
    envelope = envelope_of(line)
    return envelope is not None and belongs_to_roles(envelope["stream"])


def _bytes(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
