"""Old workbooks (.xls): read in a process of its own, which may end as it likes.

The library that knows the format is compiled, and a crafted file of a few kilobytes ends the program that calls it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from usecases.intake.cells import CellValue, blank
from usecases.intake.workbook import COLUMNS_MAX, Row
from usecases.problems import Problem, Where, problem

SECONDS_MAX = 30
_PROGRAM = Path(__file__).with_name("old_workbook_process.py")
_ENCRYPTED = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))


class OldNumber(float):
    """A number of an old workbook: what a formula shows and a number with many digits are not told apart from it, so
    that it is never a number of a document, an account or a movement.
    """


def old_workbook_sheets(content: bytes) -> Iterator[tuple[str, list[Row | Problem]]]:
    """The title and the rows of each visible sheet, as `workbook.sheets` has them."""
    if any(mark in content for mark in _ENCRYPTED):
        yield "", [problem("workbook-encrypted")]
        return
    try:
        ran = subprocess.run(  # noqa: S603 - a program of ours, given bytes and no words
            [sys.executable, "-I", str(_PROGRAM)], input=content, capture_output=True, timeout=SECONDS_MAX, check=False
        )
        answer: dict[str, Any] = json.loads(ran.stdout) if ran.returncode == 0 else {"problem": "workbook-damaged"}
    except (subprocess.TimeoutExpired, OSError, ValueError):
        answer = {"problem": "workbook-damaged"}
    if "problem" in answer:
        yield "", [problem(answer["problem"])]
        return
    sheets: list[tuple[str, list[list[object]]]] = answer["sheets"]
    for title, rows in sheets:
        yield title, list(_rows(rows))


def _rows(rows: Iterable[Iterable[object]]) -> Iterator[Row | Problem]:
    for number, cells in enumerate(rows, 1):
        values = [_value(cell) for cell in cells]
        while values and blank(values[-1]):
            values.pop()
        if len(values) > COLUMNS_MAX:
            yield problem("too-many-columns", Where(row=number), columns_max=COLUMNS_MAX)
        elif values:
            yield Row(row=number, cells=tuple(values))


def _value(cell: object) -> CellValue:
    """A cell as the process writes it: text and truth as they are, else its kind with its text."""
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, list) and len(cell) == 2:
        kind, written = cell
        if kind == "number":
            return OldNumber(written)
        if kind == "day":
            return date.fromisoformat(written)
        return datetime.fromisoformat(written) if kind == "instant" else time.fromisoformat(written)
    return None
