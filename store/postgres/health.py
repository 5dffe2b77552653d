"""What PostgreSQL itself can say about the health of a store: its indexes, its pages, its triggers."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import Connection, sql
from psycopg.rows import tuple_row

from store.postgres.errors import reason_of
from store.postgres.schema import TABLE_NAMES

_INVALID = """SELECT c.relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND NOT (indisvalid AND indisready)"""
_DAMAGE = ("XX001", "XX002", "58030")
"""A page, an index, or the disk below."""

# Names come first: the catalogue has an index of them, but none of schemas, and a database may have many tables in it.
_WHAT_IS_THERE = """SELECT ours OR EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = found.oid), ours, may_use
    FROM (SELECT oid, has_schema_privilege(oid, 'USAGE') AS may_use, EXISTS (SELECT 1 FROM pg_class
    WHERE relname IN ('meta', 'events', 'log_head') AND relnamespace = pg_namespace.oid) AS ours
    FROM pg_namespace WHERE nspname = %s OFFSET 0) AS found"""


def what_is_there(connection: Connection[Any], schema: str) -> tuple[bool, bool, bool]:
    """Whether a schema has anything in it, whether that looks like a store, whether it may be used."""
    there = connection.cursor(row_factory=tuple_row).execute(_WHAT_IS_THERE, [schema]).fetchone()
    return there or (False, False, False)


def troubles(connection: Connection[Any]) -> list[str]:
    """Every row of every table is read, so that a page with a wrong checksum shows; in the server's own words.

    Raises psycopg.Error for what is not damage.
    """
    cursor = connection.cursor(row_factory=tuple_row)
    damages = [f"the index {name} is not valid" for (name,) in cursor.execute(_INVALID).fetchall()]
    for table in TABLE_NAMES:
        # The text of a whole row cannot be made without all of its bytes.
        whole = sql.SQL("SELECT sum(octet_length(t::text)) FROM {} AS t").format(sql.Identifier(table))
        try:
            with connection.transaction():
                connection.execute("SET LOCAL statement_timeout = 0")
                connection.execute(whole)
        except psycopg.Error as error:
            if error.sqlstate not in _DAMAGE:
                raise
            damages.append(f"{table}: {reason_of(error)}")
    return damages
