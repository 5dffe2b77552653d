"""What of a fund is due to the treasury and came of an order: the bank may have paid it after all, and then it is not.

What is surrendered is with the treasury, whatever the bank says later. ADR 0064.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

Dues = Mapping[tuple[str, date], int]
"""In fen, by the payment run of which it came, or what else it came by, and its value date."""


def due_of(dues: Dues, batch: str, day: date) -> int:
    """What came of a run, and was there as of a day, in fen."""
    return sum(fen for (came_of, on), fen in dues.items() if came_of == batch and on <= day)


def dues_more(dues: Dues, came_of: str, day: date, amount_fen: int) -> Dues:
    return {**dues, (came_of, day): dues.get((came_of, day), 0) + amount_fen}


def dues_less(dues: Dues, batch: str, day: date, amount_fen: int) -> Dues:
    """What of it is drawn once more as of a day is due no more: the oldest first."""
    left: dict[tuple[str, date], int] = {}
    for key, fen in sorted(dues.items()):
        part_fen = min(amount_fen, fen) if key[0] == batch and key[1] <= day else 0
        amount_fen -= part_fen
        if fen > part_fen:
            left[key] = fen - part_fen
    return left


def dues_within(dues: Dues, total_fen: int) -> Dues:
    """What may be left of it where no more than this is due by now: what came of other than a run went first, and then
    the oldest.
    """
    left: dict[tuple[str, date], int] = {}
    for key, fen in sorted(dues.items(), key=lambda item: (item[0][1], item[0][0]), reverse=True):
        part_fen = min(fen, total_fen)
        total_fen -= part_fen
        if part_fen:
            left[key] = part_fen
    return left
