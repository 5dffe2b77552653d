"""A printed sheet as one page of HTML, A4 landscape, from a template that an office may change as those of letters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from presentation.language import _, spoken
from presentation.letters.pages import page
from presentation.rows.columns import AnyRow, Kind
from presentation.sheets.printed import PrintedSheet
from presentation.sheets.widths import PAGE, widths_of

TEMPLATE = "sheet.html"
_SIZE_PT = 10.0
_RIGHT = (Kind.COUNT, Kind.MONEY)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    right: bool
    whole: bool
    """Whether it is never wrapped."""


def printed_page(sheet: PrintedSheet, folder: Path | None = None) -> bytes:
    """The bytes of the page; a template in `folder` stands before the one that comes with bailu.

    Raises `StoreUnavailable` as `presentation.letters.pages.page`.
    """
    widths = widths_of(sheet)
    content = {
        "sheet": sheet,
        "rows": [_cells(sheet, row) for row in sheet.rows],
        "total": _cells(sheet, sheet.total) if sheet.total is not None else None,
        "widths": [f"{width * 100 / sum(widths):.2f}%" for width in widths],
        "size": f"{_SIZE_PT * min(1, PAGE / sum(widths)):.2f}pt",
        "words": {
            "page": _css("Page %(page)s of %(pages)s"),
            "signature": _("Signature:            Year     Month     Day  "),
            "language": "zh-CN" if spoken() == "zh" else "en",
        },
    }
    return page(TEMPLATE, content, folder)


def _cells(sheet: PrintedSheet, row: AnyRow) -> list[_Cell]:
    return [
        _Cell(text, column.kind in _RIGHT, column.kind is not Kind.TEXT)
        for column, text in zip(sheet.columns, sheet.texts(row), strict=True)
    ]


def _css(sentence: str) -> str:
    """The foot of a page, as the value of `content` in its style: the counters stand where the numbers do."""
    counters = {"page": '" counter(page) "', "pages": '" counter(pages) "'}
    return f'"{_(sentence) % counters}"'
