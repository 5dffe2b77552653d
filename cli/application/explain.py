"""`bailu application explain`: why this amount, or why none: the recorded assessment, condition by condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import click

from cli.output import height, print_line, print_listing, print_record, print_table, table_height
from cli.parameters import NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from presentation.rows.columns import Row
from presentation.words.phrases import first_lines
from usecases.dossiers.explanation import Assessed, DeterminationDetails, assessed
from usecases.dossiers.explanation_sheet import (
    AwardRow,
    ConditionRow,
    DeterminationRow,
    award_rows,
    brief_condition_rows,
    condition_rows,
    determination_rows,
    heading,
    source_lines,
)
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "explain",
    cls=Verb,
    help=N_(
        "Explain an assessment: for each line and condition what was required, declared, verified and found, by which "
        "clause, and how the amount was computed."
    ),
)
@click.argument("number", type=NAME)
@option("--line", type=click.IntRange(min=1), help=N_("Only this line, and everything about it."))
@option("--all", "everything", is_flag=True, help=N_("However long it gets. Else a screenful: what fails comes first."))
@output_option
@click.pass_obj
def command(settings: Settings, number: str, line: int | None, everything: bool, output: str | None) -> None:
    session = OfficerSession(settings)
    assessment = assessed(session, number, only=line)
    if output in ("csv", "xlsx"):
        print_listing(ConditionRow, condition_rows(assessment), output)
        return
    if output in ("json", "jsonl"):
        print_record(assessment.explanation(session), output)
        return
    print_line(f"{assessment.dossier.case.number}  {assessment.dossier.scheme_name}")
    print_line(heading(assessment))
    print_line("")
    _print_sheet(assessment, assessment.determined(session), brief=not everything and line is None)


LINES_MAX = 100
"""So many lines does the sheet take, unless everything was asked for."""
_SHARES = (0.2, 0.1)
"""Of these, what the computation and what was determined may take from the conditions, when it does not all fit."""
_HEADING, _NOTE = 4, 2
_SOURCES = 12
"""And what the clauses and interpretations may."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the sheet, of which perhaps only the first rows are shown."""

    title: str
    shown: type[Row]
    rows: Sequence[Row]

    @property
    def height(self) -> int:
        return table_height(self.shown, self.rows, title=self.title)

    def within(self, lines: int) -> _Table:
        """As many of its rows as fit, and always the first."""
        few, many = 1, min(len(self.rows), lines) + 1
        while many - few > 1:
            middle = (few + many) // 2
            fits = replace(self, rows=self.rows[:middle]).height <= lines
            few, many = (middle, many) if fits else (few, middle)
        return replace(self, rows=self.rows[:few])


def _print_sheet(assessment: Assessed, determined: Sequence[DeterminationDetails], *, brief: bool) -> None:
    # There is a row at least for each finding: what is too long by their number is not written out to be measured.
    if not brief or len(assessment.findings()) <= LINES_MAX:
        conditions = condition_rows(assessment)
        whole = _tables(conditions, award_rows(assessment), determination_rows(determined))
        sources = list(source_lines(assessment, conditions))
        if not brief or _fit(whole, sources):
            _print_tables(whole, sources)
            return
    conditions = brief_condition_rows(assessment)
    awards = award_rows(assessment, first_lines)
    shown = _cut(*_tables(conditions, awards, determination_rows(determined, first_lines)))
    _print_tables(shown, _first(source_lines(assessment, conditions[: len(shown[0].rows)]), _SOURCES))
    print_line(_("Not all of it: --line shows one line, --all shows everything."))


def _tables(
    conditions: Sequence[ConditionRow], awards: Sequence[AwardRow], determined: Sequence[DeterminationRow]
) -> tuple[_Table, _Table, _Table]:
    return (
        _Table(N_("Conditions"), ConditionRow, conditions),
        _Table(N_("Computation"), AwardRow, awards),
        _Table(N_("Determined by a body"), DeterminationRow, determined),
    )


def _fit(tables: Iterable[_Table], sources: Iterable[str]) -> bool:
    """Whether the sheet is short enough as it is; rows alone tell that of a thousand, without drawing them."""
    if sum(len(table.rows) for table in tables) > LINES_MAX:
        return False
    return _HEADING + sum(table.height for table in tables) + sum(map(height, sources)) <= LINES_MAX


def _cut(conditions: _Table, *others: _Table) -> list[_Table]:
    fewer = [table.within(int(LINES_MAX * share)) for table, share in zip(others, _SHARES, strict=True) if table.rows]
    left = LINES_MAX - _HEADING - _SOURCES - _NOTE - sum(table.height for table in fewer)
    return [conditions.within(left), *fewer]


def _print_tables(tables: Iterable[_Table], sources: Iterable[str]) -> None:
    for table in tables:
        if table.rows:
            print_table(table.shown, table.rows, title=table.title)
    for source in sources:
        print_line(source)


def _first(sources: Iterable[str], lines: int) -> Iterator[str]:
    for source in sources:
        lines -= height(source)
        if lines < 0:
            return
        yield source
