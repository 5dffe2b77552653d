"""Milestones by roster: the results of many workers, put forward as one proposal for each result and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cli.batch_run import BatchRun, Task
from cli.output import print_note
from domain.application.commands import ReportMilestone
from domain.application.events import MilestoneReported
from domain.application.state.case import Case
from domain.application.status import InstalmentStatus
from domain.application.values import expand, ranges
from domain.errors import NotAllowed
from store.commands.executor import PreparedCommand
from usecases.commands.application_files import there
from usecases.commands.table_rows import Places
from usecases.errors import refuse_file
from usecases.problems import Problem, Where, in_file_order, problem


class Result(NamedTuple):
    """What is the same for all lines of one proposal."""

    milestone: str
    met: bool
    reached_on: date
    source: str


def report_roster(run: BatchRun, path: Path) -> int:
    """Propose what the table says about the applications of the round; all of it, or nothing when a row is wrong.

    Rows that were proposed or decided before, with the same result, change nothing.
    """
    numbers = run.numbers()
    if not numbers:
        return run.work([])
    places = Places(run.session, numbers, of_table=run.of_table)
    found, problems = _read(run, places, there(path))
    if problems:
        raise refuse_file(path, problems)
    tasks: list[Task] = [
        (number, partial(_prepare, run, places.cases[number], result, lines))
        for number, results in found.items()
        for result, lines in results.items()
    ]
    return run.work(tasks)


def _read(
    run: BatchRun, places: Places, path: Path
) -> tuple[Mapping[str, Mapping[Result, Sequence[int]]], Sequence[Problem]]:
    """What the table says, by application and result in the order of days, and everything that is wrong with it."""
    from usecases.intake.milestones import read_milestones

    refs = sorted({case.edition for case in places.cases.values()})
    if len(refs) > 1:
        raise NotAllowed("several-editions", editions=", ".join(refs))
    with run.session.repository() as repository:
        edition = repository.edition(refs[0])
    table = read_milestones(path, edition, run.session.today())
    problems = list(table.problems)
    found: dict[str, dict[Result, list[int]]] = {}
    for each in sorted(table.found, key=lambda row: (row.milestone, row.reached_on)):
        place = places.of(each.about)
        if isinstance(place, Problem):
            problems.append(place)
            continue
        if place is None:
            continue
        number, line = place
        if each.met and each.employer_uscc and each.employer_uscc != _employer(places.cases[number], line):
            # The same employer throughout (m09): a worker who went to another one did not stay.
            problems.append(problem("row-other-employer", Where(row=each.about.row), line=line))
        result = Result(each.milestone, each.met, each.reached_on, each.source)
        found.setdefault(number, {}).setdefault(result, []).append(line)
    if passed_over := places.passed_over():
        print_note(passed_over)
    return found, in_file_order(problems)


def _employer(case: Case, line: int) -> object:
    facts = next(each.facts for each in case.claim().lines if each.line == line)
    return facts.get("employer_uscc")


def _prepare(run: BatchRun, case: Case, result: Result, lines: Sequence[int]) -> PreparedCommand | None:
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
    return run.prepare(case.number, command, part=" ".join(map(str, result)))


def _proposed_before(case: Case, result: Result, line: int) -> bool:
    """Whether this is proposed already, or was confirmed: the instalment no longer waits, and went the same way."""
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
