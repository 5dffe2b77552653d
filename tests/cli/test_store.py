"""`bailu store`: copied, backed up, destroyed and restored, as an administrator does it at a terminal."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from domain.office.log import Log
from store.addresses import is_postgres, sqlite_path
from store.commands.repository import Repository
from store.commands.state_cache import StateCache
from store.databases import create, exists, open_database
from tests.cli.application_files import SUBMITTED, certificate, submitted, training
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import fund
from tests.cli.test_application_terminal import at_terminal
from tests.stores import hand

pytestmark = pytest.mark.on_both

RESTORE = ("store", "restore", "bureau.bailu")
PASSPHRASE = "eleven egrets over the wide bay"
HOUSE = Path(__file__).parent.parent.parent


@pytest.fixture
def told(bureau: Bailu) -> tuple[Bailu, str]:
    """A bureau with a case, whose clerk knows the people's names."""
    fund(bureau, "central", 50_000)
    (number,) = submitted(bureau, training(), until="assessed")
    return bureau, number


@pytest.fixture
def spoken(bailu: Bailu) -> Path:
    """A file with the passphrase of the escrow."""
    file = bailu.folder / "passphrase"
    file.write_text(PASSPHRASE + "\n", "utf-8")
    file.chmod(0o600)
    return file


def shown(bureau: Bailu, number: str, url: str | None = None) -> str:
    """A case as a clerk sees it, names included."""
    at = ("--store", url, "--views", "sqlite:///elsewhere.views.db") if url else ()
    ran = bureau(*at, "application", "show", number, "-o", "json", officer="lin", clock=SUBMITTED, **keys(bureau))
    assert ran.code == 0, ran.err
    return ran.out


def keys(bureau: Bailu) -> dict[str, str]:
    """The keys of the bureau, whichever store is asked."""
    return {"BAILU_KEYS": str(bureau.folder / "bailu.keys"), "BAILU_OFFICERS": str(bureau.folder / "officers")}


def head(bureau: Bailu, url: str | None = None) -> str:
    """The head as `audit verify` prints it, once the log has been verified."""
    ran = bureau(*(("--store", url) if url else ()), "audit", "verify")
    assert ran.code == 0, ran.out + ran.err
    return next(line for line in ran.out.splitlines() if line.startswith("Head:"))


def begins_with(bureau: Bailu, url: str, noted: str) -> bool:
    """Whether a copy verifies, and goes on from that head with one line of its own."""
    at = noted.removeprefix("Head: ").strip()
    ran = bureau("--store", url, "audit", "verify", "--decisions", "--head", at, "-o", "json")
    return bool(ran.json["size"] == int(at.partition(":")[0]) + 1)


def destroy(bureau: Bailu) -> None:
    """Nothing is left of the store and its outer keys; officers keep their own."""
    (bureau.folder / "bailu.keys").unlink()
    if is_postgres(bureau.url):
        schema = bureau.url.rpartition("schema=")[2]
        with hand(bureau.url) as tables:
            tables.execute(f"DROP SCHEMA {schema}, {schema}_views CASCADE")
    else:
        for file in bureau.folder.glob("bailu.db*"):
            file.unlink()


def test_a_copy_on_the_other_database_answers_alike_and_has_the_same_head(
    told: tuple[Bailu, str], other_url: Callable[[], str]
) -> None:
    bureau, number = told
    url = other_url()
    ran = bureau("store", "copy", bureau.url, url, officer="admin")
    assert ran.code == 0, ran.err
    assert f"Head: {head(bureau).removeprefix('Head: ')}" in ran.out
    assert begins_with(bureau, url, head(bureau))
    assert shown(bureau, number, url) == shown(bureau, number)
    assert bureau("--store", url, "doctor", "--views", "sqlite:///v.db", officer="wu", **keys(bureau)).code == 0
    again = bureau("store", "copy", bureau.url, url, officer="admin")
    assert again.code == 0
    fund(bureau, "municipal", 1)
    refused = bureau("store", "copy", bureau.url, url, officer="admin")
    assert (refused.code, refused.out) == (65, "")
    assert "is not the beginning of this store" in refused.err


def test_what_was_destroyed_is_restored_from_the_backup_and_the_passphrase(
    told: tuple[Bailu, str], spoken: Path
) -> None:
    bureau, number = told
    was, names = head(bureau), shown(bureau, number)
    made = bureau("store", "backup", "bureau.bailu", "--passphrase-file", spoken, officer="admin")
    assert made.code == 0, made.err
    was = head(bureau)
    assert was.removeprefix("Head: ") in made.out, "with the line that says who took it"
    destroy(bureau)
    assert bureau("application", "show", number, officer="lin").code == 69
    ran = bureau(*RESTORE, "--passphrase-file", spoken, officer="admin")
    assert ran.code == 0, ran.err
    assert begins_with(bureau, bureau.url, was)
    assert bureau.log()[-1]["name"] == "log.restored.v1"
    assert shown(bureau, number) == names
    assert bureau("doctor", officer="wu").code == 0
    assert bureau("application", "approve", number, "--yes", officer="huang", clock="2024-09-26").code == 0


def test_what_was_copied_backed_up_and_restored_is_told_to_programs(told: tuple[Bailu, str], spoken: Path) -> None:
    bureau, _number = told
    was = head(bureau).removeprefix("Head: ")
    expected = {"size": int(was.partition(":")[0]), "head": was, "escrow": None, "keys": None}
    copied = bureau("store", "copy", bureau.url, "copy.db", "-o", "json", officer="admin").json
    assert copied == expected | {"place": "copy.db"}
    made = bureau("store", "backup", "bureau.bailu", "--passphrase-file", spoken, "-o", "json", officer="admin").json
    was = head(bureau).removeprefix("Head: ")
    expected |= {"size": int(was.partition(":")[0]), "head": was}
    assert made == expected | {"place": "bureau.bailu", "escrow": "bureau.bailu"}
    destroy(bureau)
    ran = bureau(*RESTORE, "--passphrase-file", spoken, "-o", "jsonl", officer="admin")
    assert {key: ran.json[key] for key in ("size", "head", "escrow")} == {
        key: expected[key] for key in ("size", "head", "escrow")
    }
    assert ran.json["keys"].endswith("bailu.keys")
    again = ("store", "backup", "again.bailu", "--passphrase-file", spoken, "-o", "csv", "--lang", "zh")
    assert "," in bureau(*again, officer="admin").out


def test_a_backup_is_read_by_an_inspector_and_by_nobody_else(told: tuple[Bailu, str], spoken: Path) -> None:
    bureau, number = told
    assert bureau("store", "backup", "bureau.bailu", "--passphrase-file", spoken, officer="admin").code == 0
    assert head(bureau, "bureau.bailu") == head(bureau)
    ran = bureau("--store", "bureau.bailu", "application", "show", number, officer="lin")
    assert ran.code == 69
    assert "`bailu store restore` makes a store from it" in ran.err
    again = bureau("store", "backup", "bureau.bailu", "--passphrase-file", spoken, officer="admin")
    assert (again.code, again.out) == (65, "")


def test_the_escrow_can_be_kept_apart(told: tuple[Bailu, str], spoken: Path) -> None:
    bureau, number = told
    names = shown(bureau, number)
    made = bureau(
        "store", "backup", "bureau.bailu", "--escrow", "keys.escrow", "--passphrase-file", spoken, officer="admin"
    )
    assert made.code == 0, made.err
    assert (bureau.folder / "keys.escrow").stat().st_mode & 0o777 == 0o600
    destroy(bureau)
    spoken.write_text("not the passphrase", "utf-8")
    wrong = bureau(
        "store", "restore", "bureau.bailu", "--escrow", "keys.escrow", "--passphrase-file", spoken, officer="admin"
    )
    assert (wrong.code, wrong.out) == (77, "")
    spoken.write_text(PASSPHRASE, "utf-8")
    ran = bureau(
        "store", "restore", "bureau.bailu", "--escrow", "keys.escrow", "--passphrase-file", spoken, officer="admin"
    )
    assert ran.code == 0, ran.err
    assert shown(bureau, number) == names


def test_without_the_keys_a_store_comes_back_and_says_what_is_missing(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    shutil.copy(bureau.folder / "bailu.keys", bureau.folder / "kept.keys")
    names = shown(bureau, number)
    assert bureau("store", "backup", "bureau.bailu", "--without-keys", officer="admin").code == 0
    destroy(bureau)
    ran = bureau(*RESTORE, officer="admin")
    assert ran.code == 0, ran.err
    assert "put them at" in ran.out
    shutil.move(bureau.folder / "kept.keys", bureau.folder / "bailu.keys")
    assert shown(bureau, number) == names


def test_a_restore_overwrites_neither_a_store_nor_keys(told: tuple[Bailu, str], spoken: Path) -> None:
    bureau, _number = told
    assert bureau("store", "backup", "bureau.bailu", "--passphrase-file", spoken, officer="admin").code == 0
    fund(bureau, "municipal", 1)
    was = head(bureau)
    assert bureau(*RESTORE, "--passphrase-file", spoken, officer="admin").code == 65
    assert head(bureau) == was
    destroy(bureau)
    other = bureau(
        "--store",
        "other.db",
        "init",
        "--simulated",
        **(keys(bureau) | {"BAILU_OFFICERS": str(bureau.folder / "theirs")}),
    )
    assert other.code == 0, other.err
    ran = bureau(*RESTORE, "--passphrase-file", spoken, officer="admin")
    assert ran.code == 69
    assert "another store" in ran.err


@pytest.mark.parametrize(
    ("how", "code", "phrase"),
    [("open", 2, "chmod 600"), ("short", 2, "12 characters"), ("missing", 2, "cannot be read"), ("unsaid", 2, "asked")],
)
def test_a_passphrase_that_will_not_do_is_one_sentence(
    bureau: Bailu, spoken: Path, how: str, code: int, phrase: str
) -> None:
    if how == "open":
        spoken.chmod(0o644)
    elif how == "short":
        spoken.write_text("egret", "utf-8")
    elif how == "missing":
        spoken.unlink()
    flags = () if how == "unsaid" else ("--passphrase-file", spoken)
    ran = bureau("store", "backup", "bureau.bailu", *flags, officer="admin")
    assert (ran.code, ran.out) == (code, "")
    assert phrase in ran.err
    assert not (bureau.folder / "bureau.bailu").exists()


def test_at_a_terminal_the_passphrase_is_asked_for_twice_and_not_shown(bureau: Bailu) -> None:
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    code, screen = at_terminal(bureau, "store", "backup", "bureau.bailu", officer="admin", clock=SUBMITTED, typed=typed)
    assert code == 0, screen
    assert "Passphrase of the escrow" in screen
    assert (bureau.folder / "bureau.bailu").exists()


def test_a_copy_that_is_killed_again_and_again_ends_with_the_same_head(
    bureau: Bailu, other_url: Callable[[], str]
) -> None:
    killed_while_it_copies(bureau, other_url(), after_s=(0.45, 0.6))


@pytest.mark.campaign
def test_a_copy_that_is_killed_forty_times_ends_with_the_same_head(bureau: Bailu, other_url: Callable[[], str]) -> None:
    killed_while_it_copies(bureau, other_url(), after_s=[0.3 + number / 100 for number in range(40)])


def killed_while_it_copies(bureau: Bailu, url: str, after_s: Iterable[float]) -> None:
    """Real processes, killed so many seconds after they began, and at last one that is let be.

    Pages are made small, so that there are many moments to be killed at.
    """
    names = [f"{number}.json" for number in range(1, 31)]
    for number, name in enumerate(names, 1):
        (bureau.folder / name).write_text(str(certificate(number)).replace("'", '"').replace("True", "true"), "utf-8")
    assert bureau("application", "submit", *names, officer="lin", clock=SUBMITTED).code == 0
    script = "import sys, store.maintenance.copying as c; c.PAGE = 2; from cli.main import main; main(sys.argv[1:])"
    environ = {**os.environ, "PYTHONPATH": str(HOUSE)}
    codes = []
    for wait in (*after_s, None):
        with subprocess.Popen(
            [sys.executable, "-c", script, "--as", "admin", "store", "copy", bureau.url, url],
            cwd=bureau.folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as run:  # fmt: skip
            if wait is not None:
                time.sleep(wait)
                run.send_signal(signal.SIGKILL)
            run.communicate()
            codes.append(run.returncode)
    assert codes[-1] == 0
    assert begins_with(bureau, url, head(bureau))


@pytest.mark.parametrize("escrow", ["passphrase", "bureau.bailu", "./bureau.bailu", "nowhere/keys.escrow"])
def test_where_the_escrow_has_no_place_there_is_no_backup_without_keys(
    bureau: Bailu, spoken: Path, escrow: str
) -> None:
    ran = bureau("store", "backup", "bureau.bailu", "--escrow", escrow, "--passphrase-file", spoken, officer="admin")
    assert ran.code in (65, 69)
    assert ran.out == ""
    assert not (bureau.folder / "bureau.bailu").exists()
    assert spoken.read_text("utf-8").strip() == PASSPHRASE


def test_an_escrow_without_an_end_is_none(bureau: Bailu, spoken: Path) -> None:
    assert bureau("store", "backup", "bureau.bailu", "--passphrase-file", spoken, officer="admin").code == 0
    destroy(bureau)
    given = ("--escrow", "/dev/zero", "--passphrase-file", spoken)
    ran = bureau(*RESTORE, *given, officer="admin")
    assert (ran.code, ran.out) == (69, "")
    assert "escrow" in ran.err


def test_where_the_outer_keys_have_no_place_no_store_is_restored(bureau: Bailu, spoken: Path) -> None:
    assert bureau("store", "backup", "bureau.bailu", "--passphrase-file", spoken, officer="admin").code == 0
    destroy(bureau)
    (bureau.folder / "file").touch()
    ran = bureau(*RESTORE, "--passphrase-file", spoken, officer="admin", BAILU_KEYS="file/keys")
    assert (ran.code, ran.out) == (69, "")
    assert "file/keys cannot be written (Not a directory)" in ran.err
    assert not exists(bureau.url)


def test_a_store_that_is_not_there_is_neither_copied_nor_backed_up(bailu: Bailu, spoken: Path) -> None:
    assert bailu("store", "copy", "nowhere.db", "there.db", officer="admin").code == 69
    assert bailu("store", "backup", "bureau.bailu", "--passphrase-file", spoken, officer="admin").code == 69
    assert bailu("store", "restore", "nowhere.bailu", "--passphrase-file", spoken, officer="admin").code == 69
    assert [path.name for path in bailu.folder.iterdir()] == ["passphrase"]
    assert is_postgres(bailu.url) or not sqlite_path(bailu.url).exists()


def log_of(bureau: Bailu, name: str) -> Log:
    """The log's own state in a copy."""
    with closing(open_database(str(bureau.folder / name))) as database, database.reading() as view:
        return Repository(view, StateCache(), {}).log()


def test_a_log_that_was_closed_goes_on_in_one_copy_and_from_others_as_from_a_backup(bureau: Bailu) -> None:
    """So that what is paid from the one cannot leave the house from the other as well."""
    copy = ("store", "copy")
    assert bureau(*copy, "--close", bureau.url, "one.db", officer="admin").code == 0
    assert bureau("officer", "grant", "lin", "assessor", officer="admin").code == 65
    assert bureau(*copy, bureau.url, "two.db", officer="admin").code == 0
    elsewhere = bureau(*copy, "--close", bureau.url, "four.db", officer="admin")
    assert (elsewhere.code, elsewhere.out) == (65, "")
    assert "a copy of it goes on: work there" in elsewhere.err
    assert not (bureau.folder / "four.db").exists()
    assert bureau(*copy, bureau.url, "three.db", officer="admin").code == 0
    assert bureau(*copy, "--close", bureau.url, "three.db", officer="admin").code == 65
    states = [log_of(bureau, name) for name in ("one.db", "two.db", "three.db")]
    assert [state.undeclared for state in states] == [False, True, True]
    assert len({state.log for state in states}) == 3
    again = bureau(*copy, "--close", bureau.url, "one.db", officer="admin")
    assert again.code == 0, "given again, it changes nothing"
    assert log_of(bureau, "one.db") == states[0]


@pytest.mark.parametrize("target", ["itself", "a copy that goes its own way", "another store", "no folder"])
def test_a_log_is_closed_only_once_its_copy_has_a_place(bureau: Bailu, target: str) -> None:
    place = "place.db"
    if target == "itself":
        place = bureau.url
    elif target == "a copy that goes its own way":
        assert bureau("store", "copy", bureau.url, place, officer="admin").code == 0
    elif target == "another store":
        create(str(bureau.folder / place)).close()
    else:
        (bureau.folder / "file").touch()
        place = "file/place.db"
    ran = bureau("store", "copy", "--close", bureau.url, place, officer="admin")
    assert ran.code in (65, 69), ran.out
    assert bureau("officer", "grant", "lin", "assessor", officer="admin").code == 0, "work goes on where it was"
