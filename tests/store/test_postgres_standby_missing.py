"""While a standby server that has to confirm is missing: nothing is told done that only one server has, whatever else
is set on it, and questions are answered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest

from projections.building.runner import catch_up
from projections.engine.views import Views
from store.addresses import views_beside
from store.databases import create, open_database
from store.errors import StoreUnavailable
from store.postgres import database as postgres_database
from tests.bureau import Bureau, identity
from tests.domain import sample_cases as s
from tests.domain.sample_cases import CHEN
from tests.postgres import why_not
from tests.store.clusters import Cluster, end_a_wait

ON = date(2024, 9, 27)
SHORTLY_S = 0.2
QUIET = "&options=-c%20client_min_messages%3Derror"


@pytest.fixture(scope="module")
def pair() -> Iterator[Cluster]:
    """An office on two servers whose standby has left."""
    if reason := why_not():
        pytest.skip(f"no PostgreSQL to test on: {reason}")
    pair = Cluster(2)
    Bureau.found(pair.url).close()
    for standby in pair.standbys:
        standby.stop("fast")
    yield pair
    pair.remove()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_database, "_COMMIT_AT_LEAST_S", SHORTLY_S)
    monkeypatch.setattr(postgres_database, "_LOOK_AT_LEAST_S", SHORTLY_S)
    monkeypatch.setattr(postgres_database, "_MARK_S", SHORTLY_S / 2)


@contextmanager
def a_desk(url: str, patience_s: float) -> Iterator[Bureau]:
    desk = Bureau(open_database(url, lock_timeout_s=patience_s))
    yield desk
    desk.close()


@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
def test_a_wait_that_somebody_ends_is_not_told_done(pair: Cluster, how: str) -> None:
    """The command is there, which a desk sees that looks for it, and on this server alone."""
    somebody = threading.Thread(target=end_a_wait, args=(pair.primary, how))
    with a_desk(pair.url, patience_s=1) as desk:
        somebody.start()
        with pytest.raises(StoreUnavailable, match="outcome-unknown"):
            desk.act(s.training(f"person-{how}"), by=CHEN, on=ON, command_id=how)
        somebody.join()
        with desk.database.reading() as view:
            assert view.command(identity(how))


def test_a_command_that_is_given_again_is_not_told_done_either(pair: Cluster) -> None:
    with a_desk(pair.url, SHORTLY_S) as desk:
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match="outcome-unknown") as unknown:
                desk.act(s.training("person-again"), by=CHEN, on=ON, command_id="again")
            reason = str(unknown.value.values["reason"])
            assert "synchronous_standby_names: ANY 1 (one, two); connected: -" in reason
        request = desk.request(s.training("person-again"), by=CHEN, command_id="again")
        with pytest.raises(StoreUnavailable, match="outcome-unknown"):
            list(desk.executor.execute_many([request]))


def test_a_server_that_is_told_to_keep_its_warnings_to_itself_warns(pair: Cluster) -> None:
    with a_desk(pair.url + QUIET, SHORTLY_S) as desk, pytest.raises(StoreUnavailable, match="outcome-unknown"):
        desk.act(s.training("person-quiet"), by=CHEN, on=ON)


@pytest.mark.parametrize("login", ["postgres", "another"])
def test_a_head_that_is_held_by_who_waits_for_a_standby_is_not_told_to_be_written_to(pair: Cluster, login: str) -> None:
    """So it stays when a desk is killed in its wait: the server does not notice before there is a standby."""
    with pair.primary.administrator() as connection:
        connection.execute("SET synchronous_commit = off")
        if login != "postgres":
            connection.execute(f"CREATE ROLE {login} LOGIN IN ROLE bailu_writer")
    killed = psycopg.connect(pair.url.partition("&")[0])
    killed.execute("SET search_path = bailu")
    killed.execute("SELECT lock_head(), pg_logical_emit_message(true, 'bailu', '')")
    commit = threading.Thread(target=killed.commit, daemon=True)
    commit.start()
    with a_desk(pair.url.replace("postgres@", f"{login}@"), SHORTLY_S) as desk, pytest.raises(StoreUnavailable) as told:
        desk.act(s.training("person-behind"), by=CHEN, on=ON)
    with pair.primary.administrator() as connection:
        connection.execute("SELECT pg_cancel_backend(%s)", [killed.info.backend_pid])
    commit.join()
    killed.close()
    assert told.value.code == "standby-missing"
    assert "synchronous_standby_names: ANY 1 (one, two)" in str(told.value.values["reason"])


def test_read_models_catch_up_on_the_server_that_is_there(pair: Cluster) -> None:
    caught_up: list[bool] = []

    def look() -> None:
        database = open_database(pair.url, lock_timeout_s=SHORTLY_S)
        views = Views(database, views_beside(pair.url), lock_timeout_s=SHORTLY_S)
        caught_up.extend(model.position == model.head for model in catch_up(views))
        views.close()
        database.close()

    desk = threading.Thread(target=look, daemon=True)
    desk.start()
    desk.join(10)
    assert caught_up
    assert all(caught_up)


def test_a_store_is_not_told_made_and_nobody_waits_without_an_end(pair: Cluster) -> None:
    began = time.monotonic()
    with pytest.raises(StoreUnavailable, match="standby-missing"):
        create(pair.url.replace("schema=bailu", "schema=other"), lock_timeout_s=SHORTLY_S)
    assert time.monotonic() - began < 3
