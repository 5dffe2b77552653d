"""What events about money do to the positions of a case: orders, credits, returns, milestones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from domain.application import events as f
from domain.application.state.balances import Item, Order, Payment
from domain.application.state.case import Case
from domain.application.status import ON_APPROVAL, Status
from domain.application.values import (
    OWED_BACK,
    Award,
    Credit,
    Due,
    LimitUse,
    Portion,
    amounts_of,
    expand,
    ranges,
    spread,
)
from domain.base import replace

Items = Mapping[Due, Item]


def items_of(awards: tuple[Award, ...]) -> dict[Due, Item]:
    """The instalments that an approval creates, each waiting for its milestone or payable after the notice."""
    return {
        Due(line, part.instalment): Item(
            entitled_fen=part.amount_fen, payable=part.payable, waiting=part.payable != ON_APPROVAL
        )
        for award in awards
        for line in expand(award.lines)
        for part in award.parts
    }


def milestones_of(awards: Iterable[Award]) -> dict[Due, str]:
    """What each instalment of the awards waits for."""
    return {
        Due(line, part.instalment): part.payable
        for award in awards
        for line in expand(award.lines)
        for part in award.parts
    }


def changed(items: Items, by: tuple[Portion, ...], payable: Mapping[Due, str]) -> dict[Due, Item]:
    """The items with their entitlement changed; a new one waits for what `payable` says."""
    after = dict(items)
    for due, amount_fen in amounts_of(by).items():
        item = after.get(due)
        if item is None:
            milestone = payable[due]
            item = Item(entitled_fen=0, payable=milestone, waiting=milestone != ON_APPROVAL)
        after[due] = replace(item, entitled_fen=item.entitled_fen + amount_fen)
    return after


def given_up(items: Items, amounts: tuple[Portion, ...]) -> dict[Due, Item]:
    return {**items, **_shifted(items, {due: -fen for due, fen in spread(amounts)}, "entitled_fen")}


def touched(item: Item) -> bool:
    """Whether money of the item moved, or is about to."""
    return bool(item.paid_fen or item.ordered_fen)


def uses_without(uses: Iterable[LimitUse], lines: Collection[int]) -> tuple[LimitUse, ...]:
    return _uses_where(uses, lambda line: line not in lines)


def uses_within(uses: Iterable[LimitUse], lines: Collection[int]) -> tuple[LimitUse, ...]:
    return _uses_where(uses, lambda line: line in lines)


def _uses_where(uses: Iterable[LimitUse], wanted: Callable[[int], bool]) -> tuple[LimitUse, ...]:
    remaining = ((use, ranges(line for line in expand(use.lines) if wanted(line))) for use in uses)
    return tuple(replace(use, lines=lines) for use, lines in remaining if lines)


def milestone_met(state: Case, happened: f.MilestoneMet, by: str) -> Case:
    met = {due: replace(state.items[due], waiting=False) for due in happened.items}
    return replace(state, items={**state.items, **met})


def forfeited(state: Case, happened: f.InstalmentForfeited, by: str) -> Case:
    lost = {due: replace(state.items[due], entitled_fen=0, forfeited=True) for due in happened.items}
    return replace(state, items={**state.items, **lost})


def ordered(state: Case, happened: f.PaymentOrdered, by: str) -> Case:
    amounts = amounts_of(happened.items)
    order = Order(
        batch=happened.batch,
        amounts_fen=amounts,
        amount_fen=happened.amount_fen,
        drawn=happened.drawn,
        account=happened.account,
        ordered_by=by,
    )
    after = moved(state, amounts, "ordered_fen")
    return replace(after, orders={**state.orders, happened.batch: order})


def released(state: Case, happened: f.PaymentReleased, by: str) -> Case:
    order = replace(state.orders[happened.batch], released=True)
    return replace(state, orders={**state.orders, happened.batch: order}, releasers=state.releasers | {by})


def lapsed(state: Case, happened: f.PaymentCancelled | f.PaymentFailed, by: str) -> Case:
    return _without_order(state, happened.batch)


def failed(state: Case, happened: f.PaymentFailed, by: str) -> Case:
    return replace(lapsed(state, happened, by), account_doubtful=True)


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
    amounts, undone = amounts_of(happened.items), amounts_of(happened.undone)
    payment = state.payments[happened.batch]
    payment = replace(
        payment,
        returned_fen=added(payment.returned_fen, amounts),
        recovered_fen=added(payment.recovered_fen, undone, -1),
        restored_fen=payment.restored_fen + sum(draw.amount_fen for draw in happened.restored),
    )
    after = moved(state, amounts, "paid_fen", -1)
    after = moved(after, undone, "recovered_fen", -1)
    owed_back = after.owed_back
    after = replace(
        after,
        payments={**state.payments, happened.batch: payment},
        owed_back=replace(owed_back, entitled_fen=owed_back.entitled_fen + happened.owed_back_fen),
        account_doubtful=True,
    )
    nothing_paid = after.stage is Status.PARTIALLY_PAID and not after.paid_fen
    return replace(after, stage=Status.PAYABLE) if nothing_paid else after


def _credited(state: Case, credit: Credit) -> Case:
    amounts = amounts_of(credit.items)
    payment = Payment(
        batch=credit.batch,
        amounts_fen=amounts,
        amount_fen=credit.amount_fen,
        drawn=credit.drawn,
        value_on=credit.value_on,
        reference=credit.reference,
    )
    after = moved(_without_order(state, credit.batch), amounts, "paid_fen")
    return replace(after, payments={**state.payments, credit.batch: payment})


def _without_order(state: Case, batch: str) -> Case:
    order = state.orders.get(batch)
    if order is None:
        return state
    after = moved(state, order.amounts_fen, "ordered_fen", -1)
    return replace(after, orders={key: ordered for key, ordered in state.orders.items() if key != batch})


def _paying(stage: Status, after: Status) -> Status:
    """A credit that arrives when the case has ended does not bring it back."""
    return stage if stage in (Status.WITHDRAWN, Status.NOT_ACCEPTED, Status.REJECTED) else after


def moved(state: Case, amounts: Mapping[Due, int], position: str, sign: int = 1) -> Case:
    """`amounts` added to (or with -1 taken from) a position of their instalments."""
    signed = {due: sign * amount_fen for due, amount_fen in amounts.items()}
    back = signed.pop(OWED_BACK, 0)
    owed_back = _shifted({OWED_BACK: state.owed_back}, {OWED_BACK: back}, position)[OWED_BACK]
    return replace(state, items={**state.items, **_shifted(state.items, signed, position)}, owed_back=owed_back)


def _shifted(items: Items, by: Mapping[Due, int], position: str) -> dict[Due, Item]:
    return {
        due: replace(items[due], **{position: getattr(items[due], position) + amount_fen})
        for due, amount_fen in by.items()
    }


def added(held: Mapping[Due, int], amounts: Mapping[Due, int], sign: int = 1) -> dict[Due, int]:
    after = dict(held)
    for due, amount_fen in amounts.items():
        after[due] = after.get(due, 0) + sign * amount_fen
    return after
