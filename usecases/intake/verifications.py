"""Results of comparisons with other registers, as a table: which line, what was found, where and when.

Social insurance, unemployment and education registers each give a table with a line or a person a row, the facts that
were looked up as columns, and the source and day of the comparison. A row about no line is about the application.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.entitlement.edition import Edition
from domain.entitlement.findings import Value
from usecases.intake.cells import day_until, words
from usecases.intake.determinations import REFERENCE, LineRef, line_ref
from usecases.intake.roster import fact_column, facts_of
from usecases.intake.table import Column, read_table
from usecases.problems import Problem, problem

SOURCE = Column(key="source", headings=("核验来源", "来源", "source"))
CHECKED_ON = Column(key="checked_on", headings=("核验日期", "checked_on"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What one comparison found about a line, or about the application when `about` names no line."""

    about: LineRef
    facts: Mapping[str, Value]
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifications:
    results: tuple[Verification, ...]
    problems: tuple[Problem, ...]


def read_verifications(path: Path, edition: Edition, today: date) -> Verifications:
    """The comparison results in the table at `path`; a row that has a problem is left out."""
    facts = [fact_column(kind, False) for kind in edition.vocabulary.values()]
    table = read_table(path, (*REFERENCE, SOURCE, CHECKED_ON, *facts))
    if table.records and not any(key in edition.vocabulary for key in table.records[0].places):
        table.problems.append(problem("facts-missing"))
    verifications = []
    for record in table.records:
        about = line_ref(table, record, today, required=False)
        values = facts_of(table, record, edition)
        source = table.take(record, SOURCE.key, words)
        checked_on = table.take(record, CHECKED_ON.key, day_until(today))
        if about is not None and source is not None and checked_on is not None:
            verifications.append(Verification(about=about, facts=values, source=source, checked_on=checked_on))
    return Verifications(results=tuple(verifications), problems=table.in_order())
