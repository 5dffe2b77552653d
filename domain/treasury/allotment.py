"""An allotment: money of the city that a district has in advance, and the rest, which follows what it achieves.

Closing-2: a share is advanced with targets, the rest is shared out by their achievement. How is a reading
(`balance-share`, `target-weights`, `reclaim-share`). Shares are exact fractions; a sum is divided among parts so that
none is rounded by itself. ADR 0069.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol, assert_never

from domain.base import Event, Struct, field, replace
from domain.money import half_up
from domain.office.allotment_proposals import Target
from domain.treasury.allotment_events import (
    AllotmentEvaluated,
    AllotmentMade,
    AllotmentReclaimed,
    AllotmentReleased,
    AllotmentSettled,
    MovedPart,
)


class Part(Struct):
    """What of the allotment is of one fund of the city, in fen."""

    fund: str
    amount_fen: int
    advance_fen: int
    funds: tuple[str, ...]
    """Of the district, into which money of this part went."""
    released_fen: int = 0
    """Of what was reserved, to the district."""
    lapsed_fen: int = 0
    """Of what was reserved, free in the city's fund again."""
    reclaimed_fen: int = 0

    @property
    def reserved_fen(self) -> int:
        return self.amount_fen - self.advance_fen - self.released_fen - self.lapsed_fen

    @property
    def received_fen(self) -> int:
        """By the district, whatever came back."""
        return self.advance_fen + self.released_fen


class Allotment(Struct):
    """What it came to, in fen."""

    allotment: str
    holder: str
    edition: str
    receiver: str
    year: int
    schemes: tuple[str, ...]
    document: str
    made_on: date
    advance_percent: int
    targets: tuple[Target, ...]
    parts: tuple[Part, ...]
    achieved: Mapping[int, int] = field(default_factory=dict)
    """How much of each target that was evaluated; targets count from 1."""
    releases: tuple[tuple[str, int], ...] = ()
    """Each before the end with its document and how much it was, in fen."""
    settled_on: date | None = None
    claimed: bool = False
    """Whether what is not achieved has been reclaimed once: what is missing since then is owed."""

    @property
    def total_fen(self) -> int:
        return sum(part.amount_fen for part in self.parts)

    @property
    def advance_fen(self) -> int:
        return sum(part.advance_fen for part in self.parts)

    @property
    def balance_fen(self) -> int:
        """The rest: what was not advanced."""
        return self.total_fen - self.advance_fen

    @property
    def released_fen(self) -> int:
        """Of the rest, what the district has received."""
        return sum(part.released_fen for part in self.parts)

    @property
    def reserved_fen(self) -> int:
        return sum(part.reserved_fen for part in self.parts)

    @property
    def lapsed_fen(self) -> int:
        return sum(part.lapsed_fen for part in self.parts)

    @property
    def reclaimed_fen(self) -> int:
        return sum(part.reclaimed_fen for part in self.parts)

    @property
    def open_targets(self) -> tuple[int, ...]:
        """Those that nobody evaluated, which count as not achieved meanwhile."""
        return tuple(number for number, _ in enumerate(self.targets, 1) if number not in self.achieved)

    @property
    def open_days(self) -> tuple[date, ...]:
        """By when those were to be achieved."""
        return tuple(self.targets[number - 1].due_on for number in self.open_targets)

    @property
    def achieved_share(self) -> Fraction:
        """See `achieved_share`."""
        return achieved_share(self.targets, self.achieved)

    @property
    def releasable_fen(self) -> int:
        """Of the rest, what is achieved and the district has not received."""
        return releasable_fen(self.balance_fen, self.released_fen, self.achieved_share)

    @property
    def unearned_fen(self) -> int:
        """What the district received, and did not achieve: of the advance, and of the rest where an evaluation was
        corrected downward. Each is what is left of a sum, and not rounded by itself.
        """
        return unearned_fen(self.advance_fen, self.balance_fen, self.released_fen, self.achieved_share)

    @property
    def due_fen(self) -> int:
        """What is to come back yet, once it is settled what was achieved."""
        return self.unearned_fen - self.reclaimed_fen if self.settled_on is not None else 0

    @property
    def unclaimed_fen(self) -> int:
        """Of `due_fen`, what was never reclaimed."""
        return 0 if self.claimed else self.due_fen

    @property
    def owed_fen(self) -> int:
        """What was reclaimed, and was not there."""
        return self.due_fen if self.claimed else 0

    def due_by_part(self) -> tuple[int, ...]:
        """`due_fen`, part by part: of each in proportion to what the district received of it."""
        shares = apportioned(self.unearned_fen, [part.received_fen for part in self.parts])
        return tuple(share - part.reclaimed_fen for share, part in zip(shares, self.parts, strict=True))


class Measured(Protocol):
    """A target, as far as its achievement counts."""

    @property
    def quantity(self) -> int: ...
    @property
    def weight(self) -> int: ...


def achieved_share(targets: Sequence[Measured], achieved: Mapping[int, int]) -> Fraction:
    """Of all targets by their weights, none beyond its whole: from 0 to 1. Targets count from 1, and one of which
    nothing is told is not achieved.
    """
    shares = [
        min(Fraction(1), Fraction(achieved.get(number, 0), target.quantity)) * target.weight
        for number, target in enumerate(targets, 1)
    ]
    return Fraction(sum(shares, Fraction()), sum(target.weight for target in targets))


def releasable_fen(balance_fen: int, released_fen: int, share: Fraction) -> int:
    """What of the rest is achieved and was not released, in fen."""
    return max(0, _share_of(balance_fen, share) - released_fen)


def unearned_fen(advance_fen: int, balance_fen: int, released_fen: int, share: Fraction) -> int:
    """What of an advance, and of what was released of the rest, is not achieved, in fen."""
    of_advance_fen = advance_fen - _share_of(advance_fen, share)
    return of_advance_fen + max(0, released_fen - _share_of(balance_fen, share))


def _share_of(amount_fen: int, share: Fraction) -> int:
    return half_up(amount_fen * share.numerator, share.denominator)


def apportioned(amount_fen: int, weights: Sequence[int]) -> tuple[int, ...]:
    """An amount in fen divided in proportion to weights. The sum is exact: each is what is left of the rounded sum of
    all up to it, so that none is off by a fen or more, and none is more than its weight where the amount is not more
    than all of them.
    """
    whole, shares, so_far, given = sum(weights), [], 0, 0
    for weight in weights:
        so_far += weight
        rounded = half_up(amount_fen * so_far, whole) if whole else 0
        shares.append(rounded - given)
        given = rounded
    return tuple(shares)


AllotmentEvent = AllotmentMade | AllotmentEvaluated | AllotmentReleased | AllotmentSettled | AllotmentReclaimed


def evolve(state: Allotment | None, happened: Event) -> Allotment:
    assert isinstance(happened, AllotmentEvent), f"not an event of an allotment: {happened!r}"
    if isinstance(happened, AllotmentMade):
        return _made(happened)
    assert state is not None, "an allotment's first event is its making"
    match happened:
        case AllotmentEvaluated(achievements=achievements):
            evaluated = {one.target: one.quantity for one in achievements}
            return replace(state, achieved=dict(sorted({**state.achieved, **evaluated}.items())))
        case AllotmentReleased(parts=moved, document=document, amount_fen=fen):
            return replace(state, parts=_received(state.parts, moved), releases=(*state.releases, (document, fen)))
        case AllotmentSettled(parts=moved, value_on=value_on):
            parts = _received(state.parts, moved)
            lapsed = tuple(replace(part, lapsed_fen=part.lapsed_fen + part.reserved_fen) for part in parts)
            return replace(state, parts=lapsed, settled_on=value_on)
        case AllotmentReclaimed(parts=moved):
            return replace(state, parts=_gave_back(state.parts, moved), claimed=True)
    assert_never(happened)


def _made(happened: AllotmentMade) -> Allotment:
    return Allotment(
        allotment=happened.allotment,
        holder=happened.holder,
        edition=happened.edition,
        receiver=happened.receiver,
        year=happened.year,
        schemes=happened.schemes,
        document=happened.document,
        made_on=happened.value_on,
        advance_percent=happened.advance_percent,
        targets=happened.targets,
        parts=tuple(
            Part(fund=part.fund, amount_fen=part.amount_fen, advance_fen=part.advance_fen, funds=(part.to,))
            for part in happened.parts
        ),
    )


def _received(parts: Sequence[Part], moved: Sequence[MovedPart]) -> tuple[Part, ...]:
    by_fund = {move.fund: move for move in moved}
    return tuple(
        replace(
            part,
            released_fen=part.released_fen + move.amount_fen,
            funds=part.funds if move.to in part.funds else (*part.funds, move.to),
        )
        if (move := by_fund.get(part.fund)) is not None
        else part
        for part in parts
    )


def _gave_back(parts: Sequence[Part], moved: Sequence[MovedPart]) -> tuple[Part, ...]:
    back = {part.fund: sum(move.amount_fen for move in moved if move.fund == part.fund) for part in parts}
    return tuple(replace(part, reclaimed_fen=part.reclaimed_fen + back[part.fund]) for part in parts)
