"""What messages of the bank do: to their cases, and to the funds that pay them.

What the bank did is a fact, also where it makes a case overpaid: it is recorded, and seen, and demanded back. Each item
is brought from what its messages came to before to what they come to now. ADR 0027, ADR 0063.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.application import events as f
from domain.application.decisions.consequences import case_after
from domain.application.payment_key import payment_key
from domain.application.state.balances import Order, Payment, drawn_first, first_of, restoring
from domain.application.state.case import Case
from domain.application.values import UNMATCHED, Credit, Draw, Due, portions
from domain.base import Struct
from domain.treasury.batch import Batch
from domain.treasury.messages import BankMessage, ItemKey, MessageKey, MessageKind
from domain.treasury.run_standing import standing_of
from domain.treasury.standing import Standing
from domain.treasury.written import Written


def bring(
    written: Written, item: ItemKey, before: Batch, after: Batch, renamed: Mapping[MessageKey, BankMessage]
) -> None:
    """Bring a case from what the bank had said of an item of it to what it has said now. First what was recorded
    wrongly is taken back. `renamed` are credits of which only the day or the reference was recorded wrongly.
    """
    paid = ItemOfCase(application=item.application, batch=before.batch, fund=item.fund)
    old, new = before.answers.get(item, {}), after.answers.get(item, {})
    was, now = standing_of(before, item), standing_of(after, item)
    was_credited = {(renamed[key].key if key in renamed else key): fen for key, fen in was.credited_fen.items()}
    for key, message in renamed.items():
        if key.item == item and key in was.credited_fen:
            _redate(written, paid, was, message, old[key])
    # What is taken back of the credits cannot have been returned meanwhile: that comes after the credits again.
    stays_fen = sum(min(fen, now.credited_fen.get(key, 0)) for key, fen in was_credited.items())
    was_returned: dict[MessageKey, int] = {}
    for key, fen in was.returned_fen.items():
        unchanged_fen = min(fen, now.returned_fen.get(key, 0)) if old[key] == new.get(key) else 0
        was_returned[key] = min(unchanged_fen, stays_fen)
        stays_fen -= was_returned[key]
        if fen > was_returned[key]:
            _unreturn(written, paid, old[key], fen - was_returned[key])
    told = {**old, **{message.key: message for message in renamed.values()}}
    for key, fen in was_credited.items():
        if (less_fen := fen - now.credited_fen.get(key, 0)) > 0:
            _uncredit(written, paid, told[key], less_fen)
    for key, fen in now.credited_fen.items():
        if (more_fen := fen - was_credited.get(key, 0)) > 0:
            _credit(written, paid, new[key], more_fen)
    _in_flight(written, paid, now, after.of(item) or before.of(item))
    for key, fen in now.returned_fen.items():
        if (more_fen := fen - was_returned.get(key, 0)) > 0:
            _return(written, paid, new[key], more_fen)
    if written.cases[paid.application].in_doubt.get(paid.key) != now.in_doubt:
        in_doubt = f.PaymentInDoubt(batch=paid.batch, fund=paid.fund, since=now.in_doubt)
        written.write(written.cases[paid.application], in_doubt)


class ItemOfCase(Struct):
    """An item of a run, as its case has it."""

    application: str
    batch: str
    fund: str | None

    @property
    def key(self) -> str:
        return payment_key(self.batch, self.fund)


def _redate(written: Written, paid: ItemOfCase, was: Standing, instead: BankMessage, recorded: BankMessage) -> None:
    """Nothing moves but the day and the reference. `drawn` is left out where some of it has come back since."""
    case = written.cases[paid.application]
    payment = case.payments[paid.key]
    earlier_fen, amount_fen = 0, was.credited_fen[recorded.key]
    for key, fen in was.credited_fen.items():
        if key == recorded.key:
            break
        earlier_fen += fen
    upto_fen = earlier_fen + amount_fen
    earlier = first_of(payment.amounts_fen, earlier_fen)
    amounts = {due: fen - earlier.get(due, 0) for due, fen in first_of(payment.amounts_fen, upto_fen).items()}
    whole = sum(draw.amount_fen for draw in payment.drawn) == payment.amount_fen
    drawn = restoring(drawn_first(payment.drawn, upto_fen), amount_fen) if whole else ()
    happened = f.PaymentRedated(
        batch=paid.batch,
        fund=paid.fund,
        items=portions(amounts),
        amount_fen=amount_fen,
        drawn=tuple(reversed(drawn)),
        recorded_on=recorded.value_on,
        recorded_reference=recorded.reference,
        value_on=instead.value_on,
        reference=instead.reference,
    )
    written.write(case, happened)


def _credit(written: Written, paid: ItemOfCase, message: BankMessage, amount_fen: int) -> None:
    """What is in flight arrives first, then what was thought to have come to nothing, and the rest is excess."""
    case = written.cases[paid.application]
    in_flight = case.orders.get(paid.key)
    late_fen = amount_fen - (in_flight.amount_fen if in_flight else 0)
    if late_fen > 0 and paid.key in case.lapsed:
        _reinstate(written, case, paid, min(late_fen, case.lapsed[paid.key].amount_fen), message.value_on)
        case = written.cases[paid.application]
    order = case.orders.get(paid.key)
    amounts, drawn = _as_credited(case, order, amount_fen)
    credit = Credit(
        batch=paid.batch,
        fund=paid.fund,
        items=portions(amounts),
        amount_fen=amount_fen,
        drawn=drawn,
        value_on=message.value_on,
        reference=message.reference,
    )
    partly = f.ApplicationPartiallyPaid(credit=credit)
    settled = case_after(case, (partly,), written.actor).settled_once()
    written.write(case, f.ApplicationSettled(credit=credit) if settled else partly)


def _as_credited(case: Case, order: Order | None, amount_fen: int) -> tuple[dict[Due, int], tuple[Draw, ...]]:
    """Less than is in flight pays the first instalments; more is the bank's error, and stands with the last line."""
    ordered_fen = order.amount_fen if order is not None else 0
    arrived = order.first(min(amount_fen, ordered_fen)) if order is not None else None
    amounts = dict(arrived.amounts_fen) if arrived is not None else {}
    drawn = arrived.drawn if arrived is not None else ()
    excess_fen = amount_fen - ordered_fen
    if excess_fen <= 0:
        return amounts, drawn
    last = max((due for due in (*amounts, *case.items)), default=Due(1, 1))
    amounts[last] = amounts.get(last, 0) + excess_fen
    return amounts, (*drawn, Draw(fund=UNMATCHED, source=UNMATCHED, amount_fen=excess_fen))


def _reinstate(written: Written, case: Case, paid: ItemOfCase, amount_fen: int, value_on: date) -> None:
    lapsed = case.lapsed[paid.key]
    again = lapsed.first(amount_fen)
    # Until it was given up the order itself had drawn it.
    value_on = max(value_on, lapsed.given_up_on or value_on)
    reinstated = f.PaymentReinstated(
        batch=paid.batch,
        fund=paid.fund,
        items=portions(again.amounts_fen),
        amount_fen=amount_fen,
        drawn=written.late(again.drawn, value_on),
        value_on=value_on,
    )
    written.write(case, reinstated)


def _in_flight(written: Written, paid: ItemOfCase, after: Standing, messages: Sequence[BankMessage]) -> None:
    """What the bank said it did not carry out comes to nothing; where it said nothing of the kind, it is in flight."""
    case = written.cases[paid.application]
    order = case.orders.get(paid.key)
    now_fen = order.amount_fen if order is not None else 0
    if after.in_flight_fen > now_fen:
        # Only what was recorded wrongly of the bank comes back so, on the day on which the order was made.
        value_on = min(message.value_on for message in messages)
        _reinstate(written, case, paid, after.in_flight_fen - now_fen, value_on)
    elif order is not None and after.in_flight_fen < now_fen:
        message = _why(messages)
        failed = f.PaymentFailed(
            batch=paid.batch,
            fund=paid.fund,
            items=portions(order.amounts_fen),
            amount_fen=order.amount_fen,
            drawn=order.drawn,
            failed_on=message.value_on,
            reference=message.reference,
            reason=message.reason,
            account_at_fault=message.account_at_fault,
        )
        written.undrawn.add(case, written.write(case, failed), order.drawn, message.value_on)


def _why(messages: Sequence[BankMessage]) -> BankMessage:
    """The message by which an item came to nothing: that it failed or, without such, that it was returned."""
    failed = [message for message in messages if message.kind is MessageKind.FAILED]
    return (failed or [message for message in messages if message.kind is MessageKind.RETURNED])[-1]


def _return(written: Written, paid: ItemOfCase, message: BankMessage, amount_fen: int) -> None:
    case = written.cases[paid.application]
    amounts, undone, restored = _gone_back(case.payments[paid.key], amount_fen)
    returned = f.PaymentReturned(
        batch=paid.batch,
        fund=paid.fund,
        items=portions(amounts),
        amount_fen=amount_fen,
        restored=restored,
        undone=portions(undone),
        owed_back_fen=sum(undone.values()),
        returned_on=message.value_on,
        reference=message.reference,
        reason=message.reason,
        account_at_fault=message.account_at_fault,
    )
    after = written.write(case, returned)
    written.restored.add(case, after, restored[::-1], message.value_on)


def _uncredit(written: Written, paid: ItemOfCase, message: BankMessage, amount_fen: int) -> None:
    case = written.cases[paid.application]
    amounts, undone, restored = _gone_back(case.payments[paid.key], amount_fen)
    reversed_ = f.PaymentReversed(
        batch=paid.batch,
        fund=paid.fund,
        items=portions(amounts),
        amount_fen=amount_fen,
        restored=restored,
        undone=portions(undone),
        owed_back_fen=sum(undone.values()),
        value_on=message.value_on,
        reference=message.reference,
        denied_by=written.denied_by,
    )
    written.undrawn.add(case, written.write(case, reversed_), restored[::-1], message.value_on)


def _unreturn(written: Written, paid: ItemOfCase, message: BankMessage, amount_fen: int) -> None:
    """What had come back was with the payee all the time. What of it was ordered again meanwhile is paid twice then."""
    case = written.cases[paid.application]
    payment = case.payments[paid.key]
    amounts = first_of(payment.returned_fen, amount_fen)
    lapsed = case.lapsed.get(paid.key)
    lapsed_fen = lapsed.amount_fen if lapsed is not None else 0
    owed_back_fen = min(amount_fen, payment.undone_fen, max(0, case.owed_back.open_fen))
    again_fen = min(amount_fen - owed_back_fen, lapsed_fen)
    undone_fen = min(owed_back_fen, lapsed_fen - again_fen)
    undone = first_of(amounts, undone_fen)
    drawn: tuple[Draw, ...] = ()
    drawn_on = message.value_on
    if lapsed is not None and again_fen:
        drawn_on = max(drawn_on, lapsed.given_up_on or drawn_on)
        drawn = written.late(lapsed.first(again_fen).drawn, drawn_on)
    beyond_fen = amount_fen - undone_fen - again_fen
    if beyond_fen:
        drawn = (*drawn, Draw(fund=UNMATCHED, source=UNMATCHED, amount_fen=beyond_fen))
    happened = f.ReturnReversed(
        batch=paid.batch,
        fund=paid.fund,
        items=portions(amounts),
        amount_fen=amount_fen,
        drawn=drawn,
        undone=portions(undone),
        owed_back_fen=undone_fen,
        drawn_on=drawn_on,
        reference=message.reference,
    )
    written.write(case, happened)


def _gone_back(payment: Payment, amount_fen: int) -> tuple[dict[Due, int], dict[Due, int], tuple[Draw, ...]]:
    """Of which instalments money came back, the last first; what of it the payee had paid back already, so that it is
    owed back to them; and which funds get the rest.
    """
    amounts: dict[Due, int] = {}
    undone: dict[Due, int] = {}
    left_fen = amount_fen
    for due in sorted(payment.amounts_fen, reverse=True):
        credited_fen = payment.amounts_fen[due] - payment.returned_fen.get(due, 0)
        amounts[due] = min(left_fen, credited_fen)
        undone[due] = max(0, amounts[due] - payment.left_fen(due))
        left_fen -= amounts[due]
    return amounts, undone, restoring(payment.drawn, amount_fen - sum(undone.values()))
