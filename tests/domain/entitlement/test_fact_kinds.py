"""Which values are of a fact's type."""

from __future__ import annotations

import pytest

from domain.entitlement.vocabulary import Choice, FactKind, FactType


def kind(fact_type: FactType, *choices: str) -> FactKind:
    offered = tuple(Choice(value=choice, zh=choice, en=choice) for choice in choices)
    return FactKind(name="fact", type=fact_type, zh="事实", en="Fact", choices=offered)


@pytest.mark.parametrize(
    ("of", "fitting", "unfitting"),
    [
        (kind(FactType.BOOLEAN), [True, False], [1, 0, "true"]),
        (kind(FactType.COUNT), [0, 40], [-1, True, "40", 40.0]),
        (kind(FactType.FEN), [0, 120_000], [-1, True, "1200", 12.5]),
        (kind(FactType.DAY), ["2024-02-29"], ["2023-02-29", "20240229", "2024-2-9", 20240229, "2024-02-29T00:00"]),
        (kind(FactType.CHOICE, "a", "b"), ["a", "b"], ["c", "", 1, None]),
        (kind(FactType.RANK, "1", "2"), [1, 2], [0, 3, "1", True]),
        (kind(FactType.TEXT), ["", "text"], [1, None]),
        (kind(FactType.USCC), ["91350200M0001B2C3X"], [1]),
        (kind(FactType.CERTIFICATE), ["S-001"], [1]),
    ],
)
def test_a_value_fits_its_kind_or_does_not(of: FactKind, fitting: list[object], unfitting: list[object]):
    assert [value for value in fitting if not of.fits(value)] == []
    assert [value for value in unfitting if of.fits(value)] == []
