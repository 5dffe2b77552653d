"""What an application is entitled to, instalment by instalment, as the events of its stream say it."""

from __future__ import annotations

from collections.abc import Iterable

from projections.events.money_views import Award, DueKey, Portion, spread, stated

Amounts = dict[DueKey, int]
"""Fen by instalment. What was revised away or forfeited stays, with nothing."""

Items = list[tuple[DueKey, int]]
"""The same, in order of line and instalment."""


def awarded(awards: Iterable[Award]) -> Amounts:
    """What an approval entitles to, in order of line and instalment."""
    return dict(
        sorted(
            ((line, part.instalment), part.amount_fen)
            for award in awards
            for first, last in award.lines
            for line in range(first, last + 1)
            for part in award.parts
        )
    )


def change(entitled: Amounts, changed: Iterable[Portion]) -> Items:
    """Change the entitlement by what a revision or an upheld objection says; returns by how much, instalment by one."""
    moved = sorted(stated(changed).items())
    for due, amount_fen in moved:
        entitled[due] = entitled.get(due, 0) + amount_fen
    return moved


def forfeit(entitled: Amounts, items: Iterable[DueKey]) -> Items:
    """These instalments are lost; returns what they were, below zero."""
    moved = [(due, -entitled[due]) for due in sorted(items)]
    entitled.update((due, 0) for due, _ in moved)
    return moved


def give_up(entitled: Amounts, given_up: Iterable[Portion]) -> Items:
    """A withdrawal gives these amounts up; returns them, below zero."""
    moved = [(due, -amount_fen) for due, amount_fen in sorted(spread(given_up)) if amount_fen]
    for due, amount_fen in moved:
        entitled[due] += amount_fen
    return moved


def paid_of(portions: Iterable[Portion]) -> Items:
    """What an order or a credit pays of each instalment."""
    return sorted(spread(portions))
