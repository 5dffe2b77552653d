"""`bailu todo`: what waits for whom, what of it is mine, and what is due."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import click

from cli.output import print_listing, print_note, print_table
from cli.progress import watched
from cli.verbs import Verb, option, output_option
from domain.base import replace
from domain.errors import NotPermitted
from domain.office.officer import Officer
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.queries.todo_tasks import Waiting, of_case, of_register, of_run
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

DUE_DAYS = 7
"""`--due` shows what is due within so many days, and what is overdue."""


_COLUMNS = (
    Column("subject", N_("What it is about"), Kind.NAME),
    Column("act", N_("What is to be done"), Kind.LABEL),
    Column("of", N_("Of"), Kind.LABEL),
    Column("about", N_("Details"), Kind.LABEL),
    Column("role", N_("Who may"), Kind.LABEL),
    Column("due_on", N_("Due on"), Kind.DAY),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("handed_over_by", N_("Handed over by"), Kind.NAME),
    Column("authority", N_("Authority"), Kind.NAME, minor=True),
)


@click.command(
    "todo",
    cls=Verb,
    help=N_(
        "What waits to be done, and for whom: cases, payment runs and registers.\n\n"
        "With --mine, what you may do yourself: by your roles and your authority, never on what you proposed or "
        "assessed, and with what was handed over to you. With --due, what is overdue or due within 7 days."
    ),
)
@option("--mine", is_flag=True, help=N_("Only what you may do yourself."))
@option("--due", is_flag=True, help=N_("Only what has a date that has passed or is at most 7 days ahead."))
@output_option
@click.pass_obj
def command(settings: Settings, mine: bool, due: bool, output: str | None) -> None:
    session = OfficerSession(settings)
    found = list(everything(session))
    me, givers = _whose(session) if mine else (None, [])
    if me is not None:
        found = [each for each in found if each.fits(me) and not _gave_away(session, me, each)]
    if due:
        last = session.today() + timedelta(days=DUE_DAYS)
        found = [each for each in found if each.due_on is not None and each.due_on <= last]
    found.sort(key=lambda each: (each.due_on is None, each.due_on or date.max))
    rows = [_row(each, givers) for each in found]
    if output == "table" or (output is None and sys.stdout.isatty()):
        empty = {column.key for column in _COLUMNS if not any(row[column.key] for row in rows)}
        print_table([column for column in _COLUMNS if column.key not in empty], rows)
        _sum_up(found)
    else:
        print_listing(_COLUMNS, rows, output)


def everything(session: OfficerSession) -> Iterator[Waiting]:
    """What waits, from the store itself: nothing decided a moment ago is missed."""
    with session.repository() as repository:
        numbers = repository.names("application")
        for number in watched(numbers, len(numbers), _("Looking through the applications")):
            repository.begin_command()
            case = repository.case(number)
            yield from of_case(case, repository.edition(case.edition))
        for name in repository.names("batch"):
            run = repository.batch(name)
            if run.status in ("ordered", "released", "partly-credited"):
                yield from of_run(run, _assessors(session, run.items))
        for name in repository.names("register"):
            yield from of_register(name, repository.register(name))


def _assessors(session: OfficerSession, numbers: Iterable[str]) -> Iterator[str]:
    with session.repository() as repository:
        for number in numbers:
            yield from repository.case(number).assessors


def _whose(session: OfficerSession) -> tuple[Officer, list[Officer]]:
    """The officer who asks, and those who have handed over to them. Raises `NotPermitted("officer-unknown")`."""
    with session.repository() as repository:
        me = repository.officer(session.officer)
        if me is None:
            raise NotPermitted("officer-unknown", officer=session.officer)
        known = (repository.officer(name) for name in repository.names("officer"))
        return me, [each for each in known if each is not None and each.handed_over_to == me.officer]


def _gave_away(session: OfficerSession, me: Officer, waiting: Waiting) -> bool:
    """Whether it is now somebody else's who may do it: what they may not do stays with whom it was."""
    if me.handed_over_to is None:
        return False
    with session.repository() as repository:
        to = repository.officer(me.handed_over_to)
    return to is not None and waiting.fits(to)


def _row(waiting: Waiting, givers: Iterable[Officer]) -> dict[str, Any]:
    """`handed_over_by` names whose work it was: somebody who could have done it, were they still at their desk."""
    gave = (each.officer for each in givers if waiting.fits(replace(each, suspended=False)))
    return {
        "subject": waiting.subject,
        "act": waiting.act,
        "of": waiting.of,
        "about": waiting.about,
        "role": waiting.role,
        "due_on": waiting.due_on,
        "amount_fen": waiting.amount_fen,
        "handed_over_by": next(gave, None),
        "authority": waiting.authority,
    }


def _sum_up(found: Iterable[Waiting]) -> None:
    counted: dict[str, int] = {}
    for each in found:
        counted[each.role] = counted.get(each.role, 0) + 1
    for role, count in counted.items():
        print_note(_("%(role)s: %(count)s") % {"role": label(role), "count": count})
