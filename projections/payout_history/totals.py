"""What movements of money add up to: the sums that an office speaks of (see `projections.payout_history.model`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from domain.application.values import HELD_FOR_PAYEE, UNMATCHED
from projections.payout_history.queries import Movement
from projections.payout_history.rows import Kind


class Sums(NamedTuple):
    """In fen, of lines: the entitlement, what is in flight, what was paid after returns, what came back of it by money
    or offset and so what the payees have net, what was demanded back in all, and what was forgiven. `owed_back_fen`
    is of no line: what is held for payees because they paid back too much, or twice.
    """

    entitled_fen: int
    in_flight_fen: int
    paid_fen: int
    recovered_fen: int
    net_paid_fen: int
    demanded_fen: int
    written_off_fen: int
    owed_back_fen: int


def sums_of(movements: Iterable[Movement]) -> Sums:
    by_kind: Counter[str] = Counter()
    unordered_fen = owed_back_fen = 0
    for movement in movements:
        if movement.fund == HELD_FOR_PAYEE:
            owed_back_fen += _held(movement)
        if not movement.line:
            continue
        by_kind[movement.kind] += movement.amount_fen
        if movement.kind == Kind.PAID and movement.fund == UNMATCHED:
            unordered_fen += movement.amount_fen
    paid_fen = by_kind[Kind.PAID] + by_kind[Kind.RETURNED]
    recovered_fen = by_kind[Kind.RECOVERED] + by_kind[Kind.OFFSET]
    return Sums(
        entitled_fen=by_kind[Kind.ENTITLED] + by_kind[Kind.REVISED] + by_kind[Kind.FORFEITED],
        in_flight_fen=by_kind[Kind.ORDERED] + by_kind[Kind.ORDER_CANCELLED] - by_kind[Kind.PAID] + unordered_fen,
        paid_fen=paid_fen,
        recovered_fen=recovered_fen,
        net_paid_fen=paid_fen - recovered_fen,
        demanded_fen=by_kind[Kind.RECOVERY_DEMANDED],
        written_off_fen=by_kind[Kind.WRITTEN_OFF],
        owed_back_fen=owed_back_fen,
    )


def _held(movement: Movement) -> int:
    """By how much a movement changes what is held for the payee, ordered back to them or not."""
    match movement.kind:
        case Kind.RECOVERED:
            return movement.amount_fen
        case Kind.RETURNED | Kind.PAID:
            return -movement.amount_fen
    return 0
