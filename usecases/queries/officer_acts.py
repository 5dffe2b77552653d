"""Who did what, and who stood by whose work: asked of a read model."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from domain.application.state.case import application_stream
from domain.errors import NoSuchThing
from domain.office.officer import officer_stream
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from projections.officer_acts import queries
from usecases.progress import OnProgress
from usecases.queries.views import AsOf, caught_up, unobserved
from usecases.session.officer_session import OfficerSession


class OfficerAct(Row):
    """What an officer did; of a second half, also who did the first, and at which position of the log."""

    position: Annotated[int, Heading(N_("Position"))]
    recorded_at: Annotated[datetime, Heading(N_("Recorded at"))]
    officer: Annotated[str, Heading(N_("Officer"), Kind.NAME)]
    act: Annotated[str, Heading(N_("Act"), Kind.LABEL)]
    part: Annotated[str, Heading(N_("Part"), Kind.LABEL, below=True)]
    outcome: Annotated[str | None, Heading(N_("Outcome"), Kind.LABEL)]
    application: Annotated[str | None, Heading(N_("Application"), Kind.NAME)]
    about: Annotated[str | None, Heading(N_("About"), Kind.NAME, below=True)]
    first_officer: Annotated[str | None, Heading(N_("Begun by"), Kind.NAME, below=True)]
    first_position: Annotated[int | None, Heading(N_("Begun at position"), minor=True)]
    effective_on: Annotated[date, Heading(N_("Took effect on"), minor=True)]
    stream: Annotated[str, Heading(N_("Stream"), Kind.NAME, minor=True)]


def officer_acts(
    session: OfficerSession,
    *,
    officer: str | None = None,
    application: str | None = None,
    permission: str | None = None,
    second_only: bool = False,
    on_progress: OnProgress = unobserved,
) -> AsOf[tuple[OfficerAct, ...]]:
    """What officers did, in the order in which it was recorded, as far as it has every value given; `second_only`
    leaves out what did not complete the act of another officer.

    Raises `NoSuchThing` (`no-such-officer`, `no-such-application`).
    """
    with session.database.reading() as view:
        if officer is not None and not view.version_of(officer_stream(officer)):
            raise NoSuchThing("no-such-officer", officer=officer)
        if application is not None and not view.version_of(application_stream(application)):
            raise NoSuchThing("no-such-application", application=application)
    with caught_up(session, "officer_acts", on_progress=on_progress) as views:
        answer = queries.acts(
            views, officer=officer, application=application, act=permission, part="second" if second_only else None
        )
    rows = tuple(OfficerAct(**row._asdict()) for row in answer.rows)
    return AsOf(result=rows, position=answer.position, behind=answer.behind)
