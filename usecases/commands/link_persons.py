"""One person under two documents, which limits count as one from then on; and one number under two names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from domain.application.state.case import Case
from domain.application.values import Line
from domain.errors import NotAllowed
from domain.imports.events import AbridgedLine
from domain.office.people import JoinNames, LinkPersons
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.proposing import proposal_in
from usecases.dossiers.dossier import line_shown
from usecases.dossiers.imports import brought_line, brought_shown
from usecases.session.officer_session import OfficerSession

LineReference = tuple[str, int]
"""An application and a line of it."""


class PersonLink(Row):
    """Two lines, as `APPLICATION/LINE`, whose persons are one; not recorded when they were known to be before."""

    person: Annotated[str, Heading(N_("Person"), Kind.NAME)]
    other: Annotated[str, Heading(N_("Other document"), Kind.NAME)]
    recorded: Annotated[bool, Heading(N_("Recorded"))]
    repeated: bool
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkResult:
    """What was recorded, whether it is anything new, and how a screen may show the two persons."""

    link: PersonLink
    is_new: bool
    person_shown: str
    other_shown: str


def link_persons(
    session: OfficerSession,
    person: LineReference,
    other: LineReference,
    *,
    document: str,
    command_id: str | None = None,
    dry_run: bool = False,
) -> LinkResult:
    """Propose that the persons of two lines are one; `document` is the evidence of it.

    Raises `NoSuchThing("no-such-application")`; `NotAllowed`: `no-such-line`, `line-without-person`; and what declines
    the command.
    """
    pseudonym, person_shown = _person(session, person)
    other_pseudonym, other_shown = _person(session, other)
    prepared = session.prepare(
        LinkPersons(
            person=pseudonym, other=other_pseudonym, document=document, lines=(_written(person), _written(other))
        ),
        command_id=command_id,
    )
    result = session.execute(prepared, dry_run=dry_run)
    return LinkResult(
        link=PersonLink(
            person=_written(person),
            other=_written(other),
            recorded=bool(result.events) and not dry_run,
            repeated=result.repeated,
            proposal=proposal_in(result),
        ),
        is_new=bool(result.events),
        person_shown=person_shown,
        other_shown=other_shown,
    )


def join_names(
    session: OfficerSession,
    one: LineReference,
    other: LineReference,
    *,
    document: str,
    command_id: str | None = None,
    dry_run: bool = False,
) -> LinkResult:
    """Propose that the two names under one number are of its holder; `document` is the evidence of it.

    Raises `NoSuchThing("no-such-application")`; `NotAllowed`: `no-such-line`, `line-without-person`,
    `another-number`; and what declines the command.
    """
    (person, shown), (other_person, other_shown) = _person(session, one), _person(session, other)
    name, other_name = _called(session, one), _called(session, other)
    if person != other_person or name is None or other_name is None:
        raise NotAllowed("another-number", one=_written(one), other=_written(other))
    prepared = session.prepare(
        JoinNames(
            person=person, name=name, other=other_name, document=document, lines=(_written(one), _written(other))
        ),
        command_id=command_id,
    )
    result = session.execute(prepared, dry_run=dry_run)
    return LinkResult(
        link=PersonLink(
            person=_written(one),
            other=_written(other),
            recorded=bool(result.events) and not dry_run,
            repeated=result.repeated,
            proposal=proposal_in(result),
        ),
        is_new=bool(result.events),
        person_shown=shown,
        other_shown=other_shown,
    )


def _line(session: OfficerSession, reference: LineReference) -> tuple[Case, Line]:
    """A line of a case; 0 stands for one that says no more than the applicant, as the policy sees it."""
    number, line_number = reference
    with session.repository() as repository:
        case = repository.case(number)
    line = Line(line=0, facts={}) if line_number == 0 else case.lines.get(line_number)
    if line is None:
        raise NotAllowed("no-such-line", application=number, line=line_number)
    return case, line


def _called(session: OfficerSession, reference: LineReference) -> str | None:
    """The pseudonym of the name under which the person of a line stands."""
    if brought := _brought(session, reference):
        return brought.called
    case, line = _line(session, reference)
    return case.called(line)


def _brought(session: OfficerSession, reference: LineReference) -> AbridgedLine | None:
    """A line of an import, cited as one; None for a line of an application."""
    return brought_line(session, *reference)


def _person(session: OfficerSession, reference: LineReference) -> tuple[str, str]:
    """The pseudonym of the person of a line, and how a screen may show them."""
    if brought := _brought(session, reference):
        if brought.person is None:
            raise NotAllowed("line-without-person", application=reference[0], line=reference[1])
        return brought.person, f"{brought_shown(session, brought)} ({_written(reference)})"
    case, line = _line(session, reference)
    pseudonym = case.person(line)
    if pseudonym is None:
        raise NotAllowed("line-without-person", application=case.number, line=line.line)
    shown = line_shown(session, case, line)
    return pseudonym, f"{shown.name} {shown.id_number} ({_written(reference)})"


def _written(reference: LineReference) -> str:
    return f"{reference[0]}/{reference[1]}"
