"""Runs as the bank got them: order files that `bailu payment export` made, read again after a restore.

A file is taken whole or not at all, and it is one run. Names and accounts in it are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.decisions.numbers import is_numbered
from domain.office.log import SentItem, SentRun
from domain.streams import Kind
from usecases.intake import text
from usecases.intake.bank import ORDER_HEADINGS, unguarded
from usecases.intake.cells import CellValue, fen, number_text
from usecases.intake.table import IGNORED_HEADINGS, Column, Record, Table, read_table
from usecases.problems import Problem, problem

_KEYS = {"批次号": "batch", "金额（元）": "amount_fen", "用途/申请编号": "application"}
_COLUMNS = tuple(
    Column(key=_KEYS.get(heading, heading), headings=(heading,))
    for heading in ORDER_HEADINGS
    if heading not in IGNORED_HEADINGS
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """The run of a file, and what is wrong with the file; with a problem there is no run."""

    path: Path
    run: SentRun | None
    problems: tuple[Problem, ...]


def read_sent_runs(paths: Sequence[Path]) -> list[SentFile]:
    """Each file, in their order; a run or an application that an earlier file has is a problem of the later one."""
    files: list[SentFile] = []
    for path in paths:
        file = _read(path)
        if file.run is not None and (problems := _elsewhere(file.run, files)):
            file = SentFile(path=path, run=None, problems=problems)
        files.append(file)
    return files


def _elsewhere(run: SentRun, earlier: Sequence[SentFile]) -> tuple[Problem, ...]:
    """What is in an earlier file already."""
    problems: list[Problem] = []
    for file in earlier:
        if file.run is None:
            continue
        if file.run.batch == run.batch:
            return (problem("run-in-another-file", batch=run.batch, file=file.path.name),)
        cases = {item.application for item in file.run.items}
        problems += [
            problem("application-in-another-file", application=item.application, file=file.path.name)
            for item in run.items
            if item.application in cases
        ]
    return tuple(problems)


def _read(path: Path) -> SentFile:
    table = read_table(path, _COLUMNS)
    missing = any(one.key not in table.records[0].places for one in _COLUMNS) if table.records else True
    rows = [] if missing else [_row(table, record) for record in table.records]
    _one_run(table, rows)
    items = tuple(item for _batch, item in rows if item is not None)
    batch = next((batch for batch, _item in rows if batch is not None), None)
    run = SentRun(batch=batch, items=items) if batch is not None and not table.problems else None
    return SentFile(path=path, run=run, problems=table.in_order())


def _row(table: Table, record: Record) -> tuple[str | None, SentItem | None]:
    batch = table.take(record, "batch", _number_of(Kind.BATCH))
    application = table.take(record, "application", _number_of(Kind.APPLICATION))
    amount_fen = table.take(record, "amount_fen", _amount)
    if application is None or amount_fen is None:
        return batch, None
    return batch, SentItem(application=application, amount_fen=amount_fen)


def _number_of(kind: Kind) -> Callable[[CellValue], str | Problem]:
    """Reads a cell with the number of an application or of a run."""

    def read(cell: CellValue) -> str | Problem:
        written = number_text(cell)
        number = written if isinstance(written, Problem) else text.free_text(unguarded(written))
        if isinstance(number, Problem) or is_numbered(kind, number):
            return number
        return problem("cell-no-number")

    return read


def _amount(cell: CellValue) -> int | Problem:
    return fen(cell) or problem("cell-nothing-paid")


def _one_run(table: Table, rows: Sequence[tuple[str | None, SentItem | None]]) -> None:
    """A file is of one run, which pays a case once."""
    first_batch: tuple[str, int] | None = None
    cases: dict[str, int] = {}
    for record, (batch, item) in zip(table.records, rows, strict=False):
        if batch is not None:
            first_batch = first_batch or (batch, record.row)
            if batch != first_batch[0]:
                table.note(problem("row-other-run", first=first_batch[1]), record.where("batch"))
        if item is not None:
            first = cases.setdefault(item.application, record.row)
            if first != record.row:
                table.note(problem("row-twice", first=first, second=record.row), record.where("application"))
