"""A copy is the same log to the last byte, with all that stands beside it, on whichever database it lands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from audit.rules import Rules
from audit.verify import verify
from domain.application import commands as c
from domain.errors import NotAllowed
from domain.shapes.table import table
from store.databases import open_database
from store.errors import StoreUnavailable
from store.log import COPYING, STATE_META, Database, PersonKey, PersonToken
from store.maintenance import copying
from store.maintenance.backup import back_up, escrow_in, open_backup, restore
from store.maintenance.copying import Copied, copy, place_for_a_copy
from store.maintenance.integrity import uses_differ, uses_of_the_events
from store.vault.escrow import put_in, take_out
from store.vault.sealing import OuterKeys
from tests.bureau import Bureau
from tests.domain import sample_cases as s
from tests.store.test_casework import acts_of_a_training, do
from tests.stores import hand, tampering

ON_DAY = date(2024, 9, 27)
PASSPHRASE = "白鹭飞过鼓浪屿的黄昏与清晨"


class Interrupted(Exception):
    pass


def quietly(reached: int, total: int) -> None:
    """Nobody watches."""


@pytest.fixture
def busy(bureau: Bureau) -> Bureau:
    """A store with cases, uses of limits, commits, command ids and person keys, of which one party has two."""
    do(bureau, *acts_of_a_training()[:5])
    for number, person in enumerate("bcdefgh", 2):
        bureau.act(s.training(f"person-{person}"), by=s.CHEN, on=ON_DAY, command_id=f"submit-{number}")
    keys = [("p1", "z-old", b"wrapped-1"), ("p2", "k-2", b"wrapped-2"), ("p1", "a-new", b"wrapped-3")]
    with bureau.database.importing() as log:
        log.set_meta("outer-keys", "0123456789abcdef")
        log.add_person_keys([PersonKey(*key) for key in keys])
        log.add_person_tokens([PersonToken(b"\x00", "p1"), PersonToken(b"\x00", "p2"), PersonToken(b"\xff", "p1")])
    return bureau


def everything(database: Database) -> dict[str, Any]:
    """What a store holds, apart from where and in which state it is."""
    with database.reading() as view:
        return {
            "head": view.head(),
            "tip": view.tip(),
            "events": [(row.position, row) for row in view.rows(limit=100_000)],
            "stored": [tuple(row) for row in view.stored(1, 100_000)],
            "commits": list(view.commits()),
            "commands": list(view.commands_filed()),
            "uses": Counter(view.all_uses()),
            "keys": list(view.all_person_keys()),
            "tokens": list(view.all_person_tokens()),
            "meta": {
                name: value for name, value in view.all_meta().items() if value and name not in ("escrow", "identity")
            },
        }


def copied_to(source: Database, url: str, on_progress: Callable[[int, int], None] = quietly) -> Copied:
    target = place_for_a_copy(url)
    try:
        return copy(source, target, on_progress=on_progress)
    finally:
        target.close()


@pytest.mark.parametrize("way", ["to-the-same", "to-the-other"])
def test_a_copy_holds_everything_and_goes_on_as_a_store(
    busy: Bureau, way: str, new_url: Callable[[], str], other_url: Callable[[], str]
) -> None:
    url = new_url() if way == "to-the-same" else other_url()
    copied = copied_to(busy.database, url)
    assert (copied.began_at, copied.mended) == (0, 0)
    again = Bureau.open(url)
    assert everything(again.database) == everything(busy.database)
    with again.database.reading() as view:
        assert view.head() == copied.head
        assert view.person_key_of(["p1"]) == {"p1": ("a-new", b"wrapped-3")}
        assert list(uses_differ(view.all_uses(), uses_of_the_events(view))) == []
        lines = enumerate((row.line for row in view.rows(limit=1_000)), 1)
        size, root = copied.head.size, copied.head.root
        assert verify(lines, view.commits(), size=size, root=root, rules=Rules(table())).holds
    assert again.act(s.training("person-b"), by=s.CHEN, on=ON_DAY, command_id="submit-2").repeated
    fresh = again.act(s.training("person-z"), by=s.CHEN, on=ON_DAY)
    assert fresh.events[0].stream == "application-350203-2024-000009"
    again.close()


def test_what_was_copied_there_and_back_is_what_it_was(
    busy: Bureau, other_url: Callable[[], str], new_url: Callable[[], str]
) -> None:
    there, back = other_url(), new_url()
    copied_to(busy.database, there)
    middle = open_database(there)
    copied_to(middle, back)
    middle.close()
    last = open_database(back)
    assert everything(last) == everything(busy.database)
    last.close()


@pytest.mark.parametrize("stop_at", [5, 10, 15])
def test_a_copy_that_was_interrupted_is_no_store_yet_and_goes_on(
    busy: Bureau, other_url: Callable[[], str], monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    monkeypatch.setattr(copying, "PAGE", 5)
    url = other_url()
    copied_then: list[int] = []

    def stop(reached: int, total: int) -> None:
        if reached >= stop_at:
            copied_then.append(reached)  # A commit is copied whole.
            raise Interrupted

    with pytest.raises(Interrupted):
        copied_to(busy.database, url, stop)
    with pytest.raises(StoreUnavailable, match="store-half-copied"):
        open_database(url)
    busy.act(s.training("person-i"), by=s.CHEN, on=ON_DAY)  # The source goes on meanwhile.
    copied = copied_to(busy.database, url)
    assert [copied.began_at] == copied_then
    target = open_database(url)
    assert everything(target) == everything(busy.database)
    target.close()


def test_a_copy_that_is_whole_is_not_made_again_and_not_written_over(
    busy: Bureau, other_url: Callable[[], str]
) -> None:
    url = other_url()
    copied_to(busy.database, url)
    assert copied_to(busy.database, url).began_at == copied_to(busy.database, url).head.size
    busy.act(s.training("person-i"), by=s.CHEN, on=ON_DAY)
    with pytest.raises(NotAllowed, match="copy-target-taken"):
        copied_to(busy.database, url)


def test_another_store_is_never_copied_onto(busy: Bureau, other_url: Callable[[], str]) -> None:
    url = other_url()
    Bureau.found(url).close()
    before = open_database(url)
    was = everything(before)
    with pytest.raises(NotAllowed, match="copy-other-log"):
        copied_to(busy.database, url)
    assert everything(before) == was
    before.close()


def test_a_source_whose_lines_were_altered_is_not_copied_as_if_they_were_not(
    busy: Bureau, store_url: str, other_url: Callable[[], str]
) -> None:
    with tampering(store_url) as file:
        (line,) = file.execute("SELECT line FROM events WHERE position = 14").fetchone()
        file.execute("UPDATE events SET line = ? WHERE position = 14", (bytes(line).replace(b"a", b"b", 1),))
    url = other_url()
    with pytest.raises(StoreUnavailable, match="copy-root-differs"):
        copied_to(busy.database, url)
    with pytest.raises(StoreUnavailable, match="store-half-copied"):
        open_database(url)


def test_indexes_are_made_from_the_events_and_what_differed_in_the_source_is_told(
    busy: Bureau, store_url: str, other_url: Callable[[], str]
) -> None:
    with hand(store_url) as tables:
        tables.execute("DELETE FROM uses WHERE line = 2 AND limit_id = 'xiamen-2023-187/training-yearly'")
        tables.execute(
            "INSERT INTO uses VALUES ('nobody', 'training-yearly', '350203-2024-000001', 9, 1, '', '2024-01-01', 1)"
        )
    url = other_url()
    assert copied_to(busy.database, url).mended == 2
    target = open_database(url)
    with target.reading() as view:
        assert list(uses_differ(view.all_uses(), uses_of_the_events(view))) == []
    target.close()


# Backups


def test_a_backup_is_one_file_that_only_its_owner_reads_and_that_nobody_works_on(busy: Bureau, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "backup.bailu"
    file.parent.mkdir()
    copied = back_up(busy.database, file, escrow="{}", on_progress=quietly)
    assert [sibling.name for sibling in file.parent.iterdir()] == ["backup.bailu"]
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreUnavailable, match="store-is-backup"):
        open_database(str(file))
    backup = open_backup(file)
    with backup.reading() as view:
        assert view.head() == copied.head
    assert escrow_in(backup) == "{}"
    backup.close()
    with pytest.raises(NotAllowed, match="file-there"):
        back_up(busy.database, file, escrow=None, on_progress=quietly)


def test_a_backup_is_of_one_moment_while_others_go_on_writing(
    busy: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGE", 5)
    with busy.database.reading() as view:
        before = view.head()
    written = []

    def write_meanwhile(reached: int, total: int) -> None:
        written.append(busy.act(s.training(f"late-{reached}"), by=s.CHEN, on=ON_DAY))

    copied = back_up(busy.database, tmp_path / "backup.bailu", escrow=None, on_progress=write_meanwhile)
    assert written
    assert copied.head == before


def test_what_was_destroyed_comes_back_whole(
    busy: Bureau, store_url: str, new_url: Callable[[], str], tmp_path: Path
) -> None:
    keys = OuterKeys.new()
    file = tmp_path / "backup.bailu"
    back_up(busy.database, file, escrow=put_in(keys, PASSPHRASE), on_progress=quietly)
    was = everything(busy.database)
    with tampering(store_url) as tables:
        for table in ("events", "commits", "uses", "person_keys", "person_index"):
            tables.execute(f"DELETE FROM {table}")
    url = new_url()
    backup = open_backup(file)
    escrow = escrow_in(backup)
    assert escrow is not None
    assert take_out(escrow, PASSPHRASE) == keys
    restore(backup, url, on_progress=quietly)
    backup.close()
    restored = Bureau.open(url)
    assert everything(restored.database) == was
    published = restored.act(c.PublishNotice(application=s.FIRST), by=s.CHEN, on=ON_DAY)
    assert published.events[0].position == was["head"].size + 1
    restored.close()


def test_a_store_is_no_backup(busy: Bureau, tmp_path: Path) -> None:
    Bureau.found(str(tmp_path / "store.db")).close()
    with pytest.raises(NotAllowed, match="not-a-backup"):
        open_backup(tmp_path / "store.db")
    with pytest.raises(StoreUnavailable, match="store-missing"):
        open_backup(tmp_path / "nowhere")


def test_a_half_copied_store_says_so_in_its_meta(busy: Bureau, other_url: Callable[[], str]) -> None:
    url = other_url()
    target = place_for_a_copy(url)
    with target.importing() as log:
        log.set_meta(STATE_META, COPYING)
    target.close()
    assert copied_to(busy.database, url).began_at == 0
