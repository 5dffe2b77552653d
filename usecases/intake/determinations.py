"""Amounts that an assessor determines, as a table: which line, how much, why (`assess --determinations`)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from usecases.intake.cells import CellValue, count, fen, number_text, words
from usecases.intake.roster import ID_KIND, ID_NUMBER, NAME, document_of, id_kind_of
from usecases.intake.table import Column, Record, Table, read_table
from usecases.intake.text import folded
from usecases.problems import Problem, Where, problem

APPLICATION = Column(key="application", headings=("申请编号", "application"), required=False)
LINE = Column(key="line", headings=("行号", "申领行号", "line"), required=False)
AMOUNT = Column(key="determined_fen", headings=("核定金额（元）", "核定金额", "determined_fen"))
REASON = Column(key="reason", headings=("理由", "核定理由", "reason"))
BODY = Column(key="body", headings=("核定机构", "body"))
DOCUMENT = Column(key="document", headings=("核定文号", "会议纪要文号", "document"))
SCORE_SHEET = Column(key="score_sheet", headings=("评分表", "评分表编号", "score_sheet"), required=False)
_NAMED_BY = (
    Column(key="source", headings=("核验来源", "来源", "source"), required=False),
    Column(key="checked_on", headings=("核验日期", "checked_on"), required=False),
)
REFERENCE = (APPLICATION, LINE, *(replace(column, required=False) for column in (NAME, ID_KIND, ID_NUMBER)))
"""The columns that say which line a row is about; the name is there for people and is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRef:
    """Which line of which application a row is about: by its number, or by the identity document of its person.

    `application` is None where the table does not say. Of `line` and `id_number` one is given.
    """

    row: int
    application: str | None
    line: int | None
    id_kind: str | None
    id_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeterminedAmount:
    about: LineRef
    amount_fen: int
    reason: str
    body: str
    document: str
    score_sheet: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Determinations:
    amounts: tuple[DeterminedAmount, ...]
    problems: tuple[Problem, ...]


def read_determinations(path: Path, today: date) -> Determinations:
    """The determined amounts in the table at `path`; one that has a problem is left out."""
    table = read_table(path, (*REFERENCE, AMOUNT, REASON, BODY, DOCUMENT, SCORE_SHEET))
    amounts = []
    seen: dict[Hashable, int] = {}
    for record in table.records:
        about = line_ref(table, record, today)
        amount_fen = table.take(record, AMOUNT.key, fen)
        reason = table.take(record, REASON.key, words)
        body, document = table.take(record, BODY.key, words), table.take(record, DOCUMENT.key, words)
        score_sheet = table.take(record, SCORE_SHEET.key, words, needed=False)
        if about is None or amount_fen is None or reason is None or body is None or document is None:
            continue
        first = seen.setdefault((about.application, about.line, about.id_kind, about.id_number), record.row)
        if first != record.row:
            table.note(problem("row-twice", first=first, second=record.row), Where(row=record.row))
        amounts.append(
            DeterminedAmount(
                about=about,
                amount_fen=amount_fen,
                reason=reason,
                body=body,
                document=document,
                score_sheet=score_sheet,
            )
        )
    return Determinations(amounts=tuple(amounts), problems=table.in_order())


def line_ref(table: Table, record: Record, today: date, *, required: bool = True) -> LineRef | None:
    """Which line the row is about, or None with a note; a row about no line passes where none is `required`.

    A number without a kind of document beside it is a resident identity number.
    """
    before = len(table.problems)
    application = table.take(record, APPLICATION.key, number_text, needed=False)
    line = table.take(record, LINE.key, line_number, needed=False)
    kind = table.take(record, ID_KIND.key, id_kind_of, needed=False) or "resident-id"
    document = table.take(record, ID_NUMBER.key, document_of(kind, today), needed=False)
    if len(table.problems) > before:
        return None
    if line is None and document is None and required:
        table.note(problem("line-or-person"), Where(row=record.row))
        return None
    by_person = document if line is None else None
    return LineRef(
        row=record.row,
        application=application and folded(application),
        line=line,
        id_kind=by_person.kind if by_person else None,
        id_number=by_person.number if by_person else None,
    )


def applications_in(path: Path) -> list[str]:
    """The applications that the rows of a table name, each once, in their order; nothing else of it is looked at."""
    table = read_table(
        path,
        (
            *(replace(column, required=False) for column in (*REFERENCE, AMOUNT, REASON, BODY, DOCUMENT, SCORE_SHEET)),
            *_NAMED_BY,
        ),
    )
    named = (table.take(record, APPLICATION.key, number_text, needed=False) for record in table.records)
    return list(dict.fromkeys(folded(number) for number in named if number))


def line_number(cell: CellValue) -> int | Problem:
    """The number of a line, from 1."""
    number = count(cell)
    return problem("cell-not-a-line") if number == 0 else number
