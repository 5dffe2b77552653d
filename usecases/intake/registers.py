"""The list of a register as a table: what is recognised, from when to when, under which document, with what it states.

A list of bodies knows each by its credit code; any other has a column of numbers, and one for whose each entry is.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from domain.entitlement.edition import Edition, EntryKind, RegisterKind
from domain.entitlement.written import folded
from domain.office.register_events import EntryContent
from usecases.intake.cells import CellValue, count, day, name, number_text, words
from usecases.intake.entries import EntryDraft, PartyOf, content_of, several
from usecases.intake.roster import fact_column
from usecases.intake.table import Column, Record, Table, read_table
from usecases.problems import Problem, problem

USCC_HEADINGS = ("统一社会信用代码", "uscc")
CODE = Column(key="key", headings=USCC_HEADINGS)
NUMBER = Column(key="key", headings=("编号", "条目编号", "key"))
OWNER = Column(key="owner", headings=("所属单位统一社会信用代码", *USCC_HEADINGS, "owner"))
PAYEE = Column(key="payee", headings=("领取单位统一社会信用代码", "payee"), required=False)
SECOND_PARTY = Column(key="second_party", headings=("合作单位", "second_party"), required=False)
PARENT = Column(key="parent", headings=("上级条目", "parent"), required=False)
AUTHORITY = Column(key="authority", headings=("拨付机关", "authority"), required=False)
NAME = Column(key="name", headings=("名称", "单位名称", "name"))
VALID_FROM = Column(key="valid_from", headings=("有效期起", "valid_from"))
VALID_TO = Column(key="valid_to", headings=("有效期止", "valid_to"), required=False)
DOCUMENT = Column(key="document", headings=("依据文件", "document"))
BODY = Column(key="body", headings=("认定单位", "body"), required=False)
PRINTED_ON = Column(key="printed_on", headings=("代码载明证照", "uscc_as_printed"), required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEntry:
    """One entry of a list, and the row in which it stands."""

    row: int
    content: EntryContent


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterList:
    entries: tuple[ListedEntry, ...]
    problems: tuple[Problem, ...]


def register_columns(edition: Edition, register: RegisterKind) -> tuple[Column, ...]:
    """The columns that a list of the register has, in the order in which people write them."""
    known_by = (CODE,) if register.kind is EntryKind.BODY else (NUMBER,)
    owned = (OWNER, PAYEE) if register.owned else ()
    attributes = (fact_column(edition.vocabulary[fact], False) for fact in register.attributes)
    others = (SECOND_PARTY, PARENT, AUTHORITY, PRINTED_ON)
    dated = (VALID_FROM, VALID_TO, DOCUMENT, BODY if register.documents == 1 else replace(BODY, required=True))
    return (*known_by, NAME, *owned, *dated, *_quota(register), *attributes, *others)


def read_register(path: Path, edition: Edition, register: RegisterKind, team: PartyOf) -> RegisterList:
    """The list at `path`, CSV or workbook, of a register of that kind; a row that has a problem is left out."""
    table = read_table(path, register_columns(edition, register))
    entries = []
    seen: dict[Hashable, int] = {}
    for record in table.records:
        content = _content(table, record, edition, register, team)
        if content is None:
            continue
        first = seen.setdefault((folded(content.key), content.valid_from), record.row)
        if first != record.row:
            table.note(problem("row-twice", first=first, second=record.row), record.where("key"))
        entries.append(ListedEntry(row=record.row, content=content))
    return RegisterList(entries=tuple(entries), problems=table.in_order())


def _quota(register: RegisterKind) -> tuple[Column, ...]:
    if register.quota is None:
        return ()
    label = register.quota.zh
    return (
        Column(key="quota", headings=(label, label.partition("（")[0], register.quota.en, "quota"), required=False),
    )


def _content(
    table: Table, record: Record, edition: Edition, register: RegisterKind, team: PartyOf
) -> EntryContent | None:
    before = len(table.problems)
    key = table.take(record, "key", number_text)
    called = table.take(record, "name", name)
    owner = table.take(record, "owner", number_text)
    payee = table.take(record, "payee", number_text, needed=False)
    valid_from = table.take(record, "valid_from", day)
    valid_to = table.take(record, "valid_to", day, needed=False)
    document = table.take(record, "document", words)
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        table.note(problem("days-reversed"), record.where("valid_to"))
    text: dict[str, Any] = {
        column.key: table.take(record, column.key, words, needed=False)
        for column in (SECOND_PARTY, PARENT, AUTHORITY, PRINTED_ON)
    }
    body = table.take(record, "body", words, needed=False)
    quota = table.take(record, "quota", count, needed=False)
    if len(table.problems) > before or key is None or called is None or valid_from is None or document is None:
        return None
    facts: dict[str, CellValue] = {fact: record[fact] for fact in register.attributes if fact in record.places}
    draft = EntryDraft(
        key=key,
        name=called,
        owner=owner,
        payee=payee,
        valid_from=valid_from,
        valid_to=valid_to,
        documents=several(document),
        bodies=several(body),
        facts=facts,
        quota=quota,
        **text,
    )
    content, problems = content_of(edition, register, draft, team)
    for noted in problems:
        table.note(noted, record.where(noted.where.path))
    return content
