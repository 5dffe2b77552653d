"""A URL names a store, and says at once when it names none that we can open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store.databases import create, open_database
from store.errors import StoreUnavailable
from tests.store.conftest import HOUSE


@pytest.mark.parametrize("form", ["{path}", "sqlite:///{path}"])
def test_a_bare_path_and_a_url_name_the_same_store(tmp_path: Path, form: str) -> None:
    url = form.format(path=tmp_path / "公务 #1?.db")
    created = create(url)
    assert created.url == f"sqlite:///{tmp_path / '公务 #1?.db'}"
    created.close()
    assert (tmp_path / "公务 #1?.db").exists()
    again = open_database(created.url)
    assert again.url == created.url
    again.close()


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    create(str(tmp_path / "data" / "bailu" / "store.db")).close()
    assert (tmp_path / "data" / "bailu" / "store.db").exists()


def test_a_store_under_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="store-io"):
        create(str(tmp_path / "file" / "store.db"))


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    for opening in (create, open_database):
        with pytest.raises(StoreUnavailable) as refused:
            opening("postgresql://clerk:secret@127.0.0.1:1/bailu")
        assert refused.value.code == "store-unreachable"
        assert refused.value.values["path"] == "postgresql://clerk@127.0.0.1:1/bailu"
        assert "127.0.0.1" in str(refused.value.values["reason"])
        assert "secret" not in str(refused.value)


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
