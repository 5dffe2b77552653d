"""What of a case a run pays, and in which items: one for the case, or one for each fund that pays it. ADR 0072."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.application.decisions.given import account_settled, in_status
from domain.application.payment_key import batch_of
from domain.application.state import money
from domain.application.state.balances import drawn_fen, first_of
from domain.application.state.case import Case
from domain.application.status import ORDERABLE, PAYING, Status
from domain.application.values import OWED_BACK, Draw, Due
from domain.base import Struct
from domain.errors import NotAllowed
from domain.office.log import SentRun
from domain.treasury.drawing import Spendable, only
from domain.treasury.messages import PaidThrough

RUN_CASES_MAX = 1_000
"""So many cases are one run: while it is ordered, released or answered for, every other desk waits. ADR 0071."""


class PaidItem(Struct):
    """An item as it is ordered: how much of which instalments, from what; `fund` where a fund's part is an item."""

    fund: str | None
    amounts_fen: Mapping[Due, int]
    drawn: tuple[Draw, ...]

    @property
    def amount_fen(self) -> int:
        return drawn_fen(self.drawn)


def payable_through(case: Case, through: PaidThrough, netted_fen: int = 0) -> dict[Due, int]:
    """What of a case can be ordered, when so much of what is owed back is kept for what its payee owes: the treasury
    pays what funds pay, so that what is owed back takes a bank.

    Raises `NotAllowed("owed-back-by-bank")` where there is nothing else.
    """
    less = {due: fen - netted_fen if due == OWED_BACK else fen for due, fen in case.payable().items()}
    payable = {due: fen for due, fen in less.items() if fen > 0}
    if through is PaidThrough.TREASURY and payable.pop(OWED_BACK, 0) and not payable:
        raise NotAllowed("owed-back-by-bank", application=case.number)
    return payable


def divided(through: PaidThrough, amounts_fen: Mapping[Due, int], drawn: Sequence[Draw]) -> list[PaidItem]:
    """What is payable, in the items of a run: the first instalments from what is drawn first."""
    if through is PaidThrough.BANK:
        return [PaidItem(fund=None, amounts_fen=amounts_fen, drawn=tuple(drawn))]
    items: list[PaidItem] = []
    left = dict(amounts_fen)
    for draw in drawn:
        part = first_of(left, draw.amount_fen)
        left = {due: fen - part.get(due, 0) for due, fen in left.items()}
        items.append(PaidItem(fund=draw.fund, amounts_fen=part, drawn=(draw,)))
    return items


def from_funds(case: str, funds: Spendable, amount_fen: int, sent: SentRun | None) -> list[tuple[Spendable, int]]:
    """What funds are asked for: what was `sent` before a restore from the very funds that the treasury was told of."""
    named = [item for item in sent.items if item.application == case and item.fund] if sent is not None else []
    return [(only(funds, item.fund or ""), item.amount_fen) for item in named] or [(funds, amount_fen)]


def sent_through(sent: SentRun) -> PaidThrough:
    """How a run was paid, by what its files name."""
    return PaidThrough.TREASURY if any(item.fund for item in sent.items) else PaidThrough.BANK


def small_enough(cases: Sequence[Case], sent: SentRun | None) -> None:
    """What was `sent` before a restore is of the size that it had. Raises `NotAllowed("run-too-large")`."""
    if sent is None and len(cases) > RUN_CASES_MAX:
        raise NotAllowed("run-too-large", cases=len(cases), most=RUN_CASES_MAX)


def as_sent(batch: str, sent: SentRun | None, now_fen: Mapping[str, int]) -> None:
    """A case that the log has lost is not ordered with the others. Raises `NotAllowed("sent-otherwise")`."""
    sent_fen: dict[str, int] = {}
    for item in sent.items if sent else ():
        sent_fen[item.application] = sent_fen.get(item.application, 0) + item.amount_fen
    for number, fen in sent_fen.items():
        if number in now_fen and now_fen[number] != fen:
            raise NotAllowed("sent-otherwise", application=number, batch=batch, sent_fen=fen, now_fen=now_fen[number])


def orderable(case: Case, today: date) -> None:
    if case.status is Status.ON_PUBLIC_NOTICE and case.notice is not None and today < case.notice.payable_from:
        raise NotAllowed("notice-open", application=case.number, closes_on=case.notice.closes_on)
    if case.orders and not case.payable():
        raise NotAllowed("payment-in-flight", application=case.number, batch=batch_of(next(iter(case.orders))))
    in_status(case, "order-payment", *(ORDERABLE if case.payable() else PAYING))
    if not case.payable():
        held = [due.line for due, item in case.items.items() if item.open_fen > 0 and case.holds(due.line)]
        if held:
            raise held_back(case, min(held))
        if held_fen := money.owed_back_fen(case):
            values = {"owed_back_fen": held_fen, "overpaid_fen": case.collectable_fen}
            raise NotAllowed("owed-back-held", application=case.number, **values)
        raise NotAllowed("nothing-payable", application=case.number)
    if "other-account-holder" in case.unconfirmed:
        raise NotAllowed("account-unconfirmed", application=case.number)
    if case.account_doubtful:
        raise NotAllowed("account-doubtful", application=case.number)
    account_settled(case)
    unsure = next((item for item in case.in_doubt if item not in case.orders), None)
    if unsure is not None:
        raise NotAllowed("bank-in-doubt", application=case.number, batch=batch_of(unsure), since=case.in_doubt[unsure])


def held_back(case: Case, line: int) -> NotAllowed:
    """What stands against paying a line: an objection, or that it was not on public notice yet."""
    return NotAllowed("objection" if case.objected(line) else "notice-pending", application=case.number, line=line)
