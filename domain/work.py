"""One thing that is to be done: what, about which stream, by whom, by when. `domain.worklist` says which there are."""

from __future__ import annotations

from datetime import date

from domain.base import Struct
from domain.office.roles import Actor, Role, reaches
from domain.streams import LOG

OVERDUE = "overdue"
"""What a refusal, or revision, is about that waits for the last day of a correction to pass."""


class Work(Struct):
    """Something to be done. `action` is a key of `PERMISSIONS`, or the second half of one that is a verb of its own:
    `confirm`, `approve`, `approve-in-part`, `reject`, `release-payment`; then `of` is the first half.

    `about` is the proposal, objection, demand, run, milestone or letter. `due_on` is the day from which a notice can be
    closed, a milestone seen or a correction is late, or by which it has to come, or the payee to pay. The `excluded`
    did the first half; the `barred` decided about the case, or released money of it.
    """

    stream: str
    authority: str | None
    action: str
    roles: tuple[Role, ...]
    of: str | None = None
    about: str | None = None
    due_on: date | None = None
    opens_on: date | None = None
    """The first day on which somebody can do it, where `due_on` is not that day."""
    excluded: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    amount_fen: int | None = None

    @property
    def subject(self) -> str:
        """The number of the application or of the run, the name of the register, or the officer whose right it is."""
        if self.stream == LOG:
            return next(iter(self.excluded[1:]), "")  # Behind the proposer stands whoever it is about.
        return self.stream.partition("-")[2]

    @property
    def begins_on(self) -> date | None:
        """The day before which nobody can do it; None where that may be any day."""
        if self.opens_on is not None:
            return self.opens_on
        return self.due_on if self.action == "close-notice" or self.about == OVERDUE else None

    def fits(self, actor: Actor) -> bool:
        """Whether this officer may do it: by role, by authority, and by four eyes."""
        return (
            not actor.roles.isdisjoint(self.roles)
            and reaches(actor, self.of or self.action, self.authority)
            and self.lets(actor)
        )

    def lets(self, actor: Actor) -> bool:
        """Whether four eyes let this officer do it. Nobody answers their own; who pays and who decides are two, but by
        an exception.
        """
        barred = actor.officer in self.barred and actor.exception is None
        return actor.officer not in self.excluded and not barred
