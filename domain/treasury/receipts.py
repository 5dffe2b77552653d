"""What receipts of demands have in common, whether a case stands behind the demand or it was brought in. ADR 0066."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from domain.application.decisions.given import NAMED_MAX
from domain.application.values import Restored, Sealed
from domain.entitlement.claim import Use
from domain.errors import NotAllowed


class ReceiptProposed(Protocol):
    """Money that somebody says came in for a demand, of a case or brought in."""

    @property
    def recovery(self) -> str: ...
    @property
    def amount_fen(self) -> int: ...
    @property
    def received_on(self) -> date: ...
    @property
    def reference(self) -> str: ...
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
        named = [f"{use.application} {use.qualifier}" for use in elsewhere]
        others = ", ".join(named[:NAMED_MAX]) + (f", … ({len(named)})" if len(named) > NAMED_MAX else "")
        raise NotAllowed("reference-used", reference=receipt.reference, recovery=receipt.recovery, others=others)


def by_fund(restored: Iterable[Restored], value_on: date) -> Counter[tuple[str, date]]:
    """What goes back to each fund, in fen, as of a day."""
    back: Counter[tuple[str, date]] = Counter()
    for payment in restored:
        for draw in payment.drawn:
            back[draw.fund, value_on] += draw.amount_fen
    return back
