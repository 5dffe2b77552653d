"""What a cell of a table means: yuan, days, yes and no, choices by their label. A number never stands for a code.

A cell holds what the spreadsheet says it holds: text, a number, a date, a truth value. Excel keeps 15 digits of a
number, so an identity or account number that arrives as one has lost its last digits and is refused, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from domain.entitlement.findings import Value
from domain.entitlement.vocabulary import FactKind, FactType
from usecases.intake import text
from usecases.intake.facts import COUNT_MAX
from usecases.intake.identity import uscc
from usecases.problems import Problem, problem

CellValue = str | int | float | bool | datetime | date | time | None

YES = frozenset({"是", "true", "yes", "y", "√", "1"})
NO = frozenset({"否", "false", "no", "n", "×", "0"})
YUAN_MAX = 10**13
WHOLE_NUMBER_EXACT_BELOW = 10**15
"""Of a longer number, Excel keeps the first 15 digits and puts zeros for the rest."""

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月|(\d{2}))(\d{1,2})日?", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)


def blank(cell: CellValue) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def fact_of(cell: CellValue, kind: FactKind) -> Value | Problem:
    """The fact that a cell which is not blank states, as it is kept: fen, ISO 8601 days, values of choices."""
    match kind.type:
        case FactType.BOOLEAN:
            return yes_or_no(cell)
        case FactType.COUNT:
            return count(cell)
        case FactType.FEN:
            return fen(cell)
        case FactType.DAY:
            read = day(cell)
            return read if isinstance(read, Problem) else read.isoformat()
        case FactType.CHOICE | FactType.RANK:
            return _choice(cell, kind)
        case FactType.USCC:
            code = number_text(cell)
            return code if isinstance(code, Problem) else uscc(code)
        case FactType.CERTIFICATE:
            certificate = number_text(cell)
            return certificate if isinstance(certificate, Problem) else text.free_text(certificate)
        case FactType.TEXT:
            return words(cell)


def number_text(cell: CellValue) -> str | Problem:
    """The text of a cell that holds a document, code or account number; a numeric cell has lost digits."""
    if not isinstance(cell, str):
        return problem("digits-lost")
    written = cell.strip()
    return problem("digits-lost") if _SCIENTIFIC.fullmatch(text.folded(written)) else written


def plain_text(cell: CellValue) -> str | Problem:
    """The text of a cell; a whole number is taken as its digits, while it has no more than Excel keeps."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell != cell // 1:
        return problem("cell-not-text")
    return str(int(cell)) if abs(cell) < WHOLE_NUMBER_EXACT_BELOW else problem("digits-lost")


def words(cell: CellValue) -> str | Problem:
    """Free text, normalised."""
    written = plain_text(cell)
    return written if isinstance(written, Problem) else text.free_text(written)


def name(cell: CellValue) -> str | Problem:
    """The name of a person or body, normalised."""
    return text.name(cell) if isinstance(cell, str) else problem("cell-not-text")


def yes_or_no(cell: CellValue) -> bool | Problem:
    if isinstance(cell, bool):
        return cell
    word = text.folded(str(cell)).lower() if isinstance(cell, str | int) else ""
    if word in YES:
        return True
    return False if word in NO else problem("cell-not-yes-or-no")


def count(cell: CellValue) -> int | Problem:
    """A whole number, never negative."""
    number = _decimal(cell)
    if number is None or number != number.to_integral_value():
        return problem("cell-not-whole")
    if number < 0:
        return problem("cell-negative")
    return int(number) if number <= COUNT_MAX else problem("number-too-large", number_max=COUNT_MAX)


def fen(cell: CellValue) -> int | Problem:
    """Yuan, with at most two decimals, as integer fen. `1,200.00`, `¥1200` and `1200元` are read as well."""
    if isinstance(cell, str):
        cell = text.folded(cell).removeprefix("¥").removesuffix("元")
    yuan = _decimal(cell)
    if yuan is None:
        return problem("cell-not-yuan")
    if yuan < 0:
        return problem("cell-negative")
    if yuan > YUAN_MAX:
        return problem("number-too-large", number_max=YUAN_MAX)
    amount_fen = yuan * 100
    return int(amount_fen) if amount_fen == amount_fen.to_integral_value() else problem("cell-not-whole-fen")


def day(cell: CellValue) -> date | Problem:
    """A date cell, or text as 2024-04-30, 2024/4/30, 2024.4.30, 2024年4月30日 or 20240430."""
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else problem("cell-not-a-day")
    if isinstance(cell, date):
        return cell
    written = text.folded(str(cell)) if isinstance(cell, str | int) and not isinstance(cell, bool) else ""
    parts = _DAY.fullmatch(written)
    if parts is None or (parts[6] and len(parts[7]) == 1):
        return problem("cell-not-a-day")
    month = next(part for part in parts.groups()[1:6] if part is not None)
    try:
        on = date(int(parts[1]), int(month), int(parts[7]))
    except ValueError:
        return problem("cell-no-such-day", day=text.shown(written))
    return on if 1900 <= on.year < 2200 else problem("cell-no-such-day", day=text.shown(written))


def day_until(today: date) -> Callable[[CellValue], date | Problem]:
    """Reads a day that has come: one after `today` is a problem."""

    def read(cell: CellValue) -> date | Problem:
        on = day(cell)
        if isinstance(on, date) and on > today:
            return problem("day-in-future", today=today.isoformat())
        return on

    return read


def _choice(cell: CellValue, kind: FactKind) -> Value | Problem:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    word = text.folded(str(cell)) if isinstance(cell, str | int) and not isinstance(cell, bool) else ""
    for choice in kind.choices:
        labels = (choice.zh, choice.zh.partition("（")[0], choice.en, choice.value)
        if word and word in map(text.folded, labels):
            return int(choice.value) if kind.type is FactType.RANK else choice.value
    return problem("cell-not-one-of", allowed="、".join(choice.zh for choice in kind.choices))


def _decimal(cell: CellValue) -> Decimal | None:
    """The number as typed: Excel shows 15 digits of what it stores, so a float is read at that precision."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        written = f"{cell:.15g}"
    elif isinstance(cell, str):
        written = text.folded(cell)
        if not re.fullmatch(r"-?(\d{1,3}(,\d{3})+|\d{1,18})(\.\d{1,6})?", written, re.ASCII):
            return None
    else:
        return None
    number = Decimal(written.replace(",", ""))
    return number if number.is_finite() else None
