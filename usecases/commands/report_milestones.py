"""阶段: the results of many workers' milestones in a table, put forward as one proposal for each result and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from domain.application.commands import ReportMilestone
from domain.application.events import MilestoneReported
from domain.application.state.case import Case
from domain.application.status import InstalmentStatus
from domain.application.values import expand, ranges
from store.commands.executor import PreparedCommand
from usecases.commands.application_files import existing_file
from usecases.commands.batch import Batch, Task
from usecases.commands.table_rows import Places
from usecases.errors import refuse_file
from usecases.problems import Problem, Where, in_file_order, problem
from usecases.progress import OnNote


class ReportedResult(NamedTuple):
    """What is the same for all lines of one proposal."""

    milestone: str
    met: bool
    reached_on: date
    source: str


def milestone_tasks(batch: Batch, numbers: Sequence[str], path: Path, *, of_table: bool, note: OnNote) -> list[Task]:
    """A task for each result in the table at `path` about each application; `of_table` says that the table names the
    applications. Rows that were proposed or decided before, with the same result, record nothing.

    Raises `FilesRefused` with everything that is wrong with the table, and as `Places` and `existing_file`.
    """
    if not numbers:
        return []
    places = Places(batch.session, numbers, of_table=of_table)
    results, problems = _read(batch, places, existing_file(path))
    if passed_over := places.passed_over():
        note(passed_over)
    if problems:
        raise refuse_file(path, problems)
    return [
        (number, partial(_prepare, batch, places.cases[number], result, lines))
        for number, results_of_case in results.items()
        for result, lines in results_of_case.items()
    ]


def _read(
    batch: Batch, places: Places, path: Path
) -> tuple[Mapping[str, Mapping[ReportedResult, Sequence[int]]], Sequence[Problem]]:
    """What the table has, by application and result in the order of days, and everything that is wrong with it."""
    from usecases.intake.milestones import read_milestones

    table = read_milestones(path, places.edition(), batch.session.today())
    problems = list(table.problems)
    results: dict[str, dict[ReportedResult, list[int]]] = {}
    for row in sorted(table.results, key=lambda row: (row.milestone, row.reached_on)):
        place = places.of(row.about)
        if isinstance(place, Problem):
            problems.append(place)
            continue
        if place is None:
            continue
        number, line = place
        if row.met and row.employer_uscc and row.employer_uscc != _employer(places.cases[number], line):
            # The same employer throughout (m09): a worker who went to another one did not stay.
            problems.append(problem("row-other-employer", Where(row=row.about.row), line=line))
        result = ReportedResult(row.milestone, row.met, row.reached_on, row.source)
        results.setdefault(number, {}).setdefault(result, []).append(line)
    return results, in_file_order(problems)


def _employer(case: Case, line: int) -> object:
    facts = next(claimed.facts for claimed in case.claim().lines if claimed.line == line)
    return facts.get("employer_uscc")


def _prepare(batch: Batch, case: Case, result: ReportedResult, lines: Sequence[int]) -> PreparedCommand | None:
    """The proposal; None when all of it was put forward before."""
    fresh = [line for line in lines if not _proposed_before(case, result, line)]
    if not fresh:
        return None
    command = ReportMilestone(
        application=case.number,
        milestone=result.milestone,
        lines=ranges(fresh),
        met=result.met,
        reached_on=result.reached_on,
        source=result.source,
    )
    return batch.prepare(case.number, command, part=" ".join(map(str, result)))


def _proposed_before(case: Case, result: ReportedResult, line: int) -> bool:
    """Whether this is proposed already, or was confirmed: the instalment no longer waits, and ended the same way."""
    for reported in case.proposed.values():
        if not isinstance(reported, MilestoneReported) or reported.milestone != result.milestone:
            continue
        if line in expand(reported.lines):
            return (reported.met, reported.reached_on) == (result.met, result.reached_on)
    items = [item for due, item in case.items.items() if due.line == line and item.payable == result.milestone]
    forfeited = InstalmentStatus.FORFEITED
    return any(
        item.status is not InstalmentStatus.WAITING and (item.status is not forfeited) == result.met for item in items
    )
