"""Making a store on PostgreSQL: its roles, its schema, its tables, and who may do what. All of it or nothing.

Three roles that cannot log in belong to a schema `bailu`: `bailu_owner` owns the tables, `bailu_writer` may read, and
append through functions of the owner, `bailu_reader` may read. Logins are the administrator's business: `GRANT
bailu_writer TO lin`. ADR 0018, ADR 0042.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg import Connection, Cursor, sql
from psycopg.rows import tuple_row

from audit.merkle import EMPTY_ROOT, Frontier
from store.addresses import PostgresAddress
from store.errors import StoreUnavailable
from store.postgres.functions import FUNCTIONS, OF_DESKS, spelled
from store.postgres.schema import FIRST_HEAD, FIRST_META, READER_GRANTS, SCHEMA, WRITER_GRANTS

OLDEST_SERVER = 140000
"""PostgreSQL 14, as libpq counts."""
_ONE_AT_A_TIME = 0x4241494C
"""The key of the advisory lock under which stores are made."""


def make(connection: Connection[Any], address: PostgresAddress, meta: Mapping[str, str]) -> None:
    """Make an empty store in the transaction that has begun; `meta` is what it says of itself.

    Whoever does this needs the right to make schemas in the database, and to make roles unless the three are there.
    They become a member of the writer, and are not left a member of the owner.

    Raises StoreUnavailable (`store-exists`, `store-not-ours`, `postgres-encoding`, `postgres-too-old`,
    `postgres-roles-wanted`, `postgres-owner-logs-in`) and psycopg.Error.
    """
    owner, writer, reader = (f"{address.schema}_{part}" for part in ("owner", "writer", "reader"))
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        _fitting(cursor, address)
        _make_roles(cursor, address, owner, writer, reader)
        lent = borrow(cursor, owner)
        borrow(cursor, writer)
        for schema, role in ((address.schema, owner), (address.views_schema, writer)):
            cursor.execute(_named("CREATE SCHEMA {} AUTHORIZATION {}", schema, role))
        cursor.execute(_named("SET LOCAL ROLE {}", owner))
        cursor.execute(_named("SET LOCAL search_path = {}, pg_temp", address.schema))
        for statement in SCHEMA:
            cursor.execute(statement.encode())
        for function in FUNCTIONS.values():
            cursor.execute(spelled(function, address.schema))
        cursor.execute(FIRST_HEAD.encode(), (EMPTY_ROOT, Frontier().encode(), Frontier().encode()))
        cursor.executemany(b"INSERT INTO meta VALUES (%s, %s)", [*{**FIRST_META, **meta}.items()])
        _grant(cursor, address, writer, reader)
        cursor.execute("RESET ROLE")
        if lent:
            give_back(cursor, owner)


def give_back(cursor: Cursor[Any], role: str) -> None:
    """Be no member of a role any more."""
    cursor.execute(_named("REVOKE {} FROM CURRENT_USER", role))


def act_as(cursor: Cursor[Any], role: str) -> None:
    """Until the transaction ends or the role is reset, do everything as this one."""
    cursor.execute(_named("SET LOCAL ROLE {}", role))


def _fitting(cursor: Cursor[Any], address: PostgresAddress) -> None:
    server = cursor.connection.info
    if server.server_version < OLDEST_SERVER:
        raise StoreUnavailable("postgres-too-old", path=address.shown, found=server.server_version // 10000)
    encoding = server.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StoreUnavailable("postgres-encoding", path=address.shown, found=encoding)
    if _first(cursor, "SELECT 1 FROM pg_namespace WHERE nspname = %s", address.schema):
        ours = _first(cursor, "SELECT to_regclass(%s)", f"{address.schema}.log_head")
        raise StoreUnavailable("store-exists" if ours else "store-not-ours", path=address.shown)


def _make_roles(cursor: Cursor[Any], address: PostgresAddress, *roles: str) -> None:
    owner = roles[0]
    cursor.execute("SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname = ANY(%s)", [list(roles)])
    there = dict(cursor.fetchall())
    if there.get(owner):
        raise StoreUnavailable("postgres-owner-logs-in", path=address.shown, role=owner)
    wanted = [role for role in roles if role not in there]
    may = _first(cursor, "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if wanted and not may:
        raise StoreUnavailable("postgres-roles-wanted", path=address.shown, roles=", ".join(wanted))
    for role in wanted:
        cursor.execute(_named("CREATE ROLE {} NOLOGIN", role))


def borrow(cursor: Cursor[Any], role: str) -> bool:
    """Become a member of a role, if need be; whether there was need."""
    # The predefined question whether one may act as the role came with PostgreSQL 16; until then membership meant it.
    question = "SET" if cursor.connection.info.server_version >= 160000 else "MEMBER"
    if _first(cursor, f"SELECT pg_has_role(%s, '{question}')", role):
        return False
    cursor.execute(_named("GRANT {} TO CURRENT_USER", role))
    return True


def _grant(cursor: Cursor[Any], address: PostgresAddress, writer: str, reader: str) -> None:
    """As the owner: what the others may do. As the writer: that whoever reads may read the read models, too."""
    cursor.execute(_named("GRANT USAGE ON SCHEMA {} TO {}, {}", address.schema, writer, reader))
    for grants, role in ((WRITER_GRANTS, writer), (READER_GRANTS, reader)):
        for grant in grants:
            cursor.execute(_named(f"GRANT {grant} TO {{}}", role))
    for function in FUNCTIONS:
        cursor.execute(_named("REVOKE ALL ON FUNCTION {} FROM PUBLIC", function))
    cursor.execute(_named("REVOKE ALL ON FUNCTION {} FROM PUBLIC", "an_event_stays"))
    for function in OF_DESKS:
        cursor.execute(_named("GRANT EXECUTE ON FUNCTION {} TO {}", function, writer))
    act_as(cursor, writer)
    cursor.execute(_named("GRANT USAGE ON SCHEMA {} TO {}", address.views_schema, reader))
    cursor.execute(
        _named("ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT SELECT ON TABLES TO {}", address.views_schema, reader)
    )


def _first(cursor: Cursor[Any], question: str, *values: object) -> Any:
    row = cursor.execute(question.encode(), values).fetchone()
    return row and row[0]


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
