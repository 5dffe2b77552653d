"""What finance does: payment runs, and what the bank says of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.application.status import PAYING
from domain.treasury.bank_reply import reply_of
from domain.treasury.batch import Batch
from domain.treasury.messages import BankMessage
from domain.treasury.run_commands import ConfirmForRun, OrderPayment, RecordBankReply, ReleasePayment
from tests.domain.bank_messages import a_credit, a_failure, a_reply, a_return
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
    if kind < 0.3 or not batches:
        _order(town)
    elif kind < 0.4:
        _return(town)
    else:
        batch = town.chance.choice(batches)
        if batch.status == "ordered":
            _release(town, batch)
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
            town.do(OrderPayment(applications=tuple(chosen)), ANN)


def _release(town: Town, batch: Batch) -> None:
    held = [
        number
        for number in batch.items
        if town.chance.random() < 0.1 or town.office.cases[number].suspended or town.office.cases[number].objections
    ]
    declined = town.chance.random() < 0.2
    town.do(ReleasePayment(batch=batch.batch, declined=declined, without=() if declined else tuple(held)), CY)


def _answer(town: Town, batch: Batch) -> None:
    """What was credited as ordered apart from everything else, as an import tells it, or all in one."""
    asked = {name for opened in batch.proposals.waiting.values() for name in reply_of("", opened.event).applications}
    open_items = [item for number, item in batch.items.items() if number not in {*batch.credited, *batch.failed}]
    credited: list[BankMessage] = []
    differing: list[BankMessage] = []
    failed: list[BankMessage] = []
    for item in town.chance.sample(open_items, town.chance.randint(0, len(open_items))):
        if item.application in asked and town.chance.random() < 0.9:
            continue
        # The bank's value date lies before the day of recording as often as not.
        day = town.today - timedelta(days=town.chance.randint(0, (town.today - batch.ordered_on).days))
        kind = town.chance.random()
        if kind < 0.1:
            failed.append(a_failure(application=item.application, failed_on=day, reason="s"))
            continue
        amount_fen = item.amount_fen
        if kind < 0.2:
            amount_fen = town.chance.randint(1, amount_fen)
        elif kind < 0.3:
            amount_fen += town.chance.randint(1, 50_000)
        told = credited if amount_fen == item.amount_fen else differing
        reference = f"bank-{batch.batch}-{item.application}"
        told.append(a_credit(application=item.application, amount_fen=amount_fen, value_on=day, reference=reference))
    if town.chance.random() < 0.2:
        _tell(town, a_reply(batch=batch.batch, credited=(*credited, *differing), failed=tuple(failed)))
    else:
        _tell(town, a_reply(batch=batch.batch, credited=tuple(credited)))
        _tell(town, a_reply(batch=batch.batch, credited=tuple(differing), failed=tuple(failed)))


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
    paid = [(batch, number) for batch in town.office.batches.values() for number in batch.credited]
    if not paid:
        return
    batch, number = town.chance.choice(paid)
    left_fen = town.office.cases[number].payments[batch.batch].credited_fen
    if left_fen:
        item = a_return(
            application=number,
            amount_fen=town.chance.choice((left_fen, town.chance.randint(1, left_fen))),
            returned_on=town.today,
            reference=f"back-{len(town.minutes)}",
            reason="s",
        )
        _tell(town, a_reply(batch=batch.batch, returned=(item,)))
