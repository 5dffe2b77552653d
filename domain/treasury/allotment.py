"""An allotment: money of the city that a district has in advance, and the rest, which follows what it achieves.

Closing-2: a share is advanced with targets, the rest is shared out by their achievement. How is a reading
(`balance-share`, `target-weights`, `reclaim-share`). Shares are exact fractions; a sum is divided among parts so that
none is rounded by itself. ADR 0069.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import assert_never

from domain.base import Event, Struct, field, replace
from domain.office.allotment_proposals import Target
from domain.treasury.allotment_events import (
    AllotmentEvaluated,
    AllotmentMade,
    AllotmentReclaimed,
    AllotmentReleased,
    AllotmentSettled,
    MovedPart,
)
from domain.treasury.allotment_sums import achieved_share, apportioned, releasable_fen, unearned_fen, unearned_of_rest


class Part(Struct):
    """What of the allotment is of one fund of the city, and of those into which that was carried over, in fen."""

    fund: str
    amount_fen: int
    advance_fen: int
    moves: tuple[MovedPart, ...]
    """What went to the district, in order, each out of the fund in which the money was by then."""
    released_fen: int = 0
    """Of what was reserved, to the district."""
    lapsed_fen: int = 0
    """Of what was reserved, free in the city's fund again."""
    reclaimed: Mapping[str, int] = field(default_factory=dict)
    """What came back to each fund that it had gone out of."""

    @property
    def reclaimed_fen(self) -> int:
        return sum(self.reclaimed.values())

    @property
    def funds(self) -> tuple[str, ...]:
        """Of the district, into which money of this part went."""
        return tuple(dict.fromkeys(move.to for move in self.moves))

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
    def earned_of_rest_fen(self) -> int:
        """Of the rest, what the district received and has achieved by what was evaluated so far."""
        return self.released_fen - unearned_of_rest(self.balance_fen, self.released_fen, self.achieved_share)

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

    def due_by_part(self) -> tuple[Mapping[str, int], ...]:
        """`due_fen`, part by part: of each in proportion to what the district received of it. By the fund that the
        money had gone out of: what was released goes back to the last that it was released from, the advance where it
        was from, so that none gets back more than it gave.
        """
        shares = apportioned(self.unearned_fen, [part.received_fen for part in self.parts])
        released_fen = unearned_of_rest(self.balance_fen, self.released_fen, self.achieved_share)
        of_rest = apportioned(released_fen, [part.released_fen for part in self.parts])
        return tuple(
            {
                fund: fen - part.reclaimed.get(fund, 0)
                for fund, fen in _back_by_fund(part, share, min(share, rest)).items()
            }
            for share, rest, part in zip(shares, of_rest, self.parts, strict=True)
        )


def _back_by_fund(part: Part, unearned_fen: int, of_rest_fen: int) -> Mapping[str, int]:
    back: dict[str, int] = {}
    advance, *released = part.moves
    for moves, fen in ((reversed(released), of_rest_fen), ((advance, *released), unearned_fen - of_rest_fen)):
        missing_fen = fen
        for move in moves:
            given_fen = sum(one.amount_fen for one in part.moves if one.out_of == move.out_of)
            back_fen = min(missing_fen, given_fen - back.get(move.out_of, 0))
            back[move.out_of] = back.get(move.out_of, 0) + back_fen
            missing_fen -= back_fen
    return back


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
            Part(
                fund=part.fund,
                amount_fen=part.amount_fen,
                advance_fen=part.advance_fen,
                moves=(MovedPart(fund=part.fund, out_of=part.fund, to=part.to, amount_fen=part.advance_fen),),
            )
            for part in happened.parts
        ),
    )


def _received(parts: Sequence[Part], moved: Sequence[MovedPart]) -> tuple[Part, ...]:
    by_fund = {move.fund: move for move in moved}
    return tuple(
        replace(
            part,
            released_fen=part.released_fen + move.amount_fen,
            moves=(*part.moves, move),
        )
        if (move := by_fund.get(part.fund)) is not None
        else part
        for part in parts
    )


def _gave_back(parts: Sequence[Part], moved: Sequence[MovedPart]) -> tuple[Part, ...]:
    return tuple(replace(part, reclaimed=_with_back(part, moved)) for part in parts)


def _with_back(part: Part, moved: Sequence[MovedPart]) -> Mapping[str, int]:
    back = Counter(part.reclaimed)
    for move in moved:
        if move.fund == part.fund:
            back[move.to] += move.amount_fen
    return dict(back)
