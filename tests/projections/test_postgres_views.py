"""Read models on PostgreSQL: exactly once although the connection breaks, and never half of a swap."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from projections.building.rebuild import rebuild
from projections.building.runner import catch_up, status
from projections.engine.views import Views
from projections.payout_history.queries import history
from store.addresses import views_beside
from store.errors import StoreError, StoreUnavailable
from tests.postgres import Server, new_schema
from tests.projections.conftest import Place, all_rows
from tests.projections.expected_movements import movements
from tests.proxy import Cut, Wire


@pytest.fixture
def town(server: Server) -> Iterator[Place]:
    """A place whose store and read models are on PostgreSQL."""
    place = Place(server.url(new_schema()))
    place.town.open()
    yield place
    place.store.close()


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    wire = Wire(server)
    yield wire
    wire.close()


def told(place: Place) -> list[object]:
    return list(movements(place.town.minutes, place.town.recorded_at))


def hang_up_on(server: Server, url: str) -> None:
    """End every connection that is in a transaction on the read models of this store."""
    schema = f"{url.rpartition('schema=')[2]}_views"
    with server.administrator() as connection:
        connection.execute(
            """SELECT pg_terminate_backend(pid, 5000) FROM (SELECT DISTINCT pid FROM pg_locks
            JOIN pg_class ON pg_class.oid = relation WHERE relnamespace = %s::regnamespace
            AND pid <> pg_backend_pid()) AS theirs""",
            [schema],
        )


@pytest.mark.parametrize("cut", ["before", "after", "late"])
def test_a_page_whose_commit_was_lost_on_the_way_is_folded_once(town: Place, wire: Wire, cut: Cut) -> None:
    town.town.live(200)
    views = Views(town.store, wire.url(town.views_url))
    catch_up(views, page_size=10, until=60)
    wire.cut_at_the_next_commit(cut)
    with pytest.raises(StoreUnavailable, match="views-unreachable"):
        catch_up(views, page_size=10, until=120)
    assert wire.cuts == 1
    catch_up(views, page_size=10)
    assert list(history(views).rows) == told(town)
    incremental = all_rows(views)
    rebuild(views)
    assert all_rows(views) == incremental
    views.close()


def broken_again_and_again(server: Server, place: Place, times: int) -> None:
    """Catches up in small pages while connections are ended at random; the rows are those of whole pages."""
    chance = random.Random(times)
    stop = threading.Event()

    def break_them() -> None:
        while not stop.is_set():
            time.sleep(chance.uniform(0.005, 0.05))
            hang_up_on(server, place.url)

    views = place.views()
    catch_up(views, until=3)
    breaking = threading.Thread(target=break_them)
    breaking.start()
    broken = 0
    try:
        while broken < times:
            place.town.live(100)
            try:
                catch_up(views, page_size=3)
            except StoreError:
                broken += 1
    finally:
        stop.set()
        breaking.join()
    catch_up(views)
    assert list(history(views).rows) == told(place)
    incremental = all_rows(views)
    rebuild(views)
    assert all_rows(views) == incremental
    views.close()


def test_connections_that_break_in_the_middle_of_pages_fold_nothing_twice(server: Server, town: Place) -> None:
    broken_again_and_again(server, town, 5)


@pytest.mark.campaign
def test_two_hundred_broken_connections_fold_nothing_twice(server: Server, town: Place) -> None:
    broken_again_and_again(server, town, 200)


def test_a_reader_sees_the_old_tables_or_the_new_ones_and_never_an_empty_one(town: Place) -> None:
    town.town.live(200)
    views = town.views()
    catch_up(views)
    rows = len(history(views).rows)
    stop = threading.Event()
    seen: list[int] = []
    wrong: list[BaseException] = []

    def read() -> None:
        reader = town.views(read_only=True)
        try:
            while not stop.is_set():
                seen.append(len(history(reader).rows))
        except BaseException as error:
            wrong.append(error)
        finally:
            reader.close()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(12):
        rebuild(views)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(seen) > 12
    assert set(seen) == {rows}
    views.close()


@pytest.mark.parametrize("store_on", ["sqlite", "postgresql"])
def test_read_models_live_on_the_other_database_as_well(server: Server, tmp_path: Path, store_on: str) -> None:
    file, schema = str(tmp_path / "bailu.db"), server.url(new_schema())
    place = Place(file if store_on == "sqlite" else schema)
    place.town.open()
    place.town.live(150)
    url = views_beside(schema if store_on == "sqlite" else file)
    views = Views(place.store, url)
    catch_up(views)
    assert list(history(views).rows) == told(place)
    assert {standing.generation for standing in rebuild(views)} == {2}
    views.close()
    again = Views(place.store, url, read_only=True)
    assert list(history(again).rows) == told(place)
    again.close()
    place.store.close()


@pytest.mark.parametrize("may_make_schemas", [False, True])
def test_a_login_that_may_not_use_the_schema_of_the_views_writes_none_elsewhere(
    server: Server, tmp_path: Path, may_make_schemas: bool
) -> None:
    schema = new_schema()
    with server.administrator() as connection:
        connection.execute(f"CREATE ROLE {schema} LOGIN")
        connection.execute(f"CREATE SCHEMA {schema}_views")
    if may_make_schemas:
        server.let_make_schemas(schema)
    place = Place(str(tmp_path / "bailu.db"))
    place.town.open()
    views = Views(place.store, server.url(schema, user=schema))
    with pytest.raises(StoreUnavailable, match="views-read-only"):
        catch_up(views)
    views.close()
    place.store.close()


def test_a_login_that_may_make_no_schema_is_told_that_it_cannot_write_views(server: Server, tmp_path: Path) -> None:
    schema = new_schema()
    with server.administrator() as connection:
        connection.execute(f"CREATE ROLE {schema} LOGIN")
    place = Place(str(tmp_path / "bailu.db"))
    place.town.open()
    views = Views(place.store, server.url(schema, user=schema))
    with pytest.raises(StoreUnavailable, match="views-read-only"):
        catch_up(views)
    assert {standing.error for standing in status(views)} == {"views-behind"}
    views.close()
    place.store.close()


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    place = Place(str(tmp_path / "bailu.db"))
    views = Views(place.store, "postgresql://clerk:secret@127.0.0.1:1/bailu")
    with pytest.raises(StoreUnavailable) as error:
        status(views)
    assert error.value.code == "views-unreachable"
    assert error.value.values["path"] == "postgresql://clerk@127.0.0.1:1/bailu"
    assert "secret" not in repr(error.value)
    views.close()
    place.store.close()
