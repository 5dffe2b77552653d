"""What the elements of a bank's message mean: amounts of our currency, legal days, reasons by their codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from domain.calendar import LEGAL_ZONE
from usecases.intake.bank.cells import amount, reason_text
from usecases.intake.bank.message_forms import Reason
from usecases.intake.cells import day
from usecases.intake.formats.xml_tree import Element
from usecases.intake.text import shown
from usecases.problems import Problem, Where, problem

_T = TypeVar("_T")
_DECIMAL = re.compile(r"\d{1,18}(\.\d{1,17})?", re.ASCII)


@dataclass(slots=True)
class Noted:
    """What is wrong with one transaction of a message, the `row`-th of its file."""

    row: int
    entry: str
    problems: list[Problem] = field(default_factory=list)

    def note(self, noted: Problem, element: str) -> None:
        self.problems.append(noted.at(Where(row=self.row, heading=f"{self.entry}/{element}")))

    def take(
        self, element: str, written: str | None, reader: Callable[[str], _T | Problem], *, needed: bool = True
    ) -> _T | None:
        """What `reader` makes of the text of an element, or None with a note."""
        if not written:
            if needed:
                self.note(problem("cell-blank"), element)
            return None
        read = reader(written)
        if isinstance(read, Problem):
            self.note(read, element)
            return None
        return read


def amount_of(element: Element | None) -> int | Problem:
    """An amount in fen of the renminbi, more than nothing."""
    if element is None:
        return problem("cell-blank")
    if element.currency != "CNY":
        return problem("entry-currency", currency=shown(element.currency or "", length_max=10))
    return amount(element.text) if _DECIMAL.fullmatch(element.text) else problem("cell-not-yuan")


def day_of(today: date) -> Callable[[str], date | Problem]:
    """Reads a day that has come. Of an instant with a zone it is the legal day, of one without it is as written."""

    def read(written: str) -> date | Problem:
        if "T" in written:
            try:
                instant = datetime.fromisoformat(written)
                on = day((instant if instant.tzinfo is None else instant.astimezone(LEGAL_ZONE)).date())
            except (ValueError, OverflowError):
                return problem("cell-not-a-day")
        else:
            on = day(written[:10])  # A day of XML may have a zone behind it, which makes it no other day.
        if isinstance(on, date) and on > today:
            return problem("day-in-future", today=today.isoformat())
        return on

    return read


def reason_of(
    reasons: Mapping[str, Reason], code: str | None, remarks: Iterable[str]
) -> tuple[str | None, bool | None] | Problem:
    """Why money did not arrive, by the profile's words for the code and the bank's own; and whether it is the account's
    fault, where the profile has the code.
    """
    reason = reasons.get(code or "")
    parts = [code or "", reason.text if reason is not None else "", *remarks]
    written = " ".join(part for part in parts if part)
    if not written:
        return None, None
    read = reason_text(written)
    return read if isinstance(read, Problem) else (read, reason.account if reason is not None else None)
