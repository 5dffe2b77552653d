"""The dossier of one case (卷宗): its events, its state, its edition, and the people in it as screens may show them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.application.folding.case import evolve
from domain.application.state.case import Case, application_stream
from domain.application.values import ApplicantKind, Line
from domain.entitlement.edition import Edition
from domain.entitlement.rules import Names
from domain.entitlement.uses import SITE
from domain.entitlement.vocabulary import ENTRY
from domain.errors import NoSuchThing
from presentation.language import spoken
from presentation.masks import masked_name, masked_number
from store.line.envelope import Recorded, read_all
from usecases.intake.sealing import line_party
from usecases.session.officer_session import OfficerSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A case with the events that made it, and the edition under which it is decided."""

    case: Case
    recorded: tuple[Recorded, ...]
    edition: Edition

    @property
    def scheme_name(self) -> str:
        return called(self.edition.schemes[self.case.scheme].names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Whom or what a line is about, masked: a person's name and document number, or the name of a site."""

    name: str
    id_number: str
    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an officer sees of an application before they decide about it, in sentences."""

    number: str
    scheme_name: str
    sentences: tuple[str, ...]


def open_dossier(session: OfficerSession, number: str) -> Dossier:
    """Raises `NoSuchThing("no-such-application")`."""
    with session.database.reading() as view:
        recorded = read_all(view.stream(application_stream(number)))
    case: Case | None = None
    for line in recorded:
        case = evolve(case, line.event, line.actor)
    if case is None:
        raise NoSuchThing("no-such-application", application=number)
    with session.repository() as repository:
        edition = repository.edition(case.edition)
    return Dossier(case=case, recorded=tuple(recorded), edition=edition)


def applicant_shown(session: OfficerSession, case: Case) -> Shown:
    """The applicant. The name of an organisation is public; a person's is masked, and empty once forgotten."""
    applicant = case.applicant
    if applicant.name is not None:
        return Shown(name=applicant.name, id_number=applicant.party, site="")
    opened = session.unseal(applicant.party, applicant.sealed)
    name = opened.get("name", "")
    organised = applicant.kind is ApplicantKind.ORGANISATION
    return Shown(
        name=name if organised else masked_name(name), id_number=masked_number(opened.get("id_number", "")), site=""
    )


def line_shown(session: OfficerSession, case: Case, line: Line) -> Shown:
    """Whom a line is about; one that names nobody is about the applicant, if that is a person, or about what it names:
    a site, or an entry of a register.
    """
    if line.person is None and case.applicant.kind is ApplicantKind.PERSON:
        return applicant_shown(session, case)
    site = "" if line.person is not None else _about(session, case, line)
    opened = session.unseal(line_party(line, case.applicant), line.sealed)
    return Shown(
        name=masked_name(opened.get("name", "")), id_number=masked_number(opened.get("id_number", "")), site=site
    )


def _about(session: OfficerSession, case: Case, line: Line) -> str:
    """The site of a line, as stated; where an entry states it, the entry that is named, with the name that the register
    has for it by now (`ZD-01 虚构大学基地`), and never what an applicant says of it.
    """
    with session.repository() as repository:
        edition = repository.edition(case.edition)
        naming = [one for one in edition.schemes[case.scheme].line_entries if one.asking.key == ENTRY]
        if not naming:
            return str(line.facts.get(SITE, case.facts.get(SITE, "")))
        named = str(line.facts.get(ENTRY, case.facts.get(ENTRY, "")))
        for condition in naming:
            if listed := list(repository.register(condition.asking.register).of_key(edition.policy, named)):
                return " ".join(filter(None, (listed[-1].content.key, listed[-1].content.name)))
    return named


def called(names: Names) -> str:
    """A thing of an edition, in the officer's language."""
    return names.zh if spoken() == "zh" else names.en
