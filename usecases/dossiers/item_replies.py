"""What the bank replied about one item of a run, as the sheet of the run shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.application.payment_key import payment_key
from domain.application.state.balances import Payment
from domain.application.state.case import Case
from domain.application.values import BANK_ERROR, UNMATCHED
from domain.treasury.batch import Batch
from domain.treasury.messages import BankMessage, ItemKey, MessageKind
from domain.treasury.run_standing import standing_of
from domain.treasury.standing import Standing
from usecases.session.officer_session import OfficerSession


def reply_values(session: OfficerSession, case: Case, run: Batch, item: ItemKey) -> dict[str, Any]:
    """What the bank replied about an item of a case: the fields that `payment_sheet.RepliedItem` adds."""
    messages, now = run.of(item), standing_of(run, item)
    of_kind = {kind: [one for one in messages if one.kind is kind] for kind in MessageKind}
    credits_, returns = of_kind[MessageKind.CREDITED], of_kind[MessageKind.RETURNED]
    failed = of_kind[MessageKind.FAILED]
    payment = case.payments.get(payment_key(run.batch, item.fund))
    reasons = [message.reason for message in messages if message.reason]
    return {
        "result": _result(now, of_kind),
        "credited_fen": sum(one.amount_fen for one in credits_) if credits_ else None,
        "value_on": credits_[-1].value_on if credits_ else None,
        "reference": ", ".join(one.reference for one in credits_) or None,
        "returned_fen": sum(one.amount_fen for one in returns) if returns else None,
        "returned_on": returns[-1].value_on if returns else None,
        "return_reference": ", ".join(one.reference for one in returns) or None,
        "failed_on": failed[-1].value_on if failed else None,
        "reason": session.unseal(case.applicant.party, reasons[-1]).get("reason") if reasons else None,
        "in_flight_fen": now.in_flight_fen or None,
        "unmatched_fen": sum(now.unmatched.values()) or None,
        "clearing_fen": _on_account(payment, UNMATCHED),
        "bank_error_fen": _on_account(payment, BANK_ERROR),
    }


def _on_account(payment: Payment | None, account: str) -> int | None:
    """What of a payment stands on a clearing account, in fen."""
    return sum(draw.amount_fen for draw in (payment.drawn if payment else ()) if draw.fund == account) or None


def _result(now: Standing, of_kind: Mapping[MessageKind, Sequence[BankMessage]]) -> str | None:
    """In one word: what came last of money, else that it failed, or that nobody knows."""
    if now.in_doubt is not None:
        return MessageKind.UNKNOWN.value
    kinds = (MessageKind.RETURNED, MessageKind.CREDITED, MessageKind.FAILED)
    if of_kind[MessageKind.FAILED] and not now.credited_fen:
        return MessageKind.FAILED.value
    return next((kind.value for kind in kinds if of_kind[kind]), None)
