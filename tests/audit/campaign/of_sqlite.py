"""The schema of a store on SQLite: what else stands in it, what is gone, what only looks as if it were there."""

from __future__ import annotations

from collections.abc import Callable

from tests.audit.campaign.kinds import SCHEMA, Target
from tests.audit.campaign.kinds import kind as kind_of


def kind(name: str, *, gap: str = "") -> Callable[[Callable[[Target], None]], Callable[[Target], None]]:
    return kind_of(name, SCHEMA, only="sqlite", gap=gap)


def run(name: str, *choices: tuple[str, ...], gap: str = "") -> None:
    """A kind that is a few statements, any of these lists of them."""

    def tamper(target: Target) -> None:
        for statement in target.random.choice(choices):
            target.execute(statement)

    kind(name, gap=gap)(tamper)


TRIGGERS = ("events_are_not_edited", "events_are_not_deleted", "commits_are_not_edited", "commits_are_not_deleted")


@kind("triggers replaced by hollow ones")
def hollow(target: Target) -> None:
    name = target.random.choice(TRIGGERS)
    table, what = name.split("_")[0], "UPDATE" if name.endswith("edited") else "DELETE"
    target.execute(f"DROP TRIGGER {name}")
    target.execute(f"CREATE TRIGGER {name} BEFORE {what} ON {table} BEGIN SELECT 1; END")


run("a trigger dropped", *((f"DROP TRIGGER {name}",) for name in TRIGGERS))
run(
    "a trigger of somebody's",
    ("CREATE TRIGGER x AFTER INSERT ON events BEGIN DELETE FROM uses; END",),
    ("CREATE TRIGGER sqlitex AFTER INSERT ON commits BEGIN DELETE FROM person_keys; END",),
)
run("the index of commands dropped", ("DROP INDEX events_by_command",))
run(
    "the index of commands, not unique any more",
    ("DROP INDEX events_by_command", "CREATE INDEX events_by_command ON events (command) WHERE command IS NOT NULL"),
)
run("a column added", *((f"ALTER TABLE {table} ADD COLUMN x TEXT",) for table in ("events", "commits", "uses", "meta")))
run(
    "an object of somebody's",
    ("CREATE TABLE x (y)",),
    ("CREATE VIEW x AS SELECT 1",),
    ("CREATE INDEX x ON events (name)",),
    ("CREATE VIRTUAL TABLE x USING fts5(y)",),
)
run("a table renamed", *((f"ALTER TABLE {table} RENAME TO x",) for table in ("uses", "person_keys", "meta")))
run(
    "a table without its check",
    (
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (position >= 1)', '') WHERE name = 'events'",
    ),
    (
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'events'",
    ),
)
run(
    "a trigger under a name of SQLite's own",
    (
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_x', 'events', 0,"
        " 'CREATE TRIGGER sqlite_x AFTER INSERT ON events BEGIN DELETE FROM uses; END')",
    ),
)


@kind("an index that files an event under another stream")
def an_index_that_lies(target: Target) -> None:
    """Whoever asks for the officer's stream finds no suspension; whoever reads the table does."""
    streams = target.execute("SELECT position, stream FROM events WHERE version > 1 ORDER BY position").fetchall()
    position, _ = target.random.choice(streams)
    elsewhere = f"CASE WHEN position = {position} THEN 'x' ELSE stream END"
    target.execute(f"CREATE UNIQUE INDEX x ON events ({elsewhere}, version)")
    target.execute("PRAGMA writable_schema = ON")
    root = target.value("SELECT rootpage FROM sqlite_schema WHERE name = 'x'")
    target.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = 'sqlite_autoindex_events_1'", root)
    target.execute("DELETE FROM sqlite_schema WHERE name = 'x'")
