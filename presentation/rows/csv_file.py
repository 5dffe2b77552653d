"""A listing as CSV: UTF-8 with a byte order mark, headings in the officer's language, amounts in yuan."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from presentation.language import _
from presentation.rows.columns import AnyRow, Column
from presentation.rows.values import cell, fields


def csv_file(columns: Sequence[Column], rows: Iterable[AnyRow]) -> bytes:
    """The bytes of the file."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_(column.heading) for column in columns])
    for row in rows:
        values = fields(row)
        writer.writerow([_guarded(cell(column.kind, values.get(column.key))) for column in columns])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


_DIGITS_SHOWN = 11
"""A number with more digits a spreadsheet shows as 2.02405E+18, and saves it so."""


def _guarded(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula is quoted, so that opening a listing runs nothing. A number of a
    document, an account or a movement ends in a tab, so that it stays text with every digit, zeros in front included.
    """
    if not isinstance(value, str):
        return value
    if value.isascii() and value.isdigit() and (len(value) > _DIGITS_SHOWN or (value[0] == "0" and len(value) > 1)):
        return f"{value}\t"
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
