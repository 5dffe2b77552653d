"""Facts as the log has them from before partial payments, when an order was of whole instalments and said no amounts.

They are written under today's names, with what the upcasts make of them: the amount left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.application import events as f
from domain.application.state.case import Case
from domain.application.values import Credit, Portion, amounts_of
from domain.base import Decision, Event, replace


def as_once(decision: Decision, cases: Mapping[str, Case]) -> Decision:
    """The decision with amounts left out wherever they are the whole of each instalment."""
    return {
        stream: tuple(_whole(event, cases.get(stream.partition("-")[2])) for event in events)
        for stream, events in decision.items()
    }


def _whole(event: Event, case: Case | None) -> Event:
    if case is None:
        return event
    match event:
        case f.PaymentOrdered() | f.PaymentCancelled():
            return replace(event, items=_left_out(event.items, case))
        case f.ApplicationPartiallyPaid(credit=credit) | f.ApplicationSettled(credit=credit) if credit is not None:
            whole: Credit = replace(credit, items=_left_out(credit.items, case))
            return replace(event, credit=whole)
        case f.ApplicationWithdrawn() if not case.payments:
            return replace(event, given_up=None)
    return event


def _left_out(items: tuple[Portion, ...], case: Case) -> tuple[Portion, ...]:
    amounts = amounts_of(items)
    if any(due not in case.items or fen != case.items[due].entitled_fen for due, fen in amounts.items()):
        return items
    return tuple(replace(portion, amount_fen=None) for portion in items)
