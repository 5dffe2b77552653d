"""The owner's functions believe nothing of the session that calls them."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from projections.database.connections import ViewsDatabase
from store.addresses import views_beside
from store.databases import open_database
from store.errors import StoreUnavailable
from store.postgres import connections as postgres_connections
from store.postgres import database as postgres_database
from tests.store.conftest import an_event, append
from tests.store.hostile import COMMANDS, call, columns_of, refusal, tip
from tests.store.logins import Office

TRICKS = (
    "CREATE TEMP TABLE events (LIKE events); CREATE TEMP TABLE commits (LIKE commits)",
    "CREATE TEMP TABLE log_head AS SELECT * FROM log_head; CREATE TEMP TABLE queue ()",
    "CREATE TEMP TABLE uses (LIKE uses); CREATE TEMP TABLE person_keys (LIKE person_keys);"
    " CREATE TEMP TABLE person_index (LIKE person_index)",
    "CREATE TEMP VIEW events AS SELECT 1 AS position, 'fund-1' AS stream, 9 AS version",
    "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT ''::bytea $$",
    "CREATE FUNCTION pg_temp.plant(bigint, bytea[], bytea) RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION pg_temp.max(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 0'",
    "CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT timestamptz '2020-1-1' $$",
    "SET DateStyle = 'German, DMY'; SET TimeZone = 'Asia/Shanghai'; SET bytea_output = 'escape'",
)


@pytest.mark.parametrize("path", ["{schema}, pg_temp", "pg_temp, {schema}", "pg_temp, {schema}, pg_catalog"])
@pytest.mark.parametrize("trick", TRICKS)
def test_what_a_session_puts_in_the_way_changes_nothing(
    desk: psycopg.Connection[Any], hostile_url: str, trick: str, path: str
) -> None:
    schema = hostile_url.rpartition("schema=")[2]
    columns = columns_of(desk, COMMANDS)
    desk.execute(trick.encode())
    desk.execute(f"SET search_path = {path.format(schema=schema)}".encode())
    head = desk.execute(
        f"SELECT last, extract(epoch FROM called_at)::float FROM {schema}.lock_head()".encode()
    ).fetchone()
    assert head is not None
    assert (head[0], abs(time.time() - head[1]) < 60) == (3, True)
    call(desk, columns, schema=schema)
    desk.execute(f"RESET search_path; SET search_path = {schema}, pg_temp; DISCARD TEMP".encode())
    assert (tip(desk).head.size, tip(desk).vouched) == (6, True)
    assert desk.execute("SELECT count(*) FROM events").fetchone() == (6,)


def test_a_session_that_reads_literals_in_another_way_appends_nothing(desk: psycopg.Connection[Any]) -> None:
    columns = columns_of(desk, COMMANDS)
    desk.execute("SET standard_conforming_strings = off; SET escape_string_warning = off")
    assert refusal(desk, columns)


def test_a_desk_that_looks_at_an_old_state_appends_nothing(office: Office) -> None:
    """It would write on a head that others have moved since."""
    desk, other = (office.raw(office.login(who, "writer")) for who in ("lin", "wu"))
    desk.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    columns = columns_of(desk, [an_event("fund-7", 1)])
    call(other, columns_of(other, [an_event("application-7", 1)]))
    assert refusal(desk, columns).startswith(("40001", "23505"))
    assert tip(other).head.size == 4


def test_the_login_and_the_instant_of_a_call_are_kept(office: Office) -> None:
    login = office.login("lin", "writer")
    desk = open_database(office.url(login))
    with desk.writing() as log:
        append(log, [an_event("application-1", 4)])
    desk.close()
    rows = office.raw("postgres").execute("SELECT last, login, called_at FROM commits ORDER BY last").fetchall()
    assert [row[:2] for row in rows] == [(3, f"{office.schema}_admin"), (4, login)]
    assert all(abs(datetime.now(UTC) - called_at) < timedelta(minutes=1) for _, _, called_at in rows)


def test_two_calls_in_one_transaction_go_on_from_each_other(desk: psycopg.Connection[Any]) -> None:
    call(desk, columns_of(desk, COMMANDS))
    call(desk, columns_of(desk, [an_event("application-2", 3)]))
    assert (tip(desk).head.size, tip(desk).vouched) == (7, True)


UNUSUAL = (
    "-c DateStyle=German",
    "-c DateStyle=SQL,DMY",
    "-c standard_conforming_strings=off",
    "-c client_min_messages=error",
    "-c bytea_output=escape",
    "-c default_transaction_isolation=serializable",
)


@pytest.mark.parametrize("options", UNUSUAL)
def test_what_is_usual_on_a_server_changes_nothing(office: Office, options: str) -> None:
    url = f"{office.url(office.login('lin', 'writer'))}&options={quote(options)}"
    desk = open_database(url)
    with desk.writing() as log:
        append(log, [an_event("application-1", 4)])
        assert log.instant() is None
    with desk.reading() as view:
        assert view.head().size == 4
    desk.close()
    views = ViewsDatabase(views_beside(url), read_only=False, lock_timeout_s=1)
    with views.writing() as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"
        assert connection.exec_driver_sql("SHOW datestyle").scalar() == "ISO, MDY"
        assert connection.exec_driver_sql("SHOW standard_conforming_strings").scalar() == "on"
    views.close()


def test_no_time_is_set_to_a_transaction(office: Office) -> None:
    """Servers before 17 know no such setting, and later ones end the connection."""
    raw = office.raw("postgres")
    if raw.info.server_version < 170000:
        pytest.skip("this server has no transaction_timeout")
    url = f"{office.url(office.login('lin', 'writer'))}&options={quote('-c transaction_timeout=300')}"
    desk = open_database(url)
    with desk.writing() as log:
        time.sleep(0.4)
        append(log, [an_event("application-1", 4)])
    desk.close()
    views = ViewsDatabase(views_beside(url), read_only=False, lock_timeout_s=1)
    with views.reading() as connection:
        assert connection.exec_driver_sql("SHOW transaction_timeout").scalar() == "0"
    views.close()


@pytest.mark.parametrize("timeout", ["abc", "1e9999"])
def test_a_parameter_that_the_driver_cannot_read_is_told(office: Office, timeout: str) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        open_database(f"{office.url('postgres')}&connect_timeout={timeout}")
    assert refused.value.code == "store-unreachable"
    assert "connect_timeout" in str(refused.value.values["reason"])


def test_whoever_is_interrupted_at_the_head_leaves_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    url = office.url(office.login("lin", "writer"))
    desk, other = open_database(url), open_database(url, lock_timeout_s=1)
    answer = postgres_connections.answer

    def interrupted(*args: Any) -> list[Any]:
        answer(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(postgres_database, "answer", interrupted)
    with pytest.raises(KeyboardInterrupt) as caught, desk.writing():
        pass
    monkeypatch.undo()
    # As long as somebody looks at the error, nothing is collected: the head has been left all the same.
    with other.writing() as log:
        append(log, [an_event("application-1", 4)])
    del caught
    desk.close()
    other.close()
