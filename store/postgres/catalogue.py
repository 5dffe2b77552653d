"""Is a store on PostgreSQL made of our objects, exactly: tables, indexes, triggers, functions, and who may do what?

The server's catalogue is asked for a plain description of every object in the schema, and what comes is compared with
what `store.postgres.schema` and `store.postgres.functions` make.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from store.log import SchemaDifference
from store.postgres.functions import FUNCTIONS, OF_DESKS, spelled
from store.postgres.schema import SCHEMA, TABLE_NAMES, TABLES

Ask = Callable[[str], Sequence[Any]]
Described = Sequence[tuple[str, tuple[Any, ...]]]
"""Objects with what is said of them; a name that stands there twice is two objects."""

_OURS = "current_schema()::regnamespace"
_OWNER = f"(SELECT nspowner FROM pg_namespace WHERE oid = {_OURS})"
_COLUMNS = f"""SELECT relname || '.' || attname, format_type(atttypid, atttypmod), attnotnull,
    attidentity::text || attgenerated::text, pg_get_expr(adbin, adrelid)
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = {_OURS} AND relkind NOT IN ('i', 'I') AND attnum > 0 AND NOT attisdropped"""
_RELATIONS = f"""SELECT relname::text, relkind::text, relpersistence::text, relrowsecurity, relowner = {_OWNER}
    FROM pg_class WHERE relnamespace = {_OURS} AND relkind NOT IN ('i', 'I', 't')"""
_CONSTRAINTS = f"""SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = {_OURS} AND contype <> 'n'"""
_INDEXES = f"""SELECT c.relname::text, pg_get_indexdef(c.oid), indisvalid AND indisready FROM pg_index
    JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace = {_OURS}"""
_TRIGGERS = f"""SELECT relname || '.' || tgname, proname::text, tgtype::int, tgenabled::text, pronamespace = {_OURS},
    tgqual IS NULL, tgattr = ''::int2vector
    FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid JOIN pg_proc p ON p.oid = tgfoid
    WHERE relnamespace = {_OURS} AND NOT tgisinternal"""
_FUNCTIONS = f"""SELECT proname::text, prosrc, prosecdef, array_to_string(proconfig, ';'), proowner = {_OWNER},
    proisstrict FROM pg_proc WHERE pronamespace = {_OURS}"""
_GRANTS = f"""SELECT object || ' → ' || coalesce(nullif(grantee, 0)::regrole::text, 'public') || ': ' || privilege_type
    FROM (
        SELECT relname::text AS object, relowner AS owner, relacl AS acl FROM pg_class WHERE relnamespace = {_OURS}
        UNION ALL SELECT relname || '.' || attname, relowner, attacl FROM pg_attribute
        JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = {_OURS}
        UNION ALL SELECT proname::text, proowner, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc
        WHERE pronamespace = {_OURS}
        UNION ALL SELECT 'schema', nspowner, nspacl FROM pg_namespace WHERE oid = {_OURS}
    ) AS o, aclexplode(acl) WHERE grantee <> owner"""
# Whoever makes a role may grant it from then on, and is no member of it by that.
_MEMBERS = f"""SELECT 'member of the owner: ' || member::regrole::text FROM pg_auth_members AS m
    WHERE roleid = {_OWNER} AND (coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)
    OR coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, true))"""
_OTHERS = f"""SELECT rulename::text FROM pg_rewrite JOIN pg_class c ON c.oid = ev_class
    WHERE relnamespace = {_OURS} AND relkind = 'r'
    UNION ALL SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class c ON c.oid = inhparent
    WHERE relnamespace = {_OURS}
    UNION ALL SELECT typname::text FROM pg_type AS t WHERE typnamespace = {_OURS} AND typrelid = 0
    AND NOT EXISTS (SELECT 1 FROM pg_type AS of_rows WHERE of_rows.typarray = t.oid AND of_rows.typrelid <> 0)
    UNION ALL SELECT oprname::text FROM pg_operator WHERE oprnamespace = {_OURS}
    UNION ALL SELECT collname::text FROM pg_collation WHERE collnamespace = {_OURS}
    UNION ALL SELECT conname::text FROM pg_conversion WHERE connamespace = {_OURS}
    UNION ALL SELECT opcname::text FROM pg_opclass WHERE opcnamespace = {_OURS}
    UNION ALL SELECT cfgname::text FROM pg_ts_config WHERE cfgnamespace = {_OURS}
    UNION ALL SELECT stxname::text FROM pg_statistic_ext WHERE stxnamespace = {_OURS}"""

_TYPES = {"TIMESTAMPTZ": "timestamp with time zone"}
_WHEN = {"edited": 19, "deleted": 11, "truncated": 34}
"""What the server calls a trigger before UPDATE, DELETE (each row) and TRUNCATE (each statement)."""


def missing(ask: Ask) -> bool:
    """The quick question of every opening: is a table or index gone, or a trigger out of work?"""
    relations = {row[0] for row in ask(_NAMES)}
    triggers = {row[0]: tuple(row[1:]) for row in ask(_WORKING)}
    return not (set(_WANTED) <= relations and all(triggers.get(name) == how for name, how in _triggers()))


def differences(ask: Ask) -> list[SchemaDifference]:
    """Every object that is missing, altered or foreign, grants among them."""
    ((schema,),) = ask("SELECT current_schema()::text")
    pairs: tuple[tuple[Described, Described], ...] = (
        (_columns(), _rows(ask(_COLUMNS))),
        (_constraints(), [(name, (_plain(text),)) for name, text in ask(_CONSTRAINTS)]),
        (_indexes(), [(name, (_plain(text), sound)) for name, text, sound in ask(_INDEXES)]),
        (_triggers(), _rows(ask(_TRIGGERS))),
        (_functions(schema), _rows(ask(_FUNCTIONS))),
        (_grants(schema), _rows(ask(_GRANTS))),
        ([], _rows(ask(_MEMBERS))),
        ([], _rows(ask(_OTHERS))),
        ([(table, ("r", "p", False, True)) for table in TABLE_NAMES], _rows(ask(_RELATIONS))),
    )
    return [difference for expected, there in pairs for difference in _compared(dict(expected), there)]


def _rows(rows: Sequence[Any]) -> Described:
    return [(str(row[0]), tuple(row[1:])) for row in rows]


def _compared(expected: Mapping[str, tuple[Any, ...]], there: Described) -> Iterator[SchemaDifference]:
    left = dict(expected)
    for name, description in sorted(there, key=repr):
        if name not in expected:
            yield SchemaDifference(name, "foreign")
        elif left.pop(name, None) is None:
            yield SchemaDifference(name, "foreign")  # One of this name has been counted.
        elif description != expected[name]:
            yield SchemaDifference(name, "altered")
    for name in sorted(left):
        yield SchemaDifference(name, "missing")


def _plain(text: str) -> str:
    """A definition without quotes, brackets, casts and the schema, which server versions write in different ways."""
    return " ".join(re.sub(r'["()]|::\w+|\b\w+\.', " ", text).split())


def _columns() -> Described:
    columns: list[tuple[str, tuple[Any, ...]]] = []
    for table, statement in zip(TABLE_NAMES, TABLES, strict=True):
        keys = re.findall(r"PRIMARY KEY \(([^)]*)\)", statement)
        in_key = set(keys[0].split(", ")) if keys else set()
        for column, kind, rest in re.findall(r"(?:[\n(]|, ) *([a-z_]+) ([A-Z]+)([^\n,]*)", statement):
            filled = "NOT NULL" in rest or "PRIMARY KEY" in rest or column in in_key
            columns.append((f"{table}.{column}", (_TYPES.get(kind, kind.lower()), filled, "", None)))
    return columns


def _constraints() -> list[tuple[str, tuple[str]]]:
    return [
        ("events_pkey", ("PRIMARY KEY position",)),
        ("events_position_check", ("CHECK position >= 1",)),
        ("events_stream_version_key", ("UNIQUE stream, version",)),
        ("commits_pkey", ("PRIMARY KEY last",)),
        ("commits_check", ("CHECK 1 <= first AND first <= last",)),
        ("log_head_pkey", ("PRIMARY KEY number",)),
        ("log_head_number_check", ("CHECK number = 1",)),
        ("uses_pkey", ("PRIMARY KEY subject, limit_id, application, line, number",)),
        ("person_keys_pkey", ("PRIMARY KEY party, number",)),
        ("person_index_pkey", ("PRIMARY KEY token, party",)),
        ("meta_pkey", ("PRIMARY KEY name",)),
    ]


def _indexes() -> Described:
    made = [("events_by_command", "events", "command WHERE command IS NOT NULL")]
    for name, (text,) in _constraints():
        if not text.startswith("CHECK"):
            table = next(table for table in TABLE_NAMES if name.startswith(f"{table}_"))
            made.append((name, table, text.removeprefix("PRIMARY KEY ").removeprefix("UNIQUE ")))
    return [(name, (f"CREATE UNIQUE INDEX {name} ON {table} USING btree {keys}", True)) for name, table, keys in made]


def _triggers() -> Described:
    names = re.findall(r"CREATE TRIGGER (\w+) BEFORE \w+ ON (\w+)", "\n".join(SCHEMA))
    return [
        (f"{table}.{name}", ("an_event_stays", _WHEN[name.rpartition("_")[2]], "A", True, True, True))
        for name, table in names
    ]


def _functions(schema: str) -> Described:
    functions: list[tuple[str, tuple[Any, ...]]] = []
    for name, statement in FUNCTIONS.items():
        text = spelled(statement, schema).as_string()
        definer = "SECURITY DEFINER" in text
        functions.append((name, (text.split("$$")[1], definer, "search_path=pg_catalog, pg_temp", True, False)))
    (stays,) = (statement for statement in SCHEMA if "$$" in statement)
    functions.append(("an_event_stays", (stays.split("$$")[1], False, None, True, False)))
    return functions


def _grants(schema: str) -> Described:
    readers = (f"{schema}_{role}" for role in ("writer", "reader"))
    reading = [
        grant
        for role in readers
        for grant in (f"schema → {role}: USAGE", *(f"{table} → {role}: SELECT" for table in TABLE_NAMES))
    ]
    return [(grant, ()) for grant in (*reading, *(f"{name} → {schema}_writer: EXECUTE" for name in OF_DESKS))]


def _any_of(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


# By their names, which the catalogue has an index of: by the schema alone, an opening would read about every table of
# the whole database, and a database may have many stores in it.
_WANTED = (*TABLE_NAMES, *(name for name, _ in _indexes()))
_NAMES = f"SELECT relname::text FROM pg_class WHERE relname IN ({_any_of(_WANTED)}) AND relnamespace = {_OURS}"
_WORKING = f"{_TRIGGERS} AND relname IN ({_any_of({name.partition('.')[0] for name, _ in _triggers()})})"
