"""How much of a person is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.masks import masked_name, masked_number


@pytest.mark.parametrize(("name", "shown"), [("王明", "王*"), ("欧阳小明", "欧***"), ("李", "李"), ("", "")])
def test_of_a_name_the_first_character_is_shown(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("350203199001011234", "3502**********1234"),
        ("6222021234567890123", "6222***********0123"),
        ("12345678", "12****78"),
        ("H12345678", "H1*****78"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_of_a_number_four_characters_are_shown_at_each_end_and_fewer_of_short_ones(number: str, shown: str) -> None:
    assert masked_number(number) == shown


@given(st.text("0123456789X", max_size=32))
def test_at_least_half_of_a_number_is_hidden(number: str) -> None:
    shown = masked_number(number)
    assert len(shown) == len(number)
    assert 2 * shown.count("*") >= len(number)
