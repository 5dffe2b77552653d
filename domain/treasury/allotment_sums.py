"""What follows from the achievement of targets, to the fen: shares are exact fractions, and a sum is rounded once.

The readings are `balance-share`, `target-weights` and `reclaim-share` of closing-2. ADR 0069.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from domain.money import half_up


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
    return of_advance_fen + unearned_of_rest(balance_fen, released_fen, share)


def unearned_of_rest(balance_fen: int, released_fen: int, share: Fraction) -> int:
    """What was released of the rest and is not achieved, where an evaluation was corrected downward, in fen."""
    return max(0, released_fen - _share_of(balance_fen, share))


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
