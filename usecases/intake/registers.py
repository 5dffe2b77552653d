"""The list of a register as a table: who is recognised, from when to when, under which document, on which scale."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.entitlement.edition import RegisterKind
from usecases.intake.cells import CellValue, count, day, name, number_text, words
from usecases.intake.identity import uscc
from usecases.intake.table import Column, Record, Table, read_table
from usecases.problems import Problem, problem

USCC = Column(key="uscc", headings=("统一社会信用代码", "uscc"))
NAME = Column(key="name", headings=("名称", "单位名称", "name"))
VALID_FROM = Column(key="valid_from", headings=("有效期起", "valid_from"))
VALID_TO = Column(key="valid_to", headings=("有效期止", "valid_to"), required=False)
DOCUMENT = Column(key="document", headings=("依据文件", "document"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBody:
    """One entry of a list. `valid_to` is the last day, None for an open end; a `quota` counts lines."""

    row: int
    uscc: str
    name: str
    valid_from: date
    valid_to: date | None
    document: str
    quota: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterList:
    bodies: tuple[ListedBody, ...]
    problems: tuple[Problem, ...]


def read_register(path: Path, register: RegisterKind) -> RegisterList:
    """The list at `path`, CSV or workbook, of a register of that kind; a row that has a problem is left out."""
    table = read_table(path, (USCC, NAME, VALID_FROM, VALID_TO, DOCUMENT, *_quota(register)))
    bodies = []
    seen: dict[Hashable, int] = {}
    for record in table.records:
        body = _body(table, record)
        if body is None:
            continue
        first = seen.setdefault((body.uscc, body.valid_from), record.row)
        if first != record.row:
            table.note(problem("row-twice", first=first, second=record.row), record.where("uscc"))
        bodies.append(body)
    return RegisterList(bodies=tuple(bodies), problems=table.in_order())


def _quota(register: RegisterKind) -> tuple[Column, ...]:
    if register.quota is None:
        return ()
    label = register.quota.zh
    return (
        Column(key="quota", headings=(label, label.partition("（")[0], register.quota.en, "quota"), required=False),
    )


def _body(table: Table, record: Record) -> ListedBody | None:
    before = len(table.problems)
    code = table.take(record, "uscc", _code)
    called = table.take(record, "name", name)
    valid_from = table.take(record, "valid_from", day)
    valid_to = table.take(record, "valid_to", day, needed=False)
    document = table.take(record, "document", words)
    quota = table.take(record, "quota", count, needed=False)
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        table.note(problem("days-reversed"), record.where("valid_to"))
    if len(table.problems) > before or code is None or called is None or valid_from is None or document is None:
        return None
    return ListedBody(
        row=record.row,
        uscc=code,
        name=called,
        valid_from=valid_from,
        valid_to=valid_to,
        document=document,
        quota=quota,
    )


def _code(cell: CellValue) -> str | Problem:
    written = number_text(cell)
    return written if isinstance(written, Problem) else uscc(written)
