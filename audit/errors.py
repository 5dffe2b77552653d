"""What a verifier reports: every error, not just the first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Mapping

ERRORS_MAX = 1_000
"""How many errors are named; all of them are counted."""


@dataclass(frozen=True)
class VerificationError:
    """Something that does not fit, at a position of the log (None: the log as a whole).

    Codes of lines: `line-malformed`, `position-gap`, `version-gap`, `time-goes-back`, `part-missing`, `parts-differ`,
    `actor-differs`; and `verification-broken` where the verifier itself fails over one, whatever stands there.
    Codes of commits: `commit-gap`, `commit-empty`, `commit-missing`, `commit-beyond`, `commit-divides`, `key-differs`,
    `key-changed-within`, `signature-invalid`. Codes of officers and what they may do: `officer-unknown`,
    `officer-enrolled`, `stream-differs`, `key-scheme`, `key-weak`, `key-enrolled`, and those of `audit.rules`. Codes of
    the log's own stream: `log-closed`, `restored-falsely`. Codes of the head: `size-differs`, `root-differs`.
    """

    position: int | None
    code: str
    values: Mapping[str, object]
    declared: bool = False
    """Whether two people declared that the office knows of it. It is an error all the same."""


class Errors:
    """What does not fit, in the order in which it is met."""

    def __init__(self) -> None:
        self.named: list[VerificationError] = []
        self.total = 0
        self._declared: list[tuple[int, int]] = []

    def declare(self, first: int, last: int) -> None:
        """What does not fit from `first` to `last` is known."""
        self._declared.append((first, last))

    def all(self) -> tuple[VerificationError, ...]:
        return tuple(replace(error, declared=self._is_declared(error.position)) for error in self.named)

    def _is_declared(self, position: int | None) -> bool:
        return position is not None and any(first <= position <= last for first, last in self._declared)

    def report(self, position: int | None, code: str, **values: object) -> None:
        self.total += 1
        if len(self.named) < ERRORS_MAX:
            self.named.append(VerificationError(position=position, code=code, values=values))
