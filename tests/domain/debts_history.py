"""Demands from before this log, as a file has them, and what becomes of them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from domain.application import commands as c
from domain.application.values import ReceiptValues
from domain.base import replace
from domain.imports import debt_events as d
from domain.imports.debt_events import TREASURY
from domain.imports.debt_payouts import PayOut
from domain.imports.debts import ImportDebts
from domain.office.roles import Actor
from domain.treasury.receipts import CorrectReceipt
from domain.treasury.recoveries import ReceiveRecovery
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import JIANG, WU, ZHENG, told

ON = date(2024, 11, 4)
FILE = f"debt-{s.SIMING}-2024-0001"
SERVED = d.BroughtDebt(
    recovery="r1",
    payee=s.TRAINER,
    payee_kind="organisation",
    payee_name="厦门市示范培训学校",
    scheme=s.TRAINING,
    ground="ineligible",
    open_fen=1_000_00,
    paid_year=2022,
    document="厦人社追〔2023〕1号",
    decided_on=date(2023, 9, 1),
    served_on=date(2023, 9, 11),
    due_on=date(2023, 10, 11),
    reminder_until=date(2023, 11, 1),
)
UNSERVED = replace(
    SERVED,
    recovery="r2",
    payee="person-z",
    payee_kind="person",
    payee_name=None,
    sealed="a1:sealed",
    document="厦人社追〔2024〕7号",
    decided_on=date(2023, 12, 8),
    served_on=None,
    due_on=None,
    reminder_until=None,
)
BROUGHT = ImportDebts(
    authority=s.SIMING,
    body="厦门市劳动就业中心",
    document="厦就业移〔2024〕2号",
    treasury="待缴国库 3502-00",
    sha256="6a" * 32,
    debts=(SERVED, UNSERVED),
)
yes = c.ConfirmProposal(application=FILE, proposal=None)
no = replace(yes, declined=True, reason="sealed-reason")


def receipt(amount_fen: int, recovery: str = "r1", **others: Any) -> ReceiveRecovery:
    common = {"received_on": ON, "reference": "P1", **others}
    return ReceiveRecovery(application=FILE, recovery=recovery, amount_fen=amount_fen, **common)


def corrected(amount_fen: int | None) -> CorrectReceipt:
    """Of the receipt `P1` of `r1`."""
    instead = None if amount_fen is None else ReceiptValues(amount_fen=amount_fen, received_on=ON, reference="P1")
    return CorrectReceipt(application=FILE, recovery="r1", reference="P1", instead=instead, reason="sealed-reason")


def paying(amount_fen: int, to: str = TREASURY) -> PayOut:
    return PayOut(application=FILE, to=to, amount_fen=amount_fen, document="厦财库〔2024〕9号")


def agreed(command: object, by: Actor, second: Actor, *, after: History) -> History:
    return told((command, by, ON), (yes, second, ON), after=after)


@cache
def taken_over() -> History:
    return agreed(BROUGHT, WU, JIANG, after=())


@cache
def came_in() -> History:
    """1,000 for what was open, and 200 beyond."""
    return agreed(receipt(1_200_00), WU, ZHENG, after=taken_over())


def changes() -> tuple[c.RecoveryCommand, ...]:
    """What a supervisor grants about the first of them."""
    about: dict[str, Any] = {"application": FILE, "recovery": "r1", "reason": "sealed-reason"}
    return (
        c.ReduceRecovery(**about, amount_fen=300_00),
        c.CancelRecovery(**about),
        c.WriteOffRecovery(**about),
        c.ReferRecovery(**about, referred_to="police"),
    )


serve = c.ServeRecovery(application=FILE, recovery="r2", served_on=ON, due_on=date(2024, 12, 4))
