"""A store with a town's random history, its read models beside it, and the few words that these tests share."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from projections.building.catalogue import MODELS
from projections.engine.views import Views
from store.addresses import views_beside
from store.databases import create, open_database
from tests.projections.event_writer import Ledger
from tests.projections.random_histories import Town
from tests.stores import file_of

HOUSE = Path(__file__).parents[2]
Rows = dict[str, list[tuple[Any, ...]]]
NewUrl = Callable[[], str]


class Place:
    """The address of a store, the store there, and a town that works with it."""

    def __init__(self, url: str, seed: int = 1) -> None:
        self.url = url
        self.views_url = views_beside(url)
        self.store = create(url)
        self.town = Town(random.Random(seed), Ledger(self.store))

    @classmethod
    def reopen(cls, place: Place) -> Place:
        """The same place, after its store was closed."""
        again = cls.__new__(cls)
        again.url, again.views_url, again.town = place.url, place.views_url, place.town
        again.store = place.town.ledger.database = open_database(place.url)
        return again

    @property
    def path(self) -> Path:
        return file_of(self.url)

    @property
    def views_path(self) -> Path:
        return file_of(self.views_url)

    def views(self, *, read_only: bool = False, lock_timeout_s: float = 10) -> Views:
        return Views(self.store, self.views_url, read_only=read_only, lock_timeout_s=lock_timeout_s)


@contextmanager
def a_place(url: str, seed: int) -> Iterator[tuple[Place, Views]]:
    """For properties, which want a new one for each example."""
    place = Place(url, seed)
    views = place.views()
    try:
        place.town.open()
        yield place, views
    finally:
        views.close()
        place.store.close()


@pytest.fixture
def place(store_url: str) -> Iterator[Place]:
    place = Place(store_url)
    place.town.open()
    yield place
    place.store.close()


@pytest.fixture
def views(place: Place) -> Iterator[Views]:
    views = place.views()
    yield views
    views.close()


@pytest.fixture
def opened(place: Place) -> Iterator[Callable[..., Views]]:
    """More views of the same store, closed afterwards."""
    with ExitStack() as stack:

        def another(**how: Any) -> Views:
            views = place.views(**how)
            stack.callback(views.close)
            return views

        yield another


def all_rows(views: Views) -> Rows:
    """Everything that the read models hold, by table, in the order of the keys."""
    with views.database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for model in MODELS
            for table in model.TABLES
        }
