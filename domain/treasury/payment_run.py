"""拨付: ordering what is payable in some cases, and releasing or declining it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from domain.application import events as f
from domain.application.decisions.consequences import with_consequences
from domain.application.decisions.given import account_settled, in_status, why_despite, why_shared
from domain.application.state.balances import Order
from domain.application.state.case import Case, application_stream
from domain.application.status import ORDERABLE, PAYING, Status
from domain.application.values import CLEARING, OWED_BACK, Draw, Due, Sealed, portions
from domain.base import Decision, Event
from domain.entitlement.claim import Use
from domain.errors import NoSuchThing, NotAllowed
from domain.office.log import SentRun
from domain.office.roles import Actor, acting, confirming, pays_what_they_decided, responsible
from domain.proposals import Proposal
from domain.treasury.batch import Batch
from domain.treasury.batch_events import (
    BankItem,
    BatchCancelled,
    BatchItemsDropped,
    BatchItemsLeftOut,
    BatchOrdered,
    BatchReleased,
    batch_stream,
)
from domain.treasury.drawing import Spendable, drawing, held
from domain.treasury.fund import Fund, FundDrawn, cancelling
from domain.treasury.fund_events import fund_stream
from domain.treasury.netting import netted, netted_fen, offsets_of, still_owing
from domain.treasury.overtaking import joined, still_owed
from domain.treasury.run_commands import ReleasePayment
from domain.treasury.run_standing import standing_of


def order(
    batch: str,
    cases: Sequence[Case],
    funds: Mapping[str, Spendable],
    actor: Actor,
    today: date,
    sent: SentRun | None = None,
    *,
    sharing: Mapping[str, Sequence[str]] = MappingProxyType({}),
    reasons: Mapping[str, Sealed] = MappingProxyType({}),
    owing: Mapping[str, Sequence[Use]] = MappingProxyType({}),
    despite: Mapping[str, Sealed] = MappingProxyType({}),
    net: bool = False,
) -> Decision:
    """Order what is payable in `cases`, of each from the `funds` under its number. What is owed back to a payee comes
    out of what was received from them, not out of a fund.

    A run that was `sent` before a restore is ordered again as what the bank got, which nobody sends a second time.

    `sharing` are, by case, those of other applicants that are paid to the same account; `reasons` say why it is right.
    `owing` are, by case, the open demands of its payee; `despite` say why something is owed back all the same. With
    `net`, what is owed back is kept for demands of the same case, and the rest is ordered (`domain.treasury.netting`).

    Raises `NotAllowed`: `nothing-payable`, `notice-open`, `status`, `objection`, `account-unconfirmed`,
    `account-doubtful`, `account-shared`, `account-waits`, `bank-in-doubt`, `payee-owes`, `netted-in-full`,
    `several-authorities`, `sent-otherwise`, and what `drawing` raises.
    Nothing is ordered when one of the cases cannot be.
    """
    for case in cases:
        acting(actor, "order-payment", responsible(case, "order-payment"))
        _orderable(case, today)
    shared = {case.number: why_shared(case, sharing.get(case.number, ()), reasons.get(case.number)) for case in cases}
    payers = {responsible(case, "order-payment") for case in cases}
    if len(payers) > 1:
        raise NotAllowed("several-authorities", authorities=", ".join(sorted(payers)))
    set_off = {case.number: netted(case) if net else () for case in cases}
    payable = [_less(case.payable(), netted_fen(set_off[case.number])) for case in cases]
    owed_back = [amounts.get(OWED_BACK, 0) for amounts in payable]
    in_spite = {
        case.number: why_despite(
            case,
            still_owing(owing.get(case.number, ()), set_off[case.number]) if back else (),
            despite.get(case.number),
        )
        for case, back in zip(cases, owed_back, strict=True)
    }
    totals_fen = [sum(amounts.values()) for amounts in payable]
    now = dict(zip((case.number for case in cases), totals_fen, strict=True))
    for item in sent.items if sent else ():
        now_fen = now.get(item.application)
        if now_fen is not None and now_fen != item.amount_fen:  # A case that the log has lost is not ordered with them.
            raise NotAllowed(
                "sent-otherwise", application=item.application, batch=batch, sent_fen=item.amount_fen, now_fen=now_fen
            )
    from_funds = drawing(
        [(funds[case.number], total - back) for case, total, back in zip(cases, totals_fen, owed_back, strict=True)],
        today,
    )
    drawn = [(*held(back), *draws) for back, draws in zip(owed_back, from_funds, strict=True)]
    run = BatchOrdered(
        batch=batch,
        authority=payers.pop(),
        items=tuple(
            BankItem(
                application=case.number,
                amount_fen=amount_fen,
                account=case.account.account,
                shared_account=shared[case.number],
                despite_demands=in_spite[case.number],
            )
            for case, amount_fen in zip(cases, totals_fen, strict=True)
        ),
        amount_fen=sum(totals_fen),
        drawn=_totals(drawn),
        netted=tuple(part for parts in set_off.values() for part in parts),
    )
    events: dict[str, tuple[Event, ...]] = {batch_stream(batch): (run,)}
    for case, amounts, amount_fen, draws in zip(cases, payable, totals_fen, drawn, strict=True):
        events[application_stream(case.number)] = (
            f.PaymentOrdered(
                batch=batch,
                items=portions(amounts),
                amount_fen=amount_fen,
                drawn=draws,
                account=case.account.account,
            ),
        )
    return events | {
        fund_stream(draw.fund): (FundDrawn(batch=batch, amount_fen=draw.amount_fen, value_on=today),)
        for draw in run.drawn
        if draw.fund not in CLEARING
    }


def release(
    batch: Batch,
    cases: Mapping[str, Case],
    funds: Mapping[str, Fund],
    command: ReleasePayment,
    actor: Actor,
    today: date,
    sent: SentRun | None = None,
) -> Decision:
    """Let the order go to the bank, or cancel it, as a whole or for some of its applications. What was `sent` of it
    before a restore is neither cancelled, to be ordered once more, nor joined by anything that the bank has not got.

    Raises `NotPermitted`: `own-proposal` for the officer who ordered, and for one who assessed or approved a case of
    the run `assessed-it`, or under an exception `exception-ceiling`; `NotAllowed`: `objection`, `suspended` and
    `net-overtaken` for a case to be left out, `sent-stays` for those that are not, `credited-early` for one that the
    bank has paid already.
    """
    held_back = batch.released and not batch.cancelled and not batch.exported
    again = held_back and command.without and not command.declined
    if batch.status != "ordered" and not again:
        raise NotAllowed("batch-standing", batch=batch.batch, standing=batch.status)
    confirming(actor, Proposal(id=batch.batch, act="order-payment", by=batch.ordered_by), batch.authority)
    for application in command.without:
        if application not in batch.items:
            raise NoSuchThing("not-in-batch", batch=batch.batch, application=application)
    _nothing_unmatched(batch, command.without if again else batch.items)
    everything = command.declined or set(batch.items) <= set(command.without)
    _nothing_credited(batch, batch.items if everything else command.without)
    in_flight = [number for number in batch.items if batch.batch in cases[number].orders]
    dropped = [cases[number] for number in in_flight if everything or number in command.without]
    remaining = [cases[number] for number in in_flight if not everything and number not in command.without]
    stays = {item.application for item in sent.items if item.application in batch.items} if sent else set()
    if sent is not None and {case.number for case in remaining} != stays:
        names = ", ".join(sorted(stays))
        raise NotAllowed("sent-stays", batch=batch.batch, applications=names)
    for case in () if again else remaining:
        _releasable(case, case.orders[batch.batch], actor)
    undone = _undone(dropped, funds, batch.batch, actor.officer, today)
    if not dropped and (everything or again):
        raise NotAllowed("batch-standing", batch=batch.batch, standing=batch.status)
    numbers = tuple(case.number for case in dropped)
    dropped_fen = sum(case.orders[batch.batch].amount_fen for case in dropped)
    drawn = _totals([case.orders[batch.batch].drawn for case in dropped])
    if again:
        left_out = BatchItemsLeftOut(applications=numbers, amount_fen=dropped_fen, drawn=drawn)
        return {batch_stream(batch.batch): (left_out,), **undone}
    if everything:
        return {batch_stream(batch.batch): (BatchCancelled(amount_fen=batch.amount_fen),), **undone}
    about_run: list[Event] = []
    if dropped:
        about_run.append(BatchItemsDropped(applications=numbers, amount_fen=dropped_fen, drawn=drawn))
    about_run.append(BatchReleased(amount_fen=batch.amount_fen - dropped_fen))
    offsets, restored = offsets_of(batch, remaining, funds, actor.officer, today)
    released: dict[str, tuple[Event, ...]] = {
        application_stream(case.number): (
            f.PaymentReleased(batch=batch.batch, amount_fen=case.orders[batch.batch].amount_fen),
            *offsets.get(application_stream(case.number), ()),
        )
        for case in remaining
    }
    return {batch_stream(batch.batch): tuple(about_run), **released, **joined(undone, restored)}


def _less(amounts: Mapping[Due, int], netted_fen: int) -> dict[Due, int]:
    """What is left of it, when so much of what is owed back is kept."""
    left = {due: fen - netted_fen if due == OWED_BACK else fen for due, fen in amounts.items()}
    return {due: fen for due, fen in left.items() if fen}


def _nothing_unmatched(batch: Batch, applications: Iterable[str]) -> None:
    """What the bank moved before it was asked to is assigned first, by two people: it must not be paid twice."""
    for application in applications:
        if batch.of(application) and standing_of(batch, application).unmatched:
            raise NotAllowed("unmatched", batch=batch.batch, application=application)


def _nothing_credited(batch: Batch, applications: Iterable[str]) -> None:
    """What the bank has paid is not left out, whoever asked for it."""
    for application in applications:
        if batch.of(application) and standing_of(batch, application).paid_fen:
            raise NotAllowed("credited-early", batch=batch.batch, application=application)


def _releasable(case: Case, ordered: Order, actor: Actor) -> None:
    account_settled(case)
    if actor.officer in case.assessors:
        pays_what_they_decided(actor, ordered.amount_fen, case.number)
    if case.suspended:
        raise NotAllowed("suspended", application=case.number)
    held = next((due.line for due in ordered.amounts_fen if due != OWED_BACK and case.holds(due.line)), None)
    if held is not None:
        raise NotAllowed("objection", application=case.number, line=held)
    if ordered.amount_fen > still_owed(case, ordered):
        # A revision after the order made it too much: to be ordered anew.
        raise NotAllowed("order-too-much", application=case.number, batch=ordered.batch)


def _undone(
    cases: Sequence[Case], funds: Mapping[str, Fund], batch: str, by: str, today: date
) -> dict[str, tuple[Event, ...]]:
    """The orders of some cases, cancelled: nothing went to the bank."""
    orders = {case.number: case.orders[batch] for case in cases}
    undone: dict[str, tuple[Event, ...]] = {}
    for case in cases:
        order = orders[case.number]
        cancelled = f.PaymentCancelled(
            batch=batch,
            items=portions(order.amounts_fen),
            amount_fen=order.amount_fen,
            drawn=order.drawn,
            cancelled_on=today,
        )
        # A revision may have left nothing to be ordered again.
        undone[application_stream(case.number)] = with_consequences(case, (cancelled,), by)
    undrawn = {(draw.fund, today): draw.amount_fen for draw in _totals([order.drawn for order in orders.values()])}
    return {**undone, **cancelling(funds, undrawn, batch)}


def _orderable(case: Case, today: date) -> None:
    if case.status is Status.ON_PUBLIC_NOTICE and case.notice is not None and today < case.notice.payable_from:
        raise NotAllowed("notice-open", application=case.number, closes_on=case.notice.closes_on)
    if case.orders and not case.payable():
        raise NotAllowed("payment-in-flight", application=case.number, batch=next(iter(case.orders)))
    in_status(case, "order-payment", *(ORDERABLE if case.payable() else PAYING))
    if not case.payable():
        if any(item.open_fen > 0 and case.holds(due.line) for due, item in case.items.items()):
            raise NotAllowed("objection" if case.objections or case.sent_back else "notice-pending", **_held_line(case))
        raise NotAllowed("nothing-payable", application=case.number)
    if "other-account-holder" in case.unconfirmed:
        raise NotAllowed("account-unconfirmed", application=case.number)
    if case.account_doubtful:
        raise NotAllowed("account-doubtful", application=case.number)
    account_settled(case)
    unsure = next((batch for batch in case.in_doubt if batch not in case.orders), None)
    if unsure is not None:
        raise NotAllowed("bank-in-doubt", application=case.number, batch=unsure, since=case.in_doubt[unsure])


def _held_line(case: Case) -> dict[str, object]:
    line = min(due.line for due, item in case.items.items() if item.open_fen > 0 and case.holds(due.line))
    return {"application": case.number, "line": line}


def _totals(divided: Sequence[tuple[Draw, ...]]) -> tuple[Draw, ...]:
    totals: dict[tuple[str, str], int] = {}
    for draws in divided:
        for draw in draws:
            totals[draw.fund, draw.source] = totals.get((draw.fund, draw.source), 0) + draw.amount_fen
    return tuple(Draw(fund=fund, source=source, amount_fen=amount) for (fund, source), amount in totals.items())
