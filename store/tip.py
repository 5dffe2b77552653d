"""The end of the log: its head, the commit that vouches for it, and how both move when something is appended.

ADR 0040.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from audit.commits import Commit, Head, belongs_to_roles, commit_message, head_of
from audit.ed25519 import verify
from audit.merkle import EMPTY_ROOT, Frontier
from domain.streams import Kind, stream_name
from store.rows import Author, NewRow

_SIZE_MAX = 2**53
"""More than any database counts, and any office records."""


@dataclass(frozen=True, slots=True)
class Tip:
    """`before` is the root of the head before the last commit; `roles` is the tree of who may do what."""

    commit: Commit | None
    before: bytes
    frontier: Frontier
    roles: Frontier
    recorded_at: datetime | None

    @property
    def head(self) -> Head:
        return head_of(self.frontier)

    @property
    def vouched(self) -> bool:
        """Whether the last commit is one over this head, signed under the key that it names."""
        commit = self.commit
        if commit is None:
            return not self.frontier.size
        message = commit_message(Head(commit.first - 1, self.before), self.head, head_of(self.roles))
        return commit.last == self.frontier.size and verify(commit.public_key, commit.signature, message)


EMPTY = Tip(commit=None, before=EMPTY_ROOT, frontier=Frontier(), roles=Frontier(), recorded_at=None)


class Growth:
    """A tip that grows under the lock of the head. Commits that have ended wait in `commits` until they are taken."""

    def __init__(self, tip: Tip) -> None:
        self.frontier = tip.frontier
        self.roles = tip.roles
        self.recorded_at = tip.recorded_at
        self.commits: list[Commit] = []
        self.before = tip.before
        self._last = tip.commit
        self._start = head_of(tip.frontier)
        self._author: Author | None = None

    @property
    def tip(self) -> Tip:
        """The tip as it is behind the last commit that has ended."""
        return Tip(self._last, self.before, self.frontier, self.roles, self.recorded_at)

    @property
    def unsigned(self) -> bool:
        """Whether there are lines that no commit covers yet."""
        return self._author is not None

    def append(self, rows: Sequence[NewRow], recorded_at: datetime, author: Author) -> int:
        """The lines of one command; returns the first position."""
        if self._author is not None and _key(self._author) != _key(author):
            self.sign()
        first = self.frontier.size + 1
        self._author = author
        self._extend(rows, recorded_at)
        if any(row.stream == stream_name(Kind.OFFICER, author.officer) for row in rows):
            # It may have changed the key that signs; what is signed with it belongs to the next commit.
            self.sign()
        return first

    def sign(self) -> None:
        """End the commit of what was appended."""
        author = self._author
        if author is None:
            return
        end = head_of(self.frontier)
        message = commit_message(self._start, end, head_of(self.roles))
        key = b64decode(author.signer.public_key)
        self._add(Commit(self._start.size + 1, end.size, author.officer, key, author.signer.sign(message)))
        self._author = None

    def bring(self, rows: Sequence[NewRow], commits: Sequence[Commit], recorded_at: datetime | None) -> None:
        """Lines that come with the commits that cover them."""
        lines = iter(rows)
        for commit in commits:
            self._extend([*islice(lines, commit.last - commit.first + 1)], recorded_at)
            self._add(commit)

    def taken(self) -> list[Commit]:
        """The commits that have ended since this was asked last."""
        commits, self.commits = self.commits, []
        return commits

    def _add(self, commit: Commit) -> None:
        self.commits.append(commit)
        self._last, self.before = commit, self._start.root
        self._start = head_of(self.frontier)

    def _extend(self, rows: Sequence[NewRow], recorded_at: datetime | None) -> None:
        self.frontier = self.frontier.extend(row.line for row in rows)
        roles = [row.line for row in rows if belongs_to_roles(row.stream.encode())]
        if roles:
            self.roles = self.roles.extend(roles)
        self.recorded_at = recorded_at


def tip_of(row: Sequence[Any]) -> Tip:
    """The tip in a row: `first, last, officer, public_key, signature, before, frontier, roles, recorded_at`.

    Raises ValueError for what cannot be one.
    """
    first, last, officer, public_key, signature, before, frontier, roles, recorded_at = row
    if frontier is not None and first is None and Frontier.decode(bytes(frontier)) == Frontier():
        return EMPTY
    if first is None or before is None or frontier is None or roles is None:
        raise ValueError("the newest commit says nothing of the head")
    if last > _SIZE_MAX or Frontier.decode(bytes(frontier)).size > _SIZE_MAX:
        raise ValueError("no log is that long")
    return Tip(
        commit=Commit(first, last, officer, bytes(public_key), bytes(signature)),
        before=bytes(before),
        frontier=Frontier.decode(bytes(frontier)),
        roles=Frontier.decode(bytes(roles)),
        recorded_at=datetime.fromisoformat(recorded_at) if recorded_at else None,
    )


def _key(author: Author) -> tuple[str, str]:
    return author.officer, author.signer.public_key
