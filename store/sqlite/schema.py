"""The tables of a store on SQLite. They are made once, by `SQLiteDatabase.create`; nothing else runs DDL.

How few pages a commit touches decides how fast it is: an event and the id of its command share a row, the head stands
in the newest row of `commits`, and three tables are their own primary keys. ADR 0041.
"""

from __future__ import annotations

import re

from store.format import STORE_FORMAT

APPLICATION_ID = 0x4241494C
"""What marks a SQLite file as a store of ours: "BAIL" in ASCII, in the header's application id."""

SCHEMA = (
    # The position is a column of our own. An implicit rowid would be reused after a deletion and renumbered by a dump.
    # `command` is the id of a command, on its last event, and `fingerprint` that of its body.
    """CREATE TABLE events (
        position INTEGER PRIMARY KEY CHECK (position >= 1),
        stream TEXT NOT NULL,
        version INTEGER NOT NULL,
        name TEXT NOT NULL,
        line BLOB NOT NULL,
        command BLOB,
        fingerprint BLOB,
        UNIQUE (stream, version)
    ) STRICT""",
    "CREATE UNIQUE INDEX events_by_command ON events (command) WHERE command IS NOT NULL",
    """CREATE TRIGGER events_are_not_edited BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'a recorded event is never edited'); END""",
    """CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'a recorded event is never deleted'); END""",
    # Only the newest row has the last four columns: it is the head of the log.
    """CREATE TABLE commits (
        last INTEGER PRIMARY KEY,
        first INTEGER NOT NULL CHECK (1 <= first AND first <= last),
        officer TEXT NOT NULL,
        public_key BLOB NOT NULL,
        signature BLOB NOT NULL,
        before BLOB,
        frontier BLOB,
        roles BLOB,
        recorded_at TEXT
    ) STRICT""",
    """CREATE TRIGGER commits_are_not_edited BEFORE UPDATE OF last, first, officer, public_key, signature ON commits
        BEGIN SELECT RAISE(ABORT, 'a commit is never edited'); END""",
    """CREATE TRIGGER commits_are_not_deleted BEFORE DELETE ON commits
        BEGIN SELECT RAISE(ABORT, 'a commit is never deleted'); END""",
    # A line can use a limit more than once for the same subject: `number` tells its uses apart.
    """CREATE TABLE uses (
        subject TEXT NOT NULL,
        limit_id TEXT NOT NULL,
        application TEXT NOT NULL,
        line INTEGER NOT NULL,
        number INTEGER NOT NULL,
        qualifier TEXT NOT NULL,
        used_on TEXT NOT NULL,
        amount_fen INTEGER NOT NULL,
        PRIMARY KEY (subject, limit_id, application, line, number)
    ) STRICT, WITHOUT ROWID""",
    # `number` orders the keys of one party: the newest seals.
    """CREATE TABLE person_keys (
        party TEXT NOT NULL,
        number INTEGER NOT NULL,
        key_id TEXT NOT NULL,
        wrapped BLOB NOT NULL,
        PRIMARY KEY (party, number)
    ) STRICT, WITHOUT ROWID""",
    # Where persons are found by what is sealed: no event has a token, and nothing else names one (ADR 0052).
    """CREATE TABLE person_index (
        token BLOB NOT NULL,
        party TEXT NOT NULL,
        PRIMARY KEY (token, party)
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)

FIRST_META = {"format": str(STORE_FORMAT)}

_NAME = re.compile(r"CREATE (?:UNIQUE )?(TABLE|INDEX|TRIGGER) (\w+)(?:.* ON (\w+))?", re.DOTALL)


def _described(statement: str) -> tuple[str, str, str]:
    match = _NAME.match(statement.split("(")[0] if "TRIGGER" not in statement else statement.split("BEGIN")[0])
    assert match is not None, "a statement of ours makes an object"
    kind, name, table = match.groups()
    return kind.lower(), name, table or name


OBJECTS = {_described(statement): statement for statement in SCHEMA}
"""Every table, index and trigger by its kind, name and table, as it is made: any other one is somebody's."""

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
