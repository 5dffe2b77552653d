"""What goes to the bank: the accounts of a released run are shown, in its files."""

from __future__ import annotations

from collections.abc import Mapping

from domain.application.decisions.given import account_settled
from domain.application.payment_key import payment_key
from domain.application.state.balances import Order
from domain.application.state.case import Case
from domain.base import Decision
from domain.errors import NotAllowed
from domain.office.roles import Actor, acting
from domain.treasury.batch import Batch
from domain.treasury.batch_events import BatchExported, batch_stream
from domain.treasury.denied_credits import not_by_deniers
from domain.treasury.messages import ItemKey, MessageKind
from domain.treasury.overtaking import still_owed
from domain.treasury.run_commands import ExportPayment


def export(
    batch: Batch, cases: Mapping[str, Case], command: ExportPayment, actor: Actor, *, gone: bool = False
) -> Decision:
    """Show the accounts of a released run, in files for the bank; none of a run that had `gone` before a restore. What
    the bank has credited already, before it had the file, is not in it.

    Raises `NotPermitted("denied-it")` as `not_by_deniers` does of what is in flight. Raises `NotAllowed`:
    `batch-standing` for a run that is not released, or that the bank has answered after its file was made;
    `nothing-to-export`; `already-exported` for further files that were not asked for as such; `export-differs` for
    files that together ask for another amount than is in flight; and of an item `account-waits`, `bank-in-doubt`,
    `item-held` where a revision, or a late credit, has left too little to be paid: it is left out first.
    """
    acting(actor, "export-payment", batch.authority)
    answered = [one for one in batch.messages if one.item in batch.items and one.kind is not MessageKind.UNKNOWN]
    if not batch.released or batch.cancelled or (batch.exported and answered):
        raise NotAllowed("batch-standing", batch=batch.batch, standing=batch.status)
    if gone:
        raise NotAllowed("sent-before-restore", batch=batch.batch)
    if batch.exported and not command.again:
        raise NotAllowed("already-exported", batch=batch.batch, sha256=batch.exported[-1])
    orders = to_export(batch, cases)
    not_by_deniers((cases[item.application] for item in orders), actor)
    for item, order in orders.items():
        case = cases[item.application]
        account_settled(case)
        if (since := case.in_doubt.get(order.key)) is not None:
            raise NotAllowed("bank-in-doubt", application=case.number, batch=batch.batch, since=since)
        if order.amount_fen > still_owed(case, order):
            raise NotAllowed("item-held", application=case.number, batch=batch.batch)
    asked_fen = sum(file.amount_fen for file in command.files)
    ordered_fen = sum(order.amount_fen for order in orders.values())
    if asked_fen != ordered_fen:
        raise NotAllowed("export-differs", batch=batch.batch, amount_fen=asked_fen, ordered_fen=ordered_fen)
    return {batch_stream(batch.batch): (BatchExported(profile=command.profile, files=command.files),)}


def to_export(batch: Batch, cases: Mapping[str, Case]) -> dict[ItemKey, Order]:
    """What of a run is in flight, by item. Raises `NotAllowed("nothing-to-export")`."""
    orders = {item: cases[item.application].orders.get(payment_key(batch.batch, item.fund)) for item in batch.items}
    in_flight = {item: order for item, order in orders.items() if order is not None}
    if not in_flight:
        raise NotAllowed("nothing-to-export", batch=batch.batch)
    return in_flight
