"""What a decision does to the funds, as people see it."""

from __future__ import annotations

from typing import Any

from cli.output import print_table
from presentation.language import N_
from usecases.dossiers.fund_moves import FUND_MOVES


def show_moves(rows: list[dict[str, Any]]) -> None:
    if rows:
        print_table(FUND_MOVES, rows, title=N_("Funds"))
