"""Through a pooler in transaction mode each command lands in its own log, whatever session of the server it is lent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest

from projections.building.runner import catch_up
from projections.engine.views import Views
from store.addresses import views_beside
from store.databases import open_database
from tests.bureau import Bureau
from tests.domain import sample_cases as s
from tests.domain.sample_cases import CHEN
from tests.pooler import Pooler
from tests.postgres import Server, new_schema

ON = date(2024, 9, 27)
DESKS, COMMANDS = 3, 12


@pytest.fixture
def pooler(server: Server) -> Iterator[Pooler]:
    # A read model that catches up reads the store within a transaction of its own: two sessions a desk.
    pooler = Pooler(server, sessions=2 * 2 * DESKS)
    yield pooler
    pooler.close()


def work(url: str, mark: str, wrong: list[BaseException]) -> None:
    """One desk of one store, whose cases are known by the mark on their people."""
    try:
        bureau = Bureau.open(url)
        views = Views(bureau.database, views_beside(url))
        for number in range(COMMANDS):
            bureau.act(s.training(f"{mark}-{number}"), by=CHEN, on=ON)
            catch_up(views)
        views.close()
        bureau.close()
    except BaseException as error:
        wrong.append(error)
        raise


def test_two_stores_behind_one_pooler_keep_their_logs_apart(server: Server, pooler: Pooler) -> None:
    stores = {name: server.url(new_schema()) for name in ("first-store", "second-store")}
    for url in stores.values():
        Bureau.found(url).close()
    wrong: list[BaseException] = []
    desks = [
        threading.Thread(target=work, args=(pooler.url(url), f"{name}-{desk}", wrong))
        for name, url in stores.items()
        for desk in range(DESKS)
    ]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert wrong == []
    assert pooler.transactions > 2 * DESKS * COMMANDS
    for name, url in stores.items():
        database = open_database(url)
        with database.reading() as view:
            lines = [row.line.decode() for row in view.rows(limit=10_000) if row.name == "application.submitted.v1"]
        database.close()
        assert len(lines) == DESKS * COMMANDS
        assert all(name in line for line in lines)
