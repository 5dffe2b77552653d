"""公示: one public notice of many cases, under one number and for one term, with lines for the proof of its posting.

The term of a case is that of its own notice (`public-notice publish`). Cases whose terms differ stand on two sheets.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from domain.errors import NotAllowed
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.sheets.printed import PrintedSheet
from usecases.progress import OnProgress
from usecases.queries.public_notice import NoticeLine, notice_lines
from usecases.queries.views import unobserved
from usecases.reports.names import Names
from usecases.reports.report import ReadAt, Report
from usecases.session.officer_session import OfficerSession

BLANKS = (N_("Posted at:"), N_("Posted by, and at what time:"), N_("Taken down by, and at what time:"), N_("Witness:"))


class PostedLine(Row):
    """A line on notice: names of persons and numbers of documents masked, the amount in fen."""

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    applicant: Annotated[str, Heading(N_("Applicant"))]
    scheme_name: Annotated[str, Heading(N_("Scheme"))]
    line: Annotated[int | None, Heading(N_("Line"))]
    name: Annotated[str, Heading(N_("Name or site"))]
    id_number: Annotated[str, Heading(N_("Document number"), Kind.NAME)]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]


def notice(
    session: OfficerSession,
    *,
    number: str,
    published_on: date,
    authority: str | None,
    applications: Sequence[str] = (),
    on_progress: OnProgress = unobserved,
) -> Report[PostedLine]:
    """The notice of what was published on a day: of the applications that are named, or of all.

    Raises `NotAllowed`: `nothing-published`, `not-published-then`, and `notice-terms-differ` where they close on
    different days.
    """
    answer = notice_lines(session, authority=authority, only_open=False, on_progress=on_progress)
    lines = [
        line
        for line in answer.result
        if line.published_on == published_on and (not applications or line.number in applications)
    ]
    missing = [number for number in applications if number not in {line.number for line in lines}]
    if missing:
        raise NotAllowed("not-published-then", published_on=published_on, applications=", ".join(missing))
    if not lines:
        raise NotAllowed("nothing-published", published_on=published_on)
    terms = sorted({line.closes_on for line in lines})
    if len(terms) > 1:
        raise NotAllowed("notice-terms-differ", published_on=published_on, terms=", ".join(map(str, terms)))
    names, rows = Names(session), [_posted(line) for line in lines]
    total = PostedLine(
        application="",
        applicant="",
        scheme_name="",
        line=None,
        name="",
        id_number="",
        amount_fen=sum(row.amount_fen for row in rows),
    )
    sheet = PrintedSheet(
        title=_("Public notice of subsidies to be granted"),
        office=names.office(authority or names.case(lines[0].number).authority),
        period=_("On notice from %(first)s to %(last)s") % {"first": published_on, "last": terms[0]},
        number=number,
        columns=columns(PostedLine),
        rows=rows,
        total=total,
        in_words_fen=total.amount_fen,
        notes=(
            _("%(lines)s line(s) of %(applications)s application(s).")
            % {"lines": len(rows), "applications": len({row.application for row in rows})},
            _("Whoever objects does so to this office while the notice runs, with reasons and evidence."),
        ),
        blanks=tuple(map(_, BLANKS)),
    )
    return Report(rows=rows, sheet=sheet, read_at=ReadAt(answer.position, answer.behind))


def _posted(line: NoticeLine) -> PostedLine:
    return PostedLine(
        application=line.number,
        applicant=line.applicant,
        scheme_name=line.scheme_name,
        line=line.line,
        name=line.name or line.site,
        id_number=line.id_number,
        amount_fen=line.amount_fen,
    )
