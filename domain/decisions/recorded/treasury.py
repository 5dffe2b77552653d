"""The commands about payment runs and funds, by the event that leads what they record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from domain.base import Event
from domain.decisions.recorded.errors import NoSuchCommand, subject_of
from domain.treasury import batch as b
from domain.treasury.fund import FundOpened, OpenFund

RunCommand = b.OrderPayment | b.ReleasePayment | b.ExportPayment | b.RecordBankReply


def about_run(stream: str, leading: b.BatchEvent, after: Sequence[tuple[str, Event]]) -> RunCommand:
    batch = subject_of(stream, "batch", leading)
    match leading:
        case b.BatchOrdered(items=items):
            return b.OrderPayment(applications=tuple(item.application for item in items))
        case b.BatchReleased():
            return b.ReleasePayment(batch=batch)
        case b.BatchItemsDropped(applications=applications):
            return b.ReleasePayment(batch=batch, without=applications)
        case b.BatchCancelled():
            return b.ReleasePayment(batch=batch, declined=True)
        case b.BatchExported(sha256=sha256, rows=rows):
            # Whether it was asked for as a second file is not recorded: of a first one it makes no difference.
            return b.ExportPayment(batch=batch, sha256=sha256, rows=rows, again=True)
        case b.BatchCredited() | b.BatchFailed() | b.BatchReturned():
            about_it = (happened for of_stream, happened in after if of_stream == stream)
            return _reply(stream, batch, (leading, *about_it))
    assert_never(leading)


def _reply(stream: str, batch: str, events: Sequence[Event]) -> b.RecordBankReply:
    """What the bank said that was new; what was known already is not recorded again, and changes nothing."""
    credited: tuple[b.CreditedItem, ...] = ()
    failed: tuple[b.FailedItem, ...] = ()
    returned: tuple[b.ReturnedItem, ...] = ()
    for happened in events:
        match happened:
            case b.BatchCredited(items=of_credits):
                credited += of_credits
            case b.BatchFailed(items=of_failures):
                failed += of_failures
            case b.BatchReturned(items=of_returns):
                returned += of_returns
            case _:
                raise NoSuchCommand(stream, happened)
    return b.RecordBankReply(batch=batch, credited=credited, failed=failed, returned=returned)


def fund_opening(leading: FundOpened) -> OpenFund:
    return OpenFund(
        holder=leading.holder,
        source=leading.source,
        programme=leading.programme,
        year=leading.year,
        amount_fen=leading.amount_fen,
        document=leading.document,
    )
