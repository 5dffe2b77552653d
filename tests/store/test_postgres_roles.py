"""Who may do what on PostgreSQL: an owner that nobody can be, a writer that only adds, a reader that only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from projections.building.rebuild import rebuild
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.payout_history.queries import history
from store.addresses import views_beside
from store.databases import create, open_database
from store.errors import StoreError, StoreUnavailable
from store.log import CommandRecord
from tests.postgres import Server, new_schema
from tests.store.conftest import NOON, a_fact


@dataclass
class Office:
    """A store that an administrator who is no superuser made, and the logins of its people."""

    server: Server
    schema: str
    closing: ExitStack = field(default_factory=ExitStack)

    def login(self, who: str, role: str) -> str:
        """A new login that is a member of one of the store's roles; its name."""
        name = f"{self.schema}_{who}"
        with self.server.administrator() as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN IN ROLE {self.schema}_{role}")
        return name

    def url(self, login: str) -> str:
        return self.server.url(self.schema, user=login)

    def raw(self, login: str) -> psycopg.Connection[Any]:
        """A connection of this login with no program of ours in between."""
        conninfo = f"postgresql://{login}@/postgres?host={self.server.folder}"
        connection = psycopg.connect(conninfo, options=f"-c search_path={self.schema}", autocommit=True)
        self.closing.callback(connection.close)
        return connection


def administrator_of(server: Server, schema: str, *rights: str) -> str:
    name = f"{schema}_admin"
    with server.administrator() as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN {' '.join(rights)}")
    server.let_make_schemas(name)
    return name


@pytest.fixture
def office(server: Server) -> Iterator[Office]:
    """With three facts, a command, a key and a counter in the store, written by the administrator."""
    office = Office(server, new_schema())
    database = create(office.url(administrator_of(server, office.schema, "CREATEROLE")))
    with database.writing() as log:
        log.append([a_fact("application-1", version) for version in (1, 2, 3)], NOON)
        log.record_command(CommandRecord(command_id="c-1", fingerprint="", first_position=1, count=3))
        log.add_person_keys([("k-1", "p-1", b"wrapped")])
        log.set_counter("application", 1)
    database.close()
    with office.closing:
        yield office


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
    "UPDATE facts SET line = '' WHERE position = 3",
    "UPDATE facts SET position = 9 WHERE position = 3",
    "DELETE FROM facts WHERE position = 3",
    "DELETE FROM facts",
    "TRUNCATE facts",
    "INSERT INTO facts VALUES (3, 'application-9', 9, 'n', '') ON CONFLICT (position) DO UPDATE SET line = ''",
    "MERGE INTO facts USING (SELECT 3 AS p) AS s ON position = p WHEN MATCHED THEN DELETE",
)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("role", ["writer", "reader"])
def test_a_recorded_fact_is_neither_edited_nor_deleted_by_a_login(office: Office, role: str, attack: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        office.raw(office.login("lin", role)).execute(attack.encode())


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("as_a_replica", [False, True])
def test_not_even_by_a_superuser_who_leaves_the_triggers_alone(office: Office, attack: str, as_a_replica: bool) -> None:
    connection = office.raw("postgres")
    if as_a_replica:
        connection.execute("SET session_replication_role = replica")
    with pytest.raises(psycopg.errors.RestrictViolation, match="a recorded fact is never edited or deleted"):
        connection.execute(attack.encode())
    assert connection.execute("SELECT count(*) FROM facts").fetchone() == (3,)


@pytest.mark.parametrize(
    "attack",
    [
        "DROP TABLE facts",
        "DROP TRIGGER facts_are_not_edited ON facts",
        "ALTER TABLE facts DISABLE TRIGGER ALL",
        "CREATE TABLE mine (a int)",
        "UPDATE commands SET count = 9",
        "DELETE FROM commands",
        "DELETE FROM counters",
        "DELETE FROM log_head",
        "UPDATE person_keys SET wrapped = ''",
        "SET session_replication_role = replica",
    ],
)
def test_a_writer_takes_nothing_apart(office: Office, attack: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        office.raw(office.login("lin", "writer")).execute(attack.encode())


def test_a_writers_desk_does_all_that_a_desk_does(office: Office) -> None:
    database = open_database(office.url(office.login("lin", "writer")))
    with database.writing() as log:
        assert log.append([a_fact("application-1", 4)], NOON) == 4
        log.set_counter("application", 2)
        log.set_meta("outer-keys", "0123")
        log.replace_uses("a-1", [])
        log.add_person_keys([("k-2", "p-1", b"wrapped")])
    with database.reading() as view:
        assert view.head().size == 4
    database.close()


def test_a_reader_reads_and_is_told_that_it_may_not_write(office: Office) -> None:
    database = open_database(office.url(office.login("gao", "reader")))
    with database.reading() as view:
        assert len(view.rows(limit=9)) == view.head().size == 3
        assert view.missing_objects() == []
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
    assert history(reader).rows == ()
    assert code_of(lambda: rebuild(reader)) == "views-read-only"
    with office.server.administrator() as connection:
        owners = connection.execute(
            "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = %s", [f"{office.schema}_views"]
        ).fetchall()
    assert owners == [(f"{office.schema}_writer",)]
    office.closing.close()


def views_of(office: Office, login: str) -> Views:
    store = open_database(office.url(login))
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
    with database.writing() as log:
        assert log.append([a_fact("application-1", 1)], NOON) == 1
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
