"""The tables of a store on PostgreSQL, and who may do what with them. Made once, by `PostgresDatabase.create`.

They mean what those of `store.sqlite.schema` mean. Text that is compared or sorted has the collation "C", so that order
does not depend on the server's locale. Instants and days are text, as on SQLite: a copy has the same bytes on both.
ADR 0041, ADR 0042.
"""

from __future__ import annotations

from store.format import STORE_FORMAT

TABLES = (
    """CREATE TABLE events (
        position BIGINT PRIMARY KEY CHECK (position >= 1),
        stream TEXT COLLATE "C" NOT NULL,
        version BIGINT NOT NULL,
        name TEXT COLLATE "C" NOT NULL,
        line BYTEA NOT NULL,
        command BYTEA,
        fingerprint BYTEA,
        UNIQUE (stream, version)
    )""",
    # Beside what stands there on SQLite: under which login, and when by the server's clock, the commit came.
    """CREATE TABLE commits (
        last BIGINT PRIMARY KEY,
        first BIGINT NOT NULL CHECK (1 <= first AND first <= last),
        officer TEXT COLLATE "C" NOT NULL,
        public_key BYTEA NOT NULL,
        signature BYTEA NOT NULL,
        login TEXT,
        called_at TIMESTAMPTZ
    )""",
    # The head is one row that every commit rewrites: room on its page keeps it there.
    """CREATE TABLE log_head (
        number INTEGER PRIMARY KEY CHECK (number = 1),
        size BIGINT NOT NULL,
        before BYTEA NOT NULL,
        frontier BYTEA NOT NULL,
        roles BYTEA NOT NULL,
        recorded_at TEXT,
        simulated BOOLEAN NOT NULL
    ) WITH (fillfactor = 10)""",
    # Has no rows: whoever writes locks it, and so stands in a queue.
    "CREATE TABLE queue ()",
    """CREATE TABLE uses (
        subject TEXT COLLATE "C" NOT NULL,
        limit_id TEXT COLLATE "C" NOT NULL,
        application TEXT COLLATE "C" NOT NULL,
        line BIGINT NOT NULL,
        number BIGINT NOT NULL,
        qualifier TEXT NOT NULL,
        used_on TEXT NOT NULL,
        amount_fen BIGINT NOT NULL,
        PRIMARY KEY (subject, limit_id, application, line, number)
    )""",
    """CREATE TABLE person_keys (
        party TEXT COLLATE "C" NOT NULL,
        number BIGINT NOT NULL,
        key_id TEXT COLLATE "C" NOT NULL,
        wrapped BYTEA NOT NULL,
        PRIMARY KEY (party, number)
    )""",
    """CREATE TABLE person_index (
        token BYTEA NOT NULL,
        party TEXT COLLATE "C" NOT NULL,
        PRIMARY KEY (token, party)
    )""",
    'CREATE TABLE meta (name TEXT COLLATE "C" PRIMARY KEY, value TEXT NOT NULL)',
)
_INDEXES = ("CREATE UNIQUE INDEX events_by_command ON events (command) WHERE command IS NOT NULL",)
_TRIGGERS = (
    """CREATE FUNCTION an_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'what was recorded is never edited or deleted' USING ERRCODE = 'restrict_violation';
    END $$""",
    *(
        statement
        for table in ("events", "commits")
        for what, when in (("edited", "UPDATE"), ("deleted", "DELETE"), ("truncated", "TRUNCATE"))
        for statement in (
            f"CREATE TRIGGER {table}_are_not_{what} BEFORE {when} ON {table}"
            f" FOR EACH {'STATEMENT' if when == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION an_event_stays()",
            # Also for a session that calls itself a replica.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_are_not_{what}",
        )
    ),
)
SCHEMA = (*TABLES, *_INDEXES, *_TRIGGERS)

FIRST_HEAD = "INSERT INTO log_head VALUES (1, 0, %s, %s, %s, NULL, false)"
"""Takes the root of an empty log, its frontier, and that of its tree of roles."""
FIRST_META = {"format": str(STORE_FORMAT)}

TABLE_NAMES = tuple(statement.split()[2] for statement in TABLES)
READER_GRANTS = (f"SELECT ON {', '.join(TABLE_NAMES)}",)
WRITER_GRANTS = READER_GRANTS
"""A desk writes through functions of the owner alone (`store.postgres.functions`)."""
