"""The sheet of a payment run as people see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cli.output import print_line, print_table
from presentation.language import N_, _
from presentation.rows.columns import Column
from presentation.words.amounts import amount_in_words
from usecases.dossiers.payment_sheet import ANSWERS, DRAWS, ITEMS, Sheet


def show_sheet(sheet: Sheet) -> None:
    """The sheet for people, with what the bank answered, where it did."""
    print_table(ITEMS, sheet.items)
    print_table(DRAWS, sheet.drawn)
    said = _("Together %(amount)s for %(count)s application(s) of %(authority)s.")
    print_line(
        said % {"amount": amount_in_words(sheet.amount_fen), "count": len(sheet.items), "authority": sheet.authority}
    )
    answered = [item for item in sheet.items if item.get("result")]
    if answered:
        print_table(shown_columns(answered), answered, title=N_("What the bank answered"))


def shown_columns(answered: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The columns in which there is something: most runs have no returned and no failed payment."""
    rows = list(answered)
    return tuple(column for column in ANSWERS if any(row.get(column.key) for row in rows))
