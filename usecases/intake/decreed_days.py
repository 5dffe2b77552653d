"""The days that the State Council's yearly notice decrees: days off, and weekend days worked in exchange (调休).

A file may list the whole of a holiday, weekend included: what the weekday rule says anyway is no exception, and nobody
has to work out which days are. JSON has `source`, `off` and `worked`; a table has a day and 是 or 否 a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from usecases.intake import text
from usecases.intake.cells import day, yes_or_no
from usecases.intake.documents import Tree, read_tree
from usecases.intake.table import Column, read_table
from usecases.problems import Problem, Where, problem

DAY = Column(key="day", headings=("日期", "day", "date"))
WORKED = Column(key="worked", headings=("上班", "是否上班", "worked"))

_KEYS = ("source", "off", "worked")
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreedDays:
    """`exceptions` by year: weekdays off and weekend days worked. `source` is the notice, where the file names it."""

    exceptions: Mapping[int, tuple[date, ...]]
    source: str | None
    problems: tuple[Problem, ...]


def read_decreed_days(path: Path) -> DecreedDays:
    """The decreed days in the file at `path`: a table, `.csv` or `.xlsx`, or else JSON or TOML."""
    if path.suffix.lower() in (".csv", ".xlsx"):
        return _of_table(path)
    tree, problems = read_tree(path)
    return DecreedDays(exceptions={}, source=None, problems=problems) if tree is None else _of_tree(tree, problems)


def _of_table(path: Path) -> DecreedDays:
    table = read_table(path, (DAY, WORKED))
    decreed: list[tuple[date, bool]] = []
    for record in table.records:
        on, worked = table.take(record, "day", day), table.take(record, "worked", yes_or_no)
        if on is None or worked is None:
            continue
        if (on, not worked) in decreed:
            table.note(problem("day-off-and-worked", day=on.isoformat()), record.where("day"))
        decreed.append((on, worked))
    return DecreedDays(exceptions=_by_year(decreed), source=None, problems=table.in_order())


def _of_tree(tree: Tree, problems: Iterable[Problem]) -> DecreedDays:
    noted = list(problems)
    noted += [problem("key-unknown", key=text.shown(key)) for key in tree if key not in _KEYS]
    source = tree.get("source")
    if source is not None and not isinstance(source, str):
        noted.append(problem("not-text", Where(path="source"), key="source"))
    decreed: list[tuple[date, bool]] = []
    for key in ("off", "worked"):
        for where, on in _days(tree.get(key, []), key):
            if isinstance(on, Problem):
                noted.append(on.at(where))
            elif key == "worked" and (on, False) in decreed:
                noted.append(problem("day-off-and-worked", where, day=on.isoformat()))
            else:
                decreed.append((on, key == "worked"))
    if not decreed and not noted:
        noted.append(problem("days-missing"))
    named = text.free_text(source) if isinstance(source, str) and not noted else None
    if isinstance(named, Problem):
        noted.append(named.at(Where(path="source")))
        named = None
    return DecreedDays(exceptions=_by_year(decreed), source=named, problems=tuple(noted))


def _days(given: object, key: str) -> Iterator[tuple[Where, date | Problem]]:
    if not isinstance(given, list):
        yield Where(path=key), problem("not-a-list", key=key)
        return
    for index, written in enumerate(given):
        yield Where(path=f"{key}[{index}]"), day(written) if isinstance(written, str) else problem("not-a-day")


def _by_year(decreed: Iterable[tuple[date, bool]]) -> dict[int, tuple[date, ...]]:
    years: defaultdict[int, set[date]] = defaultdict(set)
    for on, worked in decreed:
        year = years[on.year]
        if worked == (on.weekday() >= _SATURDAY):
            year.add(on)
    return {year: tuple(sorted(days)) for year, days in sorted(years.items())}
