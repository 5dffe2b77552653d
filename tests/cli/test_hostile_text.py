"""Hostile text at every door: one clear sentence, the exit code of its kind, nothing recorded, a log that verifies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from policies import shipped
from tests.cli.conftest import POLICY, Bailu

NUMBER = "350203-2024-000001"
EVALUATION = Path(__file__).parents[2] / "examples" / "evaluation.json"
KEY = "91350200M0001B2C3D"

HOSTILE = {
    "quote": '就业"x',
    "backslash": "a\\b",
    "escape": "a\x1b[31mred",
    "c1": "a\x9b31m",
    "delete": "a\x7fb",
    "override": "a\u202eb",
    "isolate": "a\u2067b",
    "arabic-mark": "a\u061cb",
    "zero-width": "a\u200bb",
    "byte-order-mark": "\ufeffab",
    "newline": "a\nb",
    "line-separator": "a\u2028b",
    "nul": "a\x00b",
    "long": "x" * 10_000,
    "surrogate": "a\udcffb",
}
PRINTABLE = {"quote", "backslash"}
"""Which free text may well have; a name may not."""
LOOK_ALIKES = {"full-width": "ｌｉｎ", "cyrillic": "хu", "digits": "３５０２０３-2024-000001", "slash": "../../lin"}

NAMES = {
    "fund open SOURCE": ("wu", "fund", "open", "{}", "--amount", 1, "--year", 2024, "--document", "d", "--yes"),
    "fund open --programme": (
        "wu", "fund", "open", "central", "--programme", "{}", "--amount", 1, "--year", 2024, "--document", "d", "--yes",
    ),
    "fund open --holder": (
        "wu", "fund", "open", "central", "--holder", "{}", "--amount", 1, "--year", 2024, "--document", "d", "--yes",
    ),
    "fund show": ("wu", "fund", "show", "{}"),
    "register add": ("lin", "register", "add", "{}", KEY, "--from", "2024-01-01", "--document", "d"),
    "register end": ("lin", "register", "end", "{}", "e", "--on", "2024-01-01", "--document", "d"),
    "register import": ("lin", "register", "import", "{}", "list.csv"),
    "register list": ("lin", "register", "list", "{}"),
    "officer enrol": ("admin", "officer", "enrol", "{}", "--name", "n", "--role", "clerk"),
    "officer enrol --authority": (
        "admin", "officer", "enrol", "new", "--name", "n", "--role", "clerk", "--authority", "{}",
    ),
    "officer grant": ("admin", "officer", "grant", "{}", "clerk"),
    "officer except": (
        "admin", "officer", "except", "{}", "--from", "2024-01-01", "--to", "2024-12-31", "--ceiling", 1,
        "--document", "d",
    ),
    "officer rotate-key": ("admin", "officer", "rotate-key", "{}"),
    "officer hand-over": ("xu", "officer", "hand-over", "lin", "{}"),
    "officer key new": ("lin", "officer", "key", "new", "{}", "--name", "n", "--role", "clerk", "--no-passphrase"),
    "officer key new --authority": (
        "lin", "officer", "key", "new", "n", "--name", "n", "--role", "clerk", "--no-passphrase", "--authority", "{}",
    ),
    "officer key new --log": (
        "lin", "officer", "key", "new", "n", "--name", "n", "--role", "clerk", "--no-passphrase", "--log", "{}",
    ),
    "officer acts": ("gao", "officer", "acts", "--officer", "{}"),
    "init": ("admin", "init", "--administrator", "{}"),
    "init --supervised-by": ("admin", "init", "--supervised-by", "{}"),
    "standard show": ("xu", "standard", "show", "{}"),
    "application show": ("lin", "application", "show", "{}"),
    "application accept": ("lin", "application", "accept", "{}"),
    "application accept --all": ("lin", "application", "accept", "--all", "--authority", "{}"),
    "application verify": ("lin", "application", "verify", "{}", "results.csv"),
    "application refuse --clause": ("lin", "application", "refuse", NUMBER, "--clause", "{}", "--reason", "r"),
    "application waive --limit": ("huang", "application", "waive", NUMBER, "--limit", "{}", "--reason", "r"),
    "payment order": ("wu", "payment", "order", "{}", "--yes"),
    "payment release": ("zheng", "payment", "release", "{}", "--yes"),
    "recovery show": ("wu", "recovery", "show", "{}"),
    "history --source": ("gao", "history", "--source", "{}"),
    "audit trail --stream": ("gao", "audit", "trail", "--stream", "officer-{}"),
    "confirm": ("xu", "confirm", "register-{}/p1", "--yes"),
}  # fmt: skip

TEXTS = {
    "fund open --document": ("wu", "fund", "open", "central", "--amount", 1, "--year", 2024, "--document", "{}"),
    "register add --name": (
        "lin", "register", "add", "key-enterprises", KEY, "--from", "2024-01-01", "--document", "d", "--name", "{}",
        "--dry-run",
    ),
    "register add --document": (
        "lin", "register", "add", "key-enterprises", KEY, "--from", "2024-01-01", "--document", "{}", "--dry-run",
    ),
    "register end --document": (
        "lin", "register", "end", "key-enterprises", "e", "--on", "2024-01-01", "--document", "{}", "--dry-run",
    ),
    "register add KEY": ("lin", "register", "add", "key-enterprises", "{}", "--from", "2024-01-01", "--document", "d"),
    "officer enrol --name": ("admin", "officer", "enrol", "new", "--name", "{}", "--role", "clerk"),
    "officer key new --name": (
        "lin", "officer", "key", "new", "n", "--name", "{}", "--role", "clerk", "--no-passphrase",
    ),
    "officer except --document": (
        "admin", "officer", "except", "chen", "--from", "2024-01-01", "--to", "2024-12-31", "--ceiling", 1,
        "--document", "{}",
    ),
    "init --name": ("admin", "init", "--name", "{}"),
    "calendar adopt --source": ("xu", "calendar", "adopt", "2024", "--source", "{}", "--dry-run"),
    "person link --document": ("xu", "person", "link", f"{NUMBER}/1", f"{NUMBER}/2", "--document", "{}"),
    "person names --document": ("xu", "person", "names", f"{NUMBER}/1", f"{NUMBER}/2", "--document", "{}"),
    "person show": ("gao", "person", "show", "{}"),
    "person find --name": ("gao", "person", "find", "--name", "{}"),
    "person find --last4": ("gao", "person", "find", "--last4", "{}"),
    "history --payee": ("gao", "history", "--payee", "{}"),
    "application assess --body": (
        "chen", "application", "assess", NUMBER, "--determine", "1=1", "--reason", "r", "--body", "{}",
        "--document", "d",
    ),
    "application assess --document": (
        "chen", "application", "assess", NUMBER, "--determine", "1=1", "--reason", "r", "--body", "b",
        "--document", "{}",
    ),
    "application assess --score-sheet": (
        "chen", "application", "assess", NUMBER, "--determine", "1=1", "--reason", "r", "--body", "b",
        "--document", "d", "--score-sheet", "{}",
    ),
    "application suspend --reason": ("huang", "application", "suspend", NUMBER, "--reason", "{}"),
    "application account --number": (
        "lin", "application", "account", NUMBER, "--holder", "h", "--bank", "b", "--number", "{}",
    ),
    "application attach --name": ("lin", "application", "attach", NUMBER, "file.pdf", "--name", "{}"),
    "recovery demand --basis": (
        "huang", "recovery", "demand", NUMBER, "--ground", "false-declaration", "--basis", "{}", "--reason", "r",
    ),
    "recovery receive --reference": (
        "wu", "recovery", "receive", NUMBER, "--amount", 1, "--reference", "{}",
    ),
}  # fmt: skip

FILES = {
    "policy check": ("xu", "policy", "check", "{}"),
    "policy adopt": ("xu", "policy", "adopt", "{}"),
    "policy show": ("xu", "policy", "show", "{}"),
    "policy evaluate --standard": ("xu", "policy", "evaluate", EVALUATION, "--standard", "{}"),
    "standard adopt": ("xu", "standard", "adopt", "{}"),
    "policy diff": ("xu", "policy", "diff", "{}", POLICY),
    "calendar adopt": ("xu", "calendar", "adopt", "{}"),
    "officer enrol": ("admin", "officer", "enrol", "--request", "{}"),
    "init --supervising-key": ("admin", "init", "--supervising-key", "{}"),
    "application submit": ("lin", "application", "submit", "{}"),
    "roster check": ("lin", "roster", "check", "{}", "--scheme", "skill-certificate"),
    "payment import": ("zheng", "payment", "import", "{}", "--yes"),
}
SETTINGS = ("BAILU_AS", "BAILU_STORE", "BAILU_KEYS", "BAILU_CLOCK", "BAILU_LANG")


def filled_in(door: tuple[object, ...], text: str) -> tuple[str, ...]:
    return tuple(str(part).replace("{}", text) for part in door)


def one_clear_sentence(err: str) -> None:
    """The last line is the sentence; click shows the usage above it. Nothing that a terminal obeys, no traceback."""
    lines = err.strip().splitlines()
    assert lines
    assert "Traceback" not in err
    assert "Internal error" not in err
    assert len(err) < 2_000
    assert not [sign for sign in err if sign != "\n" and not (sign.isprintable() or sign == "\ufffd")], ascii(err)


def tried(bureau: Bailu, door: tuple[object, ...], text: str, codes: tuple[int, ...]) -> None:
    officer, *argv = filled_in(door, text)
    ran = bureau(*argv, officer=officer)
    assert ran.code in codes, (ran, ascii(text))
    one_clear_sentence(ran.out + ran.err)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("door", NAMES)
def test_no_name_is_hostile(bureau: Bailu, door: str) -> None:
    before = bureau.log()
    for text in (HOSTILE | LOOK_ALIKES).values():
        tried(bureau, NAMES[door], text, (65,))
    assert bureau.log() == before
    assert not list(bureau.folder.glob("officers/*red*"))


@pytest.mark.on_sqlite
@pytest.mark.parametrize("door", TEXTS)
def test_no_free_text_is_hostile(bureau: Bailu, door: str) -> None:
    before = bureau.log()
    for kind, text in HOSTILE.items():
        if kind not in PRINTABLE:
            tried(bureau, TEXTS[door], text, (2,))
    assert bureau.log() == before


@pytest.mark.on_sqlite
@pytest.mark.parametrize("door", FILES)
def test_no_name_of_a_file_is_hostile(bureau: Bailu, door: str) -> None:
    before = bureau.log()
    for text in HOSTILE.values():
        tried(bureau, FILES[door], text, (65, 66))
    assert bureau.log() == before


@pytest.mark.on_sqlite
@pytest.mark.parametrize("variable", SETTINGS)
def test_no_setting_is_hostile(bureau: Bailu, variable: str) -> None:
    for kind in ("escape", "override", "newline", "delete", "surrogate"):
        asked = ("officer", "enrol", "new", "--name", "新", "--role", "clerk")
        ran = bureau(*asked, **{"BAILU_AS": "admin", variable: HOSTILE[kind]})
        assert ran.code == 2, ran
        one_clear_sentence(ran.err)


@pytest.mark.on_sqlite
def test_no_file_of_settings_is_hostile(bureau: Bailu) -> None:
    (bureau.folder / "bailu.toml").write_text('officer = "l\\u001b[31min"\n', "utf-8")
    ran = bureau("officer", "grant", "lin", "clerk")
    assert ran.code == 2
    assert "bailu.toml" in ran.err
    one_clear_sentence(ran.err)


@pytest.mark.on_sqlite
def test_a_refused_name_is_told_in_both_languages(bureau: Bailu) -> None:
    door = filled_in(NAMES["fund open --programme"][1:], '就业"x')
    assert "cannot be a name here" in bureau(*door, officer="wu").err
    assert "不能用作名称" in bureau(*door, "--lang", "zh", officer="wu").err


@pytest.mark.on_sqlite
def test_free_text_with_a_quote_is_kept_and_verifies(bureau: Bailu) -> None:
    for document in ('厦财社"〔2024〕\\1号', "𠮷野 <b>&'"):
        argv = ("fund", "open", "central" if "𠮷" in document else "provincial", "--amount", 1, "--year", 2024)
        assert bureau(*argv, "--document", document, "--yes", officer="wu").code == 0
        assert bureau.log()[-1]["data"]["indicator"]["document"] == document
    assert bureau("audit", "verify", officer="gao").code == 0


@pytest.mark.on_sqlite
@pytest.mark.parametrize("kind", sorted(HOSTILE.keys() - {"quote", "backslash", "long", "newline", "surrogate"}))
def test_no_pack_is_hostile(bureau: Bailu, kind: str) -> None:
    before = bureau.log()
    pack = shipped(POLICY).decode()
    titled = pack.replace('en = "Notice of the Xiamen', f'en = "{json.dumps(HOSTILE[kind])[1:-1]} of the Xiamen', 1)
    for content in (f"# {HOSTILE[kind]}\n{pack}", titled, pack.replace('id = "xiamen', f'id = "{HOSTILE[kind]}', 1)):
        assert content != pack
        (bureau.folder / "hostile.toml").write_bytes(content.encode())
        ran = bureau("policy", "adopt", "hostile.toml", officer="xu")
        assert ran.code == 65, ran
        one_clear_sentence(ran.err)
    assert bureau.log() == before


@pytest.mark.on_sqlite
def test_no_calendar_file_is_hostile(bureau: Bailu) -> None:
    before = bureau.log()
    for text in (*(text for kind, text in HOSTILE.items() if kind not in PRINTABLE), "  "):
        (bureau.folder / "days.json").write_text(json.dumps({"source": text, "off": ["2026-01-01"]}), "utf-8")
        ran = bureau("calendar", "adopt", "days.json", officer="xu")
        assert ran.code == 65, ran
        one_clear_sentence(ran.err)
    assert bureau.log() == before


@pytest.mark.on_sqlite
@pytest.mark.skipif(os.name != "posix", reason="arguments are bytes on POSIX alone")
def test_bytes_that_are_no_text_are_refused_in_a_process_of_its_own(bureau: Bailu) -> None:
    command = [sys.executable, "-c", "from cli.main import main; main()", "application", "show", b"\xff\xfe"]
    root = Path(__file__).parent.parent.parent
    environ = {**os.environ, "PYTHONPATH": str(root), "BAILU_AS": "lin"}
    ran = subprocess.run(command, capture_output=True, cwd=bureau.folder, env=environ, check=False)
    assert ran.returncode == 65
    assert b"cannot be a name here" in ran.stderr
