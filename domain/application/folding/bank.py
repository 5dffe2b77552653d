"""What banks did, and what became of orders: in flight, credited, come to nothing, back again. ADR 0063."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from domain.application import events as f
from domain.application.folding.money import added, moved
from domain.application.payment_key import payment_key
from domain.application.state import denied
from domain.application.state.balances import Order, Payment, drawn_fen, drawn_first, first_of, restoring
from domain.application.state.case import Case
from domain.application.state.clearing import given_back, paid_from
from domain.application.status import ENDED, Status
from domain.application.values import UNMATCHED, Credit, Draw, amounts_of
from domain.base import replace


def ordered(state: Case, happened: f.PaymentOrdered, by: str) -> Case:
    amounts = amounts_of(happened.items)
    order = Order(
        batch=happened.batch,
        fund=happened.fund,
        place=len(state.orders_of(happened.batch)),
        amounts_fen=amounts,
        amount_fen=happened.amount_fen,
        drawn=happened.drawn,
        account=happened.account,
        ordered_by=by,
    )
    return replace(
        moved(state, amounts, "ordered_fen"),
        orders={**state.orders, order.key: order},
        denied=denied.ordered(state.denied, order.key),
    )


def released(state: Case, happened: f.PaymentReleased, by: str) -> Case:
    key = payment_key(happened.batch, happened.fund)
    orders = {**state.orders, key: replace(state.orders[key], released=True)}
    return replace(state, orders=orders, releasers=state.releasers | {by})


def lapsed(state: Case, happened: f.PaymentCancelled | f.PaymentFailed | f.PaymentOvertaken, by: str) -> Case:
    """The rest of the order comes to nothing."""
    order = state.orders[payment_key(happened.batch, happened.fund)]
    after = moved(state, order.amounts_fen, "ordered_fen", -1)
    on = happened.failed_on if isinstance(happened, f.PaymentFailed) else happened.cancelled_on
    gone = replace(order, given_up_on=on)
    return _come_to_nothing(replace(after, orders=_without(after.orders, order.key)), gone)


def failed(state: Case, happened: f.PaymentFailed, by: str) -> Case:
    after = lapsed(state, happened, by)
    return replace(after, account_doubtful=after.account_doubtful or happened.account_at_fault)


def in_doubt(state: Case, happened: f.PaymentInDoubt, by: str) -> Case:
    key = payment_key(happened.batch, happened.fund)
    others = {item: since for item, since in state.in_doubt.items() if item != key}
    return replace(state, in_doubt=others if happened.since is None else {**others, key: happened.since})


def reinstated(state: Case, happened: f.PaymentReinstated, by: str) -> Case:
    """The first of what had come to nothing is in flight again, behind what is still in flight."""
    key = payment_key(happened.batch, happened.fund)
    before = state.lapsed[key]
    again = replace(before.first(happened.amount_fen), drawn=happened.drawn, given_up_on=None)
    order = again.joined(state.orders.get(key))
    after = moved(state, again.amounts_fen, "ordered_fen")
    return replace(
        after,
        orders={**after.orders, key: order},
        lapsed=_with(after.lapsed, key, before.after(happened.amount_fen)),
    )


def partially_paid(state: Case, happened: f.ApplicationPartiallyPaid, by: str) -> Case:
    return replace(_credited(state, happened.credit), stage=_paying(state.stage, Status.PARTIALLY_PAID))


def settled(state: Case, happened: f.ApplicationSettled, by: str) -> Case:
    after = state if happened.credit is None else _credited(state, happened.credit)
    return replace(after, stage=_paying(state.stage, Status.SETTLED))


def paid_by_offset(state: Case, happened: f.PaidByOffset, by: str) -> Case:
    return replace(_credited(state, happened.credit), stage=_paying(state.stage, Status.PARTIALLY_PAID))


def reopened(state: Case, happened: f.ApplicationReopened, by: str) -> Case:
    return replace(state, stage=Status.PARTIALLY_PAID if state.paid_fen else Status.PAYABLE)


def returned(state: Case, happened: f.PaymentReturned, by: str) -> Case:
    after = _gone_back(state, happened)
    return replace(after, account_doubtful=after.account_doubtful or happened.account_at_fault)


def reversed_(state: Case, happened: f.PaymentReversed, by: str) -> Case:
    key = payment_key(happened.batch, happened.fund)
    after = denied.denied(state.denied, key, happened.amount_fen, happened.restored, happened.denied_by)
    return replace(_gone_back(state, happened), denied=after)


def return_reversed(state: Case, happened: f.ReturnReversed, by: str) -> Case:
    key = payment_key(happened.batch, happened.fund)
    amounts, undone = amounts_of(happened.items), amounts_of(happened.undone)
    payment = state.payments[key]
    payment = replace(
        payment,
        drawn=(*payment.drawn, *happened.drawn),
        returned_fen=added(payment.returned_fen, amounts, -1),
        recovered_fen=added(payment.recovered_fen, undone),
        undone_fen=payment.undone_fen - happened.owed_back_fen,
    )
    after = moved(moved(state, amounts, "paid_fen"), undone, "recovered_fen")
    before = after.lapsed.get(key)
    again_fen = drawn_fen(draw for draw in happened.drawn if draw.fund != UNMATCHED)
    if before is not None and happened.owed_back_fen:
        undone_drawn = restoring(drawn_first(before.drawn, again_fen + happened.owed_back_fen), happened.owed_back_fen)
        payment = replace(payment, given_back=(*payment.given_back, *undone_drawn))
    owed_back = replace(after.owed_back, entitled_fen=after.owed_back.entitled_fen - happened.owed_back_fen)
    return replace(
        after,
        payments={**after.payments, key: payment},
        lapsed=_with(
            after.lapsed,
            key,
            before.after(again_fen + happened.owed_back_fen) if before is not None else None,
        ),
        owed_back=owed_back,
        on_clearing=paid_from(state.on_clearing, happened.batch, happened.drawn, happened.drawn_on),
        stage=_paying(after.stage, Status.PARTIALLY_PAID),
    )


def redated(state: Case, happened: f.PaymentRedated, by: str) -> Case:
    payment = state.payments[payment_key(happened.batch, happened.fund)]
    payment = replace(payment, value_on=happened.value_on, reference=happened.reference)
    held = given_back(state.on_clearing, happened.batch, happened.drawn)
    held = paid_from(held, happened.batch, happened.drawn, happened.value_on)
    return replace(state, payments={**state.payments, payment.key: payment}, on_clearing=held)


def assigned(state: Case, happened: f.PaymentAssigned, by: str) -> Case:
    payment = state.payments[payment_key(happened.batch, happened.fund)]
    left: Counter[str] = Counter()
    for cleared in happened.cleared:
        left[cleared.fund] += cleared.amount_fen
    remaining: list[Draw] = []
    for draw in reversed(payment.drawn):
        part_fen = min(draw.amount_fen, left[draw.fund])
        left[draw.fund] -= part_fen
        if draw.amount_fen > part_fen:
            remaining.append(replace(draw, amount_fen=draw.amount_fen - part_fen))
    drawn = (*reversed(remaining), *happened.drawn)
    return replace(
        state,
        payments={**state.payments, payment.key: replace(payment, drawn=drawn)},
        on_clearing=given_back(state.on_clearing, happened.batch, happened.cleared),
    )


def _gone_back(state: Case, happened: f.PaymentReturned | f.PaymentReversed) -> Case:
    """What was credited is not with the payee any more, and can be ordered, or be credited once more."""
    amounts, undone = amounts_of(happened.items), amounts_of(happened.undone)
    payment = state.payments[payment_key(happened.batch, happened.fund)]
    undone_drawn = restoring(payment.given_back, happened.owed_back_fen)
    payment = replace(
        payment,
        drawn=drawn_first(payment.drawn, drawn_fen(payment.drawn) - drawn_fen(happened.restored)),
        given_back=drawn_first(payment.given_back, drawn_fen(payment.given_back) - happened.owed_back_fen),
        returned_fen=added(payment.returned_fen, amounts),
        recovered_fen=added(payment.recovered_fen, undone, -1),
        undone_fen=payment.undone_fen + happened.owed_back_fen,
    )
    after = moved(state, amounts, "paid_fen", -1)
    after = moved(after, undone, "recovered_fen", -1)
    owed_back = replace(after.owed_back, entitled_fen=after.owed_back.entitled_fen + happened.owed_back_fen)
    held = given_back(state.on_clearing, happened.batch, happened.restored)
    after = replace(after, payments={**state.payments, payment.key: payment}, owed_back=owed_back, on_clearing=held)
    again = tuple(draw for draw in reversed((*undone_drawn, *happened.restored)) if draw.fund != UNMATCHED)
    again_fen = drawn_fen(again)
    if again_fen:
        gone = Order(
            batch=happened.batch,
            fund=happened.fund,
            place=payment.place,
            amounts_fen=first_of(amounts, again_fen),
            amount_fen=again_fen,
            drawn=again,
            account=state.account.account,
            ordered_by=payment.ordered_by,
            released=True,
            given_up_on=happened.happened_on,
        )
        after = _come_to_nothing(after, gone)
    nothing_paid = after.stage is Status.PARTIALLY_PAID and not after.paid_fen
    return replace(after, stage=Status.PAYABLE) if nothing_paid else after


def _credited(state: Case, credit: Credit) -> Case:
    amounts = amounts_of(credit.items)
    key = payment_key(credit.batch, credit.fund)
    before, order = state.payments.get(key), state.orders.get(key)
    if before is None:
        payment = Payment(
            batch=credit.batch,
            fund=credit.fund,
            place=order.place if order is not None else 0,
            ordered_by=order.ordered_by if order is not None else "",
            amounts_fen=amounts,
            amount_fen=credit.amount_fen,
            drawn=credit.drawn,
            value_on=credit.value_on,
            reference=credit.reference,
        )
    else:
        payment = replace(
            before,
            amounts_fen=added(before.amounts_fen, amounts),
            amount_fen=before.amount_fen + credit.amount_fen,
            drawn=(*before.drawn, *credit.drawn),
            value_on=min(credit.value_on, before.value_on),
            reference=credit.reference,
        )
    held = paid_from(state.on_clearing, credit.batch, credit.drawn, credit.value_on)
    after = replace(
        state,
        payments={**state.payments, key: payment},
        on_clearing=held,
        denied=denied.credited(state.denied, key, credit.amount_fen),
    )
    if order is not None:
        arrived_fen = min(credit.amount_fen, order.amount_fen)
        after = moved(after, order.first(arrived_fen).amounts_fen, "ordered_fen", -1)
        after = replace(after, orders=_with(after.orders, key, order.after(arrived_fen)))
    return moved(after, amounts, "paid_fen")


def _come_to_nothing(state: Case, order: Order) -> Case:
    return replace(state, lapsed={**state.lapsed, order.key: order.joined(state.lapsed.get(order.key))})


def _with(orders: Mapping[str, Order], key: str, order: Order | None) -> dict[str, Order]:
    return _without(orders, key) if order is None else {**orders, key: order}


def _without(orders: Mapping[str, Order], key: str) -> dict[str, Order]:
    return {other: order for other, order in orders.items() if other != key}


def _paying(stage: Status, after: Status) -> Status:
    """A credit that arrives when the case has ended does not bring it back."""
    return stage if stage in ENDED else after
