"""What is to be done about an allotment: its targets are evaluated, then the rest is settled, and what was not
achieved is reclaimed. ADR 0069.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Protocol

from domain.office.roles import PERMISSIONS
from domain.treasury.allotment_events import allotment_stream
from domain.work import Work

OWED = "still-owed"
"""What a reclaim is about that waits for money to come back to the district."""


class AllotmentView(Protocol):
    """An allotment, as far as its work depends on it; see `domain.treasury.allotment.Allotment`."""

    @property
    def allotment(self) -> str: ...
    @property
    def holder(self) -> str: ...
    @property
    def settled_on(self) -> date | None: ...
    @property
    def open_days(self) -> Sequence[date]:
        """By when the targets were to be achieved that nobody evaluated."""
        ...

    @property
    def releasable_fen(self) -> int: ...
    @property
    def unclaimed_fen(self) -> int:
        """What is to come back once it is settled, and was never reclaimed."""
        ...

    @property
    def owed_fen(self) -> int:
        """What was reclaimed, and was not there."""
        ...


def of_allotment(allotment: AllotmentView, proposed: Collection[str] = ()) -> Iterator[Work]:
    """`proposed` are the acts about it that wait for their second person: they are not to be begun again."""
    if allotment.settled_on is not None:
        if allotment.unclaimed_fen and "reclaim-allotment" not in proposed:
            yield _begin(allotment, "reclaim-allotment", amount_fen=allotment.unclaimed_fen)
        elif allotment.owed_fen and "reclaim-allotment" not in proposed:
            yield _begin(allotment, "reclaim-allotment", about=OWED, amount_fen=allotment.owed_fen)
    elif allotment.open_days and "evaluate-allotment" not in proposed:
        yield _begin(allotment, "evaluate-allotment", due_on=min(allotment.open_days))
    elif not allotment.open_days and "settle-allotment" not in proposed:
        yield _begin(allotment, "settle-allotment", amount_fen=allotment.releasable_fen)


def _begin(
    allotment: AllotmentView,
    action: str,
    *,
    about: str | None = None,
    due_on: date | None = None,
    amount_fen: int | None = None,
) -> Work:
    return Work(
        stream=allotment_stream(allotment.allotment),
        authority=allotment.holder,
        action=action,
        roles=PERMISSIONS[action].first,
        about=about,
        due_on=due_on,
        amount_fen=amount_fen,
    )
