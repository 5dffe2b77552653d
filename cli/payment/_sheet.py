"""The sheet of a payment run as people see it, and what became of a command about it."""

from __future__ import annotations

from cli.output import print_line, print_listing, print_record, print_table
from domain.money import yuan
from domain.treasury.messages import PaidThrough
from presentation.language import N_, _
from presentation.rows.columns import columns
from presentation.rows.values import fields
from presentation.words.amounts import amount_in_words
from usecases.commands.payment_run import DecidedRun
from usecases.commands.planned import Outcome
from usecases.dossiers.payment_sheet import REPLY_COLUMNS, PaymentItem, RepliedItem, Sheet, SheetDraw

_BY_CASE = columns(PaymentItem, without={"fund"})
"""Where a case is paid in one item, no fund is of the item."""


def print_sheet(sheet: Sheet) -> None:
    """The sheet for people, with what the bank replied, where it did."""
    treasury = sheet.paid_through == PaidThrough.TREASURY
    print_table(PaymentItem if treasury else _BY_CASE, sheet.items)
    print_table(SheetDraw, sheet.drawn)
    sentence = _("Together %(amount)s for %(count)s application(s) of %(authority)s.")
    amount = amount_in_words(sheet.amount_fen)
    print_line(sentence % {"amount": amount, "count": sheet.applications, "authority": sheet.authority})
    if treasury:
        print_line(
            _("Paid through the treasury: one item for each fund that pays a case, %(count)s in all.")
            % {"count": len(sheet.items)}
        )
    # What is the case's stands with the first of its items.
    for item in reversed({item.application: item for item in reversed(sheet.items)}.values()):
        if item.shared_account:
            sentence = _("%(application)s: another applicant is paid to the same account, because: %(reason)s")
            print_line(sentence % {"application": item.application, "reason": item.shared_account})
        if item.despite_demands:
            sentence = _("%(application)s: paid back although the payee owes, because: %(reason)s")
            print_line(sentence % {"application": item.application, "reason": item.despite_demands})
        if item.netted_fen:
            sentence = _("%(application)s: %(amount)s yuan that are owed back are kept for a demand of the same case")
            print_line(sentence % {"application": item.application, "amount": yuan(item.netted_fen)})
        for demand in item.open_demands:
            print_line(
                _(
                    "%(application)s: its payee owes %(open)s yuan: bailu recovery offset %(debtor)s %(recovery)s "
                    "--against %(application)s keeps it back"
                )
                % {
                    "application": item.application,
                    "open": yuan(demand.open_fen),
                    "recovery": demand.recovery,
                    "debtor": demand.application,
                }
            )
    replied = [item for item in sheet.items if isinstance(item, RepliedItem) and item.result]
    if replied:
        # Most runs have no returned and no failed payment.
        shown = [column for column in REPLY_COLUMNS if any(getattr(item, column.key) for item in replied)]
        print_table(shown, replied, title=N_("What the bank answered"))


def print_decided(sheet: Sheet, outcome: Outcome, output: str | None) -> bool:
    """Print for a program what became of an order or a release. False when a person is reading."""
    if output in ("csv", "xlsx"):
        print_listing(PaymentItem, sheet.items, output)
        return True
    return print_record(DecidedRun(**fields(sheet), recorded=outcome.recorded, repeated=outcome.repeated), output)
