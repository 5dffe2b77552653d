"""The process of `old_workbook`: an old workbook on its standard input, its visible sheets as JSON on its output.

It is run by its path, under limits of memory and time, and knows nothing of the rest.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO

MEMORY_BYTES_MAX = 1024 * 1024 * 1024
CPU_SECONDS_MAX = 20
CELLS_MAX = 2_000_000


def main() -> int:
    """Exit code 0 with an answer: `sheets`, or the code of a `problem`."""
    content = sys.stdin.buffer.read()
    _limit()
    try:
        answer = _read(content)
    except Exception:  # Whatever the library raises: the file is a stranger's.
        answer = {"problem": "workbook-damaged"}
    json.dump(answer, sys.stdout, ensure_ascii=True)
    return 0


def _read(content: bytes) -> dict[str, object]:
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError:
        return {"problem": "workbook-encrypted"}
    sheets = []
    cells = 0
    for sheet in book.sheets_metadata:
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet:
            opened = book.get_sheet_by_name(sheet.name)
            cells += opened.total_height * opened.total_width
            if cells > CELLS_MAX:
                return {"problem": "workbook-too-large"}
            rows = opened.to_python(skip_empty_area=False)
            sheets.append([sheet.name, [[_written(cell) for cell in row] for row in rows]])
    return {"sheets": sheets} if sheets else {"problem": "workbook-empty"}


def _written(cell: object) -> object:
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, int | float):
        return ["number", repr(float(cell))]
    if isinstance(cell, datetime):
        return ["instant", cell.isoformat()]
    if isinstance(cell, date):
        return ["day", cell.isoformat()]
    return ["time", cell.isoformat()] if isinstance(cell, time) else str(cell)


def _limit() -> None:
    with suppress(ImportError, ValueError, OSError):
        # Windows has no limits of this kind; the time is limited by who waits for it.
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
