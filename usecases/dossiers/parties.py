"""Parties of a question: organisations by their code, persons by an identity number, a pseudonym, or their line."""

from __future__ import annotations

import re

from domain.errors import NoSuchThing
from presentation.language import _
from usecases.errors import UsageError
from usecases.session.officer_session import OfficerSession

ID_KINDS = ("resident-id", "hong-kong-macau-permit", "taiwan-permit", "foreign-permanent-resident", "passport")
_PSEUDONYM = re.compile(r"[0-9a-f]{32}")
_LINE = re.compile(r"([0-9a-z]+-\d{4}-\d{6})(?:/(\d{1,6}))?")


def payee_of(session: OfficerSession, payee: str | None, id_kind: str | None) -> str | None:
    """A payee as the log knows them: an organisation by its code, a person by the pseudonym.

    A code that fails its check is one, too, unless it is somebody's identity number (ADR 0062).
    """
    from usecases.intake.identity import uscc, uscc_as_printed

    if payee is None or id_kind is not None:
        return person_of(session, payee, id_kind)
    code = uscc(payee)
    if isinstance(code, str):
        return code
    printed = uscc_as_printed(payee)
    try:
        return person_of(session, payee, id_kind)
    except UsageError:
        if isinstance(printed, str) and not printed.isdecimal():
            return printed
        raise


def person_of(session: OfficerSession, person: str | None, id_kind: str | None) -> str | None:
    """The pseudonym of a person: given as it is, or made of an identity number by the outer keys.

    Raises `UsageError` for a number that is no identity number of this kind, or of any.
    """
    if person is None or _PSEUDONYM.fullmatch(person):
        return person
    from presentation.words.file_problems import sentence
    from usecases.intake.identity import identity
    from usecases.intake.sealing import person_party
    from usecases.problems import Problem

    readings = [identity(kind, person, session.today()) for kind in ([id_kind] if id_kind else ID_KINDS)]
    for reading in readings:
        if not isinstance(reading, Problem):
            return person_party(session.vault, reading.kind, reading.number)
    # Most numbers that nobody can read were meant to be a resident's, which is the first kind.
    first = readings[0]
    assert isinstance(first, Problem), "none of them was read"
    raise UsageError(sentence(first, _))


def person_by_reference(session: OfficerSession, reference: str, id_kind: str | None) -> str | None:
    """The pseudonym of whom `APPLICATION/LINE` is about (without a line, of the applicant), or as `person_of`.

    None where that is nobody but an organisation. Raises `NoSuchThing` for an application or a line that is not there.
    """
    place = _LINE.fullmatch(reference)
    if place is None:
        return person_of(session, reference, id_kind)
    number, line = place[1], place[2]
    with session.repository() as repository:
        case = repository.case(number)
    if line is None:
        return case.applicant.party if case.applicant.kind.value == "person" else None
    if int(line) not in case.lines:
        raise NoSuchThing("no-such-line", application=number, line=int(line))
    return case.person(case.lines[int(line)])
