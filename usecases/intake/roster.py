"""A roster: the lines of an application as a table, one row a line, read with every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType

from domain.entitlement.amounts import DETERMINED
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Value
from domain.entitlement.scheme import LineKind, Scheme
from domain.entitlement.vocabulary import FactKind, FactType
from usecases.intake import cells, text
from usecases.intake.application import DeclaredLine, DeclaredPerson
from usecases.intake.cells import CellValue, fact_of, number_text
from usecases.intake.check import same_claim
from usecases.intake.identity import Identity, identity
from usecases.intake.table import Column, Record, Table, read_table
from usecases.problems import Problem, problem

ID_KIND_LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "resident-id": ("居民身份证", "身份证", "港澳台居民居住证"),
        "hong-kong-macau-permit": ("港澳居民来往内地通行证", "回乡证"),
        "taiwan-permit": ("台湾居民来往大陆通行证", "台胞证"),
        "foreign-permanent-resident": ("外国人永久居留身份证",),
        "passport": ("护照",),
    }
)
"""What the column 证件类型 may say; the first label of each kind is the one that templates offer."""

YUAN = "（元）"

NAME = Column(key="name", headings=("姓名", "name"))
ID_KIND = Column(key="id_kind", headings=("证件类型", "id_kind", "ID kind"))
ID_NUMBER = Column(key="id_number", headings=("证件号码", "id_number", "ID number", "身份证号码", "身份证号"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """`lines` in file order, each from the row at the same index of `rows`. With `problems`, nothing is imported."""

    lines: tuple[DeclaredLine, ...]
    rows: tuple[int, ...]
    problems: tuple[Problem, ...]


def roster_columns(edition: Edition, scheme: Scheme) -> tuple[Column, ...]:
    """The columns that a roster of `scheme` has, in the order of its template.

    The amount that an assessor determines is not among them; facts that the scheme may use but does not need are.
    """
    about = (NAME, ID_KIND, ID_NUMBER) if scheme.line_kind is LineKind.PERSON else ()
    asked = [name for name in scheme.line_facts if name != DETERMINED]
    return (*about, *(fact_column(edition.vocabulary[name], name in scheme.line_facts.required) for name in asked))


def fact_column(kind: FactKind, required: bool) -> Column:
    """The column of a fact, known by its Chinese and English labels and by its name; amounts say that they are yuan."""
    label = kind.zh.removesuffix(YUAN)
    labels = (label + YUAN, label) if kind.type is FactType.FEN else (kind.zh,)
    also = ("场所名称",) if kind.name == "site" else ()
    return Column(key=kind.name, headings=(*labels, *also, kind.en, kind.name), required=required)


def read(path: Path, edition: Edition, scheme: Scheme, today: date) -> Roster:
    """The roster at `path`, a workbook or CSV; never raises for what the file holds."""
    columns = roster_columns(edition, scheme)
    asked_for = {DETERMINED, *(column.key for column in columns)}
    others = [fact_column(kind, False) for name, kind in edition.vocabulary.items() if name not in asked_for]
    table = read_table(path, (*columns, *others))
    lines = [_line(table, record, edition, scheme, today) for record in table.records]
    _twice(table, lines)
    rows = tuple(record.row for record in table.records)
    return Roster(lines=tuple(lines), rows=rows, problems=table.in_order())


def _line(table: Table, record: Record, edition: Edition, scheme: Scheme, today: date) -> DeclaredLine:
    person = None
    if scheme.line_kind is LineKind.PERSON:
        person = person_of(table, record, today)
    elif "site" in scheme.line_facts.required:
        table.take(record, "site", str)  # A blank site is noted here; facts may be blank.
    return DeclaredLine(facts=facts_of(table, record, edition), person=person)


def facts_of(table: Table, record: Record, edition: Edition) -> dict[str, Value]:
    """The facts that the row states; a blank cell states nothing."""
    facts: dict[str, Value] = {}
    for key in record.places:
        if key in edition.vocabulary:
            reader: Callable[[CellValue], Value | Problem] = partial(fact_of, kind=edition.vocabulary[key])
            declared = table.take(record, key, reader, needed=False)
            if isinstance(declared, bool | int | str):
                facts[key] = declared
    return facts


def person_of(table: Table, record: Record, today: date) -> DeclaredPerson:
    """The person of the row; what is wrong is noted and left out."""
    name = table.take(record, NAME.key, cells.name)
    kind = table.take(record, ID_KIND.key, id_kind_of)
    document = table.take(record, ID_NUMBER.key, document_of(kind, today))
    return DeclaredPerson(
        name=name,
        id_kind=kind,
        id_number=document.number if document else None,
        birth_year=document.birth_year if document else None,
    )


def id_kind_of(cell: CellValue) -> str | Problem:
    """The kind of document that a label of 证件类型, or the kind itself, names."""
    word = text.folded(str(cell))
    for kind, labels in ID_KIND_LABELS.items():
        if word == text.folded(kind) or word in labels:
            return kind
    return problem("cell-not-one-of", allowed="、".join(labels[0] for labels in ID_KIND_LABELS.values()))


def document_of(kind: str | None, today: date) -> Callable[[CellValue], Identity | Problem]:
    """Reads the number of a document of `kind`; without a kind, it is only asked that no digits were lost."""

    def read(cell: CellValue) -> Identity | Problem:
        written = number_text(cell)
        if isinstance(written, Problem):
            return written
        return Identity(kind="", number=text.folded(written)) if kind is None else identity(kind, written, today)

    return read


def _twice(table: Table, lines: list[DeclaredLine]) -> None:
    seen: dict[Hashable, int] = {}
    for record, line in zip(table.records, lines, strict=True):
        claim = same_claim(line)
        if claim is None or (line.person is not None and line.person.id_number is None):
            continue
        first = seen.setdefault(claim, record.row)
        if first != record.row:
            key = "site" if line.person is None else ID_NUMBER.key
            table.note(problem("row-twice", first=first, second=record.row), record.where(key))
