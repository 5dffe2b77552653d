"""An entry of a register as somebody typed it, or as a row of a list has it, against the kind of its register."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.entitlement.edition import Edition, EntryKind, RegisterKind
from domain.entitlement.findings import Value
from domain.office.register_events import EntryContent, Recognition
from usecases.intake import text
from usecases.intake.cells import CellValue, blank, fact_of
from usecases.intake.identity import fails_its_check, uscc, uscc_as_printed
from usecases.problems import Problem, Where, problem

_BETWEEN = re.compile(r"[;；\n]")
"""Between the documents of one cell, and between their bodies: no number of a document has these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """What is to be listed, not checked yet; `documents` and `bodies` go in pairs, and bodies may be left out."""

    key: str
    name: str | None
    valid_from: date
    valid_to: date | None
    documents: Sequence[str]
    bodies: Sequence[str] = ()
    owner: str | None = None
    payee: str | None = None
    second_party: str | None = None
    parent: str | None = None
    authority: str | None = None
    facts: Mapping[str, CellValue] = field(default_factory=dict)
    quota: int | None = None
    printed_on: str | None = None
    """The document that has a code which fails its check, with its number."""
    as_listed: frozenset[str] = frozenset()
    """What stands as the entry has it already, a team's pseudonym too."""


def several(cell: str | None) -> tuple[str, ...]:
    """The parts of a cell that may name several documents."""
    return tuple(part.strip() for part in _BETWEEN.split(cell or "") if part.strip())


PartyOf = Callable[[str], str]
"""The pseudonym under which a team without a credit code applies, by its name."""


def content_of(
    edition: Edition, kind: RegisterKind, draft: EntryDraft, team: PartyOf
) -> tuple[EntryContent | None, list[Problem]]:
    """The entry, or every reason why its register cannot have it; each at the column that it is about.

    Of a team the owner may be written by its name, where it has no code.
    """
    problems = list(_of_kind(edition, kind, draft))
    codes: dict[str, str] = {}
    shown_now = draft.printed_on is not None and "printed_on" not in draft.as_listed
    wanted = {"key": draft.key if kind.kind is EntryKind.BODY else None, "owner": draft.owner, "payee": draft.payee}
    for column, typed in wanted.items():
        if column in draft.as_listed:
            codes |= {column: typed} if typed is not None else {}
            continue
        code = None if typed is None else (uscc_as_printed if shown_now else uscc)(typed)
        if typed is not None and isinstance(code, Problem) and kind.kind is EntryKind.TEAM and not typed.isascii():
            code = team(typed)
        if isinstance(code, Problem):
            problems.append(code.at(Where(path=column)))
        elif code is not None:
            codes[column] = code
    printed = any(map(fails_its_check, codes.values()))
    if shown_now and codes and not printed:
        problems.append(problem("uscc-fits", Where(path="printed_on"), key="uscc_as_printed"))
    key = codes.get("key") or text.free_text(draft.key)
    facts = _facts(edition, kind, draft.facts, problems)
    if isinstance(key, Problem):
        problems.append(key.at(Where(path="key")))
    if problems or isinstance(key, Problem):
        return None, problems
    bodies = [*draft.bodies, *([None] * len(draft.documents))]
    content = EntryContent(
        key=key,
        name=draft.name,
        owner=codes.get("owner"),
        payee=codes.get("payee"),
        second_party=draft.second_party,
        parent=draft.parent,
        authority=draft.authority,
        facts=facts,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        documents=tuple(
            Recognition(document=document, body=body) for document, body in zip(draft.documents, bodies, strict=False)
        ),
        quota=draft.quota,
        printed_on=draft.printed_on if printed else None,
    )
    return content, []


def _of_kind(edition: Edition, kind: RegisterKind, draft: EntryDraft) -> list[Problem]:
    """What the register wants of each of its entries, and what it has no use for."""
    problems = []
    if kind.owned and draft.owner is None:
        problems.append(problem("owner-missing", Where(path="owner")))
    if not kind.owned:
        for column, typed in (("owner", draft.owner), ("payee", draft.payee)):
            if typed is not None:
                problems.append(problem("owner-not-asked", Where(path=column)))
    if draft.quota is not None and kind.quota is None:
        problems.append(problem("quota-not-asked", Where(path="quota")))
    if len(draft.documents) < kind.documents:
        values = {"needed": kind.documents, "found": len(draft.documents)}
        problems.append(problem("documents-too-few", Where(path="document"), **values))
    if len(draft.bodies) > len(draft.documents):
        problems.append(problem("bodies-too-many", Where(path="body")))
    if kind.documents > 1 and len(draft.bodies) < kind.documents:
        problems.append(problem("bodies-too-few", Where(path="body"), needed=kind.documents))
    if draft.authority is not None and draft.authority not in edition.authorities:
        allowed = ", ".join(edition.authorities)
        problems.append(problem("not-one-of", Where(path="authority"), allowed=allowed))
    return problems


def _facts(
    edition: Edition, kind: RegisterKind, typed: Mapping[str, CellValue], problems: list[Problem]
) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    for name, cell in typed.items():
        if name not in kind.attributes:
            allowed = ", ".join(kind.attributes) or "–"
            problems.append(problem("attribute-unknown", Where(path=name), given=text.shown(name), allowed=allowed))
        elif not blank(cell):
            value = fact_of(cell, edition.vocabulary[name])
            if isinstance(value, Problem):
                problems.append(value.at(Where(path=name)))
            else:
                facts[name] = value
    return facts
