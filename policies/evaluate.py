"""What would this application get? Answered from a document alone: no store, no officer.

Facts that live in the store are given in the document: `registers` says which registers list those who are asked
about, and `used` says how often a line has used a limit before. A register that is not given lists nobody. Declared
facts count as verified. Whoever the document does not name is somebody: the applicant is of the kind that the scheme
pays, and each line is about another person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.base import replace
from domain.entitlement.assessment import PERSON_KIND, LineAssessment, assess, line_uses, questions
from domain.entitlement.claim import AssessmentGiven, Claim, ClaimLine, Question, RegisterResult, Use
from domain.entitlement.comparing_limits import Excludes
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, Value
from domain.entitlement.scheme import FactsAsked
from domain.entitlement.standards import StandardTable
from domain.entitlement.vocabulary import ENTRY
from domain.entitlement.written import folded, normalised
from domain.errors import NotAllowed

HERE = "here"
"""Stands for the number of the application that is evaluated, which has none."""

EARLIER = "earlier"
"""Stands for the number of an application that `used` tells of."""

STATED = "stated"
"""Stands for the number of a register entry that `registers` tells of."""

Document = Mapping[str, Any]


def evaluate(
    edition: Edition, document: Document, *, tables: Sequence[StandardTable] = (), today: date | None = None
) -> dict[str, Any]:
    """The answer of `bailu policy evaluate` to an application file, as plain JSON values; amounts in fen.

    `tables` are those of standards that hold beside the notice; without them `determined_fen` stands for what a
    standard would say. `today` is the day of receipt when the document names none. Findings carry codes and values, and
    no sentences.
    Raises `NotAllowed` with `unknown-scheme`, `unknown-fact`, `fact-not-fitting`, `unknown-limit`, `unknown-line` or
    `received-on-missing` when the document does not fit the edition.
    """
    claim = claim_from(edition, document, today=today)
    registers = document.get("registers") or {}
    answers = {
        question: _answer(edition, question, registers.get(question.register)) for question in questions(edition, claim)
    }
    standards = {table.standard: tuple(one for one in tables if one.standard == table.standard) for table in tables}
    uses = tuple(_uses(edition, claim, answers, document.get("used") or ()))
    given = AssessmentGiven(answers=answers, standards=standards, uses=uses)
    assessment = assess(edition, claim, given)
    return {
        "scheme": assessment.scheme,
        "policy": edition.policy,
        "digest": assessment.digest,
        "eligible": assessment.eligible,
        "undecided": assessment.undecided,
        "amount_fen": assessment.amount_fen,
        "findings": [_finding(finding) for finding in assessment.findings],
        "lines": [_line(line) for line in assessment.lines],
    }


def claim_from(edition: Edition, document: Document, *, today: date | None = None) -> Claim:
    """The claim in an application file, with clear text where a store would have pseudonyms."""
    name = document["scheme"]
    if name not in edition.schemes:
        raise NotAllowed("unknown-scheme", scheme=name, policy=edition.ref)
    received_on = document.get("received_on") or today
    if received_on is None:
        raise NotAllowed("received-on-missing")
    applicant = document.get("applicant") or {}
    kind = applicant.get("kind") or edition.schemes[name].applicant.kinds[0]
    return Claim(
        application=HERE,
        scheme=name,
        authority=_received_by(edition, document),
        received_on=received_on if isinstance(received_on, date) else date.fromisoformat(received_on),
        applicant=_party(applicant, _unnamed(kind, document["lines"])),
        applicant_kind=kind,
        applicant_name=None if kind == PERSON_KIND else applicant.get("name"),
        facts=_naming(edition, document, edition.schemes[name].application_facts, 0),
        lines=tuple(
            _claim_line(edition, document, kind, number, line) for number, line in enumerate(document["lines"], start=1)
        ),
    )


def _received_by(edition: Edition, document: Document) -> str:
    """The district that received it. Of the city nothing follows here: no register is there to name a district."""
    authority = str(document.get("authority") or "")
    return "" if authority == edition.city else authority


def _claim_line(edition: Edition, document: Document, applicant_kind: str, number: int, line: Document) -> ClaimLine:
    named = document.get(ENTRY) or (document.get("facts") or {}).get(ENTRY)
    # A line that names no entry means the one that its application names.
    asked = FactsAsked() if named else edition.schemes[document["scheme"]].line_facts
    facts = _naming(edition, line, asked, number)
    about_applicant = applicant_kind == PERSON_KIND and not line.get("person")
    return ClaimLine(
        line=number,
        person=None if about_applicant else _party(line.get("person") or {}, f"person-{number}"),
        facts=facts,
        certificate=folded(str(facts.get("certificate_no", ""))) or None,
    )


def _unnamed(kind: str, lines: Sequence[Document]) -> str:
    """What stands for an applicant who is not named: a person is whom the first line is about."""
    about = (lines[0].get("person") or {}) if lines and kind == PERSON_KIND else {}
    return _party(about, "person-1" if about else "applicant")


def _party(party: Document, unnamed: str) -> str:
    """What a party is compared by: an identity document, a USCC, or the name of a team without either."""
    if party.get("id_number"):
        return f"{party.get('id_kind') or ''}:{normalised(party['id_number'])}"
    return folded(party.get("uscc") or party.get("name") or "") or unnamed


def _naming(edition: Edition, part: Document, asked: FactsAsked, line: int) -> dict[str, Value]:
    """The facts of an application or of a line, with the entry that it names; where it names none, the one that is told
    of.
    """
    facts = _facts(edition, part.get("facts") or {}, line)
    named = part.get(ENTRY) or facts.get(ENTRY) or (STATED if ENTRY in asked else None)
    return facts if named is None else {**facts, ENTRY: named}


def _facts(edition: Edition, stated: Document, line: int) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    for name, value in stated.items():
        kind = edition.vocabulary.get(name)
        if kind is None:
            raise NotAllowed("unknown-fact", fact=name, line=line)
        value = value.isoformat() if isinstance(value, date) else value
        if value is None:
            continue
        if not kind.fits(value):
            raise NotAllowed("fact-not-fitting", fact=name, found=value, expected=kind.type.value, line=line)
        facts[name] = value
    return facts


def _answer(edition: Edition, question: Question, answer: object) -> RegisterResult:
    """`true` lists the one who is asked about; a table says the attributes of the entry, its `quota`, its `document`
    and its `authority` as well. Of a quota that is not said nothing is asked.
    """
    if isinstance(answer, Mapping):
        quota = answer.get("quota")
        attributes = {name: value for name, value in answer.items() if name not in ("quota", "document", "authority")}
        return RegisterResult(
            entry=STATED,
            key=question.key,
            facts=_facts(edition, attributes, 0),
            document=answer.get("document"),
            authority=answer.get("authority"),
            quota=quota,
            unlimited=quota is None,
        )
    if answer is not True:
        return RegisterResult(entry=None)
    return RegisterResult(entry=STATED, key=question.key, unlimited=True)


def _uses(
    edition: Edition, claim: Claim, answers: Mapping[Question, RegisterResult], used: Iterable[Document]
) -> Iterator[Use]:
    """Each entry stands for `count` earlier uses of a limit that are like the one its line would be."""
    lines = {line.line: line for line in claim.lines}
    number = 0
    for entry in used:
        if entry["limit"] not in edition.limits:
            raise NotAllowed("unknown-limit", limit=entry["limit"], policy=edition.ref)
        if entry["line"] not in lines:
            raise NotAllowed("unknown-line", line=entry["line"])
        limit = edition.limits[entry["limit"]]
        wanted = limit.also if isinstance(limit, Excludes) else (limit.id,)
        for use in line_uses(edition, claim, lines[entry["line"]], answers):
            if use.limit in wanted:
                like = replace(
                    use, amount_fen=entry.get("amount_fen") or 0, qualifier=entry.get("status") or use.qualifier
                )
                for _ in range(entry.get("count", 1)):
                    number += 1
                    yield replace(like, application=EARLIER, line=number)


def _line(line: LineAssessment) -> dict[str, Any]:
    return {
        "line": line.line,
        "eligible": line.counts,
        "outcome": line.outcome.value,
        "amount_fen": line.amount_fen,
        "instalments": [
            {"instalment": part.instalment, "amount_fen": part.amount_fen, "payable": part.payable}
            for part in line.instalments
        ],
        "findings": [_finding(finding) for finding in line.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    values: dict[str, Any] = {
        "condition": finding.condition,
        "clause": finding.clause,
        "outcome": finding.outcome.value,
        "code": finding.code,
        "values": dict(finding.values),
    }
    if finding.interpretation is not None:
        values["interpretation"] = finding.interpretation
    if finding.owed_by is not None:
        values["owed_by"] = finding.owed_by.value
    return values
