"""The commits of a log, one after another, over the two trees that grow with its lines. ADR 0040."""

from __future__ import annotations

from typing import Iterator

from audit.commits import Commit, Head, commit_message, head_of
from audit.ed25519 import verify as signature_holds
from audit.errors import Errors
from audit.merkle import Frontier
from audit.office import Office, Officer

_HASHED_AT_ONCE = 1_024


class CommitChain:
    """The commits, one after another, over trees that grow with the lines."""

    def __init__(self, commits: Iterator[Commit], errors: Errors, *, signatures: bool) -> None:
        self._coming = commits
        self._errors = errors
        self._signatures = signatures
        self._unhashed: list[bytes] = []
        self.lines = Frontier()
        self.roles = Frontier()
        self._current: Commit | None = None
        self._covered = True
        self._ended = True
        self._signer: Officer | None = None
        self._before = head_of(self.lines)
        self.total = self.verified = self.by_office_keys = 0

    @property
    def covering(self) -> Commit | None:
        """The commit of the line that was read last."""
        return self._current if self._covered else None

    def reach(self, position: int, office: Office) -> None:
        """A line is about to be read: begin the commit that covers it, if one does."""
        while self._current is None or position > self._current.last:
            if not self._begin_next(office):
                break
        current = self._current
        covered = current is not None and current.first <= position <= current.last
        if self._covered and not covered:
            self._errors.report(position, "commit-missing")
        self._covered = covered

    def _begin_next(self, office: Office) -> bool:
        commit = next(self._coming, None)
        if commit is None:
            return False
        self.total += 1
        last = self._current.last if self._current is not None else 0
        if commit.first != last + 1:
            self._errors.report(commit.first, "commit-gap", expected=last + 1)
        if commit.first > commit.last:
            self._errors.report(commit.first, "commit-empty")
        if not self._ended and self._signatures:
            self._before = self._head()
        self._current, self._ended = commit, False
        self._signer = office.officers.get(commit.officer)
        return True

    def begins_at(self, position: int) -> Head | None:
        """The head before the commit that begins at a position; None where none begins, or heads are not followed."""
        covering = self.covering
        return self._before if self._signatures and covering is not None and covering.first == position else None

    def add(self, line: bytes, of_roles: bool) -> None:
        self._unhashed.append(line)
        if of_roles:
            self.roles = self.roles.extend([line])
        if len(self._unhashed) == _HASHED_AT_ONCE:
            self._hash()

    def _hash(self) -> None:
        self.lines = self.lines.extend(self._unhashed)
        self._unhashed.clear()

    def _head(self) -> Head:
        self._hash()
        return head_of(self.lines)

    def end(self, office: Office) -> bool:
        """The last line of the current commit was read: does its signature hold?

        In the first commit of a log the key is the one that it enrols; everywhere else, the one from before it.
        """
        commit = self._current
        assert commit is not None, "a commit that ends has begun"
        self._ended = True
        if not self._signatures:
            return True
        before, after = self._before, self._head()
        self._before = after
        signer = office.officers.get(commit.officer) if commit.first == 1 else self._signer
        if signer is None:
            self._errors.report(commit.first, "officer-unknown", actor=commit.officer)
        elif signer.key != commit.public_key:
            self._errors.report(commit.first, "key-differs", actor=commit.officer)
        elif not signature_holds(signer.key, commit.signature, commit_message(before, after, head_of(self.roles))):
            self._errors.report(commit.first, "signature-invalid", actor=commit.officer, last=commit.last)
        else:
            self.verified += 1
            self.by_office_keys += signer.made_by == "office"
            return True
        return False

    def close(self) -> None:
        self._hash()
        if not self._ended and self._current is not None:
            self._errors.report(self._current.first, "commit-beyond", last=self._current.last)
        for commit in self._coming:
            self.total += 1
            self._errors.report(commit.first, "commit-beyond", last=commit.last)
