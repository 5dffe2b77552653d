"""The tables of a store on PostgreSQL, and who may do what with them. Made once, by `PostgresDatabase.create`.

They mean what those of `store.sqlite.schema` mean. Text that is compared or sorted has the collation "C", so that order
does not depend on the server's locale. Instants and days are text, as on SQLite: a copy has the same bytes on both.
"""

from __future__ import annotations

from store.format import STORE_FORMAT

TABLES = (
    """CREATE TABLE facts (
        position BIGINT PRIMARY KEY,
        stream TEXT COLLATE "C" NOT NULL,
        version BIGINT NOT NULL,
        name TEXT COLLATE "C" NOT NULL,
        line BYTEA NOT NULL,
        UNIQUE (stream, version)
    )""",
    # The head is one row that every commit rewrites: room on its page keeps it there.
    """CREATE TABLE log_head (
        number INTEGER PRIMARY KEY CHECK (number = 1),
        size BIGINT NOT NULL,
        frontier BYTEA NOT NULL,
        root BYTEA NOT NULL,
        recorded_at TEXT
    ) WITH (fillfactor = 10)""",
    """CREATE TABLE commands (
        command_id TEXT COLLATE "C" PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        first_position BIGINT NOT NULL,
        count BIGINT NOT NULL
    )""",
    """CREATE TABLE uses (
        limit_id TEXT COLLATE "C" NOT NULL,
        subject TEXT COLLATE "C" NOT NULL,
        qualifier TEXT NOT NULL,
        used_on TEXT NOT NULL,
        amount_fen BIGINT NOT NULL,
        application TEXT COLLATE "C" NOT NULL,
        line BIGINT NOT NULL
    )""",
    'CREATE TABLE counters (name TEXT COLLATE "C" PRIMARY KEY, value BIGINT NOT NULL)',
    """CREATE TABLE person_keys (
        number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key_id TEXT COLLATE "C" NOT NULL UNIQUE,
        party TEXT COLLATE "C" NOT NULL,
        wrapped BYTEA NOT NULL
    )""",
    'CREATE TABLE meta (name TEXT COLLATE "C" PRIMARY KEY, value TEXT NOT NULL)',
)
_INDEXES = (
    "CREATE INDEX uses_by_subject ON uses (subject, limit_id)",
    "CREATE INDEX uses_by_application ON uses (application)",
    "CREATE INDEX person_keys_by_party ON person_keys (party, number)",
)
_TRIGGERS = (
    """CREATE FUNCTION a_fact_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'a recorded fact is never edited or deleted' USING ERRCODE = 'restrict_violation';
    END $$""",
    """CREATE TRIGGER facts_are_not_edited BEFORE UPDATE ON facts
        FOR EACH ROW EXECUTE FUNCTION a_fact_stays()""",
    """CREATE TRIGGER facts_are_not_deleted BEFORE DELETE ON facts
        FOR EACH ROW EXECUTE FUNCTION a_fact_stays()""",
    """CREATE TRIGGER facts_are_not_truncated BEFORE TRUNCATE ON facts
        FOR EACH STATEMENT EXECUTE FUNCTION a_fact_stays()""",
    # Also for a session that calls itself a replica.
    "ALTER TABLE facts ENABLE ALWAYS TRIGGER facts_are_not_edited",
    "ALTER TABLE facts ENABLE ALWAYS TRIGGER facts_are_not_deleted",
    "ALTER TABLE facts ENABLE ALWAYS TRIGGER facts_are_not_truncated",
)
SCHEMA = (*TABLES, *_INDEXES, *_TRIGGERS)

FIRST_ROWS = (
    "INSERT INTO log_head VALUES (1, 0, %s, %s, NULL)",
    f"INSERT INTO meta VALUES ('format', '{STORE_FORMAT}')",  # noqa: S608
)
"""The first takes the frontier and the root of an empty log."""

TABLE_NAMES = tuple(statement.split()[2] for statement in TABLES)
_MADE = ("TABLE", "INDEX", "TRIGGER")
OBJECTS = frozenset(words[2] for words in map(str.split, SCHEMA) if words[1] in _MADE and words[0] == "CREATE") | {
    "facts_stream_version_key"
}
"""The names of every table, index and trigger: a store that lacks one of them has been damaged."""

WRITER_GRANTS = (
    "SELECT, INSERT ON facts, commands",
    # To lock a row is to be allowed to update it.
    "SELECT, UPDATE ON log_head",
    "SELECT, INSERT, DELETE ON uses, person_keys",
    "SELECT, INSERT, UPDATE ON counters",
    "SELECT, INSERT, UPDATE, DELETE ON meta",
)
READER_GRANTS = (f"SELECT ON {', '.join(TABLE_NAMES)}",)
