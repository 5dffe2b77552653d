"""The commands about payment runs and funds, by the event that leads what they record."""

from __future__ import annotations

from typing import assert_never

from domain.decisions.recorded.errors import NoSuchCommand, subject_of
from domain.treasury import batch_events as b
from domain.treasury import run_commands as c

RunCommand = (
    c.OrderPayment
    | c.ReleasePayment
    | c.ExportPayment
    | c.AttachToRun
    | c.RecordBankReply
    | c.CorrectReply
    | c.AssignClearing
    | c.ConfirmForRun
)


def about_run(stream: str, leading: b.BatchEvent) -> RunCommand:
    batch = subject_of(stream, "batch", leading)
    match leading:
        case b.BatchOrdered(items=items, paid_through=paid_through, netted=netted):
            reasons = {item.application: item.shared_account for item in items if item.shared_account is not None}
            despite = {item.application: item.despite_demands for item in items if item.despite_demands is not None}
            return c.OrderPayment(
                applications=tuple(dict.fromkeys(item.application for item in items)),
                paid_through=paid_through,
                shared_account=reasons,
                despite_demands=despite,
                net=bool(netted),
            )
        case b.BatchReleased():
            return c.ReleasePayment(batch=batch)
        case b.BatchItemsDropped(applications=applications) | b.BatchItemsLeftOut(applications=applications):
            return c.ReleasePayment(batch=batch, without=applications)
        case b.BatchCancelled():
            return c.ReleasePayment(batch=batch, declined=True)
        case b.BatchExported(profile=profile, files=files):
            # Whether it was asked for as a second file is not recorded: of a first one it makes no difference.
            return c.ExportPayment(batch=batch, profile=profile, files=files, again=True)
        case b.BatchDocumentAttached(name=name, sha256=sha256, number=number):
            return c.AttachToRun(batch=batch, name=name, sha256=sha256, number=number)
        case (
            b.BatchAnswered(messages=messages, same_reference=same)
            | b.BatchReplyProposed(messages=messages, same_reference=same)
        ):
            return c.RecordBankReply(batch=batch, messages=messages, same_reference=same)
        case b.BatchCorrectionProposed(corrections=corrections, reasons=reasons, same_reference=same):
            return c.CorrectReply(batch=batch, corrections=corrections, reasons=reasons, same_reference=same)
        case b.BatchAssignmentProposed(assignment=assignment):
            return c.AssignClearing(batch=batch, assignment=assignment)
        case b.BatchProposalConfirmed(proposal=proposal):
            return c.ConfirmForRun(batch=batch, proposal=proposal)
        case b.BatchProposalDeclined(proposal=proposal):
            return c.ConfirmForRun(batch=batch, proposal=proposal, declined=True)
        case b.BatchCorrected() | b.BatchAssigned() | b.BatchItemsOvertaken():
            raise NoSuchCommand(stream, leading)
    assert_never(leading)
