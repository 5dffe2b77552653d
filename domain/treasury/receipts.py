"""What receipts of demands have in common, whether a case stands behind the demand or it was brought in. ADR 0066."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from domain.application.decisions.given import NAMED_MAX, not_in_future
from domain.application.state.balances import Receipt, Recovery
from domain.application.state.money_index import stands_for
from domain.application.values import ReceiptValues, Restored, Sealed
from domain.base import Struct
from domain.entitlement.claim import Use
from domain.errors import NoSuchThing, NotAllowed
from domain.text import reference_key


class CorrectReceipt(Struct):
    """What was recorded under `reference` for a demand was otherwise: `instead`, or None where nothing ever came."""

    application: str
    recovery: str
    reference: str
    instead: ReceiptValues | None
    reason: Sealed
    same_reference: Sealed | None = None


class RecordedReceipt(Protocol):
    """Money that came in for a demand, of a case or brought in."""

    @property
    def recovery(self) -> str: ...
    @property
    def amount_fen(self) -> int: ...
    @property
    def received_on(self) -> date: ...
    @property
    def reference(self) -> str: ...


class ReceiptProposed(RecordedReceipt, Protocol):
    """The same, as somebody says it."""

    @property
    def same_reference(self) -> Sealed | None: ...


def same_content(receipt: ReceiptProposed, amount_fen: int, received_on: date) -> None:
    """Raises `NotAllowed("received-otherwise")` where a receipt under the same reference had another amount or day."""
    if (receipt.amount_fen, receipt.received_on) != (amount_fen, received_on):
        before = {"amount_fen": amount_fen, "received_on": received_on}
        now = {"now_fen": receipt.amount_fen, "now_on": receipt.received_on}
        raise NotAllowed("received-otherwise", reference=receipt.reference, **before, **now)


def alone_under_its_reference(receipt: ReceiptProposed, elsewhere: Sequence[Use]) -> None:
    """Raises `NotAllowed("reference-used")` where something else stands under the reference, and no reason is given."""
    if elsewhere and receipt.same_reference is None:
        named = [" ".join(stands_for(use)) for use in elsewhere]
        others = ", ".join(named[:NAMED_MAX]) + (f", … ({len(named)})" if len(named) > NAMED_MAX else "")
        raise NotAllowed("reference-used", reference=receipt.reference, recovery=receipt.recovery, others=others)


class Correction(Protocol):
    """A correction of a receipt of a demand, of a case or brought in."""

    @property
    def recovery(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def instead(self) -> ReceiptValues | None: ...
    @property
    def same_reference(self) -> Sealed | None: ...


class RightReceipt(Struct):
    """A `ReceiptProposed`: what came in instead, as a correction has it."""

    recovery: str
    amount_fen: int
    received_on: date
    reference: str
    same_reference: Sealed | None


def as_recorded(receipt: RecordedReceipt) -> RightReceipt:
    """What came in as it was recorded, to be recorded anew: it needs no reason for its reference once more."""
    return RightReceipt(
        recovery=receipt.recovery,
        amount_fen=receipt.amount_fen,
        received_on=receipt.received_on,
        reference=receipt.reference,
        same_reference=None,
    )


def the_receipt(demand: Recovery, reference: str, number: str) -> tuple[str, Receipt]:
    """A receipt for a demand, with its reference as it was typed. Raises `NoSuchThing("no-such-receipt")`."""
    key = reference_key(reference)
    for typed, receipt in demand.receipts.items():
        if reference_key(typed) == key:
            return typed, receipt
    raise NoSuchThing("no-such-receipt", application=number, recovery=demand.recovery, reference=reference)


def right_one(
    demand: Recovery, correction: Correction, number: str, first_on: date, today: date, elsewhere: Sequence[Use]
) -> tuple[str, RightReceipt | None]:
    """What was recorded, by its reference as it was typed, and what came in instead, not before `first_on`.

    Raises `NoSuchThing("no-such-receipt")`; `NotAllowed`: `receipt-so-recorded` where nothing is wrong,
    `amount-not-positive`, `in-the-future`, `received-too-early`, `received-otherwise` where another receipt of the
    demand has the right reference, and `reference-used` without a reason.
    """
    typed, recorded = the_receipt(demand, correction.reference, number)
    right = correction.instead
    if right is None:
        return typed, None
    if right == ReceiptValues(amount_fen=recorded.amount_fen, received_on=recorded.received_on, reference=typed):
        raise NotAllowed("receipt-so-recorded", application=number, recovery=demand.recovery, reference=typed)
    if right.amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=right.amount_fen)
    not_in_future(right.received_on, today)
    if right.received_on < first_on:
        raise NotAllowed("received-too-early", application=number, first_on=first_on)
    instead = RightReceipt(
        recovery=demand.recovery,
        amount_fen=right.amount_fen,
        received_on=right.received_on,
        reference=right.reference,
        same_reference=correction.same_reference,
    )
    if reference_key(right.reference) != reference_key(typed):
        for other, receipt in demand.receipts.items():
            if reference_key(other) == reference_key(right.reference):
                before = {"amount_fen": receipt.amount_fen, "received_on": receipt.received_on}
                now = {"now_fen": right.amount_fen, "now_on": right.received_on}
                raise NotAllowed("received-otherwise", reference=other, **before, **now)
        alone_under_its_reference(instead, elsewhere)
    return typed, instead


def corrected_once(waiting: Iterable[tuple[str, Correction]], correction: Correction, stream: str) -> None:
    """Raises `NotAllowed` while a correction of the receipt waits, in `waiting` by name: `proposal-waits` where it
    says the same, and `correction-waits` where it says something else.
    """
    key = correction.recovery, reference_key(correction.reference)
    for name, other in waiting:
        if (other.recovery, reference_key(other.reference)) == key:
            code = "proposal-waits" if other.instead == correction.instead else "correction-waits"
            raise NotAllowed(code, proposal=f"{stream}/{name}")


def by_fund(restored: Iterable[Restored], value_on: date) -> Counter[tuple[str, date]]:
    """What goes back to each fund, in fen, as of a day."""
    back: Counter[tuple[str, date]] = Counter()
    for payment in restored:
        for draw in payment.drawn:
            back[draw.fund, value_on] += draw.amount_fen
    return back
