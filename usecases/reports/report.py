"""A report: typed rows for programs, the sheet that is printed of them, and from which position they were read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Generic, TypeVar

from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.sheets.charts import Chart
from presentation.sheets.printed import PrintedSheet
from usecases.session.new_files import write_file
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_R = TypeVar("_R", bound=Row)

WORKBOOK, PDF, PAGE = ".xlsx", ".pdf", ".html"
FORMS = (WORKBOOK, PDF, PAGE)
"""What a sheet is printed as, by how its file is called."""


@dataclass(frozen=True, slots=True)
class ReadAt:
    """As of which position of the log read models told something; `behind` events were not folded by then."""

    position: int
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Generic[_R]):
    """`read_at` is as of where the read models told it; None of what was read from the log itself."""

    rows: Sequence[_R]
    sheet: PrintedSheet
    chart: Chart | None = None
    read_at: ReadAt | None = None


class PrintedFile(Row):
    """A sheet or a chart as it was written."""

    file: Annotated[str, Heading(N_("File"), Kind.NAME)]
    sha256: Annotated[str, Heading(N_("SHA-256 of the file"), Kind.NAME)]


def print_to(session: OfficerSession, sheet: PrintedSheet, path: Path) -> PrintedFile:
    """Write a sheet as a workbook, a PDF or a page, as the name of the file asks for.

    Raises `StoreUnavailable`: `pdf-missing`, `xlsx-too-long`, those of templates; and as `write_file`.
    """
    from presentation.sheets.page import printed_page

    match path.suffix.lower():
        case ".xlsx":
            from presentation.sheets.workbook import printed_workbook

            content = printed_workbook(sheet)
        case ".pdf":
            from presentation.pdf import pdf_of

            content = pdf_of(printed_page(sheet, templates_folder(session.settings)))
        case _:
            content = printed_page(sheet, templates_folder(session.settings))
    return _written(path, content)


def draw_to(chart: Chart, path: Path) -> PrintedFile:
    """Write a chart as SVG. Raises as `write_file`."""
    from presentation.sheets.charts import chart_svg

    return _written(path, chart_svg(chart))


def templates_folder(settings: Settings) -> Path | None:
    """Where an office has templates of its own."""
    folder = settings["letters"]
    return Path(os.path.expanduser(folder)) if folder else None


def _written(path: Path, content: bytes) -> PrintedFile:
    write_file(path, content)
    return PrintedFile(file=str(path), sha256=sha256(content).hexdigest())
