"""Funds, allotments and months of the books, line by line, as decisions about money ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.base import Event
from domain.office import book_months
from domain.office.book_months import Months
from domain.treasury import allotment as allotments
from domain.treasury import fund as funds
from domain.treasury import incoming
from domain.treasury.allotment import Allotment
from domain.treasury.fund import Fund
from domain.treasury.incoming import Incoming
from store.line.codec import Line
from store.log import Row


class ReplayedMoney:
    """The part of the state that is of no case and no run. It is small, and held whole."""

    def __init__(self) -> None:
        self._funds: dict[str, Fund] = {}
        self._months: dict[str, Months] = {}
        self._allotments: dict[str, Allotment] = {}
        self._incoming: dict[str, Incoming] = {}
        self._folds_of_money: Mapping[str, Callable[[str, Row, Line[Event]], None]] = {
            "fund": self._fold_fund,
            "book": self._fold_book,
            "allotment": self._fold_allotment,
            "incoming": self._fold_incoming,
        }

    def fund(self, fund: str) -> Fund | None:
        return self._funds.get(fund)

    def funds(self) -> list[Fund]:
        return [*self._funds.values()]

    def months(self, authority: str) -> Months:
        return self._months.get(authority) or Months()

    def allotment(self, allotment: str) -> Allotment | None:
        return self._allotments.get(allotment)

    def allotments(self) -> list[Allotment]:
        return [*self._allotments.values()]

    def incoming(self, allotment: str) -> Incoming | None:
        return self._incoming.get(allotment)

    def all_incoming(self) -> list[Incoming]:
        return [*self._incoming.values()]

    def _fold_book(self, authority: str, _row: Row, line: Line[Event]) -> None:
        self._months[authority] = book_months.evolve(self.months(authority), line.data)

    def _fold_fund(self, fund: str, _row: Row, line: Line[Event]) -> None:
        self._funds[fund] = funds.evolve(self._funds.get(fund), line.data)

    def _fold_allotment(self, allotment: str, _row: Row, line: Line[Event]) -> None:
        self._allotments[allotment] = allotments.evolve(self._allotments.get(allotment), line.data)

    def _fold_incoming(self, allotment: str, _row: Row, line: Line[Event]) -> None:
        self._incoming[allotment] = incoming.evolve(self._incoming.get(allotment), line.data)
