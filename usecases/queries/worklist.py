"""What is to be done, for whom: read from the worklist, which has what is open and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.base import replace
from domain.errors import NotPermitted
from domain.office.officer import Officer
from domain.worklist import Work
from projections.engine.views import Views
from projections.worklist.model import NAME
from projections.worklist.queries import works
from usecases.session.officer_session import OfficerSession

MODEL = NAME
"""What has to be caught up before these questions."""

DUE_DAYS = 7
"""What is due within so many days is due, as is what is overdue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """Things to be done, the next due first, each with the officer who has handed it over.

    `position` and `behind` are those of the read model.
    """

    works: tuple[tuple[Work, str | None], ...]
    position: int
    behind: int

    def rows(self) -> list[dict[str, Any]]:
        return [_row(work, giver) for work, giver in self.works]


def todo(session: OfficerSession, views: Views, *, mine: bool = False, due: bool = False) -> Todo:
    """What is to be done. `mine` is what the officer may do, by role, by authority and by four eyes, and has not handed
    over. Raises `NotPermitted("officer-unknown")`.
    """
    answer = works(views, due_by=session.today() + timedelta(days=DUE_DAYS) if due else None)
    found = list(answer.rows)
    givers: Sequence[Officer] = ()
    if mine:
        desk = Reader.of(session)
        found, givers = [work for work in found if desk.has(work)], desk.givers
    found.sort(key=lambda work: (work.due_on is None, work.due_on or date.max))
    return Todo(
        works=tuple((work, _handed_over_by(work, givers)) for work in found),
        position=answer.position,
        behind=answer.behind,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whose work is asked for: the officer, to whom they have handed it over, and who has handed over to them."""

    officer: Officer
    taker: Officer | None
    givers: tuple[Officer, ...]

    @classmethod
    def of(cls, session: OfficerSession) -> Reader:
        """Raises `NotPermitted("officer-unknown")`."""
        with session.repository() as repository:
            officer = repository.officer(session.officer)
            if officer is None:
                raise NotPermitted("officer-unknown", officer=session.officer)
            known = (repository.officer(name) for name in repository.names("officer"))
            givers = tuple(each for each in known if each is not None and each.handed_over_to == officer.officer)
            to = officer.handed_over_to
            taker = repository.officer(to) if to is not None else None
        return cls(officer=officer, taker=taker, givers=givers)

    def has(self, work: Work) -> bool:
        """Whether it is theirs: what the one who took over may not do stays with whom it was."""
        return work.fits(self.officer) and not (self.taker is not None and work.fits(self.taker))


def _handed_over_by(work: Work, givers: Sequence[Officer]) -> str | None:
    """Whose work it was: somebody who could have done it, were they still at their desk."""
    return next((each.officer for each in givers if work.fits(replace(each, suspended=False))), None)


def _row(work: Work, giver: str | None) -> dict[str, Any]:
    return {
        "subject": work.subject,
        "act": work.action,
        "of": work.of,
        "about": work.about,
        "role": work.role,
        "due_on": work.due_on,
        "amount_fen": work.amount_fen,
        "handed_over_by": giver,
        "authority": work.authority,
    }
