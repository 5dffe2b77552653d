"""What finance does: payment runs, and what the bank says of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.application.payment_key import payment_key
from domain.application.status import PAYING
from domain.application.values import BANK_ERROR, UNMATCHED, Draw
from domain.base import replace
from domain.treasury.bank_reply import concerned
from domain.treasury.batch import Batch
from domain.treasury.messages import Assignment, AssignTo, BankMessage, Correction, MessageKind, PaidThrough
from domain.treasury.run_commands import (
    AssignClearing,
    ConfirmForRun,
    CorrectReply,
    OrderPayment,
    RecordBankReply,
    ReleasePayment,
)
from domain.treasury.run_standing import standing_of
from tests.domain.bank_messages import a_credit, a_failure, a_reply, a_return, unknown
from tests.domain.sample_cases import exported
from tests.projections.random_acts import ANN, BO, CY

if TYPE_CHECKING:
    from tests.projections.random_histories import Town


def work(town: Town) -> None:
    kind = town.chance.random()
    runs = [*town.office.batches.values()]
    asking = [run for run in runs if run.proposals.waiting]
    if asking and town.chance.random() < 0.5:
        _confirm(town, town.chance.choice(asking))
        return
    batches = [batch for batch in runs if batch.status not in ("cancelled", "credited")]
    told = [run for run in runs if run.messages]
    if kind < 0.3 or not batches:
        _order(town)
    elif kind < 0.4:
        _return(town)
    elif kind < 0.5 and told:
        _put_right(town, town.chance.choice(told))
    else:
        batch = town.chance.choice(batches if town.chance.random() < 0.9 else runs)
        if batch.status == "ordered" and town.chance.random() < 0.9:
            _release(town, batch)
        elif batch.released and not batch.exported and town.chance.random() < 0.9:
            town.do(exported(batch.batch, _to_be_sent_fen(town, batch)), BO)
        else:
            _answer(town, batch)


def _order(town: Town) -> None:
    ready = [case for case in town.office.cases.values() if case.status in PAYING and case.payable()]
    if ready:
        authority = town.chance.choice(ready).authority
        # A case whose account is doubtful would hold up the others.
        mine = [case.number for case in ready if case.authority == authority and not case.account_doubtful]
        if mine:
            chosen = town.chance.sample(mine, town.chance.randint(1, len(mine)))
            through = town.chance.choice((PaidThrough.BANK, PaidThrough.TREASURY))
            town.do(OrderPayment(applications=tuple(chosen), paid_through=through), ANN)


def _release(town: Town, batch: Batch) -> None:
    held = [
        number
        for number in batch.applications
        if town.chance.random() < 0.1 or town.office.cases[number].suspended or town.office.cases[number].objections
    ]
    declined = town.chance.random() < 0.2
    town.do(ReleasePayment(batch=batch.batch, declined=declined, without=() if declined else tuple(held)), CY)


def _to_be_sent_fen(town: Town, batch: Batch) -> int:
    cases = (town.office.cases[number] for number in batch.applications)
    return sum(order.amount_fen for case in cases for order in case.orders_of(batch.batch))


def _answer(town: Town, batch: Batch) -> None:
    """What was credited as ordered apart from everything else, as an import tells it, or all in one."""
    asked = {name for opened in batch.proposals.waiting.values() for name in concerned(opened.event)}
    ordered = {**batch.items, **batch.left_out}
    final = {message.item for message in batch.messages if message.kind is not MessageKind.UNKNOWN}
    open_items = [item for key, item in ordered.items() if key not in final or town.chance.random() < 0.2]
    plain: list[BankMessage] = []
    differing: list[BankMessage] = []
    for item in town.chance.sample(open_items, town.chance.randint(0, len(open_items))):
        if item.key in asked and town.chance.random() < 0.9:
            continue
        # The bank's value date lies before the day of recording as often as not.
        day = town.today - timedelta(days=town.chance.randint(0, (town.today - batch.ordered_on).days))
        kind, number = town.chance.random(), item.application
        if kind < 0.15:
            failure = a_failure(application=number, failed_on=day, reason="s", of_account=kind < 0.05)
            message = failure if kind < 0.12 else unknown(application=number, on=day)
            differing.append(replace(message, fund=item.fund))
            continue
        whole_fen = amount_fen = standing_of(batch, item.key).in_flight_fen or item.amount_fen
        if kind < 0.25:
            amount_fen = town.chance.randint(1, amount_fen)
        elif kind < 0.35:
            amount_fen += town.chance.randint(1, 50_000)
        told = plain if amount_fen == whole_fen else differing
        # The treasury may have one number for all that it paid a case.
        reference = f"bank-{batch.batch}-{number}-{len(batch.of(item.key))}"
        message = a_credit(application=number, amount_fen=amount_fen, value_on=day, reference=reference)
        told.append(replace(message, fund=item.fund))
    if town.chance.random() < 0.2:
        _tell(town, RecordBankReply(batch=batch.batch, messages=(*plain, *differing)))
    else:
        _tell(town, RecordBankReply(batch=batch.batch, messages=tuple(plain)))
        _tell(town, RecordBankReply(batch=batch.batch, messages=tuple(differing)))


def _put_right(town: Town, batch: Batch) -> None:
    """What was recorded wrongly, and what no order is behind."""
    recorded = town.chance.choice(batch.messages)
    number = recorded.application
    unmatched = standing_of(batch, recorded.item).unmatched
    payment = town.office.cases[number].payments.get(payment_key(batch.batch, recorded.fund))
    if unmatched and town.chance.random() < 0.7:
        key, fen = town.chance.choice([*unmatched.items()])
        to = town.chance.choice((AssignTo.PAYMENT, AssignTo.BANK))
        assignment = Assignment(
            application=number, fund=recorded.fund, to=to, amount_fen=fen, document="s", message=key
        )
    elif payment and (draw := next((d for d in payment.drawn if d.fund in (UNMATCHED, BANK_ERROR)), None)):
        fund = town.chance.choice([*town.office.funds])
        amount_fen = town.chance.randint(1, draw.amount_fen)
        assignment = Assignment(
            application=number,
            fund=recorded.fund,
            to=AssignTo.FUND,
            amount_fen=amount_fen,
            document="s",
            draw_on=fund,
        )
    elif payment and (own := _replaceable(town, batch, payment.drawn)):
        assignment = replace(own, application=number, fund=recorded.fund)
    else:
        instead = town.chance.choice((
            None,
            replace(recorded, value_on=town.today),
            replace(recorded, reference="other"),
            replace(recorded, amount_fen=recorded.amount_fen * 2 // 3),
        ))  # fmt: skip
        correction = Correction(recorded=recorded, instead=instead)
        town.do(CorrectReply(batch=batch.batch, corrections=(correction,), reasons={}), town.chance.choice((BO, CY)))
        return
    town.do(AssignClearing(batch=batch.batch, assignment=assignment), town.chance.choice((BO, CY)))


def _tell(town: Town, reply: RecordBankReply) -> None:
    """By whoever did not order the run."""
    town.do(reply, town.chance.choice((BO, CY)))


def _confirm(town: Town, batch: Batch) -> None:
    """What the bank did otherwise, by one of the three; nobody confirms what they told."""
    proposal = town.chance.choice([*batch.proposals.waiting])
    declined = town.chance.random() < 0.15
    town.do(
        ConfirmForRun(batch=batch.batch, proposal=proposal, declined=declined), town.chance.choice((ANN, ANN, BO, CY))
    )


def _return(town: Town) -> None:
    paid = [
        (batch, item)
        for batch in town.office.batches.values()
        for item in dict.fromkeys(message.item for message in batch.messages if message.kind is MessageKind.CREDITED)
        if payment_key(batch.batch, item.fund) in town.office.cases[item.application].payments
    ]
    if not paid:
        return
    batch, item = town.chance.choice(paid)
    left_fen = town.office.cases[item.application].payments[payment_key(batch.batch, item.fund)].credited_fen
    if left_fen:
        message = a_return(
            application=item.application,
            amount_fen=town.chance.choice((left_fen, town.chance.randint(1, left_fen))),
            returned_on=town.today,
            reference=f"back-{len(town.minutes)}",
            reason="s",
        )
        _tell(town, a_reply(batch=batch.batch, returned=(replace(message, fund=item.fund),)))


def _replaceable(town: Town, batch: Batch, drawn: Sequence[Draw]) -> Assignment | None:
    """Own money that an allotment may replace, and of that a little more at times."""
    funds = town.office.funds
    allotted = [fund.fund for fund in funds.values() if fund.allotment and fund.holder == batch.authority]
    own = [draw for draw in drawn if draw.fund in funds and not funds[draw.fund].allotment]
    if not allotted or not own:
        return None
    draw = town.chance.choice(own)
    return Assignment(
        application="",
        fund=None,
        to=AssignTo.ALLOTMENT,
        amount_fen=town.chance.randint(1, draw.amount_fen + 1_00),
        document="s",
        draw_on=town.chance.choice(allotted),
        out_of=draw.fund,
    )
