"""How a table is laid out: side by side, with the lesser columns below each row, or a block for each row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from rich.cells import cell_len

from cli.table import table_lines
from presentation.language import LANGUAGES, speak
from presentation.rows.columns import Column, Kind, columns_of
from tests.cli.test_typed_rows import row_types

RUN = Column("run", "Run", Kind.NAME)
AMOUNT = Column("amount_fen", "Amount (yuan)", Kind.MONEY)
REASON = Column("reason", "Reason")
DOCUMENT = Column("document", "Document", below=True)
ROWS: list[dict[str, Any]] = [
    {"run": "0001", "amount_fen": 300_000, "reason": "a second look at it", "document": "厦人社〔2024〕9号"},
    {"run": "0002", "amount_fen": 5, "reason": "", "document": None},
]
LAYOUTS = {
    "all fits": (
        65,
        """\

 Run    Amount (yuan)   Reason                Document
 ──────────────────────────────────────────────────────────────
 0001        3,000.00   a second look at it   厦人社〔2024〕9号
 0002            0.05
""",
    ),
    "texts wrap first": (
        60,
        """\

 Run    Amount (yuan)   Reason             Document
 ──────────────────────────────────────────────────────────
 0001        3,000.00   a second look at   厦人社〔2024〕9
                        it                 号
 0002            0.05
""",
    ),
    "then headings do": (
        55,
        """\

          Amount
 Run      (yuan)   Reason             Document
 ─────────────────────────────────────────────────────
 0001   3,000.00   a second look at   厦人社〔2024〕9
                   it                 号
 0002       0.05
""",
    ),
    "what matters less stands below": (
        41,
        """\

 Run    Amount (yuan)   Reason
 ───────────────────────────────────────
 0001        3,000.00   a second look at
                        it
    Document: 厦人社〔2024〕9号
 0002            0.05
""",
    ),
    "with headings in lines": (
        36,
        """\

          Amount
 Run      (yuan)   Reason
 ──────────────────────────────────
 0001   3,000.00   a second look at
                   it
    Document: 厦人社〔2024〕9号
 0002       0.05
""",
    ),
    "at last a block for each row": (
        30,
        """\

Run:           0001
Amount (yuan): 3,000.00
Reason:        a second look
               at it
Document:      厦人社〔2024〕9
               号

Run:           0002
Amount (yuan): 0.05
""",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_table_fits_its_terminal(name: str) -> None:
    width, expected = LAYOUTS[name]
    shown = [line.text.rstrip() for line in table_lines((RUN, AMOUNT, REASON, DOCUMENT), ROWS, width)]
    assert shown == expected.split("\n")


CORNERS = {
    "a text of several lines": ({"reason": "one\ntwo"}, ["one", "two"]),
    "a word without an end": ({"reason": "长" * 60}, ["长"]),
    "a name that is wider than the terminal": ({"run": "f" * 64}, ["f" * 38]),
    "what a terminal would obey": ({"reason": "\x1b[31mred"}, ["\ufffd[31mred"]),
    "a tabulator": ({"document": "a\tb"}, ["a       b"]),
    "nothing at all": ({}, []),
}


@pytest.mark.parametrize("name", CORNERS)
def test_whatever_a_cell_holds_no_line_is_wider(name: str) -> None:
    row, shown = CORNERS[name]
    for width in range(40, 140, 20):
        lines = table_lines((RUN, AMOUNT, REASON, DOCUMENT), [row], width, title="A title of the table as it is")
        assert max(cell_len(line.text) for line in lines) <= width
        assert not any("\n" in line.text for line in lines)
        assert all(any(part in line.text for line in lines) for part in shown)


LARGE = {
    Kind.TEXT: "厦门市鹭江职业技能培训学校有限公司",
    Kind.NAME: "350200-2024-000123",
    Kind.COUNT: 1_234,
    Kind.MONEY: 1_234_567_890,
    Kind.DAY: date(2024, 5, 6),
    Kind.INSTANT: datetime(2024, 5, 6, 1, 2, 3, tzinfo=UTC),
    Kind.LABEL: "on-public-notice",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_listing_fits_with_large_values(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "")
    speak(language)
    for row_type in row_types():
        columns = [column for column in columns_of(row_type) if not column.minor]
        row = {column.key: LARGE[column.kind] for column in columns}
        for width in (80, 120, 200) if columns else ():
            lines = table_lines(columns, [row], width)
            assert max(cell_len(line.text) for line in lines) <= width, row_type
            shown = "\n".join(line.text for line in lines)
            for kind in (Kind.NAME, Kind.MONEY, Kind.DAY):
                whole = {Kind.NAME: "350200-2024-000123", Kind.MONEY: "12,345,678.90", Kind.DAY: "2024-05-06"}[kind]
                assert shown.count(whole) >= sum(column.kind is kind for column in columns), (row_type, width)
