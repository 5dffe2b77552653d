"""An application file against the words of an edition: its scheme, authority, registers and facts.

Whether the application is *good* is not asked here: a missing fact, an applicant of the wrong kind, a late receipt are
findings of an assessment. Here it is only asked whether the file can be understood.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TypeVar

from domain.entitlement.edition import Edition, RegisterKind
from domain.entitlement.findings import Value
from domain.entitlement.scheme import LineKind, Scheme
from domain.entitlement.vocabulary import ENTRY, FactType
from usecases.intake.application import ApplicationFile, DeclaredLine, EvaluationFile
from usecases.intake.documents import step
from usecases.intake.facts import fact
from usecases.intake.text import folded, shown
from usecases.problems import Problem, Where, problem

USES_MAX = 100_000
"""How many earlier uses a file may tell of in all: each of them is looked at, and no limit of the notice has more."""

_D = TypeVar("_D", ApplicationFile, EvaluationFile)


def check(document: _D, edition: Edition) -> tuple[_D, tuple[Problem, ...]]:
    """The document with its facts normalised, and every problem that `edition` has with it."""
    words = _Words(edition, lenient=isinstance(document, EvaluationFile))
    words.one_of("policy", document.policy, (edition.policy, edition.ref), "policy-unknown")
    words.one_of("scheme", document.scheme, edition.schemes, "scheme-unknown")
    words.one_of("authority", document.authority, edition.authorities, "authority-unknown")
    facts = words.facts(document.facts, "facts")
    lines = tuple(
        replace(line, facts=words.facts(line.facts, step(step("lines", i), "facts")))
        for i, line in enumerate(document.lines)
    )
    if isinstance(document, EvaluationFile):
        words.evaluation(document)
    elif document.scheme in edition.schemes:
        words.lines(document, edition.schemes[document.scheme])
    return replace(document, facts=facts, lines=lines), tuple(words.problems)


def same_claim(line: DeclaredLine) -> Hashable | None:
    """What makes two lines of one file the same claim: the person, or the site, and the certificate or the period.

    None when the line states none of these, so that it is like no other.
    """
    certificate = line.facts.get("certificate_no")
    if isinstance(certificate, str):
        certificate = folded(certificate)
    person = (line.person.id_kind, line.person.id_number) if line.person else None
    identity = (person, certificate, *(line.facts.get(name) for name in (ENTRY, "site", "benefit", "period_from")))
    return None if all(part is None for part in identity) else identity


@dataclass(slots=True)
class _Words:
    edition: Edition
    lenient: bool
    problems: list[Problem] = field(default_factory=list)

    def one_of(self, path: str, given: str | None, words: Iterable[str], code: str) -> None:
        """Note `code` when `given` is not among `words`; what is left out is the desk's to choose."""
        if given is not None and given not in words:
            self._unknown(code, path, given, words)

    def facts(self, given: Mapping[str, Value], path: str) -> dict[str, Value]:
        """Each fact as its kind keeps it. A fact of the vocabulary that the scheme does not ask for is kept as well."""
        retained: dict[str, Value] = {}
        for name, value in given.items():
            kind = self.edition.vocabulary.get(name)
            if kind is None:
                self._unknown("fact-unknown", step(path, name), name, self.edition.vocabulary)
                continue
            invented = self.lenient and kind.type is FactType.USCC and isinstance(value, str)
            checked = value if invented else fact(value, kind)
            if isinstance(checked, Problem):
                self.problems.append(checked.at(Where(path=step(path, name))))
            else:
                retained[name] = checked
        return retained

    def evaluation(self, document: EvaluationFile) -> None:
        for register, answer in document.registers.items():
            path = step("registers", register)
            self.one_of(path, register, self.edition.registers, "register-unknown")
            if register in self.edition.registers and isinstance(answer, Mapping):
                self._attributes(self.edition.registers[register], answer, path)
        told = 0
        for index, use in enumerate(document.used):
            path = step("used", index)
            told += use.count
            if told > USES_MAX:
                self.problems.append(problem("uses-too-many", Where(path=step(path, "count")), uses_max=USES_MAX))
                return
            self.one_of(step(path, "limit"), use.limit, self.edition.limits, "limit-unknown")
            if use.line > len(document.lines):
                where = Where(path=step(path, "line"))
                self.problems.append(problem("line-unknown", where, line=use.line, lines=len(document.lines)))

    def _attributes(self, register: RegisterKind, answer: Mapping[str, Value], path: str) -> None:
        """An entry states its register's attributes, and besides these its quota and its document."""
        stated = {name: value for name, value in answer.items() if name not in ("quota", "document")}
        for name in stated.keys() - set(register.attributes):
            allowed = ", ".join(register.attributes) or "–"
            where = Where(path=step(path, name))
            self.problems.append(problem("attribute-unknown", where, given=shown(name), allowed=allowed))
        self.facts({name: value for name, value in stated.items() if name in register.attributes}, path)

    def lines(self, document: ApplicationFile, scheme: Scheme) -> None:
        if not document.lines:
            self.problems.append(problem("lines-missing", Where(path="lines")))
        seen: dict[Hashable, int] = {}
        for index, line in enumerate(document.lines):
            where = Where(path=step("lines", index))
            about_applicant = document.applicant.kind == "person"
            if scheme.line_kind is LineKind.PERSON and line.person is None and not about_applicant:
                self.problems.append(problem("person-missing", where))
            if scheme.line_kind is not LineKind.PERSON and line.person is not None:
                self.problems.append(problem("person-not-asked", where))
            if "site" in scheme.line_facts.required and "site" not in line.facts:
                self.problems.append(problem("site-missing", where))
            claim = same_claim(line)
            first = index if claim is None else seen.setdefault(claim, index)
            if first != index:
                self.problems.append(problem("line-twice", where, first=first + 1, second=index + 1))

    def _unknown(self, code: str, path: str, given: str, words: Iterable[str]) -> None:
        near = get_close_matches(given, list(words), n=1)
        values = {"given": shown(given), "near": near[0]} if near else {"given": shown(given)}
        self.problems.append(problem(f"{code}-near" if near else code, Where(path=path), **values))
