"""Tables as banks and their programs write them: text in any encoding, workbooks old and new, pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from io import BytesIO

import xlsxwriter
import xlwt

Rows = Iterable[Sequence[object]]


def text(rows: Rows, separator: str = ",", encoding: str = "utf-8-sig", end: str = "\r\n") -> bytes:
    return "".join(separator.join(map(str, row)) + end for row in rows).encode(encoding)


def workbook(*sheets: Rows) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, column, cell in _cells(rows):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, days)
                else:
                    sheet.write(number, column, cell)
    return file.getvalue()


def old_workbook(*sheets: Rows) -> bytes:
    book = xlwt.Workbook()
    days = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for title, rows in enumerate(sheets, 1):
        sheet = book.add_sheet(f"Sheet{title}")
        for number, column, cell in _cells(rows):
            if isinstance(cell, date):
                sheet.write(number, column, cell, days)
            else:
                sheet.write(number, column, cell)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cells(rows: Rows) -> Iterator[tuple[int, int, object]]:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            yield number, column, cell


def page(rows: Rows, encoding: str = "gb18030", head: str = "<meta charset=gb2312>") -> bytes:
    lines = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows)
    return f"<html><head>{head}</head><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></html>".encode(
        encoding
    )
