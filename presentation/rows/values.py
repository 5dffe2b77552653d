"""One value as people read it, and as programs and spreadsheets do.

For programs money is integer fen under a key that ends in `_fen`; for people it is yuan under a heading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol, runtime_checkable

import msgspec

from domain.calendar import LEGAL_ZONE
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import _
from presentation.rows.columns import AnyRow, Column, Kind, Row


@runtime_checkable
class InWords(Protocol):
    """Several values that people read as one text, and programs one by one."""

    def in_words(self) -> str: ...


def human(kind: Kind, value: Any) -> str:
    """One value as people read it: yuan, days, legal time, words."""
    if value is None or value == "" or value is msgspec.UNSET:
        return ""
    if isinstance(value, (list, tuple, set, frozenset)):
        if isinstance(value, InWords):
            return value.in_words()
        return ", ".join(human(kind, member) for member in value)
    if kind is Kind.MONEY:
        return yuan(value)
    if kind is Kind.LABEL:
        return label(str(value))
    if isinstance(value, datetime):
        return value.astimezone(LEGAL_ZONE).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def fields(row: AnyRow) -> Mapping[str, Any]:
    """The values of a row by their JSON keys; what is unset is left out."""
    if not isinstance(row, Row):
        return row
    values = (
        (key, getattr(row, name)) for name, key in zip(row.__struct_fields__, row.__struct_encode_fields__, strict=True)
    )
    return {key: value for key, value in values if value is not msgspec.UNSET}


def machine(columns: Sequence[Column], row: AnyRow) -> dict[str, Any]:
    """A row of a listing for a program: all fields of a typed row, else the columns that were named."""
    values = fields(row)
    if isinstance(row, Row):
        return {key: plain(value) for key, value in values.items()}
    return {column.key: plain(values.get(column.key)) for column in columns}


def plain(value: Any) -> Any:
    """A value as JSON has it: days and instants in ISO 8601, instants in UTC."""
    if isinstance(value, Row):
        return {key: plain(member) for key, member in fields(value).items()}
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(member) for member in value]
    return value


def cell(kind: Kind, value: Any) -> Any:
    """A value as a cell of a CSV file: yuan as a decimal, counts as numbers, everything else as people read it."""
    if kind is Kind.MONEY and value is not None:
        return Decimal(value).scaleb(-2)
    if kind is Kind.COUNT:
        return value
    return human(kind, value)
