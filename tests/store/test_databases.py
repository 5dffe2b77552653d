"""A URL names a store, and says at once when it names none that we can open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from store.databases import create, open_database
from store.errors import StoreUnavailable
from store.format import STORE_FORMAT
from store.log import OPENING
from store.postgres.database import PostgresDatabase
from tests.store.conftest import HOUSE
from tests.stores import hand


@pytest.mark.parametrize("form", ["{path}", "sqlite:///{path}"])
def test_a_bare_path_and_a_url_name_the_same_store(tmp_path: Path, form: str) -> None:
    url = form.format(path=tmp_path / "公务 #1?.db")
    created = create(url)
    assert created.url == f"sqlite:///{tmp_path / '公务 #1?.db'}"
    created.close()
    assert (tmp_path / "公务 #1?.db").exists()
    again = open_database(created.url, allowing=OPENING)
    assert again.url == created.url
    again.close()


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    create(str(tmp_path / "data" / "bailu" / "store.db")).close()
    assert (tmp_path / "data" / "bailu" / "store.db").exists()


def test_a_store_under_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="store-io"):
        create(str(tmp_path / "file" / "store.db"))


def test_a_server_that_is_not_there_is_told_without_the_password_once_it_was_waited_for() -> None:
    for opening in (PostgresDatabase.create, PostgresDatabase.open):
        began = monotonic()
        with pytest.raises(StoreUnavailable) as refused:
            opening("postgresql://clerk:secret@127.0.0.1:1/bailu", lock_timeout_s=0.3)
        assert 0.3 <= monotonic() - began < 5
        assert refused.value.code == "store-unreachable"
        assert refused.value.values["path"] == "postgresql://clerk@127.0.0.1:1/bailu"
        assert "127.0.0.1" in str(refused.value.values["reason"])
        assert "secret" not in str(refused.value)


def test_a_store_whose_log_has_no_event_yet_is_not_one_to_work_with(store_url: str) -> None:
    create(store_url).close()
    for read_only in (False, True):
        with pytest.raises(StoreUnavailable, match="store-half-opened"):
            open_database(store_url, read_only=read_only)
    for tolerant in (open_database(store_url, allowing=OPENING), open_database(store_url, forensic=True)):
        with tolerant.reading() as view:
            assert view.head().size == 0
        tolerant.close()


def test_a_store_of_an_older_format_is_refused_with_both_numbers(store_url: str) -> None:
    create(store_url).close()
    with hand(store_url) as tables:
        tables.execute("UPDATE meta SET value = '1' WHERE name = 'format'")
    for forensic in (False, True):
        with pytest.raises(StoreUnavailable) as refused:
            open_database(store_url, forensic=forensic)
        assert refused.value.code == "store-older"
        assert (refused.value.values["found"], refused.value.values["known"]) == (1, STORE_FORMAT)


def test_a_store_that_was_opened_to_be_read_is_not_written_by_its_owner_either(store_url: str) -> None:
    create(store_url).close()
    database = open_database(store_url, read_only=True, allowing=OPENING)
    with pytest.raises(StoreUnavailable, match="store-read-only"), database.importing() as log:
        log.set_meta("outer-keys", "0123")
    database.close()


@pytest.mark.parametrize("url", ["mysql://db.example/bailu", "sqlite://", "sqlite:///", "sqlite://host/path"])
def test_a_url_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="store-url-unknown"):
        open_database(url)


def test_a_missing_store_is_told_without_loading_the_library(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom store.databases import open_database\nfrom store.errors import StoreUnavailable\n"
        f"try:\n    open_database({str(tmp_path / 'none.db')!r})\n"
        "except StoreUnavailable as trouble:\n    print(trouble.code, 'eventsourcing' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["store-missing", "False"]
