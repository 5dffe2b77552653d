"""`bailu payment`: runs of payments, ordered by one finance officer, released by another, answered by the bank."""

from __future__ import annotations

from cli.output import print_listing, print_record
from cli.payment._sheet import show_sheet
from usecases.dossiers.payment_sheet import ITEMS, Sheet


def _show(sheet: Sheet, output: str | None) -> None:
    if output in (None, "table"):
        show_sheet(sheet)


def _answered(sheet: Sheet, output: str | None, **outcome: bool) -> bool:
    """Give a program its answer. False when a person is reading."""
    if output in ("csv", "xlsx"):
        print_listing(ITEMS, sheet.items, output)
        return True
    return print_record({**sheet.values(), **outcome}, output, ITEMS)
