"""What is to be done, for whom: read from the worklist, which has what is open and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from domain.base import replace
from domain.errors import NotPermitted
from domain.office.officer import Officer
from domain.office.roles import Actor, Role
from domain.worklist import Work
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from projections.engine.views import Views
from projections.worklist.model import NAME
from projections.worklist.queries import works
from usecases.session.officer_session import OfficerSession

MODEL = NAME
"""What has to be caught up before these questions."""

DUE_DAYS = 7
"""What is due within so many days is due, as is what is overdue."""


class TodoEntry(Row):
    """One thing that waits to be done. `act` is an act of the table of roles, or the second half of one."""

    subject: Annotated[str, Heading(N_("What it is about"), Kind.NAME)]
    act: Annotated[str, Heading(N_("What is to be done"), Kind.LABEL)]
    of: Annotated[str | None, Heading(N_("Of"), Kind.LABEL)]
    about: Annotated[str | None, Heading(N_("Details"), Kind.LABEL, below=True)]
    roles: Annotated[tuple[Role, ...], Heading(N_("Who may"), Kind.LABEL)]
    due_on: Annotated[date | None, Heading(N_("Due on"))]
    amount_fen: Annotated[int | None, Heading(N_("Amount (yuan)"))]
    handed_over_by: Annotated[str | None, Heading(N_("Handed over by"), Kind.NAME, below=True)]
    authority: Annotated[str | None, Heading(N_("Authority"), Kind.NAME, minor=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """Things to be done, the next due first; `position` and `behind` are those of the read model."""

    entries: tuple[TodoEntry, ...]
    position: int
    behind: int


def todo(session: OfficerSession, views: Views, *, mine: bool = False, due: bool = False) -> Todo:
    """What is to be done. `mine` is what the officer may do, by role, by authority and by four eyes, and has not handed
    over. Raises `NotPermitted("officer-unknown")`.
    """
    today = session.today()
    answer = works(views, due_by=today + timedelta(days=DUE_DAYS) if due else None)
    # A correction that may still come is no one's to refuse, and what is not due yet no one's to be reminded of.
    open_work = [work for work in answer.rows if work.action == "close-notice" or _is_open(work, today)]
    reader = Reader.of(session, today) if mine else None
    if reader is not None:
        open_work = [work for work in open_work if reader.has(work)]
    open_work.sort(key=lambda work: (work.due_on is None, work.due_on or date.max))
    return Todo(
        entries=tuple(_entry(work, _handed_over_by(work, reader, today)) for work in open_work),
        position=answer.position,
        behind=answer.behind,
    )


def _is_open(work: Work, today: date) -> bool:
    return work.begins_on is None or work.begins_on <= today


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whose work is asked for: the officer, to whom they have handed it over, and who has handed over to them, or is
    absent while they stand in.
    """

    actor: Actor
    taker: Actor | None
    givers: tuple[Officer, ...]
    supervised_by: str

    @classmethod
    def of(cls, session: OfficerSession, today: date) -> Reader:
        """Raises `NotPermitted("officer-unknown")`."""
        with session.repository() as repository:
            officer = repository.officer(session.officer)
            if officer is None:
                raise NotPermitted("officer-unknown", officer=session.officer)
            others = (repository.officer(name) for name in repository.names("officer"))
            absent = {deputyship.absent for deputyship in officer.deputyships if deputyship.in_force(today)}
            givers = tuple(
                other
                for other in others
                if other and (other.handed_over_to == officer.officer or other.officer in absent)
            )
            to = officer.handed_over_to
            taker = repository.officer(to) if to is not None else None
            above = repository.log().supervised_by
        actor = officer.actor(today, above)
        taking = taker.actor(today, above) if taker else None
        return cls(actor=actor, taker=taking, givers=givers, supervised_by=above)

    def has(self, work: Work) -> bool:
        """Whether it is theirs: what the one who took over may not do stays with whom it was."""
        return work.fits(self.actor) and not (self.taker is not None and work.fits(self.taker))


def _handed_over_by(work: Work, reader: Reader | None, today: date) -> str | None:
    """Whose work it was: somebody who could have done it, were they still at their desk."""
    if reader is None:
        return None
    givers = ((giver.officer, replace(giver, suspended=False, lost={})) for giver in reader.givers)
    return next((name for name, giver in givers if work.fits(giver.actor(today, reader.supervised_by))), None)


def _entry(work: Work, giver: str | None) -> TodoEntry:
    return TodoEntry(
        subject=work.subject,
        act=work.action,
        of=work.of,
        about=work.about,
        roles=work.roles,
        due_on=work.due_on,
        amount_fen=work.amount_fen,
        handed_over_by=giver,
        authority=work.authority,
    )
