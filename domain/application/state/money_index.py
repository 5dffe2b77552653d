"""Under which references money came in for a case, and what its payee owes: what is looked up over all cases.

It lies in the index of limit uses, as names and accounts do: a pure function of the events, written with them, that can
be made anew and compared. What a bank says of payments has its rows from the run of which it says so (see
`domain.treasury.batch`). All of them lie under the `reference_key`, which whoever looks up asks for. ADR 0066.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from domain.application import events as f
from domain.application.state.balances import Recovery
from domain.application.state.stated import WHOLE_APPLICATION
from domain.application.values import Applicant, ReceiptValues
from domain.base import Event
from domain.entitlement.claim import Use
from domain.streams import Kind, prefix
from domain.text import reference_key

RECEIPTS, CREDITS, DEMANDS = "=receipt", "=credit", "=demand"
"""What stands under a reference of a bank: receipts, by demand, and messages about payments, by run; and a payee's open
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
    def recoveries(self) -> Mapping[str, Recovery]: ...
    @property
    def proposed(self) -> Mapping[str, Event]: ...


def money_uses(case: MoneyOfCase) -> Iterator[Use]:
    yield from _received(case)
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


def stands_for(use: Use) -> tuple[str, str]:
    """What stands under a reference, as people name it: the application or the file, and the demand or the run."""
    if use.limit == CREDITS:
        return use.qualifier, use.application.removeprefix(prefix(Kind.BATCH))
    return use.application, use.qualifier


def same_money(one: MoneyOfCase, other: MoneyOfCase) -> bool:
    """Whether both have the same rows, by what these are made of: most events touch none of it."""
    if one.recoveries != other.recoveries:
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
