"""Listings on a terminal, each at three widths in both languages: no line is wider, no identity or amount broken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pytest
from rich.cells import cell_len

from cli import table
from cli.table import Line, table_lines
from domain.office.roles import Role
from presentation.language import LANGUAGES, speak, spoken
from presentation.rows.columns import AnyRow, Column
from tests.cli.conftest import Bailu
from tests.cli.matrix.calls import Given
from tests.cli.matrix.furnishing import EVALUATED_ALLOTMENT, FUND
from tests.cli.matrix.staff import alone

LISTINGS = (
    ("todo",),
    ("proposals",),
    ("application", "list"),
    ("fund", "list"),
    ("fund", "show", FUND),
    ("allotment", "list"),
    ("allotment", "show", EVALUATED_ALLOTMENT),
    ("payment", "list"),
    ("payment", "show", "the run"),
    ("recovery", "list"),
    ("report", "disbursement", "the run"),
    ("report", "ledger"),
    ("report", "usage", "--year", "2024"),
    ("report", "usage", "--month", "2024-05"),
    ("report", "funds"),
    ("history",),
    ("register", "list"),
)
WHOLE = re.compile(r"\d{6}-\d{4}-\w+|\d[\d,]*\.\d\d|\d{4}-\d\d-\d\d")
"""Numbers of cases and funds, amounts, and days."""
WIDE, FEW = 2_000, 20


def test_no_listing_is_wider_than_its_terminal(office: Bailu, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def at_every_width(columns: Sequence[Column], rows: Sequence[AnyRow], width: int, *, title: str = "") -> list[Line]:
        before = spoken()
        for language in LANGUAGES:
            speak(language)
            whole = whole_in(table_lines(columns, rows[:FEW], WIDE, title=title))
            for narrow in (80, 120, 200):
                lines = table_lines(columns, rows[:FEW], narrow, title=title)
                assert max(cell_len(line.text) for line in lines) <= narrow
                assert whole_in(lines) == whole, (narrow, title)
        speak(before)
        drawn.append(len(rows))
        return table_lines(columns, rows, width, title=title)

    monkeypatch.setattr(table, "table_lines", at_every_width)
    run = Given(office).batch("paid")
    for listing in LISTINGS:
        argv = (run if word == "the run" else word for word in listing)
        drawn.clear()
        ran = office(*argv, "-o", "table", officer=alone(Role.INSPECTOR))
        assert ran.code == 0, ran.err
        assert drawn, listing


def whole_in(lines: Sequence[Line]) -> Counter[str]:
    return Counter(one for line in lines for one in WHOLE.findall(line.text))
