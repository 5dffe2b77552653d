"""What a decision does to the funds, as people see it."""

from __future__ import annotations

from collections.abc import Sequence

from cli.output import print_table
from presentation.language import N_
from usecases.dossiers.fund_moves import FundMove


def print_fund_moves(moves: Sequence[FundMove]) -> None:
    """The table of the movements; nothing where there are none."""
    if moves:
        print_table(FundMove, moves, title=N_("Funds"))
