"""An application file that is handed in: everything that a case needs must be there, and every number must be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from usecases.intake import text
from usecases.intake.application import (
    ApplicationFile,
    DeclaredAccount,
    DeclaredApplicant,
    DeclaredDocument,
    DeclaredLine,
    DeclaredPerson,
)
from usecases.intake.attachment import Attachment, attachment, beside
from usecases.intake.documents import read_tree, step
from usecases.intake.facts import iso_day
from usecases.intake.forms import (
    AccountForm,
    ApplicantForm,
    ApplicationForm,
    DocumentForm,
    LineForm,
    PersonForm,
    PrintedForm,
    facts_of,
    fill,
)
from usecases.intake.identity import account_number, identity, union_number, uscc, uscc_as_printed, uscc_fits
from usecases.problems import Problem, Where, problem

_OF_ORGANISATIONS = ("uscc", "uscc_as_printed", "uscc_absent_because")


def read_application(path: Path, today: date) -> tuple[ApplicationFile | None, tuple[Problem, ...]]:
    """The application in the JSON or TOML file at `path`, or None with every problem that stands in the way.

    Whether scheme, authority and facts are words of an edition is asked separately: see `check`.
    """
    tree, problems = read_tree(path)
    if tree is None or problems:
        return None, problems
    form, problems = fill(ApplicationForm, tree)
    if form is None:
        return None, problems
    border = _Border(today, beside(path))
    application = border.application(form)
    return (None if border.problems else application), tuple(border.problems)


def sha256(given: str) -> str | Problem:
    """A SHA-256 digest as 64 lower-case hexadecimal digits, with or without `sha256:` before it."""
    digest = given.strip().lower().removeprefix("sha256:")
    return digest if re.fullmatch("[0-9a-f]{64}", digest) else problem("sha256-form")


@dataclass(slots=True)
class _Border:
    """Turns forms into declared values, noting what is wrong and going on."""

    today: date
    at_hand: Callable[[str], Path | Problem]
    problems: list[Problem] = field(default_factory=list)

    def application(self, form: ApplicationForm) -> ApplicationFile:
        return ApplicationFile(
            scheme=form.scheme,
            policy=form.policy,
            authority=self._read(form.authority, "authority", text.free_text),
            received_on=self._received_on(form.received_on),
            applicant=self._applicant(form.applicant, "applicant"),
            account=self._account(form.account, "account"),
            documents=tuple(self._document(given, step("documents", i)) for i, given in enumerate(form.documents)),
            facts=facts_of(form),
            lines=tuple(self._line(given, step("lines", i)) for i, given in enumerate(form.lines)),
        )

    def _received_on(self, given: str | None) -> date | None:
        day = None if given is None else iso_day(given)
        if isinstance(day, date) and day > self.today:
            day = problem("day-in-future", today=self.today.isoformat())
        if isinstance(day, Problem):
            self._note(day, "received_on")
            return None
        return day

    def _applicant(self, form: ApplicantForm | None, path: str) -> DeclaredApplicant:
        if form is None:
            self._note(problem("key-missing", key=path), path)
            return DeclaredApplicant(kind="organisation", name=None)
        self._misplaced(form, path)
        if form.kind == "organisation":
            return self._organisation(form, path)
        person = self._person(form, path)
        return DeclaredApplicant(
            kind=form.kind,
            name=person.name,
            id_kind=person.id_kind,
            id_number=person.id_number,
            birth_year=person.birth_year,
        )

    def _misplaced(self, form: ApplicantForm, path: str) -> None:
        for key in ("id_kind", "id_number") if form.kind == "organisation" else _OF_ORGANISATIONS:
            if getattr(form, key) is not None:
                self._note(problem("key-not-for-kind", key=key, kind=form.kind), step(path, key))

    def _organisation(self, form: ApplicantForm, path: str) -> DeclaredApplicant:
        if (form.uscc is None) == (form.uscc_absent_because is None):
            self._note(problem("uscc-or-reason"), path)
        printed_on = None if form.uscc_as_printed is None else self._printed_on(form, form.uscc_as_printed, path)
        return DeclaredApplicant(
            kind=form.kind,
            name=self._read(form.name, step(path, "name"), text.name),
            uscc=self._optional(form.uscc, step(path, "uscc"), uscc if printed_on is None else uscc_as_printed),
            uscc_printed_on=printed_on,
            uscc_absent_because=self._optional(form.uscc_absent_because, step(path, "uscc_absent_because")),
        )

    def _printed_on(self, form: ApplicantForm, printed: PrintedForm, path: str) -> str:
        """Where a code that fails its check is printed. Of one that passes, there is nothing to be shown: whoever says
        so all the same has another code in mind than the one that was typed.
        """
        where = step(path, "uscc_as_printed")
        code = None if form.uscc is None else uscc_as_printed(form.uscc)
        if isinstance(code, str) and uscc_fits(code):
            self._note(problem("uscc-fits", key="uscc_as_printed"), where)
        if code is None:
            self._note(problem("key-missing", key="uscc"), step(path, "uscc"))
        document = self._read(printed.document, step(where, "document"), text.free_text)
        return f"{document} {self._read(printed.number, step(where, 'number'), text.number)}"

    def _person(self, form: PersonForm, path: str) -> DeclaredPerson:
        name = self._read(form.name, step(path, "name"), text.name)
        kind = self._read(form.id_kind, step(path, "id_kind"), text.free_text)
        if form.id_kind is None or form.id_number is None:
            self._read(form.id_number, step(path, "id_number"), text.number)
            return DeclaredPerson(name=name, id_kind=kind, id_number=None)
        read = identity(form.id_kind, form.id_number, self.today)
        if isinstance(read, Problem):
            self._note(read, step(path, "id_number"))
            return DeclaredPerson(name=name, id_kind=kind, id_number=None)
        return DeclaredPerson(name=name, id_kind=kind, id_number=read.number, birth_year=read.birth_year)

    def _account(self, form: AccountForm | None, path: str) -> DeclaredAccount:
        if form is None:
            self._note(problem("key-missing", key=path), path)
            return DeclaredAccount(holder="", bank="", number="")
        return DeclaredAccount(
            holder=self._read(form.holder, step(path, "holder"), text.name),
            bank=self._read(form.bank, step(path, "bank"), text.name),
            number=self._read(form.number, step(path, "number"), account_number),
            union_number=self._optional(form.union_number, step(path, "union_number"), union_number) or None,
        )

    def _document(self, form: DocumentForm, path: str) -> DeclaredDocument:
        attached = None if form.file is None else self._at_hand(form.file, step(path, "file"))
        name = form.name if form.name is not None or attached is None else attached.file
        stated = self._optional(form.sha256, step(path, "sha256"), sha256)
        if attached is not None and stated not in (None, "", attached.sha256):
            self._note(problem("document-differs", file=attached.file), step(path, "sha256"))
        return DeclaredDocument(
            name="" if name is None and form.file is not None else self._read(name, step(path, "name"), text.free_text),
            sha256=attached.sha256 if attached else stated,
            number=self._optional(form.number, step(path, "number")),
            file=attached.file if attached else None,
        )

    def _at_hand(self, given: str, path: str) -> Attachment | None:
        """The file that a document names, or None with a note of why there is none."""
        where = self.at_hand(given)
        attached = where if isinstance(where, Problem) else attachment(where)
        if isinstance(attached, Problem):
            self._note(attached, path)
            return None
        return attached

    def _line(self, form: LineForm, path: str) -> DeclaredLine:
        person = None if form.person is None else self._person(form.person, step(path, "person"))
        return DeclaredLine(facts=facts_of(form), person=person)

    def _read(self, given: str | None, path: str, reader: Callable[[str], str | Problem]) -> str:
        """What `reader` makes of the text, or nothing with a note of why."""
        checked = problem("key-missing", key=path.rpartition(".")[2]) if given is None else reader(given)
        if isinstance(checked, Problem):
            self._note(checked, path)
            return ""
        return checked

    def _optional(
        self, given: str | None, path: str, reader: Callable[[str], str | Problem] = text.free_text
    ) -> str | None:
        return None if given is None else self._read(given, path, reader)

    def _note(self, noted: Problem, path: str) -> None:
        self.problems.append(noted.at(Where(path=path)))
