"""What receipts of a case come to once one of them was another: each as the case stood then. ADR 0077.

The case keeps how it stood when each receipt was recorded. What later acts did to it (a revision, a notice, an order)
stays what it was; where they have left less room for a receipt, what it was for then is fitted into what there is now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from domain.application import events as f
from domain.application.decisions.consequences import case_after, with_consequences
from domain.application.decisions.demands import forgiven
from domain.application.folding.recovery import for_demand_fen
from domain.application.payment_key import payment_key
from domain.application.state.balances import Payment, Receipt, drawn_first, restoring
from domain.application.state.case import Case
from domain.application.values import Draw, Due, Restored, amounts_of, portions
from domain.base import Struct, replace
from domain.treasury.receipts import ReceiptProposed
from domain.treasury.recoveries import becomes


class Place(Struct):
    """A receipt of a case: what the case was then, what is recorded of it, and what is right; None where nothing is."""

    receipt: Receipt
    recorded: f.RecoveryReceived
    right: ReceiptProposed | None


def in_order(case: Case) -> list[tuple[Receipt, f.RecoveryReceived]]:
    """The receipts that a case has, as they were recorded."""
    receipts = (one for demand in case.recoveries.values() for one in demand.receipts.values())
    by_number = sorted(receipts, key=lambda one: one.number)
    return [(one, one.recorded) for one in by_number if isinstance(one.recorded, f.RecoveryReceived)]


def as_then(places: Sequence[Place], by: str) -> list[f.RecoveryReceived | None]:
    """What each would have come to then, had all before it been right from the beginning."""
    came: list[f.RecoveryReceived] = []
    came_to: list[f.RecoveryReceived | None] = []
    for place in places:
        happened = None
        if place.right is not None:
            happened = becomes(_then(place.receipt, came, by), place.right)
            came.append(happened)
        came_to.append(happened)
    return came_to


def _then(receipt: Receipt, came: Iterable[f.RecoveryReceived], by: str) -> Case:
    """The case before a receipt, with what is right of those before it in the place of what was recorded by then. What
    a bank took back between two receipts is in the case already, so each is fitted into it.
    """
    state = receipt.before
    assert isinstance(state, Case), "a receipt of a case has the case before it"
    freed_fen: Counter[str] = Counter()
    for _, recorded in reversed(in_order(state)):
        undone = undoing(state, recorded)
        freed_fen[undone.recovery] += applied_fen(undone)
        state = case_after(state, (undone,), by)
    for happened in came:
        happened = fitted(state, happened, freed_fen[happened.recovery], happened.correction)
        freed_fen[happened.recovery] -= applied_fen(happened)
        state = case_after(state, with_consequences(state, (happened,), by), by)
    return state


def applied_fen(receipt: f.RecoveryReceived | f.ReceiptReversed) -> int:
    """What of it was applied to what is open of its demand, and not to what was written off."""
    return for_demand_fen(receipt) - sum(amounts_of(receipt.written_back).values())


def undoing(case: Case, recorded: f.RecoveryReceived) -> f.ReceiptReversed:
    """What is undone of a receipt: of its payments what they still have of it, and the rest of what is owed back since
    a bank took back what it was for.
    """
    restored: list[Restored] = []
    undone: list[Restored] = []
    for key, amounts in _by_payment((*recorded.restored, *recorded.undone)).items():
        payment = case.payments[key]
        left = {due: min(fen, max(0, payment.recovered_fen.get(due, 0))) for due, fen in amounts.items()}
        gone = {due: fen - left[due] for due, fen in amounts.items()}
        restored += _part(payment, left, _drawn_for(payment, recorded, sum(left.values())))
        undone += _part(payment, gone)
    undone_before_fen = sum(part.amount_fen for part in recorded.undone)
    return f.ReceiptReversed(
        recovery=recorded.recovery,
        amount_fen=recorded.amount_fen,
        received_on=recorded.received_on,
        reference=recorded.reference,
        restored=tuple(restored),
        written_back=recorded.written_back,
        beyond_fen=recorded.beyond_fen,
        owed_back_fen=recorded.owed_back_fen - undone_before_fen + sum(part.amount_fen for part in undone),
        undone=tuple(undone),
    )


def _drawn_for(payment: Payment, recorded: f.RecoveryReceived, amount_fen: int) -> tuple[Draw, ...]:
    """What its funds had got back of it, the last one first."""
    of_payment = (part for part in recorded.restored if payment_key(part.batch, part.fund) == payment.key)
    drawn = tuple(draw for part in of_payment for draw in part.drawn)
    if sum(draw.amount_fen for draw in drawn) >= amount_fen:
        return drawn_first(drawn, amount_fen)
    return restoring(payment.given_back, amount_fen)


def fitted(case: Case, then: f.RecoveryReceived, freed_fen: int, correction: str | None) -> f.RecoveryReceived:
    """What a receipt would have come to then, in the case as it is now: no more is taken of a payment than it has, and
    no more applied to the demand than is open, or written off. `freed_fen` is what its correction has undone of the
    demand, which is all that one that was cancelled can take.
    """
    restored: list[Restored] = []
    undone: list[Restored] = []
    short_fen = 0
    for key, amounts in _by_payment(then.restored).items():
        payment = case.payments[key]
        taken = {due: min(fen, max(0, payment.left_fen(due))) for due, fen in amounts.items()}
        gone = {due: min(fen - taken[due], max(0, payment.returned_fen.get(due, 0))) for due, fen in amounts.items()}
        restored += _part(payment, taken, restoring(payment.drawn, sum(taken.values())))
        undone += _part(payment, gone)
        short_fen += sum(amounts.values()) - sum(taken.values()) - sum(gone.values())
    recovery = case.recoveries[then.recovery]
    open_fen = freed_fen if recovery.cancelled else recovery.open_fen
    then_back_fen = sum(amounts_of(then.written_back).values())
    came_fen = sum(part.amount_fen for part in (*restored, *undone))
    demanded_fen = min(for_demand_fen(then), came_fen)
    for_open_fen = max(0, min(for_demand_fen(then) - then_back_fen, demanded_fen, open_fen))
    written_off_fen = min(recovery.written_off_fen, sum(item.forgiven_fen for item in case.items.values()))
    back_fen = min(demanded_fen - for_open_fen, written_off_fen)
    undone_fen = sum(part.amount_fen for part in undone)
    return replace(
        then,
        restored=tuple(restored),
        written_back=portions(forgiven(case, back_fen)),
        beyond_fen=came_fen - for_open_fen - back_fen,
        owed_back_fen=then.owed_back_fen + short_fen + undone_fen,
        undone=tuple(undone),
        correction=correction,
    )


def comes_to(happened: f.RecoveryReceived | None) -> object:
    """What of a receipt matters to those after it, and to the case: neither its day nor its reference."""
    if happened is None:
        return None
    taken = [(part.batch, part.fund, part.items) for part in happened.restored]
    return taken, happened.written_back, happened.beyond_fen, happened.owed_back_fen, happened.amount_fen


def _by_payment(parts: Iterable[Restored]) -> dict[str, dict[Due, int]]:
    """The amounts of each payment, in fen."""
    amounts: dict[str, dict[Due, int]] = {}
    for part in parts:
        of_payment = amounts.setdefault(payment_key(part.batch, part.fund), {})
        for due, fen in amounts_of(part.items).items():
            of_payment[due] = of_payment.get(due, 0) + fen
    return amounts


def _part(payment: Payment, amounts: Mapping[Due, int], drawn: tuple[Draw, ...] = ()) -> list[Restored]:
    amounts = {due: fen for due, fen in amounts.items() if fen}
    if not amounts:
        return []
    return [
        Restored(
            batch=payment.batch,
            fund=payment.fund,
            items=portions(amounts),
            amount_fen=sum(amounts.values()),
            drawn=drawn,
        )
    ]
