"""科目表: the accounts of the books, in the style of budget accounting. Their names and meanings are texts of
`presentation.labels.accounts`; what each event posts to them is `projections.fund_book.postings`. ADR 0070.

An amount in the debit is above zero, in the credit below; the postings of an event add up to zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from domain.application.values import BANK_ERROR, HELD_FOR_PAYEE, UNMATCHED
from domain.base import Struct


class Account(StrEnum):
    """An account, by its code."""

    FUND = "1011"
    DRAWN = "1012"
    RESERVED = "1013"
    IN_FLIGHT = "1021"
    MONEY_HELD = "1031"
    TREASURY_DUE = "1041"
    RECEIVABLE = "1218"
    OBLIGATION = "2201"
    PAID = "2202"
    DEMANDED = "2203"
    OWED_BACK = "2307"
    CLEARING = "2391"
    BANK_ERROR = "2392"
    ALLOTTED = "3011"
    USED_BEFORE = "3012"
    OWED_BEFORE = "3013"
    TRANSFERRED = "3021"
    CARRIED_OVER = "3031"
    PRIOR_YEAR = "3032"
    SURRENDERED = "3041"
    ALLOTMENTS = "3101"
    GRANTED = "5001"
    WRITTEN_OFF = "5301"


class Side(StrEnum):
    """On which side an account has its balance in the ordinary way."""

    DEBIT = "debit"
    CREDIT = "credit"
    EVEN = "even"
    """Whatever is posted to it is posted back by the same command, or to another fund."""


class ChartAccount(Struct):
    account: Account
    side: Side
    by_fund: bool = False
    """Whether what is posted to it names a fund, or a clearing account in its place."""

    @property
    def kind(self) -> str:
        """`assets`, `liabilities`, `net` or `expenses`, by the first digit of the code."""
        return _KINDS[self.account.value[0]]


_KINDS = {"1": "assets", "2": "liabilities", "3": "net", "5": "expenses"}

CHART: tuple[ChartAccount, ...] = (
    ChartAccount(account=Account.FUND, side=Side.DEBIT, by_fund=True),
    ChartAccount(account=Account.DRAWN, side=Side.EVEN, by_fund=True),
    ChartAccount(account=Account.RESERVED, side=Side.DEBIT, by_fund=True),
    ChartAccount(account=Account.IN_FLIGHT, side=Side.DEBIT, by_fund=True),
    ChartAccount(account=Account.MONEY_HELD, side=Side.DEBIT),
    ChartAccount(account=Account.TREASURY_DUE, side=Side.DEBIT, by_fund=True),
    ChartAccount(account=Account.RECEIVABLE, side=Side.DEBIT),
    ChartAccount(account=Account.OBLIGATION, side=Side.CREDIT),
    ChartAccount(account=Account.PAID, side=Side.DEBIT, by_fund=True),
    ChartAccount(account=Account.DEMANDED, side=Side.CREDIT),
    ChartAccount(account=Account.OWED_BACK, side=Side.CREDIT),
    ChartAccount(account=Account.CLEARING, side=Side.CREDIT),
    ChartAccount(account=Account.BANK_ERROR, side=Side.CREDIT),
    ChartAccount(account=Account.ALLOTTED, side=Side.CREDIT, by_fund=True),
    ChartAccount(account=Account.USED_BEFORE, side=Side.DEBIT, by_fund=True),
    ChartAccount(account=Account.OWED_BEFORE, side=Side.CREDIT),
    ChartAccount(account=Account.TRANSFERRED, side=Side.EVEN, by_fund=True),
    ChartAccount(account=Account.CARRIED_OVER, side=Side.EVEN, by_fund=True),
    ChartAccount(account=Account.PRIOR_YEAR, side=Side.EVEN, by_fund=True),
    ChartAccount(account=Account.SURRENDERED, side=Side.DEBIT, by_fund=True),
    ChartAccount(account=Account.ALLOTMENTS, side=Side.EVEN, by_fund=True),
    ChartAccount(account=Account.GRANTED, side=Side.DEBIT),
    ChartAccount(account=Account.WRITTEN_OFF, side=Side.DEBIT),
)
"""Every account once, in the order of codes."""

OF_CLEARING: Mapping[str, Account] = {
    HELD_FOR_PAYEE: Account.MONEY_HELD,
    UNMATCHED: Account.CLEARING,
    BANK_ERROR: Account.BANK_ERROR,
}
"""What gives, and gets back, where a draw names no fund."""


class AllotmentAccount(StrEnum):
    """An account of the book of an allotment, by its code: 61xx as the allotment has it, 62xx as funds of city and
    district have. What each event posts is `projections.allotment_book.postings`. ADR 0078.
    """

    TOTAL = "6101"
    ADVANCED = "6102"
    RESERVED = "6103"
    RELEASED = "6104"
    LAPSED = "6105"
    DEMANDED = "6111"
    OWED = "6112"
    RECLAIMED = "6113"
    CITY = "6201"
    SET_ASIDE = "6202"
    MOVED = "6203"
    LEFT = "6211"
    SPENT = "6212"
    TREASURY_DUE = "6213"
    SURRENDERED = "6214"
