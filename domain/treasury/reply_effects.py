"""What a reply of the bank does: to the run, to its cases, and to the funds that paid them.

What the bank did is a fact, also where it makes a case overpaid: it is recorded, and seen, and demanded back. ADR 0027.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.application import events as f
from domain.application.decisions.consequences import case_after, with_consequences
from domain.application.decisions.given import not_in_future
from domain.application.state.balances import Order, Payment, restoring
from domain.application.state.case import Case, application_stream
from domain.application.values import BANK_ERROR, Credit, Draw, Due, portions
from domain.base import Decision, Event
from domain.errors import NoSuchThing, NotAllowed
from domain.office.roles import Actor
from domain.treasury.batch import (
    Batch,
    BatchCredited,
    BatchFailed,
    BatchReturned,
    CreditedItem,
    FailedItem,
    RecordBankReply,
    ReturnedItem,
    batch_stream,
)
from domain.treasury.fund import Fund, cancelling, giving_back

Items = tuple[tuple[CreditedItem, ...], tuple[FailedItem, ...], tuple[ReturnedItem, ...]]
"""What was credited, not carried out, and returned."""


def recorded(
    batch: Batch,
    cases: Mapping[str, Case],
    funds: Mapping[str, Fund],
    command: RecordBankReply,
    actor: Actor,
    today: date,
) -> Decision:
    """What follows from a reply; nothing, where all of it is known. Raises `NotAllowed` and `NoSuchThing` as
    `domain.treasury.bank_reply.record_reply` does.
    """
    if batch.status in ("ordered", "cancelled"):
        raise NotAllowed("not-released", batch=batch.batch, standing=batch.status)
    credited, failed, returned = new_items(batch, command)
    written = _Written(actor=actor.officer, cases=dict(cases))
    for item in credited:
        _credit(written, batch, item, today)
    for void in failed:
        _fail(written, batch, void, today)
    for back in returned:
        _return(written, batch, back, today)
    of_batch: list[Event] = []
    if credited:
        of_batch.append(BatchCredited(items=credited))
    if failed:
        of_batch.append(BatchFailed(items=failed))
    if returned:
        of_batch.append(BatchReturned(items=returned))
    if not of_batch:
        return {}
    return {batch_stream(batch.batch): tuple(of_batch), **written.decision(batch.batch, funds)}


@dataclass(kw_only=True)
class _Written:
    """What the answer has written so far: an item may be credited and returned in one file."""

    actor: str
    cases: dict[str, Case]
    events: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    undrawn: Counter[tuple[str, date]] = field(default_factory=Counter)
    restored: Counter[tuple[str, date]] = field(default_factory=Counter)

    def write(self, case: Case, happened: Event) -> None:
        events = with_consequences(case, (happened,), self.actor)
        self.cases[case.number] = case_after(case, events, self.actor)
        self.events[case.number] = (*self.events.get(case.number, ()), *events)

    def decision(self, batch: str, funds: Mapping[str, Fund]) -> Decision:
        decided: dict[str, tuple[Event, ...]] = {
            application_stream(name): events for name, events in self.events.items()
        }
        for moved in (cancelling(funds, self.undrawn, batch), giving_back(funds, self.restored, batch, owed=True)):
            for fund, events in moved.items():
                decided[fund] = (*decided.get(fund, ()), *events)
        return decided


def new_items(batch: Batch, command: RecordBankReply) -> Items:
    """What of a reply is not recorded yet. Raises as `recorded` does."""
    for application in command.applications:
        if application not in batch.items:
            raise NoSuchThing("not-in-batch", batch=batch.batch, application=application)
    credited = tuple(item for item in command.credited if batch.credited.get(item.application) != item)
    failed = tuple(item for item in command.failed if item.application not in batch.failed)
    recorded = {(item.application, item.reference) for item in batch.returned}
    returned = tuple(item for item in command.returned if (item.application, item.reference) not in recorded)
    answered = Counter([*(item.application for item in credited), *(item.application for item in failed)])
    for application, times in answered.items():
        if times > 1:
            raise NotAllowed("credited-twice", batch=batch.batch, application=application)
        before = batch.credited.get(application)
        if before is not None:
            reference = before.reference
            raise NotAllowed("already-credited", batch=batch.batch, application=application, reference=reference)
        if application in batch.failed:
            raise NotAllowed("already-failed", batch=batch.batch, application=application)
    # Within one answer a bank may have one number for all items of the run; over two it is asked.
    used = {item.reference for item in batch.credited.values()}
    for item in credited:
        if item.reference in used:
            raise NotAllowed("reference-reused", batch=batch.batch, reference=item.reference)
    return credited, failed, returned


def _credit(written: _Written, batch: Batch, item: CreditedItem, today: date) -> None:
    case = written.cases[item.application]
    _dated(case, batch, item.value_on, today)
    order = case.orders[batch.batch]
    if item.amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=item.amount_fen)
    amounts, drawn = _as_credited(case, order, item.amount_fen)
    written.undrawn.update(_totals(_lapsed(order, item.amount_fen), item.value_on))
    credit = Credit(
        batch=batch.batch,
        items=portions(amounts),
        amount_fen=item.amount_fen,
        drawn=drawn,
        value_on=item.value_on,
        reference=item.reference,
    )
    partly = f.ApplicationPartiallyPaid(credit=credit)
    settled = case_after(case, (partly,), written.actor).settled_once()
    written.write(case, f.ApplicationSettled(credit=credit) if settled else partly)


def _as_credited(case: Case, order: Order, credited_fen: int) -> tuple[dict[Due, int], tuple[Draw, ...]]:
    """What was credited of an order. Less than ordered pays the first instalments; more is the bank's error, and
    stands with the last line.
    """
    excess_fen = credited_fen - order.amount_fen
    amounts = dict(order.amounts_fen)
    if excess_fen > 0:
        last = max(due for due in (*amounts, *case.items) if due in case.items)
        amounts[last] = amounts.get(last, 0) + excess_fen
        return amounts, (*order.drawn, Draw(fund=BANK_ERROR, source=BANK_ERROR, amount_fen=excess_fen))
    left, paid = credited_fen, {}
    for due in sorted(amounts):
        paid[due] = min(left, amounts[due])
        left -= paid[due]
    back = {draw.fund: draw.amount_fen for draw in _lapsed(order, credited_fen)}
    retained = (
        Draw(fund=draw.fund, source=draw.source, amount_fen=draw.amount_fen - back.get(draw.fund, 0))
        for draw in order.drawn
    )
    return {due: fen for due, fen in paid.items() if fen}, tuple(draw for draw in retained if draw.amount_fen)


def _lapsed(order: Order, credited_fen: int) -> tuple[Draw, ...]:
    """What of the draws was not credited: the one drawn last is given up first."""
    return restoring(order.drawn, 0, max(0, order.amount_fen - credited_fen))


def _fail(written: _Written, batch: Batch, item: FailedItem, today: date) -> None:
    case = written.cases[item.application]
    _dated(case, batch, item.failed_on, today)
    order = case.orders[batch.batch]
    written.undrawn.update(_totals(order.drawn, item.failed_on))
    failed = f.PaymentFailed(
        batch=batch.batch,
        items=portions(order.amounts_fen),
        amount_fen=order.amount_fen,
        drawn=order.drawn,
        failed_on=item.failed_on,
        reason=item.reason,
    )
    written.write(case, failed)


def _return(written: _Written, batch: Batch, item: ReturnedItem, today: date) -> None:
    case = written.cases[item.application]
    payment = case.payments.get(batch.batch)
    if payment is None:
        raise NotAllowed("not-credited", batch=batch.batch, application=case.number)
    not_in_future(item.returned_on, today)
    if item.returned_on < payment.value_on:
        raise NotAllowed("return-before-credit", application=case.number, value_on=payment.value_on)
    if item.amount_fen > payment.credited_fen:
        left_fen = payment.credited_fen
        raise NotAllowed("returned-more", application=case.number, amount_fen=item.amount_fen, left_fen=left_fen)
    amounts, undone = _came_back(payment, item.amount_fen)
    owed_back_fen = sum(undone.values())
    restored = restoring(payment.drawn, payment.restored_fen, item.amount_fen - owed_back_fen)
    written.restored.update(_totals(restored, item.returned_on))
    returned = f.PaymentReturned(
        batch=batch.batch,
        items=portions(amounts),
        amount_fen=item.amount_fen,
        restored=restored,
        undone=portions(undone),
        owed_back_fen=owed_back_fen,
        returned_on=item.returned_on,
        reference=item.reference,
        reason=item.reason,
    )
    written.write(case, returned)


def _came_back(payment: Payment, returned_fen: int) -> tuple[dict[Due, int], dict[Due, int]]:
    """Of which instalments money came back, the last first; and what of it the payee had paid back already."""
    amounts: dict[Due, int] = {}
    undone: dict[Due, int] = {}
    for due in sorted(payment.amounts_fen, reverse=True):
        credited_fen = payment.amounts_fen[due] - payment.returned_fen.get(due, 0)
        amounts[due] = min(returned_fen, credited_fen)
        undone[due] = max(0, amounts[due] - payment.left_fen(due))
        returned_fen -= amounts[due]
    return amounts, undone


def _dated(case: Case, batch: Batch, day: date, today: date) -> None:
    not_in_future(day, today)
    if day < batch.ordered_on:
        raise NotAllowed("value-before-order", application=case.number, value_on=day)


def _totals(drawn: Iterable[Draw], value_on: date) -> Counter[tuple[str, date]]:
    totals: Counter[tuple[str, date]] = Counter()
    for draw in drawn:
        totals[draw.fund, value_on] += draw.amount_fen
    return totals
