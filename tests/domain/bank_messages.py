"""What a bank says, as tests have it say it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.treasury.messages import BankMessage, MessageKind
from domain.treasury.run_commands import RecordBankReply


def a_credit(*, application: str, amount_fen: int, value_on: date, reference: str) -> BankMessage:
    return BankMessage(
        application=application,
        kind=MessageKind.CREDITED,
        amount_fen=amount_fen,
        value_on=value_on,
        reference=reference,
    )


def a_failure(
    *, application: str, failed_on: date, reason: str | None = None, reference: str = "", of_account: bool = True
) -> BankMessage:
    return BankMessage(
        application=application,
        kind=MessageKind.FAILED,
        amount_fen=0,
        value_on=failed_on,
        reference=reference,
        reason=reason,
        account_at_fault=of_account,
    )


def a_return(
    *,
    application: str,
    amount_fen: int,
    returned_on: date,
    reference: str,
    reason: str | None = None,
    of_account: bool = True,
) -> BankMessage:
    return BankMessage(
        application=application,
        kind=MessageKind.RETURNED,
        amount_fen=amount_fen,
        value_on=returned_on,
        reference=reference,
        reason=reason,
        account_at_fault=of_account,
    )


def unknown(*, application: str, on: date) -> BankMessage:
    return BankMessage(application=application, kind=MessageKind.UNKNOWN, amount_fen=0, value_on=on, reference="")


def a_reply(
    *,
    batch: str,
    credited: Iterable[BankMessage] = (),
    failed: Iterable[BankMessage] = (),
    returned: Iterable[BankMessage] = (),
) -> RecordBankReply:
    return RecordBankReply(batch=batch, messages=(*credited, *failed, *returned))
