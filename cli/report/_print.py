"""A report, shown: as a listing, or printed to a file with its chart."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.output import print_in_parts, print_line, print_listing, width_most
from presentation.language import _
from presentation.rows.columns import Kind, Row
from presentation.rows.values import human

if TYPE_CHECKING:
    from presentation.sheets.printed import PrintedSheet
    from usecases.reports.report import PrintedFile, Report
    from usecases.session.officer_session import OfficerSession


def print_report(
    session: OfficerSession, report: Report[Any], output: str | None, *, out: Path | None, chart: Path | None = None
) -> None:
    """Write the files that are asked for and tell of them; without any, list the rows, and for people the totals."""
    from usecases.reports.report import PrintedFile, draw_to, print_to

    files = [print_to(session, report.sheet, out)] if out is not None else []
    if chart is not None:
        assert report.chart is not None, "the option is declared where there is a chart"
        files.append(draw_to(report.chart, chart))
    people = output == "table" or (output is None and sys.stdout.isatty())
    if files and output in (None, "table"):
        for file in files:
            print_line(_written(file))
    elif files:
        print_listing(PrintedFile, files, output)
    else:
        print_listing(report.sheet.columns, _rows(report), output, title=report.sheet.title)
        if people and report.rows:
            _print_below(report)
    if report.read_at is not None:
        from cli.views import print_position

        print_position(report.read_at)


def _rows(report: Report[Any]) -> list[Row]:
    return list(report.rows)


def _print_below(report: Report[Any]) -> None:
    for what, text in report.sheet.particulars:
        print_line(_("%(what)s: %(text)s") % {"what": what, "text": text})
    print_in_parts(_("Together: %(totals)s.") % {"totals": _totals(report.sheet)}, _("; "))
    if report.chart is not None:
        from presentation.sheets.charts import chart_lines

        for line in chart_lines(report.chart, width_most()):
            print_line(line)


def _totals(sheet: PrintedSheet) -> str:
    """What the counts and amounts add up to, under their headings."""
    if sheet.total is None:
        return ""
    return _("; ").join(
        f"{_(column.heading)} {human(column.kind, value)}"
        for column, value in zip(sheet.columns, sheet.values(sheet.total), strict=True)
        if column.kind in (Kind.COUNT, Kind.MONEY) and value is not None
    )


def _written(file: PrintedFile) -> str:
    return _("%(file)s is written: SHA-256 %(sha256)s.") % {"file": file.file, "sha256": file.sha256}
