"""What screens and notices show of a person: enough to be recognised by those who know them, too little for others."""

from __future__ import annotations

_SHOWN_MAX = 4


def masked_name(name: str) -> str:
    """The first character, which is the family name of most: `王小明` is `王**`."""
    return name[:1] + "*" * (len(name) - 1)


def masked_number(number: str) -> str:
    """An identity or account number with at most four characters left at each end, and never more than half of it.

    `350203199001011234` is `3502**********1234`: the birth date is hidden.
    """
    shown = min(_SHOWN_MAX, len(number) // 4)
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[len(number) - shown :]
