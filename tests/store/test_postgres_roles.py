"""Who may do what on PostgreSQL: an owner that nobody can be, a writer that only adds, a reader that only reads."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from projections.building.rebuild import rebuild
from projections.building.runner import catch_up
from projections.building.verify import verify
from projections.engine.views import Views
from projections.payout_history.queries import history
from store.addresses import views_beside
from store.databases import create, open_database
from store.errors import StoreError, StoreUnavailable
from store.log import OPENING, PersonKey, PersonToken
from store.postgres.functions import FUNCTIONS, OF_DESKS
from store.postgres.schema import TABLE_NAMES
from tests.postgres import Server, new_schema
from tests.store.conftest import an_event, append, believe_any_clock
from tests.store.logins import Office, administrator_of


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as error:
        act()
    return error.value.code


def test_no_role_of_a_store_can_log_in(office: Office) -> None:
    with office.server.administrator() as connection:
        roles = connection.execute(
            "SELECT rolname, rolcanlogin, rolsuper, rolcreaterole FROM pg_roles WHERE rolname ~ %s",
            [f"^{office.schema}_(owner|writer|reader)$"],
        ).fetchall()
    assert sorted(roles) == [(f"{office.schema}_{part}", False, False, False) for part in ("owner", "reader", "writer")]


def test_whoever_makes_a_store_can_write_and_is_not_left_its_owner(office: Office) -> None:
    with office.server.administrator() as connection:
        owners = connection.execute(
            "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = %s", [office.schema]
        ).fetchall()
        acting = "SET" if connection.info.server_version >= 160000 else "MEMBER"
        may = connection.execute(
            f"SELECT pg_has_role(%(who)s, %(owner)s, '{acting}'), pg_has_role(%(who)s, %(writer)s, 'USAGE')",
            {part: f"{office.schema}_{part}" for part in ("owner", "writer")} | {"who": f"{office.schema}_admin"},
        ).fetchone()
    assert owners == [(f"{office.schema}_owner",)]
    assert may == (False, True)


ATTACKS = (
    "UPDATE events SET line = '' WHERE position = 3",
    "UPDATE events SET position = 9 WHERE position = 3",
    "DELETE FROM events WHERE position = 3",
    "DELETE FROM events",
    "TRUNCATE events",
    "INSERT INTO events VALUES (3, 'application-9', 9, 'n', '') ON CONFLICT (position) DO UPDATE SET line = ''",
    "MERGE INTO events USING (SELECT 3 AS p) AS s ON position = p WHEN MATCHED THEN DELETE",
    "UPDATE commits SET signature = ''",
    "UPDATE commits SET called_at = now() WHERE last = 3",
    "DELETE FROM commits",
    "TRUNCATE commits",
)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("role", ["writer", "reader"])
def test_what_was_recorded_is_neither_edited_nor_deleted_by_a_login(office: Office, role: str, attack: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        office.raw(office.login("lin", role)).execute(attack.encode())


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("as_a_replica", [False, True])
def test_not_even_by_a_superuser_who_leaves_the_triggers_alone(office: Office, attack: str, as_a_replica: bool) -> None:
    connection = office.raw("postgres")
    if as_a_replica:
        connection.execute("SET session_replication_role = replica")
    with pytest.raises(psycopg.errors.RestrictViolation, match="what was recorded is never edited or deleted"):
        connection.execute(attack.encode())
    counted = connection.execute("SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM commits)")
    assert counted.fetchone() == (3, 1)


@pytest.mark.parametrize(
    "attack",
    [
        "DROP TABLE events",
        "DROP TRIGGER events_are_not_edited ON events",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "CREATE TABLE mine (a int)",
        "SET session_replication_role = replica",
        "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "DROP FUNCTION lock_head()",
        "ALTER FUNCTION lock_head() OWNER TO CURRENT_USER",
        "CREATE INDEX ON events (name)",
        "CREATE RULE mine AS ON INSERT TO uses DO INSTEAD NOTHING",
        "CREATE TRIGGER mine BEFORE INSERT ON uses FOR EACH ROW EXECUTE FUNCTION an_event_stays()",
        "CREATE TABLE {schema}_views.mine (position bigint REFERENCES events)",
        "BEGIN; LOCK TABLE queue IN EXCLUSIVE MODE",
        "BEGIN; LOCK TABLE log_head IN ROW EXCLUSIVE MODE",
        "SELECT * FROM log_head FOR UPDATE",
        "SET ROLE {schema}_owner",
    ],
)
def test_a_writer_takes_nothing_apart(office: Office, attack: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        office.raw(office.login("lin", "writer")).execute(attack.format(schema=office.schema).encode())


@pytest.mark.parametrize("role", ["writer", "reader"])
def test_no_login_has_a_write_on_any_table(office: Office, role: str) -> None:
    connection = office.raw(office.login("lin", role))
    writes = "INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"
    tables = connection.execute(
        "SELECT relname::text, has_table_privilege(oid, 'SELECT'), has_table_privilege(oid, %s),"
        " has_any_column_privilege(oid, 'INSERT, UPDATE, REFERENCES')"
        " FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'",
        [writes, office.schema],
    ).fetchall()
    assert sorted(tables) == [(name, True, False, False) for name in sorted(TABLE_NAMES)]
    for table in TABLE_NAMES:
        for attack in (f"INSERT INTO {table} DEFAULT VALUES", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(attack.encode())


@pytest.mark.parametrize(("role", "allowed"), [("writer", ["append", "lock_head"]), ("reader", [])])
def test_a_writer_executes_two_functions_and_a_reader_none(office: Office, role: str, allowed: list[str]) -> None:
    connection = office.raw(office.login("lin", role))
    functions = connection.execute(
        "SELECT proname::text, has_function_privilege(oid, 'EXECUTE') FROM pg_proc"
        " WHERE pronamespace = %s::regnamespace",
        [office.schema],
    ).fetchall()
    assert len(functions) == len(FUNCTIONS) + 1
    assert sorted(name for name, may in functions if may) == allowed


def test_every_function_runs_as_the_owner_on_a_pinned_search_path(office: Office) -> None:
    with office.server.administrator() as connection:
        functions = connection.execute(
            "SELECT proname::text, prosecdef, proowner::regrole::text, array_to_string(proconfig, ';')"
            " FROM pg_proc WHERE pronamespace = %s::regnamespace AND proname = ANY(%s)",
            [office.schema, [*FUNCTIONS]],
        ).fetchall()
    pinned = "search_path=pg_catalog, pg_temp"
    assert sorted(functions) == [
        (name, name in OF_DESKS, f"{office.schema}_owner", pinned) for name in sorted(FUNCTIONS)
    ]


def test_no_event_has_a_position_before_the_first_not_even_the_owners(office: Office) -> None:
    connection = office.raw("postgres")
    for position in (0, -1):
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("INSERT INTO events VALUES (%s, 'fund-1', 1, 'n', '')", [position])


def test_a_writers_desk_does_all_that_a_desk_does(office: Office) -> None:
    database = open_database(office.url(office.login("lin", "writer")))
    with database.writing() as log:
        assert append(log, [an_event("application-1", 4)]) == 4
        log.replace_uses("1", [], [])
        log.add_person_keys([PersonKey("p-1", "k-2", b"wrapped")])
        log.add_person_tokens([PersonToken(b"token", "p-1")])
    with database.reading() as view:
        assert view.head().size == 4
        assert view.person_key_of(["p-1"]) == {"p-1": ("k-2", b"wrapped")}
        assert view.person_tokens([b"token"]) == [(b"token", "p-1")]
    database.close()


def test_a_reader_reads_and_is_told_that_it_may_not_write(office: Office) -> None:
    database = open_database(office.url(office.login("gao", "reader")))
    with database.reading() as view:
        assert len(view.rows(limit=9)) == view.head().size == 3
        assert view.schema_differences() == []
    assert database.check() == []
    assert code_of(lambda: database.writing().__enter__()) == "store-not-permitted"
    database.close()


def test_a_stranger_is_told_that_the_schema_is_not_theirs(office: Office) -> None:
    with office.server.administrator() as connection:
        connection.execute(f"CREATE ROLE {office.schema}_stranger LOGIN")
    assert code_of(lambda: open_database(office.url(f"{office.schema}_stranger"))) == "store-not-permitted"


def test_read_models_that_one_desk_built_are_rebuilt_by_another_and_read_by_a_reader(server: Server) -> None:
    office = Office(server, new_schema())
    create(office.url("postgres")).close()
    logins = office.login("lin", "writer"), office.login("wu", "writer"), office.login("gao", "reader")
    first, second, reader = (views_of(office, login) for login in logins)
    catch_up(first)
    assert {standing.generation for standing in rebuild(second)} == {2}
    assert {standing.generation for standing in rebuild(first)} == {3}
    assert verify(second, "fund_book").differences == ()
    assert history(reader).rows == ()
    assert code_of(lambda: rebuild(reader)) == "views-read-only"
    with office.server.administrator() as connection:
        owners = connection.execute(
            "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = %s", [f"{office.schema}_views"]
        ).fetchall()
    assert owners == [(f"{office.schema}_writer",)]
    office.closing.close()


def views_of(office: Office, login: str) -> Views:
    store = open_database(office.url(login), allowing=OPENING)
    views = Views(store, views_beside(office.url(login)))
    office.closing.callback(store.close)
    office.closing.callback(views.close)
    return views


def test_without_the_right_to_make_roles_they_have_to_be_there(server: Server) -> None:
    office = Office(server, new_schema())
    admin = administrator_of(server, office.schema)
    with pytest.raises(StoreUnavailable) as refused:
        create(office.url(admin))
    assert refused.value.code == "postgres-roles-wanted"
    assert refused.value.values["roles"] == ", ".join(
        f"{office.schema}_{part}" for part in ("owner", "writer", "reader")
    )
    with server.administrator() as connection:
        for part in ("owner", "writer", "reader"):
            connection.execute(f"CREATE ROLE {office.schema}_{part}")
        connection.execute(f"GRANT {office.schema}_owner, {office.schema}_writer TO {admin}")
    database = create(office.url(admin))
    believe_any_clock(office.url("postgres"))
    with database.writing() as log:
        assert append(log, [an_event("application-1", 1)]) == 1
    database.close()


def test_an_owner_that_can_log_in_is_refused(server: Server) -> None:
    schema = new_schema()
    with server.administrator() as connection:
        connection.execute(f"CREATE ROLE {schema}_owner LOGIN")
    assert code_of(lambda: create(server.url(schema))) == "postgres-owner-logs-in"


def test_a_login_that_may_make_no_schema_makes_no_store_and_no_role(server: Server) -> None:
    schema = new_schema()
    with server.administrator() as connection:
        connection.execute(f"CREATE ROLE {schema}_admin LOGIN CREATEROLE")
    assert code_of(lambda: create(server.url(schema, user=f"{schema}_admin"))) == "store-not-permitted"
    with server.administrator() as connection:
        assert connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [f"{schema}_owner"]).fetchone() is None


def test_a_store_is_never_made_over_anything(office: Office) -> None:
    assert code_of(lambda: create(office.url("postgres"))) == "store-exists"
    theirs = new_schema()
    with office.server.administrator() as connection:
        connection.execute(f"CREATE SCHEMA {theirs} CREATE TABLE theirs (a int)")
    assert code_of(lambda: create(office.server.url(theirs))) == "store-not-ours"
    assert code_of(lambda: open_database(office.server.url(theirs))) == "store-not-ours"


def test_a_database_that_cannot_hold_chinese_is_refused(server: Server) -> None:
    name = new_schema()
    with server.administrator() as connection:
        connection.execute(
            f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
    try:
        assert code_of(lambda: create(server.url(database=name))) == "postgres-encoding"
    finally:
        with server.administrator() as connection:
            connection.execute(f"DROP DATABASE {name}")
