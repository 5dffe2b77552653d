"""The sheet of a demand: its ground, what it takes back, its status, and what is still open of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated

from domain.application import events as f
from domain.application.decisions.demands import Owing
from domain.application.state import proceedings
from domain.application.state.balances import Recovery
from domain.application.state.case import Case
from domain.application.values import PlannedPart, Restored, amounts_of
from domain.base import Decision, Event
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, ordered
from presentation.words.amounts import amount_in_words
from presentation.words.phrases import terms
from store.line.envelope import Recorded


class PartOfPlan(Row):
    """A part of a plan to pay back, in fen, and by when it is due."""

    due_on: Annotated[date, Heading(N_("Due by"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]


class Receipt(Row):
    """What came in for a demand, in fen, under the bank's number of the movement."""

    reference: str
    amount_fen: int
    received_on: date


class RestoredDraw(Row):
    """What goes back to a fund, in fen."""

    fund: str
    source: str
    amount_fen: int


class RestoredPayment(Row):
    """What is taken back of one payment, in fen, and to which funds it goes back."""

    batch: Annotated[str, Heading(N_("Payment"), Kind.NAME)]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    computation: Annotated[str, Heading(N_("Computation"), Kind.NAME)]
    funds: Annotated[str, Heading(N_("Goes back to"))]
    drawn: tuple[RestoredDraw, ...]


class Demand(Row):
    """A demand, in fen; `payments` are those that it takes back, and `restored` what came in by which way."""

    recovery: Annotated[str, Heading(N_("Demand"), Kind.NAME)]
    ground: Annotated[str, Heading(N_("Ground"), Kind.LABEL)]
    basis: Annotated[str, Heading(N_("Basis"))]
    standing: Annotated[str, Heading(N_("Standing"), Kind.LABEL)]
    demanded_fen: Annotated[int, Heading(N_("Demanded (yuan)"))]
    reduced_fen: Annotated[int, Heading(N_("Reduced (yuan)"), minor=True)]
    received_fen: Annotated[int, Heading(N_("Received (yuan)"))]
    written_off_fen: Annotated[int, Heading(N_("Written off (yuan)"), minor=True)]
    open_fen: Annotated[int, Heading(N_("Open (yuan)"))]
    notified_fen: Annotated[int, Heading(N_("Notified (yuan)"), minor=True)]
    notice_served_on: Annotated[date | None, Heading(N_("Notice served on"), minor=True)]
    statement_until: Annotated[date | None, Heading(N_("Statement until"), minor=True)]
    statement_on: Annotated[date | None, Heading(N_("Statement received on"), minor=True)]
    served_on: Annotated[date | None, Heading(N_("Served on"), minor=True)]
    due_on: Annotated[date | None, Heading(N_("Due by"))]
    remedies_until: Annotated[date | None, Heading(N_("Review and suit until"), minor=True)]
    reminder_until: Annotated[date | None, Heading(N_("Reminder until"), minor=True)]
    court_from: Annotated[date | None, Heading(N_("Court from"), minor=True)]
    court_until: Annotated[date | None, Heading(N_("Court until"), minor=True)]
    plan: tuple[PartOfPlan, ...]
    referred_to: str | None
    receipts: tuple[Receipt, ...]
    payments: tuple[RestoredPayment, ...]
    restored: tuple[RestoredPayment, ...]


COLUMNS = ordered(
    Demand,
    *("recovery", "standing", "ground", "basis", "demanded_fen", "received_fen", "reduced_fen", "written_off_fen"),
    *("open_fen", "served_on", "due_on"),
)
PAYMENTS = ordered(RestoredPayment, "batch", "computation", "amount_fen", "funds")


def demand_row(recovery: Recovery, recorded: Iterable[Recorded] = ()) -> Demand:
    """A demand; with the events of its case, also what it takes back, and what came in by which way."""
    events = [one.event for one in recorded if getattr(one.event, "recovery", None) == recovery.recovery]
    demanded = (event.payments for event in events if isinstance(event, f.RecoveryDemanded))
    received = (event.restored for event in _came_back(events))
    return Demand(
        recovery=recovery.recovery,
        ground=recovery.ground,
        basis=recovery.basis,
        standing=recovery.status,
        demanded_fen=recovery.demanded_fen,
        reduced_fen=recovery.reduced_fen,
        received_fen=recovery.received_fen,
        written_off_fen=recovery.written_off_fen,
        open_fen=recovery.open_fen,
        notified_fen=recovery.notified_fen,
        notice_served_on=recovery.notice_served_on,
        statement_until=proceedings.statement_until(recovery),
        statement_on=recovery.statement_on,
        served_on=recovery.served_on,
        due_on=recovery.due_on,
        remedies_until=proceedings.remedies_until(recovery),
        reminder_until=recovery.reminder_until,
        court_from=proceedings.court_from(recovery),
        court_until=proceedings.court_until(recovery),
        plan=tuple(map(part_of_plan, recovery.plan)),
        referred_to=recovery.referred_to,
        receipts=tuple(
            Receipt(reference=name, amount_fen=receipt.amount_fen, received_on=receipt.received_on)
            for name, receipt in recovery.receipts.items()
        ),
        payments=tuple(row for payments in demanded for row in map(_restored, payments)),
        restored=tuple(row for payments in received for row in map(_restored, payments)),
    )


def _came_back(events: Iterable[Event]) -> list[f.RecoveryReceived | f.RecoveryOffset | f.RecoveryOffsetWithin]:
    """What came in and stands: what a correction undid does not."""
    came: list[f.RecoveryReceived | f.RecoveryOffset | f.RecoveryOffsetWithin] = []
    for event in events:
        if isinstance(event, f.ReceiptReversed):
            came = [
                one for one in came if not (isinstance(one, f.RecoveryReceived) and one.reference == event.reference)
            ]
        elif isinstance(event, f.RecoveryReceived | f.RecoveryOffset | f.RecoveryOffsetWithin):
            came.append(event)
    return came


def part_of_plan(part: PlannedPart) -> PartOfPlan:
    return PartOfPlan(due_on=part.due_on, amount_fen=part.amount_fen)


def demand_lines(case: Case, demanded: f.RecoveryDemanded) -> Iterator[str]:
    """A demand in sentences, for the officer who proposes it and the one who approves it."""
    yield _("%(ground)s, by %(basis)s") % {"ground": label(demanded.ground), "basis": demanded.basis}
    yield _overpaid(case)
    for payment in map(_restored, demanded.payments):
        yield _("Payment %(batch)s: %(computation)s yuan, back to %(funds)s") % _in_words(payment)
    yield _("Demanded: %(amount)s") % {"amount": amount_in_words(demanded.amount_fen)}


def notice_lines(case: Case, notified: f.RecoveryNotified) -> Iterator[str]:
    """A notice in sentences, for the officer who gives it."""
    yield _("%(ground)s, by %(basis)s") % {"ground": label(notified.ground), "basis": notified.basis}
    yield _overpaid(case)
    yield _("To be demanded: %(amount)s; %(days)s day(s) to answer, from the day after its service") % {
        "amount": amount_in_words(notified.amount_fen),
        "days": notified.days,
    }


def _overpaid(case: Case) -> str:
    return _("Paid %(paid)s yuan (net), entitled to %(entitled)s yuan: overpaid %(overpaid)s yuan") % {
        "paid": yuan(case.net_paid_fen),
        "entitled": yuan(case.entitled_fen),
        "overpaid": yuan(case.overpaid_fen),
    }


def status_lines(case: Owing, recovery: str) -> Iterator[str]:
    """The demand before a command about it, if there is one."""
    demand = case.recoveries.get(recovery)
    if demand is not None and proceedings.intended(demand):
        yield _("Notice %(recovery)s by %(basis)s of %(amount)s") % {
            "recovery": recovery,
            "basis": demand.basis,
            "amount": amount_in_words(demand.notified_fen),
        }
    elif demand is not None:
        yield _("Demand %(recovery)s by %(basis)s, open: %(amount)s") % {
            "recovery": recovery,
            "basis": demand.basis,
            "amount": amount_in_words(demand.open_fen),
        }


def change_lines(events: Iterable[Recorded]) -> Iterator[str]:
    """What is proposed about a demand: to reduce, cancel, write off or refer it."""
    for one in events:
        if isinstance(one.event, f.RecoveryChangeProposed):
            yield _("Proposed about %(amount)s of it; a supervisor decides.") % {
                "amount": amount_in_words(one.event.amount_fen)
            }


def received_lines(events: Iterable[Recorded]) -> Iterator[str]:
    """Money that came back, and what becomes of it."""
    for one in events:
        if isinstance(one.event, f.RecoveryReceived):
            yield _("Received: %(amount)s") % {"amount": amount_in_words(one.event.amount_fen)}
            yield from _goes_back(one.event.restored)
            if one.event.written_back:
                yield _("Of that was written off, and is not any more: %(amount)s") % {
                    "amount": amount_in_words(sum(amounts_of(one.event.written_back).values()))
                }
            if one.event.beyond_fen:
                yield _("Beyond the demand, and overpaid in the case, too: %(amount)s") % {
                    "amount": amount_in_words(one.event.beyond_fen)
                }
            if one.event.owed_back_fen:
                yield _("Beyond the demand, and owed back: %(amount)s") % {
                    "amount": amount_in_words(one.event.owed_back_fen)
                }


def offset_lines(proposed: f.RecoveryOffsetProposed, decision: Decision) -> Iterator[str]:
    """What is paid by what its payee owes, and what the funds give and get back, once `proposed` is confirmed."""
    for event in (event for events in decision.values() for event in events):
        if isinstance(event, f.PaidByOffset):
            yield _("Kept back from %(against)s: %(computation)s = %(amount)s, out of %(funds)s") % {
                "against": proposed.against,
                "computation": terms(event.credit.items),
                "amount": amount_in_words(event.credit.amount_fen),
                "funds": _(", ").join(f"{draw.fund} {yuan(draw.amount_fen)}" for draw in event.credit.drawn),
            }
        elif isinstance(event, f.RecoveryOffsetWithin):
            yield _("Owed back no more, but taken for the demand: %(amount)s") % {
                "amount": amount_in_words(event.amount_fen)
            }
            yield from _goes_back(event.restored)
        elif isinstance(event, f.RecoveryOffset):
            yield from _goes_back(event.restored)


def balance_lines(before: Case, after: Case) -> Iterator[str]:
    """What changes: of what is open of each demand, of what was overpaid, and of what is owed back."""
    yield from open_lines(before.recoveries, after.recoveries)
    for sentence, before_fen, after_fen in (
        (N_("Overpaid: %(before)s yuan → %(after)s"), before.overpaid_fen, after.overpaid_fen),
        (N_("Owed back to the payee: %(before)s yuan → %(after)s"), owed_back_fen(before), owed_back_fen(after)),
    ):
        if before_fen != after_fen:
            yield _(sentence) % {"before": yuan(before_fen), "after": amount_in_words(after_fen)}


def open_lines(before: Mapping[str, Recovery], after: Mapping[str, Recovery]) -> Iterator[str]:
    """What changes of what is open of each demand."""
    for recovery in after.values():
        earlier = before.get(recovery.recovery)
        before_fen = earlier.open_fen if earlier else 0
        if recovery.open_fen != before_fen:
            yield _("Open of demand %(recovery)s: %(before)s yuan → %(after)s") % {
                "recovery": recovery.recovery,
                "before": yuan(before_fen),
                "after": amount_in_words(recovery.open_fen),
            }


def owed_back_fen(case: Case) -> int:
    """What the payee is owed back, since more came in than was demanded."""
    return max(0, case.owed_back.open_fen)


def _goes_back(payments: Iterable[Restored]) -> Iterator[str]:
    for payment in map(_restored, payments):
        yield _("Of payment %(batch)s: %(computation)s = %(amount)s yuan, back to %(funds)s") % _in_words(payment)


def _in_words(payment: RestoredPayment) -> dict[str, str]:
    return {
        "batch": payment.batch,
        "computation": payment.computation,
        "amount": yuan(payment.amount_fen),
        "funds": payment.funds,
    }


def _restored(payment: Restored) -> RestoredPayment:
    return RestoredPayment(
        batch=payment.batch,
        amount_fen=payment.amount_fen,
        computation=terms(payment.items),
        funds=", ".join(f"{draw.fund} {yuan(draw.amount_fen)}" for draw in payment.drawn),
        drawn=tuple(
            RestoredDraw(fund=draw.fund, source=draw.source, amount_fen=draw.amount_fen) for draw in payment.drawn
        ),
    )
