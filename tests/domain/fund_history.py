"""Funds, and what finance does with them: each act with what comes before it, and who confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from domain.office.book_months import CloseMonth, ClosingBalance
from domain.office.draw_rules import AdoptDrawRules, Allowed, DrawRules, Forbidden, Money
from domain.office.fund_proposals import CarryOverFund, CloseFund, IncreaseFund, PlanFund, SurrenderFund, TransferFund
from domain.office.reference import AdoptEdition
from domain.office.roles import Actor
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import JIANG, OPENING, WU, ZHENG

FIRST, SECOND, OF_2023 = "350200-2024-F001", "350200-2024-F002", "350200-2023-F001"
SUCCESSOR = "350200-2025-F001"
NEW_YEAR = date(2025, 1, 6)
PAYERS = (WU, ZHENG)
"""Two finance officers of the supervising authority."""

EDITION = AdoptEdition(
    policy=s.POLICY, edition=f"{s.POLICY}@1", digest="sha256:aa", applies_from=date(2023, 8, 24), content="…"
)
INCREASE = IncreaseFund(fund=FIRST, amount_fen=5_000_00, document="厦财社〔2024〕9号")
TRANSFER = TransferFund(fund=SECOND, to=FIRST, amount_fen=50_000_00, document="厦财社〔2024〕10号")
CARRY_OVER = CarryOverFund(fund=OF_2023, amount_fen=10_000_00)
SURRENDER = SurrenderFund(fund=SECOND, amount_fen=50_000_00, treasury_due_fen=0, document="厦财社〔2024〕11号")
PLAN = PlanFund(fund=FIRST, month=date(2024, 6, 1), amount_fen=30_000_00, document="用款计划〔2024〕6号")
CLOSE = CloseFund(fund=SECOND)
RULES = AdoptDrawRules(
    rules=DrawRules(
        policy="xiamen-2023-187",
        number=1,
        body="厦门市财政局",
        document="厦财社〔2024〕12号",
        applies_from=date(2024, 1, 1),
        allowed=(
            Allowed(
                id="training",
                schemes=("project-skills-training", "key-enterprise-training"),
                money=Money(source="central", programmes=("employment",), function="20807", economic="509"),
            ),
        ),
        forbidden=(Forbidden(id="insurance", money=Money(function="2082102"), because="失业保险基金不得列支"),),
    ),
    digest="sha256:" + "7a" * 32,
)


CLOSE_MONTH = CloseMonth(
    authority=s.CITY,
    month="2023-12",
    through=12,
    balances=(
        ClosingBalance(account="2201", fund=None, amount_fen=-3_000_00),
        ClosingBalance(account="5001", fund=None, amount_fen=3_000_00),
    ),
)


@cache
def two_funds() -> History:
    """Two documents of one source and year."""
    return s.agreed(
        (s.opening("central", 100_000_00), WU, JIANG, OPENING),
        (s.opening("central", 50_000_00, document="厦财社〔2024〕2号"), WU, JIANG, OPENING),
    )


@cache
def of_last_year() -> History:
    return s.agreed((s.opening("central", 10_000_00, year=2023), WU, JIANG, OPENING))


@cache
def an_empty_fund() -> History:
    return s.agreed((TRANSFER, WU, JIANG, OPENING), after=two_funds())


@cache
def closed() -> History:
    return s.agreed((CLOSE, WU, JIANG, OPENING), after=an_empty_fund())


@cache
def surrendered() -> History:
    return s.agreed((SURRENDER, WU, ZHENG, OPENING), after=two_funds())


@cache
def an_edition() -> History:
    return s.agreed((EDITION, s.SHEN, s.JIANG, OPENING))


Act = tuple[History, object, Actor, Actor]


def acts() -> Mapping[str, Act]:
    """By permission: after what, what somebody proposes, who, and who confirms it."""
    return {
        "increase-fund": (two_funds(), INCREASE, WU, JIANG),
        "transfer-fund": (two_funds(), TRANSFER, WU, JIANG),
        "carry-over-fund": (of_last_year(), CARRY_OVER, WU, ZHENG),
        "surrender-fund": (two_funds(), SURRENDER, WU, ZHENG),
        "plan-fund": (two_funds(), PLAN, WU, JIANG),
        "close-fund": (an_empty_fund(), CLOSE, WU, JIANG),
        "close-month": (two_funds(), CLOSE_MONTH, *PAYERS),
        "adopt-draw-rules": (an_edition(), RULES, *PAYERS),
    }


@cache
def carried_over(drawn_fen: int = 3_000_00, *, after: History | None = None) -> History:
    """A run of 2024 is with the bank, and what is left of its fund is carried over."""
    history = s.a_released_training() if after is None else after
    carry = CarryOverFund(fund=s.fund("central"), amount_fen=100_000_00 - drawn_fen)
    return s.agreed((carry, WU, ZHENG, NEW_YEAR), after=history)


@cache
def failed_after_it() -> History:
    """The bank says in January that it did not carry out what was ordered in the year before."""
    return s.told((t.failed(NEW_YEAR), ZHENG, NEW_YEAR), after=carried_over())
