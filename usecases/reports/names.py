"""Names in the place of ids, as sheets have them: of schemes, authorities, offices, funds and groups of persons.

A demand from before this log has no case, no edition and no fund, but a payee and a scheme. ADR 0075.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from domain.application.state.case import Case
from domain.entitlement.edition import Edition
from domain.imports.debts import Debts, is_debt
from domain.treasury.fund import Fund
from presentation.labels.vocabulary import label
from presentation.language import _, spoken
from presentation.letters.office import office_of
from usecases.dossiers.debts import payee_shown
from usecases.dossiers.dossier import applicant_shown, called
from usecases.reports.report import templates_folder
from usecases.session.officer_session import OfficerSession

GROUP = "category"
"""The fact by which persons are counted in groups, of whatever edition has it."""
FROM_BEFORE = "owed-from-before"
"""In the place of a source, an account or a group, of money that no fund of this log paid."""


class Names:
    """What is named, each looked up once a report."""

    def __init__(self, session: OfficerSession) -> None:
        self._session = session
        self._cases: dict[str, Case] = {}
        self._debts: dict[str, Debts] = {}
        self._editions: dict[str, Edition] = {}
        self._groups: dict[tuple[str, int], tuple[str, str]] = {}

    def office(self, authority: str | None) -> str:
        """Who prepares a sheet: the bureau of an authority as its letters name it, else the supervising one's."""
        above = self._session.supervised_by
        asked = authority or above
        for edition in self._newest:
            if asked not in edition.authorities:
                continue
            if spoken() == "zh":
                return office_of(edition, asked, above, templates_folder(self._session.settings)).name
            return edition.authorities[asked].names.en
        return asked

    def authority(self, authority: str | None) -> str:
        if authority is None:
            return ""
        listed = (edition.authorities.get(authority) for edition in self._newest)
        return next((called(one.names) for one in listed if one is not None), authority)

    def scheme(self, edition: str, scheme: str) -> str:
        """As `edition` calls it; without one, as the newest that has it does."""
        if edition:
            return called(self._edition(edition).schemes[scheme].names)
        listed = (newest.schemes.get(scheme) for newest in self._newest)
        return next((called(one.names) for one in listed if one is not None), scheme)

    def reading(self, edition: str, interpretation: str) -> str | None:
        """How an edition reads what its notice leaves open; None where it needs no such reading."""
        taken = self._edition(edition).interpretations.get(interpretation)
        return None if taken is None else called(taken.reading)

    def clause(self, case: Case) -> str:
        """The clause under which the scheme of a case is paid."""
        return self._edition(case.edition).schemes[case.scheme].clause

    def applicant(self, number: str) -> str:
        """An organisation by its public name, a person by a masked one, and empty once forgotten."""
        return applicant_shown(self._session, self.case(number)).name

    def debtor(self, number: str, recovery: str) -> str:
        """Who owes by a demand from before this log, as `applicant` has them."""
        if number not in self._debts:
            with self._session.repository() as repository:
                self._debts[number] = repository.debts(number)
        return payee_shown(self._session, self._debts[number].debt(recovery))

    def group(self, number: str, line: int) -> tuple[str, str]:
        """The group of persons of a line, and its name: by what was verified, or else declared."""
        if is_debt(number):
            return FROM_BEFORE, label(FROM_BEFORE)
        if (number, line) not in self._groups:
            self._groups.update(self._groups_of(self.case(number)))
        return self._groups.get((number, line), ("", _("(no group)")))

    def account(self, fund: str | None) -> str:
        """The accounts of a fund: 功能分类 and 经济分类; a clearing account by its name."""
        if fund is None or fund not in self._funds:
            return label(fund or "")
        indicator = self._funds[fund].indicator
        return " / ".join(filter(None, (indicator.function, indicator.economic))) or _("(no account)")

    def case(self, number: str) -> Case:
        if number not in self._cases:
            with self._session.repository() as repository:
                self._cases[number] = repository.case(number)
        return self._cases[number]

    def _groups_of(self, case: Case) -> dict[tuple[str, int], tuple[str, str]]:
        fact = self._edition(case.edition).vocabulary.get(GROUP)
        names = {choice.value: choice.zh if spoken() == "zh" else choice.en for choice in fact.choices} if fact else {}
        claim = case.claim()
        stated = {line.line: str(line.facts.get(GROUP, claim.facts.get(GROUP, ""))) for line in claim.lines}
        return {(case.number, line): (value, names.get(value, value)) for line, value in stated.items() if value}

    def _edition(self, ref: str) -> Edition:
        if ref not in self._editions:
            with self._session.repository() as repository:
                self._editions[ref] = repository.edition(ref)
        return self._editions[ref]

    @cached_property
    def _newest(self) -> list[Edition]:
        with self._session.repository() as repository:
            return repository.newest_editions()

    @cached_property
    def _funds(self) -> Mapping[str, Fund]:
        with self._session.repository() as repository:
            return {fund.fund: fund for fund in repository.funds()}
