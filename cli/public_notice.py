"""`bailu public-notice`: 公示, what is on notice until when, with the names of people masked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from cli.application.choice import choosing
from cli.application.round import Round
from cli.desk import Desk
from cli.dossier import applicant_shown, line_shown, open_dossier
from cli.language import N_
from cli.render import Column, Kind, listing
from cli.settings import Settings
from cli.verbs import group, option, output_option
from domain.application.commands import CloseNotice, PublishNotice
from domain.application.facts import NoticePublished
from domain.application.status import Status
from domain.application.values import expand
from domain.facts import STORED_NAMES

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
    Column("status", N_("Status"), Kind.LABEL),
)
_PAGE = 1_000


@group("public-notice", help=N_("Public notices: approved applications stand on notice before anything is paid."))
def public_notice() -> None:
    pass


@public_notice.command("publish", help=N_("Put approved applications on public notice, from today on."))
@choosing(Status.APPROVED)
def publish(going: Round) -> int:
    return going.give(lambda number: going.saying(number, PublishNotice(application=number)))


@public_notice.command("close", help=N_("Close notices that have run their time; what they awarded is payable then."))
@choosing(Status.ON_PUBLIC_NOTICE)
def close(going: Round) -> int:
    return going.give(lambda number: going.saying(number, CloseNotice(application=number)))


@public_notice.command("list", help=N_("List what is or was on public notice, line by line, with names masked."))
@option("--open", "only_open", is_flag=True, help=N_("Only what is on notice now."))
@output_option
@click.pass_obj
def list_notices(settings: Settings, only_open: bool, output: str | None) -> None:
    desk = Desk(settings)
    today = desk.today()
    rows = [row for number in _published(desk) for row in _rows(desk, number, today, only_open=only_open)]
    listing(_COLUMNS, rows, output)


def _published(desk: Desk) -> list[str]:
    """Every application that was ever on notice, in the order of publication."""
    name = STORED_NAMES[NoticePublished]
    found: list[str] = []
    with desk.database.reading() as view:
        after = 0
        while page := view.rows(after=after, limit=_PAGE, names=[name]):
            found += [row.stream.removeprefix("application-") for row in page]
            after = page[-1].position
    return list(dict.fromkeys(found))


def _rows(desk: Desk, number: str, today: date, *, only_open: bool) -> Iterator[dict[str, Any]]:
    dossier = open_dossier(desk, number)
    case = dossier.case
    notice = case.notice
    assert notice is not None, "a published notice stays with the case"
    is_open = case.status is Status.ON_PUBLIC_NOTICE and today <= notice.closes_on
    if only_open and not is_open:
        return
    assert case.approval is not None, "what is on notice was approved"
    awarded = {line: award for award in case.approval.awards for line in expand(award.lines)}
    applicant = applicant_shown(desk, case)
    for number_of_line in expand(notice.lines):
        who = line_shown(desk, case, case.lines[number_of_line])
        yield {
            "number": case.number,
            "scheme": case.scheme,
            "scheme_name": dossier.scheme_name,
            "applicant": applicant.name,
            "line": number_of_line,
            "name": who.name,
            "id_number": who.id_number,
            "site": who.site,
            "amount_fen": sum(part.amount_fen for part in awarded[number_of_line].parts),
            "published_on": notice.published_on,
            "closes_on": notice.closes_on,
            "status": case.status,
        }
