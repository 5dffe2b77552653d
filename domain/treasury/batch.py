"""拨付: a payment run. Ordered by one finance officer, released by another, answered by the bank (`bank_answer`).

A run touches three kinds of stream (the batch, its cases, the funds), and is one decision: all of it or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.application import facts as f
from domain.application.given import in_status
from domain.application.state import Case, application_stream
from domain.application.status import Standing, Status
from domain.application.values import Draw
from domain.errors import NotAllowed, NotPermitted
from domain.facts import Decision, Fact, fact
from domain.office.roles import Actor, Proposal, acting, confirming
from domain.treasury.fund import Fund, FundDrawCancelled, FundDrawn, drawing, fund_stream


def batch_stream(batch: str) -> str:
    return f"batch-{batch}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BankItem:
    """One line of the file that goes to the bank: one case and one account (a pseudonym)."""

    application: str
    amount_fen: int
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditedItem:
    application: str
    amount_fen: int
    value_on: date
    reference: str
    """The bank's own number of the credit."""


@fact("batch.ordered.v1")
class BatchOrdered(Fact):
    batch: str
    authority: str
    items: tuple[BankItem, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]


@fact("batch.released.v1")
class BatchReleased(Fact):
    amount_fen: int


@fact("batch.cancelled.v1")
class BatchCancelled(Fact):
    amount_fen: int


@fact("batch.exported.v1")
class BatchExported(Fact):
    """Account numbers were shown in full, in a file for the bank; `sha256` is that of the file."""

    sha256: str
    rows: int


@fact("batch.credited.v1")
class BatchCredited(Fact):
    items: tuple[CreditedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPayment:
    """Order everything that is payable in `applications`, all of one paying authority."""

    applications: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePayment:
    """Release a batch, or decline it, which cancels the order."""

    batch: str
    declined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPayment:
    """The file that goes to the bank. A second one for the same run only with `again`: the bank would pay it, too."""

    batch: str
    sha256: str
    rows: int
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCredits:
    batch: str
    items: tuple[CreditedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    batch: str
    authority: str
    items: Mapping[str, BankItem]
    amount_fen: int
    drawn: tuple[Draw, ...]
    ordered_by: str
    ordered_on: date
    released: bool = False
    cancelled: bool = False
    exported: tuple[str, ...] = ()
    """The SHA-256 of each file that was made for the bank."""
    credited: Mapping[str, CreditedItem] = field(default_factory=dict)

    @property
    def standing(self) -> str:
        """`ordered`, `cancelled`, `released`, `partly-credited` or `credited`."""
        if self.cancelled:
            return "cancelled"
        if not self.released:
            return "ordered"
        if not self.credited:
            return "released"
        return "credited" if len(self.credited) == len(self.items) else "partly-credited"


def evolve(state: Batch | None, happened: Fact, by: str, on: date) -> Batch:
    if isinstance(happened, BatchOrdered):
        return Batch(
            batch=happened.batch,
            authority=happened.authority,
            items={item.application: item for item in happened.items},
            amount_fen=happened.amount_fen,
            drawn=happened.drawn,
            ordered_by=by,
            ordered_on=on,
        )
    assert state is not None, "a batch's first fact is its order"
    match happened:
        case BatchReleased():
            return replace(state, released=True)
        case BatchCancelled():
            return replace(state, cancelled=True)
        case BatchExported():
            return replace(state, exported=(*state.exported, happened.sha256))
        case BatchCredited():
            return replace(state, credited={**state.credited, **{item.application: item for item in happened.items}})
    raise AssertionError(f"not a fact of a batch: {happened!r}")


def order(batch: str, cases: Sequence[Case], funds: Sequence[Fund], actor: Actor, today: date) -> Decision:
    """Order what is payable in `cases` from `funds`, which stand in funding order.

    Raises `NotAllowed`: `nothing-payable`, `notice-open`, `status`, `account-unconfirmed`, `several-authorities`,
    `funds-short`. Nothing is ordered when one of the cases cannot be.
    """
    for case in cases:
        acting(actor, "order-payment", case.authority)
        _orderable(case, today)
    authorities = {case.authority for case in cases}
    if len(authorities) > 1:
        raise NotAllowed("several-authorities", authorities=", ".join(sorted(authorities)))
    amounts = [case.amount_fen(Standing.PAYABLE) for case in cases]
    divided = drawing(funds, amounts)
    totals = _totals(divided)
    facts: dict[str, tuple[Fact, ...]] = {
        batch_stream(batch): (
            BatchOrdered(
                batch=batch,
                authority=authorities.pop(),
                items=tuple(
                    BankItem(application=case.number, amount_fen=amount, account=case.account.account)
                    for case, amount in zip(cases, amounts, strict=True)
                ),
                amount_fen=sum(amounts),
                drawn=totals,
            ),
        )
    }
    for case, amount, drawn in zip(cases, amounts, divided, strict=True):
        facts[application_stream(case.number)] = (
            f.PaymentOrdered(
                batch=batch, items=case.payable(), amount_fen=amount, drawn=drawn, account=case.account.account
            ),
        )
    return facts | {fund_stream(draw.fund): (FundDrawn(batch=batch, amount_fen=draw.amount_fen),) for draw in totals}


def release(batch: Batch, cases: Sequence[Case], command: ReleasePayment, actor: Actor) -> Decision:
    """Let the order go to the bank, or cancel it.

    Raises `NotPermitted("own-proposal")` for the officer who ordered, and `NotPermitted("assessed-it")` for one who
    assessed a case of the run.
    """
    if batch.standing != "ordered":
        raise NotAllowed("batch-standing", batch=batch.batch, standing=batch.standing)
    confirming(actor, Proposal(id=batch.batch, act="order-payment", by=batch.ordered_by), batch.authority)
    for case in cases:
        if actor.officer in case.assessors:
            raise NotPermitted("assessed-it", officer=actor.officer, application=case.number)
    orders = {case.number: case.orders[batch.batch] for case in cases}
    if command.declined:
        undone: dict[str, tuple[Fact, ...]] = {
            application_stream(number): (
                f.PaymentCancelled(batch=each.batch, items=each.items, amount_fen=each.amount_fen, drawn=each.drawn),
            )
            for number, each in orders.items()
        }
        undone |= {
            fund_stream(draw.fund): (FundDrawCancelled(batch=batch.batch, amount_fen=draw.amount_fen),)
            for draw in batch.drawn
        }
        return {batch_stream(batch.batch): (BatchCancelled(amount_fen=batch.amount_fen),)} | undone
    released: dict[str, tuple[Fact, ...]] = {
        application_stream(number): (f.PaymentReleased(batch=batch.batch, amount_fen=each.amount_fen),)
        for number, each in orders.items()
    }
    return {batch_stream(batch.batch): (BatchReleased(amount_fen=batch.amount_fen),)} | released


def export(batch: Batch, command: ExportPayment, actor: Actor) -> Decision:
    """Show the accounts of a released run, in a file for the bank.

    Raises `NotAllowed("batch-standing")` for a run that is not released or has credits already, and
    `NotAllowed("already-exported")` for a second file that was not asked for as such.
    """
    acting(actor, "export-payment", batch.authority)
    if batch.standing != "released":
        raise NotAllowed("batch-standing", batch=batch.batch, standing=batch.standing)
    if batch.exported and not command.again:
        raise NotAllowed("already-exported", batch=batch.batch, sha256=batch.exported[-1])
    return {batch_stream(batch.batch): (BatchExported(sha256=command.sha256, rows=command.rows),)}


def _orderable(case: Case, today: date) -> None:
    if case.notice is not None and today < case.notice.payable_from:
        raise NotAllowed("notice-open", application=case.number, closes_on=case.notice.closes_on)
    if not case.payable() and case.orders:
        raise NotAllowed("payment-in-flight", application=case.number, batch=next(iter(case.orders)))
    in_status(case, "order-payment", Status.PAYABLE, Status.PARTIALLY_PAID)
    if not case.payable():
        raise NotAllowed("nothing-payable", application=case.number)
    if "other-account-holder" in case.unconfirmed:
        raise NotAllowed("account-unconfirmed", application=case.number)
    assert case.ordered_fen + case.paid_fen + case.amount_fen(Standing.PAYABLE) <= case.entitled_fen, "over-ordered"


def _totals(divided: Sequence[tuple[Draw, ...]]) -> tuple[Draw, ...]:
    totals: dict[tuple[str, str], int] = {}
    for draws in divided:
        for draw in draws:
            totals[draw.fund, draw.source] = totals.get((draw.fund, draw.source), 0) + draw.amount_fen
    return tuple(Draw(fund=fund, source=source, amount_fen=amount) for (fund, source), amount in totals.items())
