"""文书与送达: the letters of a case as they were issued, and their service. ADR 0061.

Stated over values that the folded case and a row of a read model both hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from domain.application.status import DECIDED, Status
from domain.base import Struct, replace

CORRECTION_REQUEST, REFUSAL = "correction-request", "refusal"
DEMAND, PUBLIC_NOTICE = "recovery-demand", "public-notice"
RECOVERY_NOTICE, REMINDER = "recovery-notice", "recovery-reminder"
"""拟追回告知书, and 催告书."""
OF_RECOVERIES = (DEMAND, RECOVERY_NOTICE, REMINDER)
"""Finance writes them, and serves those that go before and after a demand."""
NOT_SERVED = (DEMAND, PUBLIC_NOTICE)
"""A demand is served with the clock of its payment (`recovery.serve`), and a public notice is published."""
_WAIT_WITH_THEIR_DEMAND = (RECOVERY_NOTICE, REMINDER)
"""Their service is a step of the recovery, and waits as such. ADR 0066."""

_DECISIONS = ("approval", "follow-up")


class Letter(Struct):
    """A letter, by its bytes: what it is of, what it is about beside the case, and what became of it.

    `issued_on` is the day of its first issue, which a service alone does not tell; `due_on`, of a correction request,
    the last day of the correction.
    """

    letter: str
    about: str | None
    sha256: str
    issued_on: date | None = None
    served_on: date | None = None
    due_on: date | None = None


Letters = tuple[Letter, ...]
"""In the order of their first issue."""


def issued(letters: Iterable[Letter], new: Letter) -> Letters:
    """With one more. One that is printed once more stays where it stood: it tells nothing that was not told."""
    return tuple(letters) if any(_same(one, new) for one in letters) else (*letters, new)


def served(letters: Iterable[Letter], service: Letter) -> Letters:
    """With the service of one of them: `service` is that letter with its days."""
    return tuple(
        replace(one, served_on=service.served_on, due_on=service.due_on) if _same(one, service) else one
        for one in letters
    )


def without(letters: Iterable[Letter], kind: str) -> Letters:
    """Without those of a kind: what they told has ended, and whatever takes its place has a letter of its own."""
    return tuple(one for one in letters if one.letter != kind)


def last_issued(letters: Iterable[Letter], kind: str, about: str | None) -> Letter | None:
    """The one that is served: the last of its kind about this."""
    of_kind = [one for one in letters if (one.letter, one.about) == (kind, about)]
    return of_kind[-1] if of_kind else None


def last_served(letters: Iterable[Letter], kind: str) -> Letter | None:
    of_kind = [one for one in letters if one.letter == kind and one.served_on is not None]
    return of_kind[-1] if of_kind else None


def overdue_from(letters: Iterable[Letter]) -> date | None:
    """The first day on which the correction that was asked for is late; None while its request was not served."""
    request = request_served(letters)
    return request.due_on + timedelta(days=1) if request is not None and request.due_on is not None else None


def request_served(letters: Iterable[Letter]) -> Letter | None:
    """The letter of the correction request that gives the applicant the most time, of those that were served."""
    dated = [one for one in letters if one.letter == CORRECTION_REQUEST and one.due_on is not None]
    return max(dated, key=lambda one: one.due_on or date.min, default=None)


def has_place(kind: str, stage: Status, *, correction_asked: bool) -> bool:
    """Whether a letter of this kind can be served where the case stands: not once what it tells stands no more."""
    if kind == CORRECTION_REQUEST:
        return correction_asked
    return kind != REFUSAL or stage in (Status.NOT_ACCEPTED, Status.REJECTED)


def to_serve(letters: Collection[Letter], stage: Status, *, correction_asked: bool) -> list[Letter]:
    """The letters that wait for their service. Nobody is to serve one about what was withdrawn, or goes back."""
    last = {(one.letter, one.about): one for one in letters}
    return [
        one
        for one in last.values()
        if one.served_on is None
        and one.letter not in (*NOT_SERVED, *_WAIT_WITH_THEIR_DEMAND)
        and stage is not Status.WITHDRAWN
        and (one.letter not in _DECISIONS or stage in DECIDED)
        and has_place(one.letter, stage, correction_asked=correction_asked)
    ]


def _same(one: Letter, other: Letter) -> bool:
    return (one.letter, one.about, one.sha256) == (other.letter, other.about, other.sha256)
