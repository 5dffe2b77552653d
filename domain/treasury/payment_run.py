"""拨付: ordering what is payable in some cases, and releasing or declining it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from types import MappingProxyType

from domain.application import events as f
from domain.application.decisions.consequences import case_after, with_consequences
from domain.application.decisions.given import account_settled, why_despite, why_shared
from domain.application.state.balances import Order
from domain.application.state.case import Case, application_stream
from domain.application.values import CLEARING, OWED_BACK, Draw, Sealed, portions
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
from domain.treasury.denied_credits import not_by_deniers
from domain.treasury.drawing import Spendable, drawing, held
from domain.treasury.fund import Fund, FundDrawn
from domain.treasury.fund_events import fund_stream
from domain.treasury.fund_returns import cancelling
from domain.treasury.giving_up import GivenUp
from domain.treasury.messages import PaidThrough
from domain.treasury.netting import netted, netted_fen, offsets_of, still_owing
from domain.treasury.ordering import (
    PaidItem,
    as_sent,
    divided,
    from_funds,
    held_back,
    orderable,
    payable_through,
    sent_through,
    small_enough,
)
from domain.treasury.overtaking import joined, still_owed
from domain.treasury.run_commands import ReleasePayment
from domain.treasury.run_standing import standing_of, unmatched_among
from domain.treasury.use_plans import within_plans


def order(
    batch: str,
    cases: Sequence[Case],
    funds: Mapping[str, Spendable],
    actor: Actor,
    today: date,
    sent: SentRun | None = None,
    *,
    paid_through: PaidThrough = PaidThrough.BANK,
    sharing: Mapping[str, Sequence[str]] = MappingProxyType({}),
    reasons: Mapping[str, Sealed] = MappingProxyType({}),
    owing: Mapping[str, Sequence[Use]] = MappingProxyType({}),
    despite: Mapping[str, Sealed] = MappingProxyType({}),
    net: bool = False,
) -> Decision:
    """Order what is payable in `cases`, of each from the `funds` under its number. What is owed back to a payee comes
    out of what was received from them, not out of a fund, and so through a bank.

    A run that was `sent` before a restore is ordered again as what the bank got, which nobody sends a second time.

    `sharing` are, by case, those of other applicants that are paid to the same account; `reasons` say why it is right.
    `owing` are, by case, the open demands of its payee; `despite` say why something is owed back all the same. With
    `net`, what is owed back is kept for demands of the same case, and the rest is ordered (`domain.treasury.netting`).

    Raises `NotAllowed`: `nothing-payable`, `owed-back-by-bank`, `notice-open`, `status`, `objection`,
    `account-unconfirmed`, `account-doubtful`, `account-shared`, `account-waits`, `bank-in-doubt`, `payee-owes`,
    `netted-in-full`, `owed-back-held`, `run-too-large`, `several-authorities`, `sent-otherwise`, and what `drawing`
    raises and, through the treasury, `use_plans.within`.
    Nothing is ordered when one of the cases cannot be.
    """
    through = paid_through if sent is None else sent_through(sent)
    small_enough(cases, sent)
    for case in cases:
        acting(actor, "order-payment", responsible(case, "order-payment"))
        orderable(case, today)
    shared = {case.number: why_shared(case, sharing.get(case.number, ()), reasons.get(case.number)) for case in cases}
    payers = {responsible(case, "order-payment") for case in cases}
    if len(payers) > 1:
        raise NotAllowed("several-authorities", authorities=", ".join(sorted(payers)))
    set_off = {case.number: netted(case) if net else () for case in cases}
    payable = [payable_through(case, through, netted_fen(set_off[case.number])) for case in cases]
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
    as_sent(batch, sent, {case.number: total for case, total in zip(cases, totals_fen, strict=True)})
    asked = [
        from_funds(case.number, funds[case.number], total - back, sent)
        for case, total, back in zip(cases, totals_fen, owed_back, strict=True)
    ]
    given = iter(drawing([one for of_case in asked for one in of_case], today))
    items: list[tuple[Case, PaidItem]] = []
    for case, amounts, back, of_case in zip(cases, payable, owed_back, asked, strict=True):
        draws = (draw for drawn in islice(given, len(of_case)) for draw in drawn)
        items += [(case, item) for item in divided(through, amounts, (*held(back), *draws))]
    run = BatchOrdered(
        batch=batch,
        authority=payers.pop(),
        paid_through=through,
        items=tuple(
            BankItem(
                application=case.number,
                fund=item.fund,
                amount_fen=item.amount_fen,
                account=case.account.account,
                shared_account=shared[case.number],
                despite_demands=in_spite[case.number],
            )
            for case, item in items
        ),
        amount_fen=sum(item.amount_fen for _, item in items),
        drawn=_totals([item.drawn for _, item in items]),
        netted=tuple(part for parts in set_off.values() for part in parts),
    )
    if through is PaidThrough.TREASURY and sent is None:  # What went out before a restore is no new use.
        spendable = (fund for own in funds.values() for fund in own.funds)
        within_plans({fund.fund: fund for fund in spendable}, run.drawn, today)
    events: dict[str, tuple[Event, ...]] = {batch_stream(batch): (run,)}
    for case, item in items:
        ordered = f.PaymentOrdered(
            batch=batch,
            fund=item.fund,
            items=portions(item.amounts_fen),
            amount_fen=item.amount_fen,
            drawn=item.drawn,
            account=case.account.account,
        )
        stream = application_stream(case.number)
        events[stream] = (*events.get(stream, ()), ordered)
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

    Raises `NotPermitted`: `own-proposal` for the officer who ordered, `denied-it` as `not_by_deniers`, and for one who
    assessed or approved a case of the run `assessed-it`, or under an exception `exception-ceiling`; `NotAllowed`:
    `objection`, `suspended` and `net-overtaken` for a case to be left out, `sent-stays` for those that are not,
    `credited-early` where nothing is in flight since the bank has paid all of it already. Of what it has paid a part
    of, the rest is cancelled.
    """
    held_back = batch.released and not batch.cancelled and not batch.exported
    again = held_back and command.without and not command.declined
    if batch.status != "ordered" and not again:
        raise NotAllowed("batch-standing", batch=batch.batch, standing=batch.status)
    confirming(actor, Proposal(id=batch.batch, act="order-payment", by=batch.ordered_by), batch.authority)
    for application in command.without:
        if application not in batch.applications:
            raise NoSuchThing("not-in-batch", batch=batch.batch, application=application)
    _nothing_unmatched(batch, command.without if again else batch.applications)
    everything = command.declined or set(batch.applications) <= set(command.without)
    in_flight = [number for number in batch.applications if cases[number].orders_of(batch.batch)]
    _not_all_credited(batch, in_flight, command.without if not everything else () if in_flight else batch.applications)
    dropped = [cases[number] for number in in_flight if everything or number in command.without]
    remaining = [cases[number] for number in in_flight if not everything and number not in command.without]
    stays = {item.application for item in sent.items}.intersection(batch.applications) if sent else set()
    if sent is not None and {case.number for case in remaining} != stays:
        names = ", ".join(sorted(stays))
        raise NotAllowed("sent-stays", batch=batch.batch, applications=names)
    not_by_deniers(() if again else remaining, actor)
    for case in () if again else remaining:
        _releasable(case, case.orders_of(batch.batch), actor)
        _owed_back_still(case, batch)
    undone = _undone(dropped, funds, batch.batch, actor.officer, today)
    if not dropped and (everything or again):
        raise NotAllowed("batch-standing", batch=batch.batch, standing=batch.status)
    numbers = tuple(case.number for case in dropped)
    undone_orders = [order for case in dropped for order in case.orders_of(batch.batch)]
    dropped_fen = sum(order.amount_fen for order in undone_orders)
    drawn = _totals([order.drawn for order in undone_orders])
    if again:
        left_out = BatchItemsLeftOut(applications=numbers, amount_fen=dropped_fen, drawn=drawn)
        return {batch_stream(batch.batch): (left_out,), **undone}
    if everything:
        return {batch_stream(batch.batch): (BatchCancelled(amount_fen=dropped_fen),), **undone}
    about_run: list[Event] = []
    if dropped:
        about_run.append(BatchItemsDropped(applications=numbers, amount_fen=dropped_fen, drawn=drawn))
    paid_early = [cases[number] for number in batch.applications if number not in in_flight]
    parts, offsets, restored = offsets_of(batch, (*remaining, *paid_early), funds, actor.officer, today)
    about_run.append(BatchReleased(amount_fen=batch.amount_fen - dropped_fen, netted=parts))
    released: dict[str, tuple[Event, ...]] = {
        application_stream(case.number): (
            *(
                f.PaymentReleased(batch=batch.batch, fund=order.fund, amount_fen=order.amount_fen)
                for order in case.orders_of(batch.batch)
            ),
            *offsets.get(application_stream(case.number), ()),
        )
        for case in remaining
    }
    return {batch_stream(batch.batch): tuple(about_run), **offsets, **released, **joined(undone, restored)}


def _nothing_unmatched(batch: Batch, applications: Iterable[str]) -> None:
    """What the bank moved before it was asked to is assigned first, by two people: it must not be paid twice."""
    for one in unmatched_among(batch, applications):
        raise NotAllowed("unmatched", batch=batch.batch, application=one.application)


def _not_all_credited(batch: Batch, in_flight: Sequence[str], applications: Iterable[str]) -> None:
    """What the bank has paid stays paid, whoever leaves it out; what is in flight beside it can be dropped."""
    for application in applications:
        if application not in in_flight and any(standing_of(batch, key).paid_fen for key in batch.keys_of(application)):
            raise NotAllowed("credited-early", batch=batch.batch, application=application)


def _releasable(case: Case, orders: Sequence[Order], actor: Actor) -> None:
    account_settled(case)
    if actor.officer in case.assessors:
        pays_what_they_decided(actor, sum(order.amount_fen for order in orders), case.number)
    if case.suspended:
        raise NotAllowed("suspended", application=case.number)
    for ordered in orders:
        held = next((due.line for due in ordered.amounts_fen if due != OWED_BACK and case.holds(due.line)), None)
        if held is not None:
            raise held_back(case, held)
        if ordered.amount_fen > still_owed(case, ordered):
            # A revision after the order made it too much: to be ordered anew.
            raise NotAllowed("order-too-much", application=case.number, batch=ordered.batch)


def _owed_back_still(case: Case, batch: Batch) -> None:
    """What the payee has come to owe in the case since the order, whether it is demanded or not."""
    back_fen = sum(order.amounts_fen.get(OWED_BACK, 0) for order in case.orders_of(batch.batch))
    in_spite = any(item.despite_demands for key in batch.keys_of(case.number) if (item := batch.items.get(key)))
    netted_part_fen = netted_fen(part for part in batch.netted if part.application == case.number)
    if back_fen and not in_spite and case.owed_back.open_fen < case.collectable_fen - netted_part_fen:
        raise NotAllowed("order-too-much", application=case.number, batch=batch.batch)


def _undone(
    cases: Sequence[Case], funds: Mapping[str, Fund], batch: str, by: str, today: date
) -> dict[str, tuple[Event, ...]]:
    """The orders of some cases, cancelled: nothing went to the bank."""
    undone: dict[str, tuple[Event, ...]] = {}
    given_up = GivenUp()
    for case in cases:
        cancelled = tuple(
            f.PaymentCancelled(
                batch=batch,
                fund=order.fund,
                items=portions(order.amounts_fen),
                amount_fen=order.amount_fen,
                drawn=order.drawn,
                cancelled_on=today,
            )
            for order in case.orders_of(batch)
        )
        # A revision may have left nothing to be ordered again.
        undone[application_stream(case.number)] = with_consequences(case, cancelled, by)
        drawn = [draw for order in case.orders_of(batch) for draw in order.drawn]
        given_up.add(case, case_after(case, cancelled, by), drawn, today)
    return {**undone, **cancelling(funds, given_up.owed, batch, given_up.rest)}


def _totals(divided: Sequence[tuple[Draw, ...]]) -> tuple[Draw, ...]:
    totals: dict[tuple[str, str], int] = {}
    for draws in divided:
        for draw in draws:
            totals[draw.fund, draw.source] = totals.get((draw.fund, draw.source), 0) + draw.amount_fen
    return tuple(Draw(fund=fund, source=source, amount_fen=amount) for (fund, source), amount in totals.items())
