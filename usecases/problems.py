"""What is wrong with a file: a code, the values that belong to it, and where. Sentences are made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in a file: a `path` such as `lines[0].facts.hours_total`, or a `row` and `column` of a table.

    Rows and columns count from 1, as a spreadsheet shows them; `heading` is the column's heading in the file. `line`
    counts the lines of a text that people write. A place with nothing set is the file as a whole.
    """

    path: str = ""
    row: int | None = None
    column: int | None = None
    heading: str | None = None
    line: int | None = None


WHOLE_FILE = Where()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a file. `values` never hold an identity number, an account number or a name."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    where: Where = WHOLE_FILE

    def at(self, where: Where) -> Problem:
        """The same problem, found there."""
        return replace(self, where=where)


def problem(code: str, where: Where = WHOLE_FILE, /, **values: str | int) -> Problem:
    return Problem(code=code, values=values, where=where)


def in_file_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Problems of the file first, then by row and column; what was found at one place stays in the order found."""
    return tuple(sorted(problems, key=lambda noted: (noted.where.row or 0, noted.where.column or 0)))
