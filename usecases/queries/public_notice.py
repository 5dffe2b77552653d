"""What is or was on public notice until when, line by line, with the names of people masked.

The read model knows which notices there are; who a line is about is opened from the case, for those notices alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from domain.application.status import Status
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from projections.public_notice import model
from projections.public_notice.queries import Notice, notices
from usecases.dossiers.dossier import Dossier, applicant_shown, line_shown, open_dossier
from usecases.progress import OnProgress
from usecases.queries.views import AsOf, caught_up, unobserved
from usecases.session.officer_session import OfficerSession


class NoticeLine(Row):
    """A line of an application on notice. Who it is about is empty once a corrected application has it no more."""

    number: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    scheme_name: Annotated[str, Heading(N_("Scheme"), below=True)]
    applicant: Annotated[str, Heading(N_("Applicant"), below=True)]
    line: Annotated[int, Heading(N_("Line"))]
    name: Annotated[str, Heading(N_("Name"), Kind.NAME)]
    id_number: Annotated[str, Heading(N_("Document number"), Kind.NAME)]
    site: Annotated[str, Heading(N_("Site"), below=True)]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    published_on: Annotated[date, Heading(N_("Published on"), below=True)]
    closes_on: Annotated[date, Heading(N_("Closes on"))]
    standing: Annotated[str, Heading(N_("Notice"), Kind.LABEL)]
    status: Annotated[Status, Heading(N_("Status"), Kind.LABEL, below=True)]


def notice_lines(
    session: OfficerSession, *, authority: str | None, only_open: bool, on_progress: OnProgress = unobserved
) -> AsOf[tuple[NoticeLine, ...]]:
    """The lines of all notices, or only of those that run today; of one paying authority where one is named."""
    today = session.today()
    with caught_up(session, model.NAME, on_progress=on_progress) as views:
        listed = notices(views, authority=authority, only_open=only_open)
    wanted = [notice for notice in listed.rows if not only_open or notice.runs(today)]
    dossiers = {number: open_dossier(session, number) for number in {notice.application for notice in wanted}}
    rows = tuple(row for notice in wanted for row in _rows(session, notice, dossiers[notice.application]))
    return AsOf(result=rows, position=listed.position, behind=listed.behind)


def _rows(session: OfficerSession, notice: Notice, dossier: Dossier) -> Iterator[NoticeLine]:
    case = dossier.case
    applicant = applicant_shown(session, case)
    for line, amount_fen in notice.lines:
        # A case that went back to the clerk may have been corrected since, and no longer have the line.
        shown = line_shown(session, case, case.lines[line]) if line in case.lines else None
        yield NoticeLine(
            number=case.number,
            scheme_name=dossier.scheme_name,
            applicant=applicant.name,
            line=line,
            name=shown.name if shown else "",
            id_number=shown.id_number if shown else "",
            site=shown.site if shown else "",
            amount_fen=amount_fen,
            published_on=notice.published_on,
            closes_on=notice.closes_on,
            standing=notice.standing,
            status=case.status,
        )
