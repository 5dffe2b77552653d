"""The commands about demands that were brought in, by the event that leads what they record."""

from __future__ import annotations

from typing import assert_never

from domain.application import commands as c
from domain.decisions.commands import Command
from domain.decisions.recorded.errors import NoSuchCommand
from domain.imports import debt_events as d
from domain.imports.debt_payouts import PayOut
from domain.imports.debts import ImportDebts
from domain.treasury.receipts import CorrectReceipt
from domain.treasury.recoveries import ReceiveRecovery


def about_debts(stream: str, leading: d.DebtEvent) -> Command:
    """Raises `NoSuchCommand` for an event that only follows from others."""
    match leading:
        case d.DebtsProposed():
            return ImportDebts(
                authority=leading.authority,
                body=leading.body,
                document=leading.document,
                treasury=leading.treasury,
                sha256=leading.sha256,
                debts=leading.debts,
            )
        case d.DebtServed(recovery=recovery, served_on=served_on, due_on=due_on):
            return c.ServeRecovery(application=stream, recovery=recovery, served_on=served_on, due_on=due_on)
        case d.DebtReceiptProposed():
            return ReceiveRecovery(
                application=stream,
                recovery=leading.recovery,
                amount_fen=leading.amount_fen,
                received_on=leading.received_on,
                reference=leading.reference,
                same_reference=leading.same_reference,
            )
        case d.DebtReceiptCorrectionProposed():
            return CorrectReceipt(
                application=stream,
                recovery=leading.recovery,
                reference=leading.reference,
                instead=leading.instead,
                reason=leading.reason,
                same_reference=leading.same_reference,
            )
        case d.DebtPayoutProposed(to=to, amount_fen=amount_fen, document=document):
            return PayOut(application=stream, to=to, amount_fen=amount_fen, document=document)
        case d.DebtChangeProposed():
            return _change(stream, leading)
        case d.DebtProposalConfirmed(proposal=proposal):
            return c.ConfirmProposal(application=stream, proposal=proposal)
        case d.DebtProposalDeclined(proposal=proposal):
            return c.ConfirmProposal(application=stream, proposal=proposal, declined=True)
        case d.DebtReceived() | d.DebtReceiptCorrected() | d.DebtReceiptReversed() | d.DebtChanged() | d.DebtPaidOut():
            raise NoSuchCommand(stream, leading)
    assert_never(leading)


def _change(stream: str, leading: d.DebtChangeProposed) -> Command:
    common = {"application": stream, "recovery": leading.recovery, "reason": leading.reason}
    match leading.act:
        case "reduce-recovery":
            return c.ReduceRecovery(**common, amount_fen=leading.amount_fen)
        case "cancel-recovery":
            return c.CancelRecovery(**common)
        case "write-off-recovery":
            return c.WriteOffRecovery(**common, amount_fen=leading.amount_fen)
    if leading.referred_to is None:
        raise NoSuchCommand(stream, leading)
    return c.ReferRecovery(**common, referred_to=leading.referred_to)
