"""What stands on a printed sheet, whatever it is printed from: its head, its table, its total, and who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from presentation.language import N_, _
from presentation.rows.columns import AnyRow, Column, Kind
from presentation.rows.values import fields, human
from presentation.words.amounts import in_capitals

PREPARED, CHECKED, DATED = N_("Prepared by:"), N_("Checked by:"), N_("Date:")
"""What stands under a list: 制表, 复核, 日期."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSheet:
    """A sheet in the officer's language. `rows` and `total` are of the columns, amounts in fen and shown in yuan.

    `signing` names those who write their opinion in a box of their own; without it, a line for who prepared and who
    checked it stands below. `particulars`, by name, stand above the table. `blanks` are lines to be filled in by hand,
    such as where a notice was posted.
    """

    title: str
    office: str
    period: str
    columns: Sequence[Column]
    rows: Sequence[AnyRow]
    number: str = ""
    particulars: Sequence[tuple[str, str]] = ()
    total: AnyRow | None = None
    in_words_fen: int | None = None
    """The amount that stands below in RMB capitals."""
    notes: Sequence[str] = ()
    blanks: Sequence[str] = ()
    signing: Sequence[str] = ()

    @property
    def headings(self) -> list[str]:
        """With the running number (序号) before them. Amounts need not repeat the unit that stands above the table."""
        return [_("No."), *(_bare(_(column.heading)) for column in self.columns)]

    @property
    def total_heading(self) -> str:
        return _("Total")

    @property
    def head(self) -> list[tuple[str, str]]:
        """The lines between the title and the table: what stands on the left, and on the right."""
        unit = _("Unit: yuan") if any(column.kind is Kind.MONEY for column in self.columns) else ""
        lines = [
            (_("Prepared in: %(office)s") % {"office": self.office}, unit),
            (self.period, _("No. %(number)s") % {"number": self.number} if self.number else ""),
        ]
        return [line for line in lines if any(line)]

    @property
    def capitals(self) -> str:
        if self.in_words_fen is None:
            return ""
        return _("In RMB capitals: %(capitals)s") % {"capitals": in_capitals(self.in_words_fen)}

    @property
    def signatures(self) -> list[str]:
        return [] if self.signing else [_(PREPARED), _(CHECKED), _(DATED)]

    def values(self, row: AnyRow) -> list[Any]:
        """The values of a row, in the order of the columns."""
        by_key = fields(row)
        return [by_key.get(column.key) for column in self.columns]

    def texts(self, row: AnyRow) -> list[str]:
        """The values of a row as they are read."""
        return [human(column.kind, value) for column, value in zip(self.columns, self.values(row), strict=True)]


_UNITS = (" (yuan)", "（元）")


def _bare(heading: str) -> str:
    return next((heading.removesuffix(unit) for unit in _UNITS if heading.endswith(unit)), heading)
