"""到账: what the bank says that it credited, case by case, against what was ordered and released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from domain.application import facts as f
from domain.application.given import not_in_future
from domain.application.state import Case, application_stream
from domain.application.values import Credit
from domain.errors import NoSuchThing, NotAllowed
from domain.facts import Decision, Fact
from domain.office.roles import Actor, acting
from domain.treasury.batch import Batch, BatchCredited, CreditedItem, RecordCredits, batch_stream


def record_credits(
    batch: Batch, cases: Mapping[str, Case], command: RecordCredits, actor: Actor, today: date
) -> Decision:
    """Record what the bank credited. A credit already recorded under the same reference changes nothing.

    Raises `NotAllowed`: `not-released`, `already-credited` under another reference, `credit-differs` from the order,
    `credited-twice` in one answer, `in-the-future`, `value-before-order`; and `NoSuchThing("not-in-batch")`.
    """
    acting(actor, "record-credits", batch.authority)
    if batch.standing in ("ordered", "cancelled"):
        raise NotAllowed("not-released", batch=batch.batch, standing=batch.standing)
    new = tuple(item for item in command.items if not _is_known(batch, item))
    for application, times in Counter(item.application for item in new).items():
        if times > 1:
            raise NotAllowed("credited-twice", batch=batch.batch, application=application)
    facts: dict[str, tuple[Fact, ...]] = {}
    for item in new:
        not_in_future(item.value_on, today)
        facts[application_stream(item.application)] = (_credited(cases[item.application], batch, item),)
    return {batch_stream(batch.batch): (BatchCredited(items=new),)} | facts if new else {}


def _is_known(batch: Batch, item: CreditedItem) -> bool:
    if item.application not in batch.items:
        raise NoSuchThing("not-in-batch", batch=batch.batch, application=item.application)
    known = batch.credited.get(item.application)
    if known is not None and known != item:
        raise NotAllowed("already-credited", batch=batch.batch, application=item.application, reference=known.reference)
    ordered_fen = batch.items[item.application].amount_fen
    if item.amount_fen != ordered_fen:
        raise NotAllowed(
            "credit-differs",
            batch=batch.batch,
            application=item.application,
            ordered_fen=ordered_fen,
            credited_fen=item.amount_fen,
        )
    return known is not None


def _credited(case: Case, batch: Batch, item: CreditedItem) -> Fact:
    ordered = case.orders[batch.batch]
    if item.value_on < batch.ordered_on:
        raise NotAllowed("value-before-order", application=case.number, value_on=item.value_on)
    credit = Credit(
        batch=batch.batch,
        items=ordered.items,
        amount_fen=item.amount_fen,
        drawn=ordered.drawn,
        value_on=item.value_on,
        reference=item.reference,
    )
    return (
        f.ApplicationSettled(credit=credit)
        if case.settled_once(frozenset(ordered.items))
        else f.ApplicationPartiallyPaid(credit=credit)
    )
