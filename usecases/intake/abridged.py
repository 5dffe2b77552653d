"""Lines that were settled elsewhere as a table: whom each is about, what limits compare of it, and what was paid."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from domain.entitlement.abridged import facts_compared
from domain.entitlement.comparing_limits import OfPeriods
from domain.entitlement.determined import AMOUNT_MAX_FEN
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Value
from domain.entitlement.scheme import LineKind, Scheme
from domain.entitlement.written import normalised
from usecases.intake.application import DeclaredApplicant, DeclaredLine
from usecases.intake.cells import CellValue, day, fen, name, number_text, words
from usecases.intake.forms import LINES_MAX
from usecases.intake.identity import uscc
from usecases.intake.roster import ID_KIND, ID_NUMBER, NAME, YUAN, fact_column, facts_of, person_of
from usecases.intake.table import Column, Record, Table, read_table
from usecases.problems import Problem, Where, problem

BODY_NAME = Column(key="applicant", headings=("单位名称", "申请单位", "applicant"), required=False)
BODY_CODE = Column(key="uscc", headings=("统一社会信用代码", "uscc"), required=False)
NO_CODE = Column(key="uscc_absent_because", headings=("无代码原因", "uscc_absent_because"), required=False)
SETTLED_ON = Column(key="settled_on", headings=("受理日期", "办结日期", "settled_on"))
AMOUNT = Column(key="amount", headings=("金额" + YUAN, "金额", "amount"))
NUMBER = Column(key="number", headings=("原编号", "number"), required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSettled:
    """One row, read; the applicant is the person of the line where no body is named."""

    row: int
    applicant: DeclaredApplicant
    line: DeclaredLine
    settled_on: date
    amount_fen: int
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLines:
    lines: tuple[DeclaredSettled, ...]
    problems: tuple[Problem, ...]


def settled_columns(edition: Edition, scheme: Scheme) -> tuple[Column, ...]:
    """The columns of such a table, in the order in which they are written; facts that are not known stay blank."""
    about = (NAME, ID_KIND, ID_NUMBER) if scheme.line_kind is LineKind.PERSON else ()
    compared = (fact_column(edition.vocabulary[fact], False) for fact in facts_compared(scheme))
    return (*about, BODY_NAME, BODY_CODE, NO_CODE, SETTLED_ON, AMOUNT, NUMBER, *compared)


def read_settled(path: Path, edition: Edition, scheme: Scheme, today: date) -> SettledLines:
    """The table at `path`, CSV or workbook; never raises for what it holds. A row that has a problem is left out."""
    table = read_table(path, settled_columns(edition, scheme))
    if len(table.records) > LINES_MAX:
        table.note(problem("too-many-lines", lines_max=LINES_MAX), Where())
        return SettledLines(lines=(), problems=table.in_order())
    rows = (_row(table, record, edition, scheme, today) for record in table.records)
    lines = tuple(row for row in rows if row is not None)
    _twice(table, lines)
    return SettledLines(lines=lines, problems=table.in_order())


def _row(table: Table, record: Record, edition: Edition, scheme: Scheme, today: date) -> DeclaredSettled | None:
    before = len(table.problems)
    person = person_of(table, record, today) if scheme.line_kind is LineKind.PERSON else None
    called = table.take(record, BODY_NAME.key, name, needed=False)
    code = table.take(record, BODY_CODE.key, body_code, needed=False)
    settled_on = table.take(record, SETTLED_ON.key, partial(_past_day, today=today))
    amount_fen = table.take(record, AMOUNT.key, fen)
    number = table.take(record, NUMBER.key, words, needed=False)
    absent = table.take(record, NO_CODE.key, words, needed=False)
    facts = {fact: value for fact, value in facts_of(table, record, edition).items() if not _states_nothing(value)}
    _periods_in_order(table, record, scheme, facts)
    if amount_fen is not None and not 0 < amount_fen <= AMOUNT_MAX_FEN:
        table.note(problem("amount-not-positive"), record.where(AMOUNT.key))
    if code is not None and called is None:
        table.note(problem("cell-blank"), record.where(BODY_NAME.key))
    # Of a body with a code its name alone would be somebody else to every limit.
    if called is not None and (code is None) == (absent is None):
        table.note(problem("uscc-or-reason"), record.where(BODY_CODE.key))
    if code is None and called is None and person is None:
        table.note(problem("key-missing", key=BODY_NAME.heading), record.where(BODY_NAME.key))
    if len(table.problems) > before or settled_on is None or amount_fen is None:
        return None
    if called is None:
        assert person is not None
        applicant = DeclaredApplicant(
            kind="person",
            name=person.name,
            id_kind=person.id_kind,
            id_number=person.id_number,
            birth_year=person.birth_year,
        )
    else:
        applicant = DeclaredApplicant(kind="organisation", name=called, uscc=code, uscc_absent_because=absent)
    return DeclaredSettled(
        row=record.row,
        applicant=applicant,
        line=DeclaredLine(facts=facts, person=person),
        settled_on=settled_on,
        amount_fen=amount_fen,
        number=number,
    )


_NOTHING = frozenset({"不详", "不明", "未知", "不清楚", "待查", "无", "无记录", "缺", "/", "-", "—", "——", "N/A", "NA"})
"""What people write where they know nothing: taken for a name, it would be another one than the right one."""


def _states_nothing(value: Value) -> bool:
    return isinstance(value, str) and normalised(value) in _NOTHING


def _periods_in_order(table: Table, record: Record, scheme: Scheme, facts: Mapping[str, Value]) -> None:
    """A period that ends before it begins would meet no other."""
    for limit in scheme.limits:
        if isinstance(limit, OfPeriods) and {limit.first, limit.last} <= facts.keys():
            first, last = (date.fromisoformat(str(facts[fact])) for fact in (limit.first, limit.last))
            if last < first:
                table.note(problem("days-reversed"), record.where(limit.last))


def body_code(cell: CellValue) -> str | Problem:
    written = number_text(cell)
    return written if isinstance(written, Problem) else uscc(written)


def _past_day(cell: CellValue, *, today: date) -> date | Problem:
    read = day(cell)
    if isinstance(read, date) and read > today:
        return problem("day-in-future", today=today.isoformat())
    return read


def _twice(table: Table, lines: tuple[DeclaredSettled, ...]) -> None:
    """One number is one line; rows without a number are told apart by everything that they say."""
    seen: dict[Hashable, int] = {}
    for one in lines:
        same: Hashable = one.number
        if one.number is None:
            person = one.line.person
            told = (person.id_number if person else None, one.applicant.uscc or one.applicant.name)
            same = (*told, one.settled_on, one.amount_fen, tuple(sorted(one.line.facts.items())))
        first = seen.setdefault(same, one.row)
        if first != one.row:
            table.note(problem("row-twice", first=first, second=one.row), Where(row=one.row))
