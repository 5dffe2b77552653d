"""Money is an integer number of fen (1 yuan = 100 fen). There are no floats and no rounding but `half_up`."""

from __future__ import annotations


def half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded to the nearest fen, halves away from zero upward; both are non-negative."""
    assert numerator >= 0, "amounts that are rounded are never negative"
    assert denominator > 0, "a share has a positive denominator"
    return (2 * numerator + denominator) // (2 * denominator)


def yuan(amount_fen: int) -> str:
    """The amount as people write it, grouped and with two decimals: `-120000` fen is `-1,200.00`."""
    sign = "-" if amount_fen < 0 else ""
    whole, fen = divmod(abs(amount_fen), 100)
    return f"{sign}{whole:,}.{fen:02d}"
