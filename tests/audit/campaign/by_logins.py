"""By whoever has a login of PostgreSQL, and SQL: a desk's or a reader's. The server refuses all of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.audit.campaign.kinds import READER, WRITER, Target, kind

LOGINS = {WRITER: "at_writer", READER: "at_reader"}


@contextmanager
def logged_in(target: Target, holder: str) -> Iterator[None]:
    target.execute(f"SET SESSION AUTHORIZATION {target.schema}_{LOGINS[holder]}")
    yield
    target.execute("RESET SESSION AUTHORIZATION")


def run(name: str, *choices: str, holders: tuple[str, ...] = (WRITER, READER)) -> None:
    """A kind that is one statement, any of these."""

    def enter(holder: str) -> None:
        @kind(name, holder, only="postgresql")
        def tamper(target: Target) -> None:
            with logged_in(target, holder):
                target.execute(target.random.choice(choices).replace("SCHEMA", target.schema))

    for holder in holders:
        enter(holder)


run(
    "a table written directly",
    "INSERT INTO events VALUES (0, 'fund-x', 1, 'fund.opened.v1', 'x', NULL, NULL)",
    "INSERT INTO events VALUES (62, 'fund-x', 1, 'fund.opened.v1', 'x', NULL, NULL)",
    "UPDATE events SET line = 'x' WHERE position = 30",
    "DELETE FROM events WHERE position = 36",
    "TRUNCATE events",
    "INSERT INTO commits VALUES (62, 62, 'xu-an', 'x', 'x', NULL, NULL)",
    "DELETE FROM commits WHERE last = 61",
    "UPDATE log_head SET size = 60",
    "UPDATE log_head SET simulated = true",
    "DELETE FROM log_head",
    "DELETE FROM uses",
    "INSERT INTO person_index VALUES ('x', 'p')",
    "INSERT INTO person_keys VALUES ('p', 1, 'k', 'x')",
    "UPDATE meta SET value = 'x'",
    "INSERT INTO queue DEFAULT VALUES",
    "COPY events FROM PROGRAM 'true'",
    "MERGE INTO events USING (SELECT 3 AS p) AS s ON position = p WHEN MATCHED THEN DELETE",
)
run(
    "the role of somebody else",
    "SET ROLE SCHEMA_owner",
    "SET ROLE postgres",
    "GRANT SCHEMA_owner TO SCHEMA_at_writer",
    "CREATE ROLE x SUPERUSER",
    "ALTER ROLE SCHEMA_at_writer CREATEROLE",
    "ALTER TABLE events OWNER TO SCHEMA_at_writer",
)
run(
    "an object in the store's schema",
    "CREATE TABLE SCHEMA.x ()",
    "CREATE FUNCTION SCHEMA.starts_with(text, text) RETURNS bool LANGUAGE sql AS 'SELECT false'",
    "CREATE OR REPLACE FUNCTION SCHEMA.root_of(roots bytea[]) RETURNS bytea LANGUAGE sql AS 'SELECT roots[1]'",
    "CREATE VIEW SCHEMA.x AS SELECT 1",
    "CREATE RULE x AS ON INSERT TO events DO INSTEAD NOTHING",
    "CREATE TRIGGER x BEFORE INSERT ON events EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE TABLE SCHEMA_views.x () INHERITS (events)",
    "CREATE STATISTICS SCHEMA.x ON stream, name FROM events",
)
run(
    "what protects the tables",
    "ALTER TABLE events DISABLE TRIGGER ALL",
    "DROP TRIGGER events_are_not_edited ON events",
    "ALTER TABLE events DROP CONSTRAINT events_position_check",
    "DROP INDEX events_by_command",
    "ALTER FUNCTION append RESET search_path",
    "SET session_replication_role = replica",
    "LOCK TABLE events IN ACCESS EXCLUSIVE MODE",
    "LOCK TABLE queue IN ROW EXCLUSIVE MODE",
    "DROP SCHEMA SCHEMA CASCADE",
)
run(
    "the owner's inner functions",
    "SELECT plant(0, '{}', 'x')",
    "SELECT root_of('{}')",
    "SELECT encoded(0, '{}')",
    "SELECT roots_in('x')",
)
run("the head locked by a reader", "SELECT * FROM lock_head()", "SELECT append()", holders=(READER,))
