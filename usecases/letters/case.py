"""The case that a letter is about, with its names opened from their seals, and what all letters say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from domain.application.folding.case import evolve
from domain.application.state.case import Case
from domain.application.values import ApplicantKind, Document, Line, LineFinding, Ranges, expand, ranges
from domain.base import Event
from domain.entitlement.edition import Edition
from domain.errors import NotAllowed
from presentation.masks import masked_number
from presentation.words.findings import because
from store.line.envelope import Recorded
from usecases.dossiers.dossier import Dossier, Shown, applicant_shown, line_shown
from usecases.intake.sealing import line_party
from usecases.session.officer_session import OfficerSession

_F = TypeVar("_F", bound=Event)

FORGOTTEN = "（已删除）"
"""Stands for the name of a person who was forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What a letter is written from. `about` is the demand or objection that was named, if one was."""

    session: OfficerSession
    dossier: Dossier
    about: str | None = None
    due_on: date | None = None
    pay_to: str = ""

    @property
    def case(self) -> Case:
        return self.dossier.case

    @property
    def edition(self) -> Edition:
        return self.dossier.edition

    def last(self, kind: type[_F]) -> tuple[_F, Recorded] | None:
        """The last event of a kind, and how it was recorded."""
        for recorded in reversed(self.dossier.recorded):
            if isinstance(recorded.event, kind):
                return recorded.event, recorded
        return None

    def all(self, kind: type[_F]) -> Iterator[_F]:
        return (recorded.event for recorded in self.dossier.recorded if isinstance(recorded.event, kind))

    def as_of(self, version: int) -> Case:
        """The case as it was once so many of its events were recorded."""
        case: Case | None = None
        for recorded in self.dossier.recorded[:version]:
            case = evolve(case, recorded.event, recorded.actor)
        assert case is not None, "a case begins with its submission"
        return case

    def opened(self, sealed: str | None) -> dict[str, str]:
        """What was sealed under the key of the applicant."""
        return self.session.unseal(self.case.applicant.party, sealed)


def applicant(writing: Writing, *, masked: bool = False) -> dict[str, Any]:
    """Whom a letter addresses. Only a public notice masks the name of a person; a document number is always masked.

    Raises `NotAllowed("letter-forgotten")` when there is nobody any more to be addressed.
    """
    case = writing.case
    shown = applicant_shown(writing.session, case)
    name = shown.name
    if case.applicant.name is None and not masked:
        name = writing.opened(case.applicant.sealed).get("name", "")
    if not name:
        raise NotAllowed("letter-forgotten", application=case.number)
    return {
        "name": name,
        "id_number": shown.id_number,
        "organisation": case.applicant.kind is ApplicantKind.ORGANISATION,
    }


def account(writing: Writing) -> dict[str, str]:
    """Where the money goes: the number with its ends only, which the payee knows it by."""
    opened = writing.opened(writing.case.account.sealed)
    return {
        "holder": opened.get("holder", FORGOTTEN),
        "bank": opened.get("bank", ""),
        "number": masked_number(opened.get("number", "")),
    }


def line_row(writing: Writing, case: Case, line: Line, *, masked: bool = False) -> dict[str, Any]:
    """Whom or what a line is about."""
    shown: Shown = line_shown(writing.session, case, line)
    name = shown.name
    if not masked:
        own = line.person is None and case.applicant.kind is ApplicantKind.PERSON
        sealed = case.applicant.sealed if own else line.sealed
        opened = writing.session.unseal(line_party(line, case.applicant), sealed)
        name = opened.get("name", FORGOTTEN if line.person else "")
    return {"line": line.line, "name": name, "id_number": shown.id_number, "site": shown.site}


def documents(writing: Writing, handed_in: Iterable[Document]) -> list[dict[str, str]]:
    return [
        {
            "name": writing.opened(document.sealed).get("name", FORGOTTEN),
            "number": document.number or "",
            "sha256": document.sha256 or "",
        }
        for document in handed_in
    ]


def clauses(edition: Edition, cited: Iterable[tuple[str, str | None]]) -> list[dict[str, str]]:
    """The clauses that a letter rests on, each once and word for word, with the readings that were taken of them."""
    texts: dict[str, dict[str, str]] = {}
    for clause, interpretation in cited:
        reading = edition.interpretations.get(interpretation) if interpretation else None
        if clause in edition.clauses:
            retained = edition.clauses[clause]
            texts.setdefault(clause, {"name": retained.names.zh, "text": retained.text})
        if reading is not None:
            texts.setdefault(reading.id, {"name": f"办理口径：{reading.question.zh}", "text": reading.reading.zh})
    return list(texts.values())


def cited_as(edition: Edition, reference: str) -> tuple[str, str | None]:
    """A reference that an officer gave, to a clause or to an interpretation, as (clause, interpretation)."""
    reading = edition.interpretations.get(reference)
    return (reading.clause, reading.id) if reading else (reference, None)


def findings(edition: Edition, line_findings: Iterable[LineFinding]) -> list[dict[str, Any]]:
    """What stands against the application or its lines, a row a finding; equal ones of several lines are one."""
    rows: dict[tuple[str, str], list[int]] = {}
    for line_finding in line_findings:
        clause = edition.clauses.get(line_finding.finding.clause)
        key = (because(line_finding.finding, edition), clause.names.zh if clause else line_finding.finding.clause)
        rows.setdefault(key, []).extend(expand(line_finding.lines))
    return [{"lines": ranges(lines), "because": reason, "clause": clause} for (reason, clause), lines in rows.items()]


def of_lines(rows: Iterable[LineFinding], lines: set[int]) -> list[LineFinding]:
    """Those findings, and of them those lines, that concern `lines`."""
    narrowed = (
        LineFinding(
            lines=ranges(line for line in expand(line_finding.lines) if line in lines), finding=line_finding.finding
        )
        for line_finding in rows
    )
    return [line_finding for line_finding in narrowed if line_finding.lines]


def counted(lines: Ranges) -> int:
    return sum(last - first + 1 for first, last in lines)
