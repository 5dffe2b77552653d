"""One person under two documents: limits count both as one from then on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from domain.errors import NotAllowed
from domain.office.people import LinkPersons
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.proposing import proposal_in
from usecases.dossiers.dossier import line_shown
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


def _person(session: OfficerSession, reference: LineReference) -> tuple[str, str]:
    """The pseudonym of the person of a line, and how a screen may show them."""
    number, line_number = reference
    with session.repository() as repository:
        case = repository.case(number)
    line = case.lines.get(line_number)
    if line is None:
        raise NotAllowed("no-such-line", application=number, line=line_number)
    pseudonym = case.person(line)
    if pseudonym is None:
        raise NotAllowed("line-without-person", application=number, line=line_number)
    shown = line_shown(session, case, line)
    return pseudonym, f"{shown.name} {shown.id_number} ({_written(reference)})"


def _written(reference: LineReference) -> str:
    return f"{reference[0]}/{reference[1]}"
