"""Results of milestones, as a table: one worker a row, what became of each, on which day and who says so."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.entitlement.edition import Edition
from usecases.intake.cells import CellValue, day_until, number_text, words, yes_or_no
from usecases.intake.determinations import REFERENCE, LineRef, line_ref
from usecases.intake.identity import uscc
from usecases.intake.table import Column, read_table
from usecases.intake.text import folded
from usecases.problems import Problem, Where, problem

MILESTONE = Column(key="milestone", headings=("节点", "milestone"))
MET = Column(key="met", headings=("是否达到", "met"))
REACHED_ON = Column(key="reached_on", headings=("达到日期或最后在职日期", "日期", "reached_on"))
SOURCE = Column(key="source", headings=("核验来源", "来源", "source"))
EMPLOYER = Column(key="employer_uscc", headings=("用人单位统一社会信用代码", "employer_uscc"), required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneResult:
    """What became of one milestone of one line: met, or missed with the last day of what was to last.

    `employer_uscc` is the employer that was found; None where the table does not say.
    """

    about: LineRef
    milestone: str
    met: bool
    reached_on: date
    source: str
    employer_uscc: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneResults:
    results: tuple[MilestoneResult, ...]
    problems: tuple[Problem, ...]


def read_milestones(path: Path, edition: Edition, today: date) -> MilestoneResults:
    """The results in the table at `path`, a milestone by its id or its name; a row that has a problem is left out."""
    table = read_table(path, (*REFERENCE, MILESTONE, MET, REACHED_ON, SOURCE, EMPLOYER))
    names = {
        folded(word): name
        for name, milestone in edition.milestones.items()
        for word in (name, milestone.names.zh, milestone.names.en)
    }

    def named(cell: CellValue) -> str | Problem:
        name = names.get(folded(str(cell)))
        return name or problem(
            "cell-not-one-of", allowed="、".join(milestone.names.zh for milestone in edition.milestones.values())
        )

    results = []
    seen: dict[Hashable, int] = {}
    for record in table.records:
        about = line_ref(table, record, today)
        milestone = table.take(record, MILESTONE.key, named)
        met = table.take(record, MET.key, yes_or_no)
        reached_on = table.take(record, REACHED_ON.key, day_until(today))
        source = table.take(record, SOURCE.key, words)
        employer = table.take(record, EMPLOYER.key, _code, needed=False)
        if about is None or milestone is None or met is None or reached_on is None or source is None:
            continue
        first = seen.setdefault((about.application, about.line, about.id_number, milestone), record.row)
        if first != record.row:
            table.note(problem("row-twice", first=first, second=record.row), Where(row=record.row))
        results.append(
            MilestoneResult(
                about=about,
                milestone=milestone,
                met=met,
                reached_on=reached_on,
                source=source,
                employer_uscc=employer,
            )
        )
    return MilestoneResults(results=tuple(results), problems=table.in_order())


def _code(cell: CellValue) -> str | Problem:
    written = number_text(cell)
    return written if isinstance(written, Problem) else uscc(written)
