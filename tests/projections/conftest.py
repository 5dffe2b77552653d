"""A store with a town's random history, its read models beside it, and the few words that these tests share."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import select

from projections.catalogue import MODELS
from projections.databases import views_beside
from projections.views import Views
from store.databases import create, open_database
from tests.projections.histories import Town
from tests.projections.ledger import Ledger

HOUSE = Path(__file__).parents[2]
Rows = dict[str, list[tuple[Any, ...]]]


class Place:
    """A folder with a store in it, and a town that works with the store."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.path = folder / "bailu.db"
        self.views_path = folder / "bailu.views.db"
        self.store = create(str(self.path))
        self.town = Town(random.Random(seed), Ledger(self.store))

    @classmethod
    def reopen(cls, place: Place) -> Place:
        """The same place, after its store was closed."""
        again = cls.__new__(cls)
        again.path, again.views_path, again.town = place.path, place.views_path, place.town
        again.store = place.town.ledger.database = open_database(str(place.path))
        return again

    def views(self, *, read_only: bool = False, lock_timeout_s: float = 10) -> Views:
        return Views(
            self.store, views_beside(f"sqlite:///{self.path}"), read_only=read_only, lock_timeout_s=lock_timeout_s
        )


@contextmanager
def a_place(seed: int) -> Iterator[tuple[Place, Views]]:
    """For properties, which want a new one for each example."""
    with TemporaryDirectory() as folder:
        place = Place(Path(folder), seed)
        views = place.views()
        try:
            place.town.open()
            yield place, views
        finally:
            views.close()
            place.store.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
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
