"""A roster that was filled in is checked: everything that is wrong with it, and a copy with those cells marked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from domain.errors import NotAllowed
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.file_problems import in_cell, sentence
from usecases.intake.editions import scheme_of, today
from usecases.problems import Problem
from usecases.session.new_files import write_file
from usecases.session.settings import Settings


class RosterProblem(Row):
    """One thing that is wrong; rows and columns count from 1, and neither is set for the file as a whole."""

    row: Annotated[int | None, Heading(N_("Row"))]
    column: Annotated[int | None, Heading(N_("Column"))]
    heading: Annotated[str | None, Heading(N_("Heading"), Kind.NAME)]
    code: Annotated[str, Heading(N_("Code"), Kind.NAME)]
    problem: Annotated[str, Heading(N_("Problem"))]


class CheckedRoster(Row):
    """A roster for a scheme: `rows` could be read, and `copy` is where the problems are marked."""

    file: str
    scheme: str
    rows: int
    problems: tuple[RosterProblem, ...]
    copy: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterCheck:
    """The result for programs; for people the problems in sentences that say where. `missing` says that there is no
    file.
    """

    result: CheckedRoster
    sentences: tuple[str, ...]
    missing: bool


def check_roster(settings: Settings, file: Path, *, scheme: str, policy: str | None, mark: bool) -> RosterCheck:
    """Check a roster; with `mark`, write the copy beside it when something is wrong.

    Raises `StoreUnavailable("file-unwritable")` for the copy, and as `scheme_of`.
    """
    from usecases.intake.roster import read

    edition, wanted = scheme_of(settings, policy, scheme)
    roster = read(file, edition, wanted, today(settings))
    missing = any(problem.code == "file-missing" for problem in roster.problems)
    copy = _marked(file, roster.problems) if mark and roster.problems and not missing else None
    result = CheckedRoster(
        file=str(file),
        scheme=scheme,
        rows=len(roster.rows),
        problems=tuple(map(_row, roster.problems)),
        copy=str(copy) if copy else None,
    )
    return RosterCheck(
        result=result, sentences=tuple(sentence(problem, _) for problem in roster.problems), missing=missing
    )


def _marked(file: Path, problems: Sequence[Problem]) -> Path:
    from usecases.intake.annotate import annotated, annotated_paths

    content = annotated(file, problems, lambda problem: in_cell(problem, _))
    for path in annotated_paths(file):
        with suppress(NotAllowed):  # Somebody may be correcting the one of an earlier check.
            write_file(path, content)
            return path
    raise AssertionError("numbers do not end")


def _row(problem: Problem) -> RosterProblem:
    return RosterProblem(
        row=problem.where.row,
        column=problem.where.column,
        heading=problem.where.heading,
        code=problem.code,
        problem=in_cell(problem, _),
    )
