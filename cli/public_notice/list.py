"""`bailu public-notice list`: what is or was on notice until when, line by line, with the names of people masked.

The read model says which notices there are; whom a line is about is opened from the case, for those notices alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cli.output import print_listing
from cli.verbs import Verb, option, output_option
from presentation.language import N_
from presentation.rows.columns import Column, Kind
from usecases.dossiers.dossier import Dossier, applicant_shown, line_shown, open_dossier
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from projections.public_notice.queries import Notice

_COLUMNS = (
    Column("number", N_("Application"), Kind.NAME),
    Column("scheme_name", N_("Scheme")),
    Column("applicant", N_("Applicant")),
    Column("line", N_("Line"), Kind.COUNT),
    Column("name", N_("Name"), Kind.NAME),
    Column("id_number", N_("Document number"), Kind.NAME),
    Column("site", N_("Site")),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("published_on", N_("Published on"), Kind.DAY),
    Column("closes_on", N_("Closes on"), Kind.DAY),
    Column("standing", N_("Notice"), Kind.LABEL),
    Column("status", N_("Status"), Kind.LABEL),
)


@click.command("list", cls=Verb, help=N_("List what is or was on public notice, line by line, with names masked."))
@option("--open", "only_open", is_flag=True, help=N_("Only what is on notice now."))
@option("--authority", help=N_("Only of this paying authority."))
@output_option
@click.pass_obj
def command(settings: Settings, only_open: bool, authority: str | None, output: str | None) -> None:
    from cli.views import caught_up, print_position
    from projections.public_notice.queries import notices

    session = OfficerSession(settings)
    today = session.today()
    with caught_up(session, "public_notice") as views:
        answer = notices(views, authority=authority, only_open=only_open)
    shown = [each for each in answer.rows if not only_open or each.runs(today)]
    dossiers = {number: open_dossier(session, number) for number in {each.application for each in shown}}
    rows = [row for notice in shown for row in _rows(session, notice, dossiers[notice.application])]
    print_listing(_COLUMNS, rows, output)
    print_position(answer)


def _rows(session: OfficerSession, notice: Notice, dossier: Dossier) -> Iterator[dict[str, Any]]:
    case = dossier.case
    applicant = applicant_shown(session, case)
    for line, amount_fen in notice.lines:
        # A case that went back to the clerk may have been corrected since, and the line be gone.
        who = line_shown(session, case, case.lines[line]) if line in case.lines else None
        yield {
            "number": case.number,
            "scheme": case.scheme,
            "scheme_name": dossier.scheme_name,
            "applicant": applicant.name,
            "line": line,
            "name": who.name if who else "",
            "id_number": who.id_number if who else "",
            "site": who.site if who else "",
            "amount_fen": amount_fen,
            "published_on": notice.published_on,
            "closes_on": notice.closes_on,
            "standing": notice.standing,
            "status": case.status,
        }
