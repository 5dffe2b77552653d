"""The schema of a store on PostgreSQL: what else stands in it, what is gone, what only looks as if it were there.

`SCHEMA` in a statement stands for the store's. The holder owns the tables, or is a superuser.
"""

from __future__ import annotations

from tests.audit.campaign.kinds import SCHEMA, Target, kind

Statements = tuple[str, ...]


def run(name: str, *choices: Statements, gap: str = "") -> None:
    """A kind that is a few statements, any of these lists of them."""

    def tamper(target: Target) -> None:
        for statement in target.random.choice(choices):
            target.execute(statement.replace("SCHEMA", target.schema))

    kind(name, SCHEMA, only="postgresql", gap=gap)(tamper)


TRIGGERS = tuple(
    (table, f"{table}_are_not_{what}", event)
    for table in ("events", "commits")
    for what, event in (("edited", "UPDATE"), ("deleted", "DELETE"))
)
COLUMNS = {"events": "fingerprint", "commits": "login"}
HOLLOW = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"


def made_anew(name: str, *, changed: str, gap: str = "") -> None:
    """A trigger that has the name and the place of ours and is another one. `changed`: from the event on."""
    choices = [
        (
            f"DROP TRIGGER {trigger} ON {table}",
            f"CREATE FUNCTION public.an_event_stays() {HOLLOW}",
            f"CREATE TRIGGER {trigger} BEFORE {changed.format(event=event, table=table, column=COLUMNS[table])}",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}",
        )
        for table, trigger, event in TRIGGERS
        if event == "UPDATE" or "OF {column}" not in changed
    ]
    run(name, *choices, gap=gap)


run("a trigger that is hollow", (f"CREATE OR REPLACE FUNCTION an_event_stays() {HOLLOW}",))
run("a trigger dropped", *((f"DROP TRIGGER {trigger} ON {table}",) for table, trigger, _ in TRIGGERS))
run(
    "a trigger out of work",
    *((f"ALTER TABLE {table} DISABLE TRIGGER {trigger}",) for table, trigger, _ in TRIGGERS),
    *((f"ALTER TABLE {table} ENABLE REPLICA TRIGGER {trigger}",) for table, trigger, _ in TRIGGERS),
    *((f"ALTER TABLE {table} ENABLE TRIGGER {trigger}",) for table, trigger, _ in TRIGGERS),
)
made_anew(
    "a trigger that never fires",
    changed="{event} ON {table} FOR EACH ROW WHEN (false) EXECUTE FUNCTION an_event_stays()",
)
made_anew(
    "a trigger of one column",
    changed="UPDATE OF {column} ON {table} FOR EACH ROW EXECUTE FUNCTION an_event_stays()",
)
made_anew(
    "a trigger with a hollow function of the same name elsewhere",
    changed="{event} ON {table} FOR EACH ROW EXECUTE FUNCTION public.an_event_stays()",
)
run("a trigger of somebody's", ("CREATE TRIGGER x BEFORE UPDATE ON uses EXECUTE FUNCTION an_event_stays()",))
run(
    "a trigger of somebody's under the name of one of ours, on another table",
    *(
        (
            f"CREATE FUNCTION public.hostile() {HOLLOW}",
            f"CREATE TRIGGER {trigger} BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION public.hostile()",
        )
        for table, trigger, _ in TRIGGERS
        if table == "commits"
    ),
)
run("an index dropped", ("DROP INDEX events_by_command",))
run(
    "the index of commands, not unique any more",
    ("DROP INDEX events_by_command", "CREATE INDEX events_by_command ON events (command) WHERE command IS NOT NULL"),
)
run(
    "a column added",
    *((f"ALTER TABLE {table} ADD COLUMN x text",) for table in ("events", "commits", "log_head", "uses")),
)
run("a column that may be empty", ("ALTER TABLE events ALTER COLUMN line DROP NOT NULL",))
run(
    "a column with a value of its own",
    ("ALTER TABLE commits ALTER COLUMN login SET DEFAULT 'wu'",),
    ("ALTER TABLE uses ALTER COLUMN amount_fen SET DEFAULT 0",),
)
run(
    "a check dropped",
    ("ALTER TABLE events DROP CONSTRAINT events_position_check",),
    ("ALTER TABLE commits DROP CONSTRAINT commits_check",),
    ("ALTER TABLE events DROP CONSTRAINT events_stream_version_key",),
)
run(
    "an object of somebody's",
    ("CREATE TABLE x ()",),
    ("CREATE VIEW x AS SELECT 1",),
    ("CREATE SEQUENCE x",),
    ("CREATE INDEX x ON events (name)",),
    ("CREATE MATERIALIZED VIEW x AS SELECT 1",),
    ("CREATE TYPE x AS (y text)",),
    ("CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",),
)
run(
    "an object of somebody's that is no table and no function",
    ("CREATE DOMAIN x AS text",),
    ("CREATE TYPE x AS ENUM ('y')",),
    ("CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",),
    ('CREATE COLLATION x FROM "C"',),
)
run(
    "a rule or a policy on a table",
    ("CREATE RULE x AS ON INSERT TO uses DO INSTEAD NOTHING",),
    ("ALTER TABLE events ENABLE ROW LEVEL SECURITY",),
)
run(
    "a grant on a table or a function",
    ("GRANT INSERT ON events TO SCHEMA_writer",),
    ("GRANT ALL ON log_head TO PUBLIC",),
    ("GRANT UPDATE ON queue TO SCHEMA_at_writer",),
    ("GRANT EXECUTE ON FUNCTION plant TO PUBLIC",),
    ("GRANT EXECUTE ON FUNCTION lock_head TO SCHEMA_reader",),
)
run(
    "a right taken away",
    ("REVOKE SELECT ON events FROM SCHEMA_reader",),
    ("REVOKE ALL ON FUNCTION append FROM SCHEMA_writer",),
)
run(
    "a grant on a column",
    ("GRANT UPDATE (line) ON events TO SCHEMA_writer",),
    ("GRANT INSERT (position, stream, version, name, line) ON events TO PUBLIC",),
    ("GRANT UPDATE (frontier) ON log_head TO SCHEMA_at_writer",),
)
run(
    "a desk that is a member of the owner",
    ("GRANT SCHEMA_owner TO SCHEMA_at_writer",),
    ("GRANT SCHEMA_owner TO SCHEMA_writer",),
)
run(
    "a table that belongs to a desk",
    *((f"ALTER TABLE {table} OWNER TO SCHEMA_at_writer",) for table in ("events", "commits", "log_head", "uses")),
)
run(
    "a right on the schema",
    ("GRANT CREATE ON schema SCHEMA TO SCHEMA_writer",),
)
run(
    "a function made anew",
    ("CREATE OR REPLACE FUNCTION root_of(roots bytea[]) RETURNS bytea LANGUAGE sql AS 'SELECT roots[1]'",),
    ("ALTER FUNCTION append SECURITY INVOKER",),
    ("ALTER FUNCTION append RESET search_path",),
    ("ALTER FUNCTION lock_head SET search_path = public",),
    ("ALTER FUNCTION append OWNER TO SCHEMA_at_writer",),
    ("DROP FUNCTION append",),
    ("ALTER schema SCHEMA OWNER TO SCHEMA_at_writer",),
)
run(
    "a function that answers nothing as soon as one argument is empty",
    ("ALTER FUNCTION append STRICT",),
    ("ALTER FUNCTION plant STRICT",),
)


@kind(
    "a second function of the same name",
    SCHEMA,
    only="postgresql",
)
def a_second_function(target: Target) -> None:
    """Ours is made anew behind it, exactly as it was."""
    name, called = "root_of", "root_of(bytea[])"
    ours = target.value(f"SELECT pg_get_functiondef('{called}'::regprocedure)")
    target.execute(f"SET LOCAL ROLE {target.schema}_owner")
    target.execute(f"CREATE FUNCTION {name}(encoded text) RETURNS bytea LANGUAGE sql AS 'SELECT NULL::bytea'")
    target.execute(f"REVOKE ALL ON FUNCTION {name}(text) FROM PUBLIC")
    target.execute(f"DROP FUNCTION {called}")
    target.execute(ours.replace("%", "%%"))
    target.execute(f"REVOKE ALL ON FUNCTION {called} FROM PUBLIC")
    target.execute("RESET ROLE")


run(
    "a table that a crash empties",
    *((f"ALTER TABLE {table} SET UNLOGGED",) for table in ("events", "commits", "log_head", "uses")),
)
run(
    "a table elsewhere that inherits, where a desk may write",
    (
        "CREATE TABLE public.more () INHERITS (events)",
        "GRANT ALL ON public.more TO SCHEMA_at_writer",
        "WITH gone AS (SELECT * FROM events WHERE position = 30) INSERT INTO public.more SELECT * FROM gone",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "DELETE FROM ONLY events WHERE position = 30",
        *(
            f"ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_not_{what}"
            for what in ("edited", "deleted", "truncated")
        ),
    ),
)
