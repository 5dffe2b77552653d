"""What waits to be done: gathered from all cases, payment runs and registers, and what of it one officer may do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from domain.errors import NotPermitted
from domain.office.officer import Officer
from domain.office.roles import Role
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from usecases.progress import Watch, unwatched
from usecases.queries.todo_tasks import Waiting, of_case, of_register, of_run
from usecases.session.officer_session import OfficerSession

DUE_DAYS = 7
"""A task is due when its day has passed or is at most so many days ahead."""


class TodoRow(Row):
    """One task. `of` is what a confirmation is of, `about` the proposal, demand, objection or milestone.

    `handed_over_by` names whose task it was: an officer who handed their work over and could have done it.
    """

    subject: Annotated[str, Heading(N_("What it is about"), Kind.NAME)]
    act: Annotated[str, Heading(N_("What is to be done"), Kind.LABEL)]
    of: Annotated[str | None, Heading(N_("Of"), Kind.LABEL)]
    about: Annotated[str | None, Heading(N_("Details"), Kind.LABEL)]
    role: Annotated[Role, Heading(N_("Who may"), Kind.LABEL)]
    due_on: Annotated[date | None, Heading(N_("Due on"))]
    amount_fen: Annotated[int | None, Heading(N_("Amount (yuan)"))]
    handed_over_by: Annotated[str | None, Heading(N_("Handed over by"), Kind.NAME)]
    authority: Annotated[str | None, Heading(N_("Authority"), Kind.NAME, minor=True)]


def todo_rows(session: OfficerSession, *, mine: bool, due: bool, watch: Watch = unwatched) -> list[TodoRow]:
    """What waits, earliest due day first: with `mine` for the officer of the session, with `due` within `DUE_DAYS`.

    Raises `NotPermitted("officer-unknown")`.
    """
    tasks = list(_all_tasks(session, watch))
    givers: list[Officer] = []
    if mine:
        me, givers = _officer_and_givers(session)
        tasks = [task for task in tasks if task.fits(me) and not _handed_over(session, me, task)]
    if due:
        last = session.today() + timedelta(days=DUE_DAYS)
        tasks = [task for task in tasks if task.due_on is not None and task.due_on <= last]
    tasks.sort(key=lambda task: (task.due_on is None, task.due_on or date.max))
    return [_row(task, givers) for task in tasks]


def _all_tasks(session: OfficerSession, watch: Watch) -> Iterator[Waiting]:
    """What waits, from the store itself, so that what was decided just now counts."""
    with session.repository() as repository:
        numbers = repository.names("application")
        for number in watch(numbers, len(numbers), _("Looking through the applications")):
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


def _officer_and_givers(session: OfficerSession) -> tuple[Officer, list[Officer]]:
    """The officer who asks, and those who have handed over to them. Raises `NotPermitted("officer-unknown")`."""
    with session.repository() as repository:
        me = repository.officer(session.officer)
        if me is None:
            raise NotPermitted("officer-unknown", officer=session.officer)
        officers = (repository.officer(name) for name in repository.names("officer"))
        return me, [giver for giver in officers if giver is not None and giver.handed_over_to == me.officer]


def _handed_over(session: OfficerSession, me: Officer, task: Waiting) -> bool:
    """Whether the task is now for the officer to whom `me` handed over; what that officer may not do stays with me."""
    if me.handed_over_to is None:
        return False
    with session.repository() as repository:
        to = repository.officer(me.handed_over_to)
    return to is not None and task.fits(to)


def _row(task: Waiting, givers: Iterable[Officer]) -> TodoRow:
    """A giver counts who could have done it, were they not suspended."""
    gave = (giver.officer for giver in givers if task.fits(replace(giver, suspended=False)))
    return TodoRow(
        subject=task.subject,
        act=task.act,
        of=task.of,
        about=task.about,
        role=task.role,
        due_on=task.due_on,
        amount_fen=task.amount_fen,
        handed_over_by=next(gave, None),
        authority=task.authority,
    )
