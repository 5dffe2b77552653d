"""The traps that were found by running the library's own SQLite recorder, each with a test that ours avoids it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from store.databases import open_database
from store.log import Database, PersonKey
from store.sqlite import recorder as sqlite_recorder
from tests.store.conftest import an_event, append, assert_whole, raw, refusal_on_opening

pytestmark = pytest.mark.on_sqlite


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE events SET line = x'00' WHERE position = 3",
        "UPDATE events SET position = 9 WHERE position = 3",
        "DELETE FROM events WHERE position = 3",
        "DELETE FROM events",
        "UPDATE events SET command = NULL",
        "UPDATE events SET fingerprint = x'00' WHERE position = 3",
        "REPLACE INTO events VALUES (3, 'application-9', 9, 'n', x'00', NULL, NULL)",
        "REPLACE INTO events VALUES (9, 'application-1', 3, 'n', x'00', NULL, NULL)",
        "REPLACE INTO events SELECT 9, 'application-9', 9, name, line, command, NULL FROM events WHERE position = 3",
        "UPDATE commits SET last = 2",
        "UPDATE commits SET officer = 'wu'",
        "UPDATE commits SET signature = x'00'",
        "DELETE FROM commits",
        "REPLACE INTO commits SELECT last, first, 'wu', x'00', x'00', before, frontier, roles, NULL FROM commits",
    ],
)
def test_what_was_recorded_is_neither_edited_nor_deleted_nor_replaced(closed: Path, attack: str) -> None:
    connection = sqlite_recorder.connect(closed, access="rw", lock_timeout_s=1)
    with pytest.raises(sqlite3.IntegrityError, match=r"a (recorded event|commit) is never"):
        connection.execute(attack)
    connection.close()


@pytest.mark.parametrize("position", [0, -1])
def test_no_event_has_a_position_before_the_first(closed: Path, position: int) -> None:
    connection = sqlite_recorder.connect(closed, access="rw", lock_timeout_s=1)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        connection.execute("INSERT INTO events VALUES (?, 'fund-1', 1, 'n', x'00', NULL, NULL)", (position,))
    connection.close()


def test_the_position_of_a_tail_that_was_torn_off_by_force_is_not_given_out_again(closed: Path) -> None:
    raw(
        closed,
        "DROP TRIGGER events_are_not_deleted",
        "DELETE FROM events WHERE position = 3",
        "CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'never'); END",
    )
    assert refusal_on_opening(closed) == "store-corrupt"


def test_dumping_and_restoring_keeps_every_position_and_the_head(closed: Path, tmp_path: Path) -> None:
    raw(
        closed,
        "DROP TRIGGER events_are_not_deleted",
        "DELETE FROM events WHERE position = 2",
    )
    source, restored = sqlite3.connect(closed), sqlite3.connect(tmp_path / "restored.db")
    restored.executescript("\n".join(source.iterdump()))
    positions = restored.execute("SELECT position FROM events ORDER BY position").fetchall()
    heads = [connection.execute("SELECT * FROM commits").fetchall() for connection in (source, restored)]
    source.close()
    restored.close()
    assert positions == [(1,), (3,)]
    assert heads[0] == heads[1]


def test_a_restored_dump_opens_once_it_bears_our_mark_and_writes_ahead_again(closed: Path, tmp_path: Path) -> None:
    source, path = sqlite3.connect(closed), tmp_path / "restored.db"
    restored = sqlite3.connect(path)
    restored.executescript("\n".join(source.iterdump()))
    restored.execute(f"PRAGMA application_id={source.execute('PRAGMA application_id').fetchone()[0]}")
    source.close()
    restored.close()
    database = open_database(str(path))
    with database.writing() as log:
        assert append(log, [an_event("application-2", 1)]) == 4
    assert_whole(database, at_least=4)
    database.close()
    after = sqlite3.connect(path)
    assert after.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    after.close()


def test_a_deleted_key_leaves_no_bytes_in_the_file(database: Database, path: Path) -> None:
    secret = b"a-wrapped-key-that-has-to-be-gone-for-good"
    with database.writing() as log:
        append(log, [an_event("application-1", 1)])
        log.add_person_keys([PersonKey("p-1", "k-1", secret)])
    database.close()
    assert secret in path.read_bytes()
    connection = sqlite_recorder.connect(path, access="rw", lock_timeout_s=1)
    connection.execute("DELETE FROM person_keys")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert secret not in path.read_bytes()
