"""Who has this name, or a document whose number ends so? The index of persons says it, and their record has the lines.

Names stand sealed in the log, so that no read model knows them; the index has keyed hashes of them (ADR 0052).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from domain.application.status import Status
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from projections.person_record import model
from projections.person_record.queries import Handed, lines_about
from usecases.dossiers.dossier import applicant_shown, line_shown
from usecases.errors import UsageError
from usecases.intake.sealing import LAST, last4_token, name_token
from usecases.intake.text import folded
from usecases.progress import OnProgress
from usecases.queries.views import AsOf, caught_up, unobserved
from usecases.session.officer_session import OfficerSession


class PersonLine(Row):
    """A line of an application about somebody who was looked for; without a line, they are its applicant. Masked."""

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    line: Annotated[int | None, Heading(N_("Line"))]
    name: Annotated[str, Heading(N_("Name"), Kind.NAME)]
    id_kind: str | None
    id_number: Annotated[str, Heading(N_("Document number"), Kind.NAME)]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME, below=True)]
    authority: Annotated[str, Heading(N_("Deciding authority"), Kind.NAME, below=True)]
    received_on: Annotated[date, Heading(N_("Received on"), below=True)]
    status: Annotated[Status, Heading(N_("Status"))]
    person: Annotated[str, Heading(N_("Person (pseudonym)"), Kind.NAME, minor=True)]


def persons_like(
    session: OfficerSession, *, name: str | None, last4: str | None, on_progress: OnProgress = unobserved
) -> AsOf[tuple[PersonLine, ...]]:
    """Every line about whoever has all that is given, also under another document that was linked to theirs.

    Raises `UsageError` where nothing is given, or an end of a number that is none.
    """
    tokens = [*_tokens(session, name, last4)]
    if not tokens:
        raise UsageError(_("Say --name, --last4 or both."))
    with session.database.reading() as view:
        rows = view.person_tokens(tokens)
    parties = set.intersection(*({row.party for row in rows if row.token == token} for token in tokens))
    with caught_up(session, model.NAME, on_progress=on_progress) as views:
        handed_in = lines_about(views, parties)
    lines = tuple(_line(session, handed) for handed in handed_in.lines)
    return AsOf(result=lines, position=handed_in.position, behind=handed_in.behind)


def _tokens(session: OfficerSession, name: str | None, last4: str | None) -> Iterator[bytes]:
    if name:
        yield name_token(session.vault, name)
    if last4:
        end = folded(last4)
        if not re.fullmatch(rf"[0-9A-Z]{{{LAST}}}", end):
            sentence = _("%(text)s is not the end of a number: write its last four characters.")
            raise UsageError(sentence % {"text": last4})
        yield last4_token(session.vault, end)


def _line(session: OfficerSession, handed: Handed) -> PersonLine:
    with session.repository() as repository:
        case = repository.case(handed.application)
    line = case.lines[handed.line] if handed.line else None
    shown = line_shown(session, case, line) if line else applicant_shown(session, case)
    return PersonLine(
        application=handed.application,
        line=handed.line or None,
        name=shown.name,
        id_kind=line.id_kind if line and line.person else case.applicant.id_kind,
        id_number=shown.id_number,
        scheme=case.scheme,
        authority=case.authority,
        received_on=case.received_on,
        status=case.status,
        person=handed.person,
    )
