"""How the uses of limits that lines hold compare, however the lines are grouped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.application.values import LimitUse, expand, ranges
from domain.base import replace
from domain.entitlement.uses import Over


def worth_as_held(uses: Iterable[LimitUse], held: Iterable[LimitUse]) -> tuple[LimitUse, ...]:
    """The same uses, none worth more than what its line holds of that limit already."""
    before = {(use.limit, line): use.amount_fen for use in held for line in expand(use.lines)}
    return tuple(
        replace(
            use, lines=ranges((line,)), amount_fen=min(use.amount_fen, before.get((use.limit, line), use.amount_fen))
        )
        for use in uses
        for line in expand(use.lines)
    )


def same_uses(uses: Iterable[LimitUse], others: Iterable[LimitUse]) -> bool:
    """Whether each line holds the same, however the lines are grouped."""
    return _by_line(uses) == _by_line(others)


def _by_line(uses: Iterable[LimitUse]) -> set[tuple[str, Over, str, date, int, str | None, int]]:
    return {
        (use.limit, use.over, use.qualifier, use.on, use.amount_fen, use.subject, line)
        for use in uses
        for line in expand(use.lines)
    }
