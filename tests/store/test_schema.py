"""What a store is made of is compared with what this program makes, exactly."""

from __future__ import annotations

import psycopg
import pytest

from store.addresses import postgres_address
from store.databases import create, open_database
from store.log import Database
from store.postgres.catalogue import differences
from tests.postgres import Server, new_schema
from tests.stores import hand

SQLITE = (
    (("DROP TRIGGER events_are_not_edited",), "events_are_not_edited", "missing"),
    (
        (
            "DROP TRIGGER events_are_not_deleted",
            "CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events WHEN 0 BEGIN SELECT 1; END",
        ),
        "events_are_not_deleted",
        "altered",
    ),
    (("CREATE TABLE more (x)",), "more", "foreign"),
    (("CREATE VIEW more AS SELECT 1",), "more", "foreign"),
    (("DROP INDEX events_by_command",), "events_by_command", "missing"),
    (
        ("CREATE TRIGGER more AFTER INSERT ON events BEGIN DELETE FROM uses; END",),
        "more",
        "foreign",
    ),
)
POSTGRES = (
    ("ALTER TABLE events DISABLE TRIGGER events_are_not_edited", "events.events_are_not_edited", "altered"),
    ("DROP TRIGGER commits_are_not_deleted ON commits", "commits.commits_are_not_deleted", "missing"),
    ("ALTER TABLE events DROP CONSTRAINT events_position_check", "events_position_check", "missing"),
    ("CREATE TABLE more ()", "more", "foreign"),
    ("CREATE VIEW more AS SELECT 1 AS x", "more", "foreign"),
    ("ALTER TABLE events ADD COLUMN more TEXT", "events.more", "foreign"),
    ("ALTER TABLE uses ALTER COLUMN amount_fen TYPE NUMERIC", "uses.amount_fen", "altered"),
    ("DROP INDEX events_by_command", "events_by_command", "missing"),
    ("CREATE INDEX more ON events (name)", "more", "foreign"),
    ("GRANT INSERT ON events TO PUBLIC", "events → public: INSERT", "foreign"),
    ("GRANT UPDATE ON meta TO {schema}_writer", "meta → {schema}_writer: UPDATE", "foreign"),
    ("GRANT EXECUTE ON FUNCTION append TO PUBLIC", "append → public: EXECUTE", "foreign"),
    ("REVOKE EXECUTE ON FUNCTION append FROM {schema}_writer", "append → {schema}_writer: EXECUTE", "missing"),
    ("ALTER FUNCTION append SECURITY INVOKER", "append", "altered"),
    ("ALTER FUNCTION lock_head RESET search_path", "lock_head", "altered"),
    (
        "CREATE OR REPLACE FUNCTION an_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "an_event_stays",
        "altered",
    ),
    ("CREATE FUNCTION more() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "more", "foreign"),
    ("CREATE RULE more AS ON INSERT TO uses DO INSTEAD NOTHING", "more", "foreign"),
    ("ALTER TABLE events ENABLE ROW LEVEL SECURITY", "events", "altered"),
)


def test_a_new_store_is_as_we_make_it(database: Database) -> None:
    with database.reading() as view:
        assert view.schema_differences() == []


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("statements", "name", "how"), SQLITE)
def test_what_was_done_to_a_file_is_seen(store_url: str, statements: tuple[str, ...], name: str, how: str) -> None:
    create(store_url).close()
    with hand(store_url) as connection:
        for statement in statements:
            connection.execute(statement)
    with open_database(store_url, forensic=True).reading() as view:
        assert view.schema_differences() == [(name, how)]


def test_what_was_done_to_a_schema_is_seen(server: Server) -> None:
    postgres_url = server.url(new_schema())
    create(postgres_url).close()
    address = postgres_address(postgres_url)
    with psycopg.connect(address.conninfo, options=f"-c search_path={address.schema}") as connection:

        def ask(statement: str) -> list[tuple[object, ...]]:
            return connection.execute(statement.encode()).fetchall()

        for statement, name, how in POSTGRES:
            connection.execute(statement.format(schema=address.schema).encode())
            assert (name.format(schema=address.schema), how) in differences(ask), statement
            connection.rollback()
        assert differences(ask) == []
