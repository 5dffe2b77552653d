"""Rows of a table about applications: which line of which application each row means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from domain.application.state.case import Case
from domain.application.state.stated import WHOLE_APPLICATION
from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing, NotAllowed
from presentation.language import _
from usecases.intake.sealing import person_party
from usecases.problems import Problem, Where, problem
from usecases.session.officer_session import OfficerSession

if TYPE_CHECKING:
    from usecases.intake.determinations import LineRef


class Places:
    """Finds the place of a row among the applications `numbers`.

    Raises `NoSuchThing("no-such-application")` for one that is not there; where `of_table` says that the rows name
    them, only when none of them is, for otherwise that is what is wrong with a row.
    """

    def __init__(self, session: OfficerSession, numbers: Iterable[str], *, of_table: bool = False) -> None:
        self._session = session
        self._unknown: dict[str, NoSuchThing] = {}
        self.cases: dict[str, Case] = {}
        with session.repository() as repository:
            for number in numbers:
                try:
                    self.cases[number] = repository.case(number)
                except NoSuchThing as refusal:
                    self._unknown[number] = refusal
        if self._unknown and not (of_table and self.cases):
            raise next(iter(self._unknown.values()))
        self._by_person: dict[tuple[str, str], list[int]] = {}
        for number, case in self.cases.items():
            for line in case.lines.values():
                if person := case.person(line):
                    self._by_person.setdefault((number, person), []).append(line.line)
        self._elsewhere = 0

    def of(self, about: LineRef) -> tuple[str, int] | Problem | None:
        """The application and the line, or `WHOLE_APPLICATION` for a row that says neither line nor person.

        None for a row about another application, of which an office's table may have many.
        """
        where = Where(row=about.row)
        if about.application is None and len(self.cases) > 1:
            return problem("application-unsaid", where)
        number = about.application or next(iter(self.cases))
        if number in self._unknown:
            return problem("row-no-application", where, application=number)
        case = self.cases.get(number)
        if case is None:
            self._elsewhere += 1
            return None
        if about.line is not None:
            if about.line in case.lines:
                return number, about.line
            return problem("row-no-line", where, application=number, line=about.line)
        if about.id_kind is None or about.id_number is None:
            return number, WHOLE_APPLICATION
        lines = self._by_person.get((number, person_party(self._session.vault, about.id_kind, about.id_number)), [])
        if len(lines) == 1:
            return number, lines[0]
        if not lines:
            return problem("row-no-person", where, application=number)
        return problem("row-several-lines", where, application=number, lines=", ".join(map(str, lines)))

    def edition(self) -> Edition:
        """The edition of all of the applications. Raises `NotAllowed("several-editions")` where there are several."""
        refs = sorted({case.edition for case in self.cases.values()})
        if len(refs) > 1:
            raise NotAllowed("several-editions", editions=", ".join(refs))
        with self._session.repository() as repository:
            return repository.edition(refs[0])

    def passed_over(self) -> str | None:
        """That rows were passed over, in the officer's language, so that a mistyped number does not go unseen."""
        if not self._elsewhere:
            return None
        return _("%(rows)s row(s) are about other applications and were passed over.") % {"rows": self._elsewhere}
