"""`bailu public-notice`: 公示, what is on notice until when, with the names of people masked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from cli.application.choice import choosing, lines_option, reason_option
from cli.application.round import Round
from cli.desk import Desk
from cli.dossier import applicant_shown, line_shown, open_dossier
from cli.language import N_, _
from cli.parameters import DAY
from cli.render import Column, Kind, listing
from cli.settings import Settings
from cli.verbs import group, option, output_option
from domain.application.commands import AnswerObjection, CloseNotice, PublishNotice, RaiseObjection
from domain.application.facts import NoticePublished
from domain.application.status import PAYING, Status
from domain.application.values import Ranges, expand
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
_PUBLISHING = (Status.APPROVED, *PAYING)
"""Later than on approval, it is the lines that a revision added."""


@group("public-notice", help=N_("Public notices: approved applications stand on notice before anything is paid."))
def public_notice() -> None:
    pass


@public_notice.command(
    "publish",
    help=N_("Put applications on public notice from today on: approved ones, and lines that a revision added."),
)
@choosing(lambda case: case.status in _PUBLISHING and bool(case.unpublished) and not case.notice_open)
def publish(going: Round) -> int:
    return going.give(lambda number: going.saying(number, PublishNotice(application=number)))


@public_notice.command("close", help=N_("Close notices that have run their time; what they awarded is payable then."))
@choosing(lambda case: case.notice_open and not case.suspended)
def close(going: Round) -> int:
    return going.give(lambda number: going.saying(number, CloseNotice(application=number)))


@public_notice.command(
    "object",
    help=N_(
        "Record an objection to what was decided: the lines that it names are held, and the others are paid.\n\n"
        "Without --lines it is against the whole application."
    ),
)
@lines_option
@option("--on", type=DAY, metavar="DATE", help=N_("When it was received; today if not said."))
@option(
    "--by",
    "raised_by",
    type=click.Choice(["applicant", "third-party"]),
    default="applicant",
    show_default=True,
    help=N_("Who objects."),
)
@reason_option
@choosing()
def object_to(going: Round, lines: Ranges, on: date | None, raised_by: str, reason: str) -> int:
    received_on = on or going.desk.today()
    return going.give(
        lambda number: going.saying_why(
            number,
            reason,
            lambda said: RaiseObjection(
                application=number, lines=lines, received_on=received_on, raised_by=raised_by, grounds=said
            ),
        )
    )


@public_notice.command(
    "resolve",
    help=N_(
        "Propose to uphold or to dismiss an objection, such as o1; an approver confirms.\n\n"
        "Upheld, its lines go back to assessment, what is unpaid of them is not owed, and their limits are free."
    ),
)
@option("--uphold/--dismiss", "upheld", default=None, help=N_("What is answered."))
@reason_option
@choosing(last="OBJECTION")
def resolve(going: Round, last: str, upheld: bool | None, reason: str) -> int:
    if upheld is None:
        raise click.UsageError(_("Say --uphold or --dismiss."))
    return going.give(
        lambda number: going.saying_why(
            number,
            reason,
            lambda said: AnswerObjection(application=number, objection=last, upheld=upheld, reason=said),
        )
    )


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
    is_open = case.notice_open and today <= notice.closes_on
    if only_open and not is_open:
        return
    awarded = {line: award for award in case.awards for line in expand(award.lines)}
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
            "amount_fen": sum(part.amount_fen for part in awarded[number_of_line].parts)
            if number_of_line in awarded
            else 0,
            "published_on": notice.published_on,
            "closes_on": notice.closes_on,
            "status": case.status,
        }
