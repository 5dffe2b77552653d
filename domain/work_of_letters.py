"""How work about a case begins, and the work about its letters: their service, and corrections that did not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from domain.application.state import letters
from domain.application.state.case import application_stream
from domain.application.status import Status
from domain.office.roles import PERMISSIONS, responsible
from domain.work import OVERDUE, Work
from domain.work_views import CaseView

BEFORE_A_RELEASE = ("assess", "revise", "follow-up")
"""Not for those who released money of the case."""


def begin(
    case: CaseView,
    action: str,
    *,
    about: str | None = None,
    due_on: date | None = None,
    opens_on: date | None = None,
    amount_fen: int | None = None,
) -> Work:
    """Something that an officer with the first role begins."""
    return Work(
        stream=application_stream(case.number),
        authority=responsible(case, action),
        action=action,
        roles=PERMISSIONS[action].first,
        about=about,
        due_on=due_on,
        opens_on=opens_on,
        barred=tuple(sorted(case.releasers)) if action in BEFORE_A_RELEASE else (),
        amount_fen=amount_fen,
    )


def proposed(case: CaseView, act: str, about: str | None = None) -> bool:
    """Whether this stands proposed, about this where that is named."""
    return any(proposal.act == act and about in (None, proposal.about) for proposal in case.proposals.values())


def service(case: CaseView) -> Iterator[Work]:
    """Each letter that was issued waits until it is known to have reached whom it addresses. ADR 0061."""
    asked = case.stage == Status.CORRECTION_REQUESTED or case.awaits_correction
    for letter in letters.to_serve(case.letters, case.stage, correction_asked=asked):
        yield begin(case, "serve-letter", about=letter.letter)


def correction(case: CaseView) -> Iterator[Work]:
    """What the applicant was asked for, by its last day. After that one clerk can end the case, but lines that an
    approval left open are struck by two people.
    """
    late_from = letters.overdue_from(case.letters)
    yield begin(case, "correct", due_on=late_from - timedelta(days=1) if late_from else None)
    act = "revise" if case.awaits_correction else "refuse"
    if late_from is not None and not proposed(case, act):
        yield begin(case, act, about=OVERDUE, due_on=late_from)
