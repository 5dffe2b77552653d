"""The tables of a store on SQLite. They are made once, by `SQLiteDatabase.create`; nothing else runs DDL."""

from __future__ import annotations

from audit.merkle import EMPTY_ROOT, Frontier
from store.format import STORE_FORMAT

APPLICATION_ID = 0x4241494C
"""What marks a SQLite file as a store of ours: "BAIL" in ASCII, in the header's application id."""

SCHEMA = (
    # The position is a column of our own. An implicit rowid would be reused after a deletion and renumbered by a dump.
    """CREATE TABLE facts (
        position INTEGER PRIMARY KEY,
        stream TEXT NOT NULL,
        version INTEGER NOT NULL,
        name TEXT NOT NULL,
        line BLOB NOT NULL,
        UNIQUE (stream, version)
    ) STRICT""",
    """CREATE TRIGGER facts_are_not_edited BEFORE UPDATE ON facts
        BEGIN SELECT RAISE(ABORT, 'a recorded fact is never edited'); END""",
    """CREATE TRIGGER facts_are_not_deleted BEFORE DELETE ON facts
        BEGIN SELECT RAISE(ABORT, 'a recorded fact is never deleted'); END""",
    """CREATE TABLE log_head (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        size INTEGER NOT NULL,
        frontier BLOB NOT NULL,
        root BLOB NOT NULL,
        recorded_at TEXT
    ) STRICT""",
    """CREATE TABLE commands (
        command_id TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        first_position INTEGER NOT NULL,
        count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE uses (
        limit_id TEXT NOT NULL,
        subject TEXT NOT NULL,
        qualifier TEXT NOT NULL,
        used_on TEXT NOT NULL,
        amount_fen INTEGER NOT NULL,
        application TEXT NOT NULL,
        line INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX uses_by_subject ON uses (subject, limit_id)",
    "CREATE INDEX uses_by_application ON uses (application)",
    "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    # `number` orders the keys of one party: the newest seals.
    """CREATE TABLE person_keys (
        number INTEGER PRIMARY KEY,
        key_id TEXT NOT NULL UNIQUE,
        party TEXT NOT NULL,
        wrapped BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX person_keys_by_party ON person_keys (party, number)",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)

FIRST_ROWS: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("INSERT INTO log_head VALUES (1, 0, ?, ?, NULL)", (Frontier().encode(), EMPTY_ROOT)),
    ("INSERT INTO meta VALUES ('format', ?)", (str(STORE_FORMAT),)),
)

OBJECTS = frozenset(statement.split()[2] for statement in SCHEMA)
"""The names of every table, index and trigger: a store that lacks one of them has been damaged."""

CONNECTION_PRAGMAS = (
    "PRAGMA synchronous=FULL",  # A commit that was acknowledged survives a power cut.
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # A forgotten person's key is overwritten, not just unlinked.
    "PRAGMA trusted_schema=OFF",
    "PRAGMA recursive_triggers=ON",  # REPLACE deletes, and has to pass the triggers, too.
    "PRAGMA cell_size_check=ON",  # A malformed page is found when it is read.
    "PRAGMA temp_store=MEMORY",  # No personal data in temporary files.
    "PRAGMA cache_size=-32000",
)
