"""An item as banks are given it, whatever form the file has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """One item of a payment run, in the clear: one application and one account; where the profile asks for it, what one
    fund pays of it. `fund` has that fund's values by the names that profiles have for them, `pay_on` is the day on
    which it is to be paid.
    """

    batch: str
    item: int
    holder: str
    bank: str
    account: str
    amount_fen: int
    application: str
    pay_on: date
    union_number: str | None = None
    fund: Mapping[str, str] = field(default_factory=dict)


def plain_yuan(amount_fen: int) -> str:
    """Yuan with two decimals and without grouping, as banks read it; `amount_fen` is positive."""
    return f"{amount_fen // 100}.{amount_fen % 100:02d}"


def numbers_of(order: PaymentOrder) -> dict[str, str]:
    """What a remark may name of an item."""
    return {"batch": order.batch, "item": str(order.item), "application": order.application, **order.fund}
