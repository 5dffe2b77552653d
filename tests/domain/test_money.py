"""Fen, and the only rounding there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import half_up, yuan


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded_fen"), [(0, 2, 0), (1, 2, 1), (1, 3, 0), (2, 3, 1), (333, 2, 167), (7, 7, 1)]
)
def test_halves_of_a_fen_are_rounded_up(numerator: int, denominator: int, rounded_fen: int) -> None:
    assert half_up(numerator, denominator) == rounded_fen


@given(st.integers(0, 10**15), st.integers(1, 10**6))
def test_rounding_never_moves_an_amount_by_more_than_half_a_fen(numerator: int, denominator: int) -> None:
    twice_off = 2 * (half_up(numerator, denominator) * denominator - numerator)
    assert -denominator < twice_off <= denominator


@pytest.mark.parametrize(
    ("amount_fen", "written"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (120_000, "1,200.00"),
        (-120_000, "-1,200.00"),
        (-1, "-0.01"),
        (123_456_789, "1,234,567.89"),
    ],
)
def test_amounts_are_written_in_yuan_with_two_decimals(amount_fen: int, written: str) -> None:
    assert yuan(amount_fen) == written


def test_a_negative_amount_is_never_rounded() -> None:
    with pytest.raises(AssertionError):
        half_up(-1, 2)
