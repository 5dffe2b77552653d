"""One fact of a file for machines against its kind: the value as it is kept, or why it cannot be one."""

from __future__ import annotations

from datetime import date

from domain.entitlement.findings import Value
from domain.entitlement.vocabulary import FactKind, FactType
from usecases.intake import text
from usecases.intake.identity import uscc
from usecases.problems import Problem, problem

COUNT_MAX = 1_000_000


def fact(value: Value, kind: FactKind) -> Value | Problem:
    """`value` normalised for `kind`. Amounts are whole fen, days ISO 8601 text, a rank a whole number."""
    match kind.type:
        case FactType.BOOLEAN:
            return value if isinstance(value, bool) else problem("not-true-or-false", key=kind.name)
        case FactType.COUNT | FactType.FEN:
            return _whole(value, kind)
        case FactType.RANK:
            ranks = [choice.value for choice in kind.choices]
            fits = isinstance(value, int) and not isinstance(value, bool) and str(value) in ranks
            return value if fits else problem("not-one-of", allowed=", ".join(ranks))
        case FactType.CHOICE:
            choices = [choice.value for choice in kind.choices]
            return value if value in choices and isinstance(value, str) else _not_one_of(choices)
        case _:
            return _text(value, kind)


def iso_day(given: str) -> date | Problem:
    """A day in ISO 8601's extended form, `2024-05-06`, between 1900 and 2199."""
    try:
        day = date.fromisoformat(given) if len(given) == 10 else None
    except ValueError:
        day = None
    return day if day is not None and 1900 <= day.year < 2200 else problem("not-a-day")


def _not_one_of(choices: list[str]) -> Problem:
    return problem("not-one-of", allowed=", ".join(choices))


def _whole(value: Value, kind: FactKind) -> Value | Problem:
    if isinstance(value, bool) or not isinstance(value, int):
        return problem("not-whole-fen" if kind.type is FactType.FEN else "not-a-whole-number", key=kind.name)
    if value < 0:
        return problem("number-too-small", key=kind.name)
    if kind.type is FactType.COUNT and value > COUNT_MAX:
        return problem("number-too-large", number_max=COUNT_MAX)
    return value


def _text(value: Value, kind: FactKind) -> Value | Problem:
    if not isinstance(value, str):
        return problem("not-text", key=kind.name)
    if kind.type is FactType.DAY:
        day = iso_day(value)
        return day if isinstance(day, Problem) else day.isoformat()
    if kind.type is FactType.USCC:
        return uscc(value)
    return text.free_text(value)
