"""When the file, the disk or a neighbour lets the store down: the right word, and a store that opens again."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage

import pytest

from store.databases import create, open_database
from store.errors import OutcomeUnknown, StoreBusy, StoreUnavailable
from store.files import write_new
from store.format import STORE_FORMAT
from store.log import OPENING
from store.sqlite import recorder as sqlite_recorder
from store.sqlite.database import SQLiteDatabase
from store.sqlite.schema import CONNECTION_PRAGMAS
from tests.store.conftest import HOUSE, an_event, append, assert_whole, raw, refusal_on_opening
from tests.stores import tampering

pytestmark = pytest.mark.on_sqlite


def test_opening_a_missing_store_says_so_and_makes_nothing(tmp_path: Path) -> None:
    assert refusal_on_opening(tmp_path / "nowhere.db") == "store-missing"
    with pytest.raises(StoreUnavailable, match="store-missing"):
        SQLiteDatabase.open(tmp_path / "nowhere.db")
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_never_made_over_another(closed: Path) -> None:
    before = closed.read_bytes()
    with pytest.raises(StoreUnavailable, match="store-exists"):
        create(str(closed))
    assert closed.read_bytes() == before


def test_a_new_store_can_be_read_by_its_owner_alone_and_leaves_nothing_beside_it(path: Path) -> None:
    create(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [sibling.name for sibling in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_no_database_is_corrupt(path: Path) -> None:
    path.write_bytes(b"no database at all, but long enough to be taken for one\n" * 40)
    assert refusal_on_opening(path) == "store-corrupt"


def test_a_database_of_somebody_else_is_not_ours_and_stays_as_it_was(path: Path) -> None:
    raw(path, "CREATE TABLE theirs (a)")
    before = path.read_bytes()
    assert refusal_on_opening(path) == "store-not-ours"
    assert path.read_bytes() == before


def test_an_empty_file_is_not_ours(path: Path) -> None:
    path.touch()
    assert refusal_on_opening(path) == "store-not-ours"


def test_a_store_of_a_newer_format_is_refused_with_both_numbers(closed: Path) -> None:
    raw(closed, f"UPDATE meta SET value = '{STORE_FORMAT + 1}' WHERE name = 'format'")
    with pytest.raises(StoreUnavailable) as refused:
        open_database(str(closed))
    assert refused.value.code == "store-newer"
    assert (refused.value.values["found"], refused.value.values["known"]) == (STORE_FORMAT + 1, STORE_FORMAT)


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE uses",
        "DROP TRIGGER events_are_not_edited",
        "DROP INDEX events_by_command",
        "DROP TABLE meta",
        "DELETE FROM meta",
        "DROP TABLE commits",
        "UPDATE commits SET frontier = NULL",
        "UPDATE commits SET frontier = x'00'",
        "UPDATE commits SET before = NULL",
        "UPDATE commits SET roles = NULL",
        "UPDATE commits SET recorded_at = 'yesterday'",
        "UPDATE commits SET recorded_at = '2024-05-07T04:00:00+00:00'",
        "INSERT INTO commits (last, first, officer, public_key, signature) VALUES (4, 4, 'toy', x'00', x'00')",
        "INSERT INTO events VALUES (4, 'fund-1', 1, 'n', x'00', NULL, NULL)",
        "INSERT INTO events VALUES (9, 'fund-1', 1, 'n', x'00', NULL, NULL)",
    ],
)
def test_a_store_that_lacks_a_part_is_corrupt(closed: Path, damage: str) -> None:
    raw(closed, damage)
    assert refusal_on_opening(closed) == "store-corrupt"
    if "meta" not in damage:
        open_database(str(closed), forensic=True).close()


@pytest.mark.parametrize("lost", ["commits", "events"])
def test_a_store_that_lost_its_tail_is_corrupt(closed: Path, lost: str) -> None:
    with tampering(str(closed)) as tables:
        tables.execute(f"DELETE FROM {lost} WHERE {'last' if lost == 'commits' else 'position'} = 3")
    assert refusal_on_opening(closed) == "store-corrupt"


def test_a_store_whose_pages_were_overwritten_is_corrupt(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    closed.write_bytes(content)
    assert refusal_on_opening(closed) == "store-corrupt"


def test_a_store_that_was_cut_off_is_corrupt(closed: Path) -> None:
    os.truncate(closed, closed.stat().st_size // 2)
    assert refusal_on_opening(closed) == "store-corrupt"


def test_a_store_opened_for_reading_answers_and_refuses_to_write(closed: Path) -> None:
    database = open_database(str(closed), read_only=True)
    with database.reading() as view:
        assert view.head().size == 3
    with pytest.raises(StoreUnavailable, match="store-read-only"), database.writing():
        pass
    database.close()


def test_a_reader_sees_what_a_writer_commits_beside_it(closed: Path) -> None:
    reader, writer = open_database(str(closed), read_only=True), open_database(str(closed))
    with writer.writing() as log:
        append(log, [an_event("application-2", 1)])
    with reader.reading() as view:
        assert view.head().size == 4
    reader.close()
    writer.close()


def test_a_writer_that_waits_too_long_is_told_that_the_store_is_busy(closed: Path) -> None:
    database = open_database(str(closed))
    neighbour = SQLiteDatabase.open(closed, lock_timeout_s=0.05)
    with (
        database.writing(),
        pytest.raises(StoreBusy, match="store-busy"),
        neighbour.writing(),
    ):
        pass
    with neighbour.writing() as log:
        append(log, [an_event("application-2", 1)])
    neighbour.close()
    database.close()


def test_two_writers_of_one_process_wait_for_each_other(path: Path) -> None:
    database = SQLiteDatabase.create(path, lock_timeout_s=0.05)
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with database.writing() as log:
            append(log, [an_event("application-1", 1)])
            inside.set()
            done.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait()
    with pytest.raises(StoreBusy), database.writing():
        pass
    done.set()
    holder.join()
    with database.writing() as log:
        assert append(log, [an_event("application-2", 1)]) == 2
    database.close()


def test_a_full_store_says_that_the_disk_is_full_and_works_again_later(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_recorder, "CONNECTION_PRAGMAS", (*CONNECTION_PRAGMAS, "PRAGMA max_page_count=40"))
    database = open_database(str(closed))
    with pytest.raises(StoreUnavailable, match="disk-full"), database.writing() as log:
        append(log, [an_event("application-2", 1, "x" * 200_000)])
    with database.writing() as log:
        assert append(log, [an_event("application-2", 1)]) == 4
    database.close()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB, where the system lets us mount one."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = shutil.which("mount")
    if not mount or subprocess.run([mount, "-t", "tmpfs", "-o", "size=400k", "tmpfs", place], check=False).returncode:
        pytest.skip("this system lets us mount no small file system")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="a small file system is mounted as on Linux")
def test_a_disk_that_fills_up_at_the_commit_leaves_the_outcome_unknown_and_the_log_whole(tiny_disk: Path) -> None:
    path = tiny_disk / "bailu.db"
    database = create(str(path))
    acknowledged = 0

    def write_until_it_fails() -> None:
        nonlocal acknowledged
        for number in range(1, 1_000):
            with database.writing() as log:
                append(log, [an_event("application-1", number, "x" * 3_000)])
            acknowledged = number

    with pytest.raises(OutcomeUnknown) as failed:
        write_until_it_fails()
    assert failed.value.values["because"] == "disk-full"
    assert acknowledged > 0
    assert_whole(database, at_least=acknowledged)
    database.close()
    with pytest.raises(StoreUnavailable, match="disk-full"):
        create(str(tiny_disk / "another.db"))


@pytest.mark.skipif(sys.platform != "linux", reason="a small file system is mounted as on Linux")
def test_a_store_that_is_made_where_the_disk_is_nearly_full_is_whole_or_is_not_there(tiny_disk: Path) -> None:
    """SQLite says nothing of a write-ahead log that it could not fold into the file when it closed it."""
    path = tiny_disk / "bailu.db"
    outcomes: set[tuple[str, tuple[str, ...]]] = set()
    for room in range(0, 200_000, 8_192):
        write_new(tiny_disk / "fill", bytes(disk_usage(tiny_disk).free - room))
        try:
            create(str(path)).close()
        except StoreUnavailable as error:
            outcomes.add((error.code, tuple(left.name for left in tiny_disk.iterdir())))
        else:
            open_database(str(path), allowing=OPENING).close()
            outcomes.add(("made", tuple(sorted(left.name for left in tiny_disk.iterdir()))))
        for left in tiny_disk.iterdir():
            left.unlink()
    assert outcomes == {("disk-full", ("fill",)), ("made", ("bailu.db", "fill"))}


@pytest.mark.skipif(sys.platform != "linux", reason="a small file system is mounted as on Linux")
def test_where_the_disk_is_too_full_to_read_that_is_what_is_said(tiny_disk: Path) -> None:
    path = tiny_disk / "bailu.db"
    create(str(path)).close()
    write_new(tiny_disk / "fill", bytes(disk_usage(tiny_disk).free))
    with pytest.raises(StoreUnavailable, match="disk-full"):
        open_database(str(path), allowing=OPENING)


CROWDED = """
import resource, sys
from store.databases import open_database
from store.errors import OutcomeUnknown
from tests.store.conftest import an_event, append
database = open_database(sys.argv[1])
with database.writing() as log:
    append(log, [an_event("application-2", 1)])
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    with database.writing() as log:
        append(log, [an_event("application-2", 2, "x" * 40_000)])
except OutcomeUnknown as unknown:
    print(unknown.values["because"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on a file's size is POSIX")
def test_a_write_error_at_the_commit_leaves_the_outcome_unknown(closed: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", CROWDED, closed], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["store-io"]
    database = open_database(str(closed))
    assert_whole(database, at_least=4)
    database.close()
