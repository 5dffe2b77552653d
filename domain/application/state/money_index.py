"""Under which references money of a case came and went, and what its payee owes: what is looked up over all cases.

It lies in the index of limit uses, as names and accounts do: a pure function of the events, written with them, that can
be made anew and compared. Whatever else a bank says under a reference gets its rows here, by `reference_key`, which
whoever looks up asks for. ADR 0066.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from domain.application import events as f
from domain.application.state.balances import Payment, Recovery
from domain.application.state.stated import WHOLE_APPLICATION
from domain.application.values import Applicant, ReceiptValues
from domain.base import Event
from domain.entitlement.claim import Use
from domain.text import reference_key

RECEIPTS, CREDITS, DEMANDS = "=receipt", "=credit", "=demand"
"""What stands under a reference of a bank: receipts, by demand, and what the bank credited, by run; and a payee's open
demands.
"""


class MoneyOfCase(Protocol):
    @property
    def number(self) -> str: ...
    @property
    def received_on(self) -> date: ...
    @property
    def applicant(self) -> Applicant: ...
    @property
    def payments(self) -> Mapping[str, Payment]: ...
    @property
    def recoveries(self) -> Mapping[str, Recovery]: ...
    @property
    def proposed(self) -> Mapping[str, Event]: ...


def money_uses(case: MoneyOfCase) -> Iterator[Use]:
    yield from _received(case)
    yield from _credited(case)
    for recovery in case.recoveries.values():
        if recovery.approved and recovery.open_fen:
            subject, about = case.applicant.party, recovery.recovery
            yield _use(case, DEMANDS, subject, about, recovery.served_on or case.received_on, recovery.open_fen)


def _received(case: MoneyOfCase) -> Iterator[Use]:
    """Receipts for demands, those that wait for their second officer included."""
    for recovery in case.recoveries.values():
        for typed, receipt in recovery.receipts.items():
            key = reference_key(typed)
            yield _use(case, RECEIPTS, key, recovery.recovery, receipt.received_on, receipt.amount_fen)
    for waiting in _waiting(case):
        key = reference_key(waiting.reference)
        yield _use(case, RECEIPTS, key, waiting.recovery, waiting.received_on, waiting.amount_fen)
    for recovery_id, instead in _corrections(case):
        key = reference_key(instead.reference)
        yield _use(case, RECEIPTS, key, recovery_id, instead.received_on, instead.amount_fen)


def _credited(case: MoneyOfCase) -> Iterator[Use]:
    """What a bank credited, or returned of it; an offset reaches no bank."""
    under: dict[tuple[str, str], list[Payment]] = {}
    for payment in case.payments.values():
        references = (*payment.references, *payment.return_references)
        for key in dict.fromkeys(reference_key(one) for one in references if one != payment.batch):
            under.setdefault((key, payment.batch), []).append(payment)
    for (key, batch), items in under.items():
        # One number of the treasury may stand for what several funds pay.
        value_on, amount_fen = min(one.value_on for one in items), sum(one.amount_fen for one in items)
        yield _use(case, CREDITS, key, batch, value_on, amount_fen)


def same_money(one: MoneyOfCase, other: MoneyOfCase) -> bool:
    """Whether both have the same rows, by what these are made of: most events touch none of it."""
    if one.payments != other.payments or one.recoveries != other.recoveries:
        return False
    return _waiting(one) == _waiting(other) and _corrections(one) == _corrections(other)


def _waiting(case: MoneyOfCase) -> tuple[f.RecoveryReceiptProposed, ...]:
    return tuple(one for one in case.proposed.values() if isinstance(one, f.RecoveryReceiptProposed))


def _corrections(case: MoneyOfCase) -> tuple[tuple[str, ReceiptValues], ...]:
    """What corrections that wait say that came in instead, by demand, where its reference is not the recorded one."""
    asked = (one for one in case.proposed.values() if isinstance(one, f.ReceiptCorrectionProposed))
    return tuple(
        (one.recovery, one.instead)
        for one in asked
        if one.instead is not None and reference_key(one.instead.reference) != reference_key(one.reference)
    )


def _use(case: MoneyOfCase, limit: str, subject: str, qualifier: str, on: date, amount_fen: int) -> Use:
    return Use(
        limit=limit,
        subject=subject,
        qualifier=qualifier,
        on=on,
        amount_fen=amount_fen,
        application=case.number,
        line=WHOLE_APPLICATION,
    )
