"""Why a use case stops before a command was decided: about files and about how it was asked, in codes and problems.

Refusals of the domain (`domain.errors`) and errors of the store (`store.errors`) pass through unchanged; an entry point
turns all of them into sentences and exit codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # `bailu --help` knows these exceptions, and waits for nothing that they hold.
    from collections.abc import Sequence
    from pathlib import Path
    from typing import TypeAlias

    from domain.errors import Refusal
    from policies.problems import PackProblem
    from usecases.problems import Problem

    FileProblem: TypeAlias = tuple[Path | str, Problem]
    """In which file, and what is wrong with it."""


class UsageError(Exception):
    """What was asked cannot be understood; `message` says why, in the officer's language."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class FilesRefused(Exception):
    """Files of which nothing was taken, with every problem of each."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        super().__init__(problems)
        self.problems = problems


def refuse_file(path: Path | str, problems: Sequence[Problem]) -> FilesRefused:
    """The refusal of one file."""
    return FilesRefused([(path, problem) for problem in problems])


class PackRefused(Exception):
    """A policy file of which nothing was taken."""

    def __init__(self, file: str, problems: Sequence[PackProblem]) -> None:
        super().__init__(file, problems)
        self.file = file
        self.problems = problems


class AllRefused(Exception):
    """Several commands that belong together, some of which were declined: none of them was recorded."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(refusals)
        self.refusals = refusals
