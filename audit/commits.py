"""What an officer signs: the heads of the log before and after what was appended in one transaction.

A commit vouches for every line before and in it, as far as its officer could see them. The lines carry no signature, so
that another signature can be added over the same bytes one day. ADR 0040, which took the place of ADR 0008.
"""

from __future__ import annotations

from typing import NamedTuple

from audit.merkle import Frontier

PURPOSE = "bailu-commit-v1"

LOG_STREAM = b"log"
OFFICER_STREAMS = b"officer-"


class Head(NamedTuple):
    """How many leaves a tree has, and its root."""

    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.size}:{self.root.hex()}"


def head_of(frontier: Frontier) -> Head:
    """The head of a tree of which only the right edge is kept."""
    return Head(frontier.size, frontier.root())


class Commit(NamedTuple):
    """The lines from `first` to `last`, appended by one officer under one key in one transaction.

    `public_key` is raw Ed25519 (32 bytes), `signature` that of `commit_message` (64 bytes).
    """

    first: int
    last: int
    officer: str
    public_key: bytes
    signature: bytes


def commit_message(before: Head, after: Head, roles: Head) -> bytes:
    """The message of a commit's signature.

    Line 1 of a log holds its random id, so that both heads name the log, too. `roles` is the head of a tree of its own
    over those lines up to `after` that say who may do what: a selection of lines that leaves one of them out is seen.
    """
    return f"{PURPOSE}\n{before}\n{after}\n{roles}\n".encode()


def officer_stream(officer: str) -> str:
    """In which stream the lines about an officer stand."""
    return OFFICER_STREAMS.decode() + officer


def authority_officer(authority: str) -> str:
    """Under which name the authority above an office acts in its log."""
    return f"authority-{authority}"


def belongs_to_roles(stream: bytes) -> bool:
    """Whether the lines of a stream belong to the tree of roles."""
    return stream == LOG_STREAM or stream.startswith(OFFICER_STREAMS)
