"""What an order gave up is owed only as far as the payee is to be paid it again: a line may have been struck since.

Of a year that is over only what is owed passes on, as of what comes back. ADR 0064.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from domain.application.state.balances import drawn_fen, drawn_first
from domain.application.state.case import Case
from domain.application.values import CLEARING, Draw


@dataclass(kw_only=True)
class GivenUp:
    """In fen, by fund and value date."""

    owed: Counter[tuple[str, date]] = field(default_factory=Counter)
    rest: Counter[tuple[str, date]] = field(default_factory=Counter)

    def add(self, before: Case, after: Case, drawn: Iterable[Draw], value_on: date) -> None:
        """What was `drawn`, in this order, and is no more between two states of its case."""
        of_funds = [draw for draw in drawn if draw.fund not in CLEARING]
        owed_fen = min(max(0, _unordered(after) - _unordered(before)), drawn_fen(of_funds))
        # The funds that were drawn on first pay what is owed: they get theirs back last.
        self.owed.update(totals(drawn_first(of_funds, owed_fen), value_on))
        self.rest.update(totals(drawn_first(of_funds[::-1], drawn_fen(of_funds) - owed_fen), value_on))

    def take(self, fund: str, value_on: date, most_fen: int) -> int:
        """What is drawn again as of the same day has not left the fund: so much of it, what is not owed first."""
        taken_fen = 0
        for given in (self.rest, self.owed):
            part_fen = min(most_fen - taken_fen, given[fund, value_on])
            given[fund, value_on] -= part_fen
            taken_fen += part_fen
        return taken_fen


def totals(drawn: Iterable[Draw], value_on: date) -> Counter[tuple[str, date]]:
    by_fund: Counter[tuple[str, date]] = Counter()
    for draw in drawn:
        by_fund[draw.fund, value_on] += draw.amount_fen
    return by_fund


def _unordered(case: Case) -> int:
    """What the payee has yet to get, and nothing is in flight for, in fen."""
    return max(0, case.outstanding_fen - sum(item.ordered_fen for item in case.items.values()))
