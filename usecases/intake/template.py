"""The empty roster of a scheme: a sheet to fill in, and a sheet that explains each column with its clause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from domain.entitlement.amounts import Amount
from domain.entitlement.conditions import Condition
from domain.entitlement.edition import Edition
from domain.entitlement.limits import Limit
from domain.entitlement.scheme import LineKind, Scheme
from domain.entitlement.vocabulary import ENTRY, FactKind, FactType
from usecases.intake.roster import ID_KIND_LABELS, roster_columns
from usecases.intake.table import ROWS_MAX, Column
from usecases.intake.workbook import SHEET_TITLE

NOTES_TITLE = "填表说明"
CHOICES_TITLE = "选项"
NOTES_FROM = 5
"""The row below the head of the notes, counted from 0."""
YES_NO = ("是", "否")

_HOW: dict[FactType, tuple[str, str]] = {
    FactType.BOOLEAN: ("填“是”或“否”", "是"),
    FactType.COUNT: ("整数", "40"),
    FactType.FEN: ("元，最多两位小数", "1200.00"),
    FactType.DAY: ("日期，如 2024-04-30", "2024-04-30"),
    FactType.TEXT: ("文字", "见材料"),
    FactType.CHOICE: ("从下拉列表中选择", ""),
    FactType.RANK: ("从下拉列表中选择", ""),
    FactType.USCC: ("18 位统一社会信用代码", "（18 位代码）"),
    FactType.CERTIFICATE: ("照证书原样", "示例-0001"),
}
_A_LINE = {LineKind.PERSON: "每人一行", LineKind.SITE: "每个场所一行", LineKind.APPLICANT: "申请单位一行"}
_PERSON_NOTES = {
    "name": ("与证件一致的姓名", "示例甲"),
    "id_kind": ("从下拉列表中选择", "居民身份证"),
    "id_number": ("文本格式，不可为数字格式", "（18 位号码）"),
}


Nameable = Sequence[tuple[str, str]]
"""The entries that a line may name: the number of each, with its name."""


def template(edition: Edition, scheme: Scheme, made_on: date, entries: Nameable = ()) -> bytes:
    """The empty roster of `scheme` (.xlsx), created on `made_on`; it offers the `entries` that a line may name."""
    columns = roster_columns(edition, scheme)
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": scheme.names.zh, "subject": edition.document_number, "created": datetime.combine(made_on, time())}
    )
    roster, notes, choices = (book.add_worksheet(title) for title in (SHEET_TITLE, NOTES_TITLE, CHOICES_TITLE))
    _write_roster(book, roster, choices, edition, columns, entries)
    _write_notes(book, notes, edition, scheme, columns)
    _write_entries(book, notes, len(columns) + NOTES_FROM + 1, entries if any(c.key == ENTRY for c in columns) else ())
    choices.hide()
    roster.activate()
    book.close()
    return content.getvalue()


def _write_roster(
    book: Any, roster: Any, choices: Any, edition: Edition, columns: tuple[Column, ...], entries: Nameable
) -> None:
    heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "top"})
    optional = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1, "text_wrap": True, "valign": "top"})
    as_text = book.add_format({"num_format": "@"})
    as_day = book.add_format({"num_format": "yyyy-mm-dd"})
    as_yuan = book.add_format({"num_format": "#,##0.00"})
    formats = {FactType.DAY: as_day, FactType.FEN: as_yuan, FactType.COUNT: None}
    roster.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        kind = edition.vocabulary.get(column.key)
        width = 22 if column.key == "id_number" else max(12, 2 * len(column.heading) + 2)
        roster.set_column(index, index, width, formats.get(kind.type, as_text) if kind else as_text)
        roster.write_string(0, index, column.heading, heading if column.required else optional)
        offered = tuple(key for key, _name in entries) if column.key == ENTRY else _offered(column, kind)
        if offered:
            choices.write_column(0, index, offered)
            letter = xlsxwriter.utility.xl_col_to_name(index)
            source = f"={CHOICES_TITLE}!${letter}$1:${letter}${len(offered)}"
            roster.data_validation(1, index, ROWS_MAX, index, {"validate": "list", "source": source})


def _offered(column: Column, kind: FactKind | None) -> tuple[str, ...]:
    if column.key == "id_kind":
        return tuple(labels[0] for labels in ID_KIND_LABELS.values())
    if kind is not None and kind.type is FactType.BOOLEAN:
        return YES_NO
    return tuple(choice.zh for choice in kind.choices) if kind is not None else ()


def _write_notes(book: Any, notes: Any, edition: Edition, scheme: Scheme, columns: tuple[Column, ...]) -> None:
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    notes.set_column(0, 0, 28, wrap)
    notes.set_column(1, 3, 36, wrap)
    clause = edition.clauses[scheme.clause]
    notes.write_string(0, 0, scheme.names.zh, bold)
    notes.write_string(1, 0, f"{edition.document_number} {clause.names.zh}")
    notes.write_string(2, 0, _A_LINE[scheme.line_kind])
    notes.write_row(4, 0, ("列", "填写要求", "依据", "示例（请勿填入花名册）"), bold)
    for row, column in enumerate(columns, NOTES_FROM):
        how, example = _note(column, edition.vocabulary.get(column.key))
        needed = "必填" if column.required else "如有请填"
        notes.write_row(row, 0, (column.heading, f"{needed}。{how}", _clauses(edition, scheme, column), example))


def _write_entries(book: Any, notes: Any, row: int, entries: Nameable) -> None:
    """What the numbers that may be named stand for: whoever fills in a roster knows a base by its name."""
    if entries:
        notes.write_row(row, 0, ("认定条目编号", "名称"), book.add_format({"bold": True}))
        for offset, entry in enumerate(entries, 1):
            notes.write_row(row + offset, 0, entry)


def _note(column: Column, kind: FactKind | None) -> tuple[str, str]:
    if kind is None:
        return _PERSON_NOTES[column.key]
    how, example = _HOW[kind.type]
    if kind.choices:
        return f"{how}：{'、'.join(choice.zh for choice in kind.choices)}", kind.choices[0].zh
    return how, example


def _clauses(edition: Edition, scheme: Scheme, column: Column) -> str:
    """The clauses for which the fact is asked: those of the conditions, the amount and the limits that read it."""
    readers: tuple[Condition | Amount | Limit, ...] = (*scheme.line_conditions, scheme.amount, *scheme.limits)
    cited = dict.fromkeys(rule.clause for rule in readers if column.key in rule.facts)
    names = [edition.clauses[clause].names.zh for clause in cited if clause in edition.clauses]
    return "、".join(names) or edition.clauses[scheme.clause].names.zh
