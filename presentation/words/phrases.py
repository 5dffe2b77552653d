"""Small things that many sentences say: line numbers, and amounts divided over lines."""

from __future__ import annotations

from collections.abc import Iterable

from domain.application.values import OWED_BACK, Due, Portion, Ranges, amounts_of
from domain.money import yuan
from presentation.language import _

_RANGES_NAMED = 3


def item_in_words(batch: str, fund: str | None) -> str:
    """An item of a case by its payment run and, where each fund's part is an item, the fund."""
    return batch if fund is None else f"{batch} ({fund})"


def line_numbers(lines: Ranges) -> str:
    """Line numbers as people write them: `1-3, 7`."""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in lines)


def first_lines(lines: Ranges) -> str:
    """The first line numbers, and how many others: `1-3, 7, 9 and 491 more`."""
    left_out = sum(last - first + 1 for first, last in lines[_RANGES_NAMED:])
    named = line_numbers(lines[:_RANGES_NAMED])
    return _("%(lines)s and %(more)s more") % {"lines": named, "more": left_out} if left_out else named


def instalment_numbers(items: Iterable[Due]) -> str:
    """Instalments as officers write them: `3/2` is the second one of line 3."""
    return ", ".join(f"{line}/{instalment}" for line, instalment in sorted(items))


def of_lines(lines: Ranges) -> str:
    """Which lines something is about; none named means the application as a whole."""
    return _("line(s) %(lines)s") % {"lines": line_numbers(lines)} if lines else _("the whole application")


def terms(portions: Iterable[Portion]) -> str:
    """Amounts and how they come about, such as `26 × 1,000.00 + 500.00`; only a later instalment is named."""
    counted: dict[tuple[int, int, bool], int] = {}
    for due, amount_fen in sorted(amounts_of(portions).items()):
        key = (due.instalment, amount_fen, due == OWED_BACK)
        counted[key] = counted.get(key, 0) + 1
    parts = []
    for (instalment, amount_fen, owed_back), count in counted.items():
        term = yuan(amount_fen) if owed_back else f"{count} × {yuan(amount_fen)}"
        if owed_back:
            term += " " + _("(owed back)")
        elif instalment > 1:
            term += " " + _("(instalment %(instalment)s)") % {"instalment": instalment}
        parts.append(term)
    return " + ".join(parts)


def change_fen(portions: Iterable[Portion]) -> int:
    """By how much all the portions together change something."""
    return sum(amounts_of(portions).values())


def signed(amount_fen: int) -> str:
    """An amount with its sign, for what goes up or down."""
    return f"+{yuan(amount_fen)}" if amount_fen > 0 else yuan(amount_fen)
