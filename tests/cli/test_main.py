"""The way in: help, shared options, exit codes, completion; and no traceback ever reaches a user."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import VERBS, Entry
from cli.verbs import Option
from tests.cli.conftest import Bailu

ROOT = Path(__file__).parents[2]
HEAVY = (
    "sqlalchemy",
    "pydantic",
    "eventsourcing",
    "projections",
    "openpyxl",
    "rich",
    "xlsxwriter",
    "cn2an",
    "jinja2",
    "pygal",
    "weasyprint",
)
"""What costs time to import, and is of no use to somebody who asks for help."""

BAILU = "from cli.main import main; main()"


Found = tuple[tuple[str, ...], click.Command]
"""A command with the words by which it is called."""


def commands(command: click.Command, context: click.Context, *path: str) -> Iterator[Found]:
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            verb = command.get_command(context, name)
            assert verb is not None
            yield from commands(verb, click.Context(verb, parent=context, info_name=name), *path, name)


def all_commands() -> list[Found]:
    entry = Entry()
    return list(commands(entry, click.Context(entry, info_name="bailu")))


def apart(*argv: str, stdin: str | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    """A run in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", BAILU, *argv],
        capture_output=True,
        text=True,
        input=stdin,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        check=False,
    )


# Help


def test_every_command_says_what_it_is_for_in_both_languages(bailu: Bailu) -> None:
    verbs = all_commands()
    assert len(verbs) > 50
    for path, command in verbs:
        assert command.help, path
        for option in command.params:
            if isinstance(option, click.Option):
                assert isinstance(option, Option), (path, option.name)
                assert option.help, (path, option.name)
        for lang in ("zh", "en"):
            ran = bailu(*path, "--help", "--lang", lang)
            assert (ran.code, ran.err) == (0, ""), path
            assert "--help" in ran.out


def test_the_short_help_of_a_verb_or_group_is_the_first_line_of_its_own() -> None:
    commands = dict(all_commands())
    for name, short in VERBS.items():
        assert (commands[name,].help or "").splitlines()[0] == short


def test_the_list_of_subcommands_needs_not_even_msgspec() -> None:
    program = "import sys, cli.main; print('msgspec' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.on_sqlite
def test_help_imports_nothing_heavy(bailu: Bailu) -> None:
    paths = [path for path, _command in all_commands()]
    program = f"""
import sys
from cli.main import run
for path in {paths!r}:
    assert run([*path, "--help"]) == 0
print("HEAVY:", [name for name in {HEAVY!r} if name in sys.modules])
"""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == "HEAVY: []"


def test_without_a_verb_the_verbs_are_shown(bailu: Bailu) -> None:
    for argv in ((), ("policy",)):
        ran = bailu(*argv)
        assert (ran.code, ran.out) == (2, "")
        assert "Usage: bailu" in ran.err


# Exit codes


@pytest.mark.parametrize(
    ("argv", "phrase"),
    [
        (("dance",), "dance"),
        (("policy", "dance"), "dance"),
        (("policy", "check"), "FILE"),
        (("policy", "list", "--colour"), "--colour"),
        (("policy", "list", "-o", "pdf"), "pdf"),
        (("policy", "list", "--lang", "fr"), "fr"),
        (("roster", "check", "x.csv"), "--scheme"),
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(bailu: Bailu, argv: tuple[str, ...], phrase: str) -> None:
    ran = bailu(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: bailu" in ran.err
    assert phrase in ran.err


def test_an_officer_must_be_named(bureau: Bailu) -> None:
    ran = bureau("calendar", "adopt", "2024")
    assert (ran.code, ran.out) == (2, "")
    assert "--as OFFICER" in ran.err


def test_a_command_id_must_be_one(bureau: Bailu) -> None:
    ran = bureau("calendar", "adopt", "2024", "--command-id", "today", officer="xu")
    assert ran.code == 2
    assert "a UUID is asked for" in ran.err


@pytest.mark.parametrize(
    ("store", "code", "phrase"),
    [
        ("nowhere/bailu.db", 69, "There is no store at nowhere/bailu.db. `bailu init` makes one."),
        ("mysql://office:secret@db/bailu", 69, "mysql://office@db/bailu is not a store's address"),
        ("bailu.toml", 69, "bailu.toml"),
    ],
)
def test_a_store_that_is_none_is_unavailable(bailu: Bailu, store: str, code: int, phrase: str) -> None:
    (bailu.folder / "bailu.toml").write_text("lock_timeout = 1\n", encoding="utf-8")
    ran = bailu("officer", "list", "--store", store)
    assert (ran.code, ran.out) == (code, "")
    assert phrase in ran.err
    assert ran.err.count("\n") == 1


def test_what_is_not_permitted_has_a_code_of_its_own(bureau: Bailu) -> None:
    assert bureau("calendar", "adopt", "2024", officer="gao").code == 77


def test_a_stranger_is_not_permitted(bureau: Bailu) -> None:
    ran = bureau("calendar", "adopt", "2024", officer="nobody")
    assert (ran.code, ran.out) == (69, "")
    assert "nobody" in ran.err


def test_a_real_store_is_on_no_simulated_clock(bailu: Bailu) -> None:
    assert bailu("init").code == 0
    ran = bailu("officer", "list", clock="2024-05-06")
    assert (ran.code, ran.out) == (2, "")
    assert "simulated" in ran.err


def test_no_store_is_made_for_which_there_are_other_keys_already(bailu: Bailu) -> None:
    for there in (bailu.folder / "bailu.keys", bailu.folder / "officers" / "admin.pem"):
        there.parent.mkdir(exist_ok=True)
        there.touch()
        ran = bailu("init")
        assert (ran.code, ran.out) == (69, "")
        assert str(there) in ran.err
        there.unlink()
    assert bailu("init").code == 0


# Shared options


def test_shared_options_stand_before_or_after_the_verb(bureau: Bailu) -> None:
    shared = ("--as", "xu", "--lang", "en", "--store", bureau.url)
    argv = ("calendar", "adopt", "2024", "--dry-run")
    assert bureau(*shared, *argv).code == 0
    assert bureau(*argv, *shared).code == 0
    assert bureau(argv[0], *shared, *argv[1:]).code == 0
    assert bureau("--as", "chen", *argv, "--as", "xu").code == 0
    assert bureau("--as", "xu", *argv, "--as", "chen").code == 77


def test_the_language_is_known_before_anything_is_said(bailu: Bailu) -> None:
    for argv in (("--lang", "zh", "policy", "dance"), ("policy", "list", "--lang=zh", "--colour")):
        assert bailu(*argv).code == 2
        assert os.environ["LANGUAGE"] == "zh"
    assert bailu("policy", "dance").code == 2
    assert os.environ["LANGUAGE"] == "en"


def test_the_version_is_said(bailu: Bailu) -> None:
    ran = bailu("--version")
    assert ran.code == 0
    assert ran.out.startswith("bailu ")


# Completion


def test_a_shell_can_complete_verbs_without_importing_every_verb() -> None:
    source = apart(_BAILU_COMPLETE="bash_source")
    assert source.returncode == 0
    assert "complete -o nosort -F _bailu_completion bailu" in source.stdout
    offered = apart(_BAILU_COMPLETE="bash_complete", COMP_WORDS="bailu po", COMP_CWORD="1")
    assert offered.stdout == "plain,policy\n"
    verbs = apart(_BAILU_COMPLETE="bash_complete", COMP_WORDS="bailu roster ", COMP_CWORD="2")
    assert verbs.stdout.splitlines() == ["plain,template", "plain,check"]


# What goes wrong


def test_a_damaged_installation_is_one_sentence_and_debug_shows_the_traceback(
    bailu: Bailu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VERBS, "attic", "Nothing")
    for ran in (bailu("attic"), bailu("attic", BAILU_DEBUG="0")):
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("Internal error (ModuleNotFoundError).")
        assert ran.err.count("\n") == 1
    for ran in (bailu("--debug", "attic"), bailu("attic", BAILU_DEBUG="1")):
        assert ran.code == 1
        assert "Traceback (most recent call last)" in ran.err
        assert "cli.attic" in ran.err


def test_an_internal_error_is_one_sentence_even_when_the_settings_are_damaged(
    bailu: Bailu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VERBS, "attic", "Nothing")
    (bailu.folder / "bailu.toml").write_text("debug = [", encoding="utf-8")
    ran = bailu("attic", "--lang", "en")
    assert ran.code == 1
    assert ran.err.startswith("Internal error (ModuleNotFoundError).")


def test_a_reader_that_goes_away_is_no_error() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", BAILU, "policy", "show", "-o", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    stderr = run.stderr.read()
    run.stderr.close()
    assert (run.wait(timeout=60), stderr) == (0, b"")


def test_a_terminal_that_cannot_show_chinese_is_told_how_to_fix_it() -> None:
    ran = apart("policy", "list", "-o", "table", PYTHONIOENCODING="ascii", LANG="C.UTF-8")
    assert ran.returncode == 69
    assert "export LANG=C.UTF-8" in ran.stderr
    assert "Traceback" not in ran.stderr
