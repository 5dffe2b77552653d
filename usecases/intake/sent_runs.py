"""Runs as the bank got them: order files that `bailu payment export` made, read again after a restore.

A file is taken whole or not at all, and it is of one run; a run may have several files, since banks take so many rows
and no more. Names and accounts in it are not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.decisions.numbers import is_numbered
from domain.office.log import SentItem, SentRun
from domain.streams import Kind
from usecases.intake.bank.cells import amount
from usecases.intake.bank.profile import BankProfile
from usecases.intake.bank.sent_orders import SentOrders, read_sent_orders
from usecases.intake.documents import read_bytes
from usecases.intake.table import Record
from usecases.problems import Problem, problem


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """The run of a file, and what is wrong with the file; with a problem there is no run."""

    path: Path
    run: SentRun | None
    problems: tuple[Problem, ...]


def read_sent_runs(paths: Sequence[Path], profiles: Sequence[BankProfile]) -> list[SentFile]:
    """Each file, in their order; an application that an earlier file has is a problem of the later one."""
    files: list[SentFile] = []
    for path in paths:
        file = _read(path, profiles)
        if file.run is not None and (problems := _elsewhere(file.run, files)):
            file = SentFile(path=path, run=None, problems=problems)
        files.append(file)
    return files


def runs_of(files: Sequence[SentFile]) -> list[SentRun]:
    """The runs of files that are in order, each with the items of all its files."""
    items: dict[str, tuple[SentItem, ...]] = {}
    for file in files:
        if file.run is not None:
            items[file.run.batch] = (*items.get(file.run.batch, ()), *file.run.items)
    return [SentRun(batch=batch, items=of_run) for batch, of_run in items.items()]


def _elsewhere(run: SentRun, earlier: Sequence[SentFile]) -> tuple[Problem, ...]:
    """What is in an earlier file already."""
    problems: list[Problem] = []
    for file in earlier:
        if file.run is None:
            continue
        there = {(item.application, item.fund) for item in file.run.items}
        elsewhere = {item.application for item in file.run.items} if file.run.batch != run.batch else set()
        problems += [
            problem("application-in-another-file", application=item.application, file=file.path.name)
            for item in run.items
            if (item.application, item.fund) in there or item.application in elsewhere
        ]
    return tuple(problems)


def _read(path: Path, profiles: Sequence[BankProfile]) -> SentFile:
    content = read_bytes(path)
    orders = (content,) if isinstance(content, Problem) else read_sent_orders(content, profiles)
    if isinstance(orders, tuple):
        return SentFile(path=path, run=None, problems=orders)
    rows = [(record, *_row(orders, record)) for record in orders.table.records]
    items = _of_one_run(orders, rows)
    batch = next((batch for _record, batch, _item in rows if batch is not None), None)
    run = SentRun(batch=batch, items=items) if batch is not None and not orders.table.problems else None
    return SentFile(path=path, run=run, problems=orders.table.in_order())


Read = tuple[Record, str | None, SentItem | None]


def _row(orders: SentOrders, record: Record) -> tuple[str | None, SentItem | None]:
    amount_fen = orders.table.take(record, "amount", amount)
    named = orders.numbers(record)
    batch = _numbered(orders, record, "batch", Kind.BATCH, named)
    application = _numbered(orders, record, "application", Kind.APPLICATION, named)
    if application is None or amount_fen is None:
        return batch, None
    fund = _numbered(orders, record, "fund", Kind.FUND, named) if orders.by_fund else None
    if orders.by_fund and fund is None:
        return batch, None
    return batch, SentItem(application=application, amount_fen=amount_fen, fund=fund)


def _numbered(orders: SentOrders, record: Record, key: str, kind: Kind, named: dict[str, str]) -> str | None:
    number = named.get(key)
    if number is not None and not is_numbered(kind, number):
        orders.table.note(problem("cell-no-number"), orders.where(record, key))
        return None
    return number


def _of_one_run(orders: SentOrders, rows: Sequence[Read]) -> tuple[SentItem, ...]:
    """The items of a file, which is of one run."""
    first_batch: tuple[str, int] | None = None
    first_row: dict[tuple[str, str | None], int] = {}
    for record, batch, item in rows:
        if batch is not None:
            first_batch = first_batch or (batch, record.row)
            if batch != first_batch[0]:
                orders.table.note(problem("row-other-run", first=first_batch[1]), orders.where(record, "batch"))
        if item is not None:
            first = first_row.setdefault((item.application, item.fund), record.row)
            if first != record.row:
                noted = problem("row-twice", first=first, second=record.row)
                orders.table.note(noted, orders.where(record, "application"))
    return tuple(item for _record, _batch, item in rows if item is not None)
