"""Orders for which nothing is left to be paid, since the bank carried an earlier one out after all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from domain.application import events as f
from domain.application.state import money
from domain.application.state.balances import Order, drawn_fen, drawn_first, last_parts, restoring
from domain.application.state.case import Case
from domain.application.values import BANK_ERROR, OWED_BACK, Draw, portions
from domain.base import Decision, Event
from domain.errors import NotAllowed
from domain.treasury.batch import Batch
from domain.treasury.batch_events import BatchItemsOvertaken, batch_stream
from domain.treasury.fund import Fund, FundDrawn
from domain.treasury.fund_events import fund_stream
from domain.treasury.fund_returns import cancelling, last_of
from domain.treasury.giving_up import totals
from domain.treasury.written import Written


def overtake(written: Written, runs: Mapping[str, Batch], batch: str, today: date) -> Decision:
    """Those of `runs` that are not released are cancelled of themselves, in `written` and in what is returned. One that
    is released is held when its file is made; one that went out makes the case overpaid. One of which the bank has
    spoken before its release stays: two people say what that is.
    """
    decided: dict[str, tuple[Event, ...]] = {}
    for number, case in tuple(written.cases.items()):
        for other in dict.fromkeys(order.batch for order in case.orders.values()):
            if other == batch or other not in runs or runs[other].told_of(number):
                continue
            # Where the case owes less than its orders, all of them are too much, whichever funds pay their items.
            orders = [one for one in case.orders_of(other) if not one.released and _too_much(case, one)]
            if not orders:
                continue
            for order in orders:
                overtaken = f.PaymentOvertaken(
                    batch=other,
                    fund=order.fund,
                    items=portions(order.amounts_fen),
                    amount_fen=order.amount_fen,
                    drawn=order.drawn,
                    by_batch=batch,
                    cancelled_on=today,
                )
                written.write(written.cases[number], overtaken)
            drawn = tuple(draw for order in orders for draw in order.drawn)
            amount_fen = sum(order.amount_fen for order in orders)
            gone = BatchItemsOvertaken(applications=(number,), amount_fen=amount_fen, drawn=drawn)
            decided = joined(decided, {batch_stream(other): (gone,)})
            given_up = totals(drawn, today)
            instead, used = _drawn_instead(written, number, batch, drawn, today)
            decided = joined(decided, cancelling(written.funds, used, other, given_up - used))
            decided = joined(decided, instead)
    return decided


def _drawn_instead(
    written: Written, number: str, batch: str, given_up: Iterable[Draw], today: date
) -> tuple[dict[str, tuple[Event, ...]], Counter[tuple[str, date]]]:
    """What a late credit found in no fund is drawn on what the order gives up that it overtook, as of today: that money
    was for this payee, and is there for nobody else. With what of that is used so; nothing else of it is owed.
    """
    used: Counter[tuple[str, date]] = Counter()
    decided: dict[str, tuple[Event, ...]] = {}
    there = [draw for draw in given_up if draw.fund in written.funds and last_of(written.funds, draw.fund).open]
    for payment in tuple(written.cases[number].payments.values()):
        of_item = [draw for draw in there if payment.fund in (None, draw.fund)]
        nowhere = [draw for draw in payment.drawn if draw.fund == BANK_ERROR]
        fen = min(drawn_fen(nowhere), drawn_fen(of_item)) if payment.batch == batch else 0
        if not fen:
            continue
        given = drawn_first(of_item, fen)
        used.update(totals(given, today))
        drawn = tuple(_where_it_is(written.funds, draw) for draw in given)
        there = [draw for draw in there if draw not in of_item]
        happened = f.PaymentAssigned(
            batch=batch,
            fund=payment.fund,
            items=portions(last_parts(payment.amounts_fen, fen)),
            amount_fen=fen,
            cleared=restoring(nowhere, fen),
            drawn=drawn,
        )
        written.write(written.cases[number], happened)
        for draw in drawn:
            again = FundDrawn(batch=batch, amount_fen=draw.amount_fen, value_on=today)
            decided = joined(decided, {fund_stream(draw.fund): (again,)})
    return decided, used


def _where_it_is(funds: Mapping[str, Fund], draw: Draw) -> Draw:
    last = last_of(funds, draw.fund)
    return Draw(fund=last.fund, source=last.source, amount_fen=draw.amount_fen)


def not_ordered_again(before: Mapping[str, Case], after: Mapping[str, Case], batch: str) -> None:
    """What failed, and was ordered again since, is not in flight a second time by a correction of ours: the credit of
    the first order, if there is one, is recorded as such. Raises `NotAllowed("ordered-again")`.
    """
    for number, case in after.items():
        _not_paid_since(before[number], case, batch)
        for order in case.orders.values():
            too_much = order.released and _too_much(case, order)
            if order.batch != batch and too_much and not _too_much(before[number], order):
                raise NotAllowed("ordered-again", application=number, batch=order.batch)


def _not_paid_since(before: Case, after: Case, batch: str) -> None:
    """Nor is what another run has paid since."""
    for order in after.orders_of(batch):
        was = before.orders.get(order.key)
        if order.amount_fen <= max(was.amount_fen if was else 0, still_owed(after, order)):
            continue
        for payment in after.payments.values():
            if payment.batch != batch and any(payment.amounts_fen.get(due) for due in order.amounts_fen):
                raise NotAllowed("ordered-again", application=after.number, batch=payment.batch)


def _too_much(case: Case, order: Order) -> bool:
    return order.amount_fen > still_owed(case, order)


def still_owed(case: Case, order: Order) -> int:
    """What an order could be for, were it made now, in fen."""
    open_fen = sum(item.due_open_fen for item in case.items.values())
    back_fen = order.amounts_fen.get(OWED_BACK, 0)
    for_lines = order.amount_fen - back_fen
    owed_back_fen = case.owed_back.open_fen + back_fen - money.undemanded_fen(case)
    return max(0, min(back_fen, owed_back_fen)) + max(0, min(for_lines, open_fen + for_lines))


def joined(one: Decision, other: Decision) -> dict[str, tuple[Event, ...]]:
    """Both decisions, stream by stream."""
    both: dict[str, tuple[Event, ...]] = dict(one)
    for stream, events in other.items():
        both[stream] = (*both.get(stream, ()), *events)
    return both
