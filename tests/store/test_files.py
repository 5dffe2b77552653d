"""Files of ours: for their owner alone, whole or not at all, in nobody's place, and nothing stays of a killed run."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from errno import EACCES, ENOLCK
from pathlib import Path
from tempfile import mkdtemp

import pytest

from domain.errors import NotAllowed
from store.files import PREFIX, AtomicFile, workshop, write_new
from tests.store.conftest import HOUSE
from usecases.session.new_files import PromisedFile


def hidden(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{PREFIX}*"))


def test_a_file_is_for_its_owner_alone_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_new(tmp_path / "file", b"content")
    assert (tmp_path / "file").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_until_it_is_committed_a_file_is_not_there(tmp_path: Path) -> None:
    with AtomicFile(tmp_path / "file") as file:
        assert not (tmp_path / "file").exists()
        file.commit(b"content")
    with AtomicFile(tmp_path / "other"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("what", ["a file", "a link to a file", "a link to nowhere", "a folder"])
def test_nothing_that_is_there_is_overwritten_or_followed(tmp_path: Path, what: str) -> None:
    place, elsewhere = tmp_path / "place", tmp_path / "elsewhere"
    match what:
        case "a file":
            place.write_text("mine", "utf-8")
        case "a link to a file":
            elsewhere.write_text("mine", "utf-8")
            place.symlink_to(elsewhere)
        case "a link to nowhere":
            place.symlink_to(elsewhere)
        case _:
            place.mkdir()
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(FileExistsError):
        write_new(place, b"content")
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert place.is_dir() or not place.exists() or place.read_text("utf-8") == "mine"


def test_where_a_file_system_knows_no_second_names_nothing_is_overwritten_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(_draft: Path, _path: Path) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", link)
    write_new(tmp_path / "file", b"content")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "file", b"other")
    assert (tmp_path / "file").read_bytes() == b"content"


def test_a_place_that_cannot_be_written_is_found_out_before_there_is_anything_to_write(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), AtomicFile(tmp_path / "nowhere" / "file"):
        raise AssertionError


KILLED = """
import os, signal, sys
from pathlib import Path
from store.files import AtomicFile
with AtomicFile(Path(sys.argv[1])) as file:
    print("open", flush=True)
    sys.stdin.read()
"""


def open_elsewhere(path: Path) -> subprocess.Popen[str]:
    """Another process that has opened a file and waits."""
    argv = [sys.executable, "-c", KILLED, str(path)]
    process = subprocess.Popen(argv, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_what_a_killed_run_leaves_is_swept_by_the_next_and_what_is_at_work_is_not(tmp_path: Path) -> None:
    killed, at_work = open_elsewhere(tmp_path / "killed"), open_elsewhere(tmp_path / "at-work")
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert len(hidden(tmp_path)) == 2
    write_new(tmp_path / "file", b"content")
    assert len(hidden(tmp_path)) == 1
    with workshop(tmp_path) as draft:
        assert len(hidden(tmp_path)) == 2
        assert draft.parent in hidden(tmp_path)
    at_work.communicate("")
    assert hidden(tmp_path) == []


def test_where_a_file_system_knows_no_locks_files_are_written_and_nothing_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(_descriptor: int, _how: int) -> None:
        raise OSError(ENOLCK, "no locks here")

    monkeypatch.setattr("fcntl.flock", flock)
    (tmp_path / f"{PREFIX}at-work").mkdir()
    write_new(tmp_path / "file", b"content")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{PREFIX}at-work", "file"]


def test_a_sweep_follows_no_link_and_takes_no_file(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "bailu-makes-a-file-here").touch()
    (tmp_path / "mine" / "file").write_text("mine", "utf-8")
    (tmp_path / f"{PREFIX}link").symlink_to(tmp_path / "mine")
    (tmp_path / f"{PREFIX}file").write_text("mine", "utf-8")
    write_new(tmp_path / "new", b"content")
    assert (tmp_path / "mine" / "file").exists()
    assert len(hidden(tmp_path)) == 2


def test_a_sweep_takes_nothing_that_we_have_not_made(tmp_path: Path) -> None:
    keys = [tmp_path / name / "lin.key" for name in (".bailu-officers", f"{PREFIX}lin", f"{PREFIX}wu")]
    for key in keys:
        key.parent.mkdir()
        key.write_text("mine", "utf-8")
    (keys[-1].parent / "bailu-makes-a-file-here").touch()
    write_new(tmp_path / "file", b"content")
    assert [key.read_text("utf-8") for key in keys] == ["mine"] * 3


def test_a_killed_run_that_made_a_store_within_a_draft_leaves_nothing_either(tmp_path: Path) -> None:
    with workshop(tmp_path) as draft, workshop(draft.parent) as inner:
        inner.write_text("half", "utf-8")
        (inner.parent / "draft-wal").touch()
        shutil.copytree(draft.parent, tmp_path / f"{PREFIX}killed")
    write_new(tmp_path / "file", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_workshop_that_is_swept_before_it_is_held_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def make_and_sweep(prefix: str, dir: Path) -> str:
        made.append(mkdtemp(prefix=prefix, dir=dir))
        if len(made) == 1:
            os.rmdir(made[0])
        return made[-1]

    monkeypatch.setattr("store.files.mkdtemp", make_and_sweep)
    write_new(tmp_path / "file", b"content")
    assert len(made) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_whatever_the_umask_takes_away_a_file_can_be_read_by_its_owner(tmp_path: Path) -> None:
    before = os.umask(0o777)
    try:
        write_new(tmp_path / "file", b"content")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


def test_where_one_may_put_things_and_not_look_a_file_is_put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def open_nothing_to_read(path: Path, flags: int, mode: int = 0o777, **kwargs: int) -> int:
        if path == tmp_path:
            raise PermissionError(EACCES, "a drop box")
        return opened(path, flags, mode, **kwargs)

    monkeypatch.setattr(os, "open", open_nothing_to_read)
    write_new(tmp_path / "file", b"content")
    assert (tmp_path / "file").read_bytes() == b"content"


@pytest.mark.parametrize("times", [1, 1000])
def test_a_promised_file_is_there_or_is_told_not_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Although another stands in its place for a moment, once or again and again."""
    place, link, moments = tmp_path / "letter", os.link, iter(range(times))

    def link_while_another_is_there(draft: Path, path: Path) -> None:
        another = next(moments, None) is not None
        if another:
            place.write_text("another", "utf-8")
        try:
            link(draft, path)
        finally:
            if another:
                place.unlink()

    monkeypatch.setattr(os, "link", link_while_another_is_there)
    with PromisedFile(place) as file:
        if times == 1:
            file.commit(b"letter")
        else:
            with pytest.raises(NotAllowed, match="file-exists"):
                file.commit(b"letter")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([b"letter"] if times == 1 else [])
