"""What waits in an office, and for whom: the rule of `domain.worklist`, as the read models hold it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from domain.base import replace
from domain.errors import NotPermitted
from domain.office.officer import Officer
from domain.worklist import Work, of_register, of_run
from projections.application_register.queries import numbers, open_cases
from projections.engine.views import Views
from projections.worklist.queries import open_runs, register_proposals
from usecases.commands.selection import Selection
from usecases.session.officer_session import OfficerSession

MODELS = ("application_register", "worklist")
"""The read models that these questions are asked of."""
DUE_DAYS = 7
"""Something is due soon when its day is at most so many days ahead."""
_OF_RUNS = ("release-payment", "record-credits")
"""What a case waits for while it is in a payment run: the run as a whole says it."""


class OpenWork(NamedTuple):
    """Everything that waits, as of a position of the log; `behind` events were not yet folded."""

    work: tuple[Work, ...]
    position: int
    behind: int


def open_work(views: Views) -> OpenWork:
    """What waits in the whole office: about cases, then payment runs, then registers."""
    cases, runs, proposals = open_cases(views), open_runs(views), register_proposals(views)
    work: list[Work] = []
    assessors: dict[str, set[str]] = {}
    for case in cases.rows:
        for each in case.work:
            if each.action in _OF_RUNS:
                assessors.setdefault(each.about or "", set()).update(each.excluded)
            else:
                work.append(each)
    for run in runs.rows:
        work += of_run(run, assessors.get(run.batch, ()))
    for register, proposal in proposals.rows:
        work += of_register(register, [proposal])
    found = (cases, runs, proposals)
    return OpenWork(tuple(work), min(each.position for each in found), max(each.behind for each in found))


def selected(views: Views, selection: Selection) -> list[str]:
    """The numbers of the applications that a verb is to act on, by number. Each is decided again under the lock."""
    if selection.action is None:
        asked = numbers(views, status=selection.status, scheme=selection.scheme, authority=selection.authority)
        return list(asked.rows)
    cases = open_cases(views, scheme=selection.scheme, authority=selection.authority).rows
    return [case.number for case in cases if any(each.action == selection.action for each in case.work)]


def payable_numbers(views: Views, *, scheme: str | None, authority: str | None) -> list[str]:
    """The numbers of the applications of which some money could be ordered, whatever stands against the account."""
    return list(numbers(views, scheme=scheme, authority=authority, payable=True).rows)


class Reader(NamedTuple):
    """Whose work is asked about, to whom they handed over, and who has handed over to them."""

    officer: Officer
    handed_to: Officer | None
    givers: tuple[Officer, ...]

    def may(self, work: Work) -> bool:
        """Whether it is theirs to do now: what the officer they handed over to may not do stays with them."""
        return work.fits(self.officer) and not (self.handed_to is not None and work.fits(self.handed_to))

    def handed_over_by(self, work: Work) -> str | None:
        """Whose work it was: somebody who could have done it, were they still at work."""
        return handed_over_by(work, self.givers)


def reader(session: OfficerSession) -> Reader:
    """The officer who asks. Raises `NotPermitted("officer-unknown")`."""
    with session.repository() as repository:
        officer = repository.officer(session.officer)
        if officer is None:
            raise NotPermitted("officer-unknown", officer=session.officer)
        known = (repository.officer(name) for name in repository.names("officer"))
        givers = tuple(each for each in known if each is not None and each.handed_over_to == officer.officer)
        handed_to = repository.officer(officer.handed_over_to) if officer.handed_over_to else None
    return Reader(officer, handed_to, givers)


def handed_over_by(work: Work, givers: Iterable[Officer]) -> str | None:
    """The first of `givers` who could have done it."""
    gave = (each.officer for each in givers if work.fits(replace(each, suspended=False)))
    return next(gave, None)


def due_soon(work: Iterable[Work], today: date) -> list[Work]:
    """What has a date that has passed, or is at most `DUE_DAYS` ahead."""
    last = today + timedelta(days=DUE_DAYS)
    return [each for each in work if each.due_on is not None and each.due_on <= last]
