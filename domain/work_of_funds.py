"""What is to be done about a fund when its budget year has ended, and about money in it that is the treasury's. ADR
0064.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Protocol

from domain.office.fund_proposals import ENDING
from domain.office.roles import PERMISSIONS
from domain.treasury.fund_events import fund_stream
from domain.work import Work


class FundView(Protocol):
    """A fund, as far as its work depends on it; see `domain.treasury.fund.Fund`."""

    @property
    def fund(self) -> str: ...
    @property
    def holder(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def open(self) -> bool: ...
    @property
    def balance_fen(self) -> int: ...
    @property
    def reserved_fen(self) -> int: ...
    @property
    def treasury_due_fen(self) -> int: ...


def of_fund(fund: FundView, proposed: Collection[str] = ()) -> Iterator[Work]:
    """`proposed` are the acts about it that wait for their second person: while one would end it, nothing else is to
    be begun.

    A fund that is open waits for the end of its year: what is left is carried over, with what is reserved; where only
    money for the treasury is in it, that is surrendered, and with it the fund; an empty one is closed. What a fund
    that has ended owes the treasury is surrendered as soon as it is there.
    """
    if not ENDING.isdisjoint(proposed):
        return
    ends_on = date(fund.year + 1, 1, 1)
    if fund.open:
        left_fen, due_fen = fund.balance_fen + fund.reserved_fen, fund.treasury_due_fen
        action = "carry-over-fund" if left_fen else "surrender-fund" if due_fen else "close-fund"
        yield _begin(fund, action, left_fen or due_fen or None, ends_on)
    elif fund.treasury_due_fen:
        yield _begin(fund, "surrender-fund", fund.treasury_due_fen, None)


def _begin(fund: FundView, action: str, amount_fen: int | None, opens_on: date | None) -> Work:
    return Work(
        stream=fund_stream(fund.fund),
        authority=fund.holder,
        action=action,
        roles=PERMISSIONS[action].first,
        due_on=opens_on,
        opens_on=opens_on,
        amount_fen=amount_fen,
    )
