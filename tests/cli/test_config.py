"""`bailu config`: flag, environment, bailu.toml, default, in that order; each value says where it comes from."""

from __future__ import annotations

import os
from typing import Any

import pytest

from store.addresses import without_password
from tests.cli.conftest import Bailu
from usecases.session.settings import NAMES


def settings(bailu: Bailu, *argv: str, **environ: str) -> dict[str, tuple[str, str]]:
    """Each setting's value and source."""
    rows: list[dict[str, Any]] = bailu("config", "show", "-o", "json", *argv, **environ).json
    assert [row["setting"] for row in rows] == list(NAMES)
    assert all(row["meaning"] for row in rows)
    return {row["setting"]: (row["value"], row["source"]) for row in rows}


def write(bailu: Bailu, content: str) -> None:
    (bailu.folder / "bailu.toml").write_text(content, encoding="utf-8")


def test_a_flag_beats_the_environment_and_that_beats_the_file_and_that_the_default(bailu: Bailu) -> None:
    assert settings(bailu)["officer"] == ("", "default")
    write(bailu, 'officer = "lin"\n')
    assert settings(bailu)["officer"] == ("lin", "bailu.toml")
    assert settings(bailu, BAILU_AS="chen")["officer"] == ("chen", "BAILU_AS")
    assert settings(bailu, "--as", "wu", BAILU_AS="chen")["officer"] == ("wu", "flag")


def test_an_empty_variable_says_nothing(bailu: Bailu) -> None:
    write(bailu, "lock_timeout = 3\n")
    assert settings(bailu, BAILU_LOCK_TIMEOUT="")["lock_timeout"] == ("3", "bailu.toml")


@pytest.mark.on_sqlite
def test_keys_and_read_models_lie_beside_the_store_unless_said_otherwise(bailu: Bailu) -> None:
    shown = settings(bailu, "--store", "sqlite:///work/office.db")
    assert shown["keys"] == ("work/office.keys", "default")
    assert shown["officers"] == ("work/officers", "default")
    assert shown["views"] == ("sqlite:///work/office.views.db", "default")
    assert settings(bailu, BAILU_KEYS="/safe/keys")["keys"] == ("/safe/keys", "BAILU_KEYS")


def test_the_language_is_that_of_the_terminal_unless_said_otherwise(bailu: Bailu) -> None:
    assert settings(bailu)["lang"] == ("en", "default")
    assert settings(bailu, LANG="zh_CN.UTF-8")["lang"] == ("zh", "default")
    write(bailu, 'lang = "zh"\n')
    assert settings(bailu)["lang"] == ("zh", "bailu.toml")
    assert settings(bailu, BAILU_LANG="en")["lang"] == ("en", "BAILU_LANG")


@pytest.mark.parametrize(
    ("content", "phrase"),
    [
        ('colour = "green"\n', "unknown key: colour"),
        ("officer = \n", "cannot be read"),
        ('lang = "fr"\n', "must be one of: zh, en"),
        ("store = [1]\n", "say store as a text"),
        ("[store]\nfile = 1\n", "say store as a text"),
        ("officer = 5\n", "say officer as a text"),
        ("clock = 2024-01-01\n", "say clock as a text"),
        ("lock_timeout = true\n", "say lock_timeout as a text"),
        ("lock_timeout = [nan]\n", "say lock_timeout as a text"),
        ("debug = 1\n", "say debug as a text"),
        ("\N{LATIN SMALL LETTER E WITH ACUTE} = 1\n", "bailu.toml"),
    ],
)
def test_a_file_of_settings_that_cannot_be_understood_is_one_sentence(bailu: Bailu, content: str, phrase: str) -> None:
    write(bailu, content)
    ran = bailu("config", "show", "-o", "json")
    assert (ran.code, ran.out) == (2, "")
    assert phrase in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("written", ["soon", "nan", "inf", "-inf", "-1", "-0.001", "3600.5", "1e400", "0x10"])
def test_seconds_that_are_none_are_a_usage_error(bureau: Bailu, written: str) -> None:
    ran = bureau("officer", "list", "-o", "json", BAILU_LOCK_TIMEOUT=written)
    assert ran.code == 2
    assert f"lock_timeout is {written}" in ran.err


@pytest.mark.parametrize("written", ["0", "0.5", "3600", "1e3"])
def test_seconds_to_wait_are_from_none_to_an_hour(bureau: Bailu, written: str) -> None:
    assert bureau("officer", "list", "-o", "json", BAILU_LOCK_TIMEOUT=written).code == 0


def test_a_setting_that_the_file_leaves_empty_has_its_default(bailu: Bailu) -> None:
    write(bailu, 'views = ""\nlock_timeout = 4\ndebug = false\n')
    found = settings(bailu)
    assert found["views"][1] == "default"
    assert (found["lock_timeout"], found["debug"]) == (("4", "bailu.toml"), ("False", "bailu.toml"))


def test_no_password_is_shown(bailu: Bailu) -> None:
    shown = settings(bailu, "--store", "postgresql://office:secret@db.example:5432/bailu")["store"]
    assert shown == ("postgresql://office@db.example:5432/bailu", "flag")
    assert without_password("/data/a:b@c.db") == "/data/a:b@c.db"


def test_settings_are_shown_to_people_in_both_languages(bailu: Bailu) -> None:
    for lang in ("zh", "en"):
        ran = bailu("config", "show", "-o", "table", "--lang", lang)
        assert ran.code == 0
        assert "bailu.keys" in ran.out


DEEP = 20_000


@pytest.mark.on_sqlite
@pytest.mark.parametrize("what", ["a pipe", "a device", "too deep"])
@pytest.mark.parametrize("which", ["bailu.toml", "bailu.keys", "officers/admin.pem"])
def test_a_file_that_is_none_or_has_no_end_is_told_at_once(bailu: Bailu, which: str, what: str) -> None:
    assert bailu("init", "--administrator", "admin").code == 0
    path = bailu.folder / which
    path.unlink(missing_ok=True)
    match what:
        case "a pipe":
            os.mkfifo(path, 0o600)
        case "a device":
            path.symlink_to("/dev/zero")
        case _:
            path.write_text("officer = " + "[" * DEEP if which == "bailu.toml" else "[" * DEEP, "utf-8")
            path.chmod(0o600)
    ran = bailu("officer", "enrol", "lin", "--name", "Lin", "--role", "clerk", officer="admin")
    assert ran.code in (2, 69, 77)
    assert which in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.on_sqlite
def test_the_home_of_nobody_is_no_place(bailu: Bailu) -> None:
    ran = bailu("--store", "~nobodyatall/bailu.db", "officer", "list", officer="admin")
    assert (ran.code, ran.out) == (69, "")
    assert "~nobodyatall/bailu.db is not a store's address" in ran.err
    ran = bailu("--views", "sqlite:///~nobodyatall/views.db", "todo", officer="admin")
    assert (ran.code, ran.out) == (69, "")


@pytest.mark.on_sqlite
def test_outer_keys_below_a_file_are_not_told_to_be_there(bailu: Bailu) -> None:
    (bailu.folder / "file").touch()
    ran = bailu("init", "--administrator", "admin", BAILU_KEYS="file/keys")
    assert ran.code == 69
    assert "Not a directory" in ran.err
