"""The commands about payment runs and funds, by the event that leads what they record."""

from __future__ import annotations

from typing import assert_never

from domain.decisions.recorded.errors import NoSuchCommand, subject_of
from domain.treasury import batch as b
from domain.treasury.bank_reply import reply_of

RunCommand = b.OrderPayment | b.ReleasePayment | b.ExportPayment | b.RecordBankReply | b.ConfirmReply


def about_run(stream: str, leading: b.BatchEvent) -> RunCommand:
    batch = subject_of(stream, "batch", leading)
    match leading:
        case b.BatchOrdered(items=items):
            reasons = {item.application: item.shared_account for item in items if item.shared_account is not None}
            despite = {item.application: item.despite_demands for item in items if item.despite_demands is not None}
            return b.OrderPayment(
                applications=tuple(item.application for item in items), shared_account=reasons, despite_demands=despite
            )
        case b.BatchReleased():
            return b.ReleasePayment(batch=batch)
        case b.BatchItemsDropped(applications=applications):
            return b.ReleasePayment(batch=batch, without=applications)
        case b.BatchCancelled():
            return b.ReleasePayment(batch=batch, declined=True)
        case b.BatchExported(sha256=sha256, rows=rows):
            # Whether it was asked for as a second file is not recorded: of a first one it makes no difference.
            return b.ExportPayment(batch=batch, sha256=sha256, rows=rows, again=True)
        case b.BatchCredited(items=items_credited):
            return b.RecordBankReply(batch=batch, credited=items_credited)
        case b.BatchReplyProposed():
            return reply_of(batch, leading)
        case b.BatchReplyConfirmed(proposal=proposal):
            return b.ConfirmReply(batch=batch, proposal=proposal)
        case b.BatchReplyDeclined(proposal=proposal):
            return b.ConfirmReply(batch=batch, proposal=proposal, declined=True)
        case b.BatchFailed() | b.BatchReturned():
            raise NoSuchCommand(stream, leading)
    assert_never(leading)
