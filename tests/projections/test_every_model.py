"""What every read model is held to by standing in the catalogue: folded page by page = built anew, at every position.

A model that keeps something between pages, or reads a table that another one has not written yet, is found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table

from projections.building.catalogue import MODELS
from projections.building.runner import catch_up
from projections.building.verify import Difference, verify
from projections.engine.model import Fold
from projections.events.entries import Entry
from projections.officer_acts import model as officer_acts
from tests.projections.conftest import NewUrl, a_place

seeds = st.integers(0, 2**32)


def differences(new_url: NewUrl, seed: int, *, steps: int, stride: int) -> Iterator[tuple[int, str, Difference]]:
    """Live a random history, fold it two events a page, and stop at every `stride`-th position to build all anew."""
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        for position in range(1, len(place.town.minutes) + 1, stride):
            catch_up(views, page_size=2, until=position)
            for model in MODELS:
                verification = verify(views, model.NAME)
                assert verification.position == position
                yield from ((position, model.NAME, difference) for difference in verification.differences)


@settings(deadline=None, max_examples=2)
@given(seeds)
def test_every_model_is_at_every_position_what_is_built_anew_up_to_it(new_url: NewUrl, seed: int) -> None:
    assert list(differences(new_url, seed, steps=120, stride=17)) == []


@pytest.mark.campaign
@settings(deadline=None, max_examples=200)
@given(seeds)
def test_every_model_is_what_is_built_anew_at_every_position_of_two_hundred_histories(
    new_url: NewUrl, seed: int
) -> None:
    assert list(differences(new_url, seed, steps=400, stride=1)) == []


class _Forgetful:
    """A fold that loses the last event of a page that another event of its model precedes."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        self._fold.take(connection, entries[:-1] if len(entries) == 2 else entries)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        self._fold.write(connection, lazily=lazily)


@pytest.mark.on_sqlite
def test_a_model_that_depends_on_where_pages_end_is_found(new_url: NewUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = officer_acts.begin

    def forgetful(tables: Sequence[Table]) -> Fold:
        return _Forgetful(begin(tables))

    monkeypatch.setattr(officer_acts, "begin", forgetful)
    lost = differences(new_url, 7, steps=120, stride=13)
    assert {name for _position, name, _difference in lost} == {"officer_acts"}
