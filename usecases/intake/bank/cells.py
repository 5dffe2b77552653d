"""What the cells of a bank's answer mean: words for results, days with a time, numbers that kept their digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from usecases.intake import text
from usecases.intake.bank.orders import unguarded
from usecases.intake.bank.profile import day_format, remark_pattern
from usecases.intake.cells import CellValue, day, fen, number_text, plain_text
from usecases.intake.formats.old_workbook import OldNumber
from usecases.problems import Problem, problem

_T = TypeVar("_T")

_CLOCK = r"(?:[01]?\d|2[0-3])(?::|时)[0-5]?\d(?:(?::|分)[0-5]?\d(?:\.\d+)?秒?|分)?"
_TIME = re.compile(rf"(?P<day>.*?\d日?)(?:\s*T|\s+){_CLOCK}", re.ASCII)
_FOURTEEN = re.compile(r"(?P<day>\d{8})(?:[01]\d|2[0-3])[0-5]\d[0-5]\d", re.ASCII)


def amount(cell: CellValue) -> int | Problem:
    """An amount in fen, more than nothing."""
    return fen(cell) or problem("cell-nothing-paid")


def digits(cell: CellValue) -> str | Problem:
    """A number of a run, an application or a movement. A whole number is its digits, while it has no more than a
    spreadsheet keeps; never in an old workbook.
    """
    if isinstance(cell, OldNumber):
        return problem("digits-lost")
    written = plain_text(cell) if isinstance(cell, int | float) else number_text(cell)
    if isinstance(written, Problem):
        return written
    plain = number_text(written)
    return plain if isinstance(plain, Problem) else text.free_text(unguarded(plain))


def movement_number(cell: CellValue) -> str | Problem:
    """The bank's own number of a movement. The same in whatever width, and with whatever spaces."""
    written = digits(cell)
    return written if isinstance(written, Problem) else "".join(unicodedata.normalize("NFKC", written).split())


def reason_text(cell: CellValue) -> str | Problem:
    """Why money did not arrive, in the bank's words or by its code."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return text.free_text(unguarded(str(cell).strip()))


def result_reader(words: Mapping[_T, Sequence[str]]) -> Callable[[CellValue], _T | Problem]:
    """Reads a result by the words that the bank has for each."""
    results = {text.folded(word): result for result, several in words.items() for word in several}
    allowed = "、".join(word for several in words.values() for word in several)

    def read(cell: CellValue) -> _T | Problem:
        # Codes of results are whole numbers, which a workbook may hold as such.
        written = plain_text(cell)
        result = None if isinstance(written, Problem) else results.get(text.folded(written[:40]))
        return problem("cell-not-one-of", allowed=allowed) if result is None else result

    return read


def day_reader(formats: Sequence[str], today: date) -> Callable[[CellValue], date | Problem]:
    """Reads a day that has come, also one with a time behind it: a value date is a legal day, whatever the clock."""
    written_forms = [form for form in map(day_format, formats) if form is not None]

    def read(cell: CellValue) -> date | Problem:
        on = _day(cell, written_forms)
        if isinstance(on, date) and on > today:
            return problem("day-in-future", today=today.isoformat())
        return on

    return read


def _day(cell: CellValue, forms: Sequence[str]) -> date | Problem:
    if isinstance(cell, datetime):
        return day(cell.date())
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if not isinstance(cell, str):
        return day(cell) if not isinstance(cell, int) or isinstance(cell, bool) else _day(str(cell), forms)
    written = unicodedata.normalize("NFKC", cell.strip()[:60])
    for form in forms:
        try:
            return day(datetime.strptime(written, form).date())  # noqa: DTZ007 - the bank's day, as it is
        except ValueError:
            continue
    timed = _FOURTEEN.fullmatch(written) or _TIME.fullmatch(written)
    return day(timed["day"] if timed else written)


def numbers_in(template: str) -> Callable[[CellValue], dict[str, str] | Problem]:
    """Reads the numbers of run and application from a remark that was written by the template."""
    pattern = remark_pattern(template)

    def read(cell: CellValue) -> dict[str, str] | Problem:
        named = pattern.search(str(cell)[:500]) if isinstance(cell, str) else None
        return problem("remark-without-numbers", template=template) if named is None else named.groupdict()

    return read
