"""What is wrong with a pack, said all at once: where, what, and the values that belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # `--help` loads this module, and need not wait for msgspec
    from domain.entitlement.findings import Value

Path = tuple[str | int, ...]
"""Where something stands in a pack: table, entry, key."""

Complaint: TypeAlias = "tuple[Path, str, Mapping[str, Value]]"
"""A mistake before its line is known: where, the code, and the values that belong to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackProblem:
    """One mistake: `where` is a table path such as `schemes.skill-certificate.amount`, `line` counts from 1."""

    where: str
    line: int
    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        values = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"line {self.line}: {self.where}: {self.code}" + (f" ({values})" if values else "")


class PackInvalid(Exception):
    """A file that is no policy edition; `problems` are all that was found, in the order of the file."""

    def __init__(self, problems: Iterable[PackProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.where, problem.code)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
