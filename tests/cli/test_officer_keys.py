"""`bailu officer key`: everybody makes their own key, and it is theirs once two people have enrolled it."""

from __future__ import annotations

import base64
import json
import stat
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import UNLISTED, Bailu, Ran
from tests.cli.payable_cases import FORMS

PASSPHRASE = "白鹭洲的夜色比去年亮 2024"
OTHER = "集美的龙舟池在端午之前 1950"
NEW = ("officer", "key", "new")
ENROL = ("officer", "enrol", "--request")
WORK = ("register", "add", "key-enterprises", UNLISTED, "--from", "2023-09-01", "--document", "示1号")
"""Something that a clerk signs."""
UNSEALED, SEALED = "-----BEGIN PRIVATE KEY-----", "-----BEGIN BAILU SEALED KEY-----"


def told(bureau: Bailu, passphrase: str = PASSPHRASE) -> Path:
    """A file with a passphrase, which only its owner can read."""
    file = bureau.folder / f"{passphrase[:2]}.passphrase"
    file.write_text(f"{passphrase}\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def requested(bureau: Bailu, *how: object, officer: str = "fang") -> Path:
    """The request of a clerk who has made a key."""
    file = bureau.folder / f"{officer}.request.json"
    made = (*NEW, officer, "--name", "方示九", "--role", "clerk", *(how or ("--no-passphrase",)), "--out", file)
    ran = bureau(*made, officer=officer)
    assert ran.code == 0, ran.err
    return file


def enrolled(bureau: Bailu, request: Path) -> None:
    bureau.agreed(*ENROL, request, officer="admin", second="xu")


def key_file(bureau: Bailu, name: str) -> Path:
    return bureau.folder / "officers" / f"{name}.pem"


def said(request: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(request.read_text(encoding="utf-8"))
    return content


def enrolled_key(bureau: Bailu, officer: str) -> str:
    listed = bureau("officer", "list", "-o", "json", officer="admin").json
    return str({row["officer"]: row["public_key"] for row in listed}[officer])


def refused(bureau: Bailu, *argv: object, code: int, officer: str = "admin", **environ: str) -> Ran:
    """One sentence, and nothing recorded."""
    size = len(bureau.log())
    ran = bureau(*argv, officer=officer, **environ)
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1), ran
    assert len(bureau.log()) == size
    return ran


# The key


def test_a_passphrase_is_the_same_however_an_editor_writes_it(bureau: Bailu) -> None:
    """With a byte order mark, and with its accents as characters of their own."""
    composed, decomposed = "un héron sur la baie", unicodedata.normalize("NFD", "un héron sur la baie")
    assert composed != decomposed
    enrolled(bureau, requested(bureau, "--passphrase-file", told(bureau, f"\ufeff{decomposed}")))
    ran = bureau(*WORK, officer="fang", BAILU_PASSPHRASE_FILE=str(told(bureau, composed)))
    assert ran.code == 0, ran.err


@pytest.mark.usefixtures("dear_passphrases")
def test_a_key_is_sealed_under_a_passphrase_and_only_its_owner_can_read_it(bureau: Bailu) -> None:
    request = requested(bureau, "--passphrase-file", told(bureau))
    draft = key_file(bureau, "fang.draft")
    assert draft.read_text().startswith(SEALED)
    box = json.loads(base64.b64decode("".join(draft.read_text().splitlines()[1:-1])))
    assert box["cost"] == 65_536, "what a guess at a passphrase costs"
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    enrolled(bureau, request)
    ran = bureau(*WORK, officer="fang", BAILU_PASSPHRASE_FILE=str(told(bureau)))
    assert ran.code == 0, ran.err
    assert bureau.log()[-1]["actor"] == "fang"
    assert key_file(bureau, "fang").read_text().startswith(SEALED)
    assert stat.S_IMODE(key_file(bureau, "fang").stat().st_mode) == 0o600


def test_with_another_passphrase_or_none_nothing_is_signed(bureau: Bailu) -> None:
    enrolled(bureau, requested(bureau, "--passphrase-file", told(bureau)))
    wrong = refused(bureau, *WORK, code=77, officer="fang", BAILU_PASSPHRASE_FILE=str(told(bureau, OTHER)))
    assert "not the passphrase" in wrong.err
    nobody = refused(bureau, *WORK, code=69, officer="fang")
    assert "BAILU_PASSPHRASE_FILE" in nobody.err
    read_by_all = told(bureau)
    read_by_all.chmod(0o644)
    for path, phrase in ((bureau.folder / "nowhere", "nowhere"), (read_by_all, "chmod 600")):
        assert phrase in refused(bureau, *WORK, code=2, officer="fang", BAILU_PASSPHRASE_FILE=str(path)).err


def test_whoever_asks_for_no_passphrase_gets_a_key_that_other_programs_read(bureau: Bailu) -> None:
    request = requested(bureau, "--no-passphrase")
    assert key_file(bureau, "fang.draft").read_text().startswith(UNSEALED)
    enrolled(bureau, request)
    assert bureau(*WORK, officer="fang").code == 0


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ((), 2),
        (("--passphrase-file", "nowhere"), 2),
        (("--passphrase-file", "short"), 2),
        (("--no-passphrase", "--out", "short"), 65),
        (("--no-passphrase", "--out", "short/fang.request.json"), 69),
    ],
)
def test_what_makes_no_key_leaves_none(bureau: Bailu, how: tuple[str, ...], code: int) -> None:
    (bureau.folder / "short").write_text("厦门", encoding="utf-8")
    (bureau.folder / "short").chmod(0o600)
    before = sorted(bureau.folder.rglob("*"))
    ran = bureau(*NEW, "fang", "--name", "方", "--role", "clerk", *how)
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert sorted(bureau.folder.rglob("*")) == before


@pytest.mark.parametrize(
    "argv",
    [
        ("fang",),
        ("fang", "--name", "方"),
        ("fang", "--role", "clerk"),
        ("fang", "--lost", "--supervising"),
        ("fang", "--name", "方", "--role", "supervising-authority"),
    ],
)
def test_a_key_is_made_for_somebody_who_is_to_be_something(bureau: Bailu, argv: tuple[str, ...]) -> None:
    assert bureau(*NEW, *argv, "--no-passphrase").code == 2
    assert not key_file(bureau, "fang.draft").exists()


def test_a_key_that_is_there_is_never_overwritten(bureau: Bailu) -> None:
    requested(bureau)
    asking = ("--name", "方", "--role", "clerk", "--no-passphrase", "--out", "another.json")
    draft = key_file(bureau, "fang.draft").read_bytes()
    assert "fang.draft.pem" in refused(bureau, *NEW, "fang", *asking, code=69).err
    assert key_file(bureau, "fang.draft").read_bytes() == draft
    assert "lin.pem" in refused(bureau, *NEW, "lin", *asking, code=69).err


# The request


def test_a_key_is_a_draft_until_the_log_has_it_and_its_officers_first_command_finishes_it(bureau: Bailu) -> None:
    request = requested(bureau)
    assert bureau(*WORK, officer="fang").code == 69
    assert bureau(*ENROL, request, officer="admin").code == 0
    assert bureau(*WORK, officer="fang").code == 69, "proposed only"
    look = bureau("confirm", "log/p8", "--dry-run", officer="xu")
    assert f"The key {said(request)['public_key']} was made by the officer" in look.err
    assert "方示九" in look.err
    assert bureau("confirm", "log/p8", officer="xu").code == 0
    assert not key_file(bureau, "fang").exists()
    assert bureau(*WORK, officer="fang").code == 0
    assert key_file(bureau, "fang").exists()
    assert not key_file(bureau, "fang.draft").exists()
    assert "方示九" not in json.dumps(bureau.log(), ensure_ascii=False)


def test_a_declined_request_can_be_made_again(bureau: Bailu) -> None:
    request = requested(bureau)
    assert bureau(*ENROL, request, officer="admin").code == 0
    assert bureau("confirm", "log/p8", "--decline", officer="xu").code == 0
    assert bureau(*WORK, officer="fang").code == 69
    enrolled(bureau, request)
    assert bureau(*WORK, officer="fang").code == 0


@pytest.mark.parametrize(
    ("changed", "code", "phrase"),
    [
        ({"officer": "guo"}, 65, "ask for a new request"),
        ({"public_key": "rO0ABXNyABNqYXZhLnV0aWwuQXJyYXlMaXN0eIHSHZk="}, 65, ""),
        ({"public_key": "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}, 65, ""),
        ({"public_key": "MTIz"}, 65, ""),
        ({"scheme": "rsa"}, 65, "ed25519-v1"),
        ({"proof": "AAAA"}, 65, "ask for a new request"),
        ({"log": "f" * 32}, 65, "another log"),
        ({"log": "*"}, 65, "another log"),
        ({"purpose": "supervise"}, 65, "another end"),
        ({"purpose": "dance"}, 65, "another end"),
        ({"purpose": "rotate", "officer": "lin"}, 65, "ask for a new request"),
        ({"purpose": "rotate"}, 66, ""),
        ({"officer": "../lin"}, 69, "no request"),
        ({"authority": "a b"}, 69, "no request"),
        ({"name": "方\u202e"}, 69, "no request"),
        ({"roles": ["emperor"]}, 69, "no request"),
        ({"roles": ["supervising-authority"]}, 65, ""),
        ({"roles": ["finance", "approver"]}, 65, ""),
        ({"format": "bailu-key-request-v2"}, 69, "no request"),
        ({"wish": "more"}, 69, "no request"),
    ],
)
def test_a_request_that_somebody_changed_enrols_nobody(
    bureau: Bailu, changed: dict[str, object], code: int, phrase: str
) -> None:
    request = requested(bureau)
    request.write_text(json.dumps({**said(request), **changed}), encoding="utf-8")
    assert phrase in refused(bureau, *ENROL, request, code=code).err


def test_name_roles_and_authority_are_wishes_that_the_administrator_puts_right(bureau: Bailu) -> None:
    request = requested(bureau)
    wished = {"name": "方九", "roles": ["assessor"], "authority": "350203"}
    request.write_text(json.dumps({**said(request), **wished}, ensure_ascii=False), encoding="utf-8")
    enrolled(bureau, request)
    (fang,) = [row for row in bureau("officer", "list", "-o", "json").json if row["officer"] == "fang"]
    assert {name: fang[name] for name in wished} == wished


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "bailu-key-request-v1"}', "统一社会信用代码,名称\n"])
def test_what_is_no_request_is_said_to_be_none(bureau: Bailu, content: str) -> None:
    (bureau.folder / "fang.request.json").write_text(content, encoding="utf-8")
    assert "no request for a key" in refused(bureau, *ENROL, "fang.request.json", code=69).err


def test_a_request_that_is_not_there_is_no_such_file(bureau: Bailu) -> None:
    assert "nowhere.json" in refused(bureau, *ENROL, "nowhere.json", code=66).err
    (bureau.folder / "empty").mkdir()
    assert "NAME.request.json" in refused(bureau, *ENROL, "empty", code=69).err
    assert bureau(*ENROL, "nowhere.json", "--name", "方", officer="admin").code == 2


def test_a_request_is_good_for_one_log(bureau: Bailu) -> None:
    """A desk that does not reach the store is told the identity of the log."""
    request = requested(bureau, "--no-passphrase", "--log", "0" * 32)
    assert "another log" in refused(bureau, *ENROL, request, code=65).err
    store = next(row for row in bureau("doctor", "-o", "json", officer="admin").json if row["check"] == "store")
    apart = {"BAILU_STORE": "sqlite:////nowhere/bailu.db", "BAILU_OFFICERS": str(bureau.folder / "apart")}
    identity = said(requested(bureau, officer="guo"))["log"]
    assert f"log {identity}" in store["said"]
    made = (*NEW, "hua", "--name", "华", "--role", "clerk", "--no-passphrase", "--log", identity)
    ran = bureau(*made, officer="hua", **apart)
    assert ran.code == 0, ran.err
    enrolled(bureau, bureau.folder / "apart" / "hua.request.json")
    assert bureau(*WORK, officer="hua", BAILU_OFFICERS=apart["BAILU_OFFICERS"]).code == 0


def test_a_request_is_proposed_once_and_enrols_once(bureau: Bailu) -> None:
    request = requested(bureau)
    assert bureau(*ENROL, request, officer="admin").code == 0
    assert "log/p8" in refused(bureau, *ENROL, request, code=65).err
    assert bureau("confirm", "log", officer="xu").code == 0
    assert "fang" in refused(bureau, *ENROL, request, code=65).err


def test_the_same_command_id_is_answered_as_before(bureau: Bailu) -> None:
    again = (*ENROL, requested(bureau), "--command-id", "0d8f7a52-8f4d-4c11-9d50-3f2f0a6f1a05", "-o", "json")
    first, second = (bureau(*again, officer="admin").json for _time in (1, 2))
    assert first == second == [{"officer": "fang", "proposal": "log/p8", "key": None, "replaces": False}]
    assert bureau(*again, "--request", again[3], officer="admin").code == 2, "it is one command"


def test_a_folder_of_requests_is_proposed_and_confirmed_at_once(bureau: Bailu) -> None:
    for officer in ("fang", "guo", "hua"):
        out = bureau.folder / "requests" / f"{officer}.request.json"
        asked = ("--name", officer, "--role", "clerk", "--no-passphrase", "--out", out)
        assert bureau(*NEW, officer, *asked, officer=officer).code == 0
    proposed = bureau(*ENROL, "requests", "-o", "json", officer="admin").json
    assert [(row["officer"], row["proposal"]) for row in proposed] == [
        ("fang", "log/p8"),
        ("guo", "log/p9"),
        ("hua", "log/p10"),
    ]
    waiting = bureau("proposals", "-o", "json", officer="xu").json
    assert {row["officer"] for row in waiting} == {"admin"}, "who proposed it, and not whom it is about"
    assert bureau("confirm", "log", "--every", "--yes", officer="xu").code == 0
    assert [bureau("todo", "--mine", officer=officer).code for officer in ("fang", "guo", "hua")] == [0, 0, 0]


def test_a_folder_with_a_damaged_request_enrols_nobody(bureau: Bailu) -> None:
    folder = bureau.folder / "requests"
    folder.mkdir()
    requested(bureau).rename(folder / "fang.request.json")
    (folder / "guo.request.json").write_text("{")
    assert "guo.request.json" in refused(bureau, *ENROL, folder, code=69).err


def test_what_was_proposed_before_one_of_a_folder_was_refused_is_told(bureau: Bailu) -> None:
    folder = bureau.folder / "requests"
    folder.mkdir()
    content = requested(bureau).read_bytes()
    for name in ("fang", "fang-again"):
        (folder / f"{name}.request.json").write_bytes(content)
    requested(bureau, officer="guo").rename(folder / "guo.request.json")
    ran = bureau(*ENROL, folder, officer="admin")
    assert (ran.code, ran.out) == (65, "fang is proposed.\nguo is proposed.\n")
    assert ran.err.count("log/p8") == 2, "where it waits, and why it is not proposed again"


# Keys that the office makes


def test_a_key_that_the_office_makes_says_so_for_good(bureau: Bailu) -> None:
    def by_office() -> int:
        return int(bureau("audit", "verify", "-o", "json").json["by_office_keys"])

    assert bureau("officer", "enrol", "fang", "--name", "方", "--role", "clerk", officer="admin").code == 0
    look = bureau("confirm", "log", "--dry-run", officer="xu")
    assert "was made by the office: whoever made it may have kept it" in look.err
    assert bureau("confirm", "log", officer="xu").code == 0
    before = by_office()
    assert bureau(*WORK, officer="fang").code == 0
    assert by_office() == before + 1
    assert f"{before + 1} of the signatures are under keys that somebody else" in bureau("audit", "verify").out
    assert bureau("officer", "rotate-key", "fang", officer="fang").code == 0
    after = by_office()
    assert bureau("officer", "enrol", "guo", "--name", "郭", "--role", "clerk", officer="admin").code == 0
    other = ("register", "add", "key-enterprises", "91350299XN00000047", *WORK[4:])
    assert bureau(*other, officer="fang").code == 0
    assert by_office() == after, "admin made their own at the beginning, and fang has by now"


# Another key


def test_a_lost_key_is_replaced_by_a_request_and_two_people(bureau: Bailu) -> None:
    assert bureau(*WORK, officer="lin").code == 0
    lost = key_file(bureau, "lin").read_bytes()
    ran = bureau(*NEW, "lin", "--lost", "--no-passphrase", "--out", "lost.json", officer="lin")
    assert ran.code == 0, ran.err
    new = said(bureau.folder / "lost.json")["public_key"]
    assert bureau(*ENROL, "lost.json", officer="admin").code == 0
    assert enrolled_key(bureau, "lin") != new
    look = bureau("confirm", "log", "--dry-run", officer="xu")
    assert f"The key {new} was made by the officer" in look.err
    assert bureau("confirm", "log", officer="xu").code == 0
    assert enrolled_key(bureau, "lin") == new
    other = ("register", "add", "key-enterprises", "91350299XN00000047", *WORK[4:])
    assert bureau(*other, officer="lin").code == 0
    (old,) = (bureau.folder / "officers").glob("lin.*.old.pem")
    assert old.read_bytes() == lost
    assert bureau("audit", "verify", officer="gao").code == 0, "what was signed before stays as it is"
    key_file(bureau, "lin").write_bytes(lost)
    assert "not the one that is enrolled" in refused(bureau, *WORK, code=77, officer="lin").err


def test_a_key_of_which_no_file_is_left_is_replaced_too(bureau: Bailu) -> None:
    key_file(bureau, "lin").unlink()
    assert bureau(*NEW, "lin", "--lost", "--no-passphrase", "--out", "lost.json", officer="lin").code == 0
    enrolled(bureau, bureau.folder / "lost.json")
    assert bureau(*WORK, officer="lin").code == 0


def test_until_it_is_replaced_the_old_key_signs_also_where_another_waits_under_another_passphrase(
    bureau: Bailu,
) -> None:
    enrolled(bureau, requested(bureau, "--passphrase-file", told(bureau)))
    old, new = ({"BAILU_PASSPHRASE_FILE": str(told(bureau, phrase))} for phrase in (PASSPHRASE, OTHER))
    assert bureau("todo", "--mine", officer="fang", **old).code == 0
    asking = (*NEW, "fang", "--lost", "--passphrase-file", told(bureau, OTHER), "--out", "lost.json")
    assert bureau(*asking, officer="fang").code == 0
    assert bureau(*WORK, officer="fang", **old).code == 0
    enrolled(bureau, bureau.folder / "lost.json")
    other = ("register", "add", "key-enterprises", "91350299XN00000047", *WORK[4:])
    refused(bureau, *other, code=77, officer="fang", **old)
    assert bureau(*other, officer="fang", **new).code == 0


def test_whoever_still_has_the_old_key_puts_the_new_one_in_its_place_alone(bureau: Bailu) -> None:
    assert bureau(*NEW, "lin", "--lost", "--no-passphrase", "--out", "lost.json", officer="lin").code == 0
    assert bureau(*ENROL, "lost.json", "-o", "json", officer="lin").json[0]["proposal"] is None
    assert enrolled_key(bureau, "lin") == said(bureau.folder / "lost.json")["public_key"]
    assert bureau(*WORK, officer="lin").code == 0


def test_nobody_who_is_not_there_has_lost_a_key(bureau: Bailu) -> None:
    assert bureau(*NEW, "guo", "--lost", "--no-passphrase", "--out", "lost.json").code == 0
    assert "guo" in refused(bureau, *ENROL, "lost.json", code=66).err


def test_ones_own_new_key_is_sealed_under_the_same_passphrase(bureau: Bailu) -> None:
    enrolled(bureau, requested(bureau, "--passphrase-file", told(bureau)))
    environ = {"BAILU_PASSPHRASE_FILE": str(told(bureau))}
    assert "rotate-key" not in bureau(*WORK, officer="fang", **environ).err
    old = key_file(bureau, "fang").read_bytes()
    ran = bureau("officer", "rotate-key", "fang", "-o", "json", officer="fang", **environ)
    assert ran.json == {"officer": "fang", "proposal": None, "key": str(key_file(bureau, "fang")), "replaces": False}
    assert key_file(bureau, "fang").read_text().startswith(SEALED)
    (kept,) = (bureau.folder / "officers").glob("fang.*.old.pem")
    assert kept.read_bytes() == old != key_file(bureau, "fang").read_bytes()
    other = ("register", "add", "key-enterprises", "91350299XN00000047", *WORK[4:])
    refused(bureau, *other, code=69, officer="fang")
    assert bureau(*other, officer="fang", **environ).code == 0


def test_anothers_new_key_is_made_by_the_office_and_waits(bureau: Bailu) -> None:
    before = enrolled_key(bureau, "lin")
    ran = bureau("officer", "rotate-key", "lin", "-o", "json", officer="admin")
    draft = str(key_file(bureau, "lin.draft"))
    assert ran.json == {"officer": "lin", "proposal": "log/p8", "key": draft, "replaces": True}
    assert bureau(*WORK, officer="lin").code == 0, "with the key that is enrolled"
    assert bureau("confirm", "log/p8", officer="xu").code == 0
    assert enrolled_key(bureau, "lin") != before
    assert bureau("todo", "--mine", officer="lin").code == 0
    other = ("register", "add", "key-enterprises", "91350299XN00000047", *WORK[4:])
    assert bureau(*other, officer="lin").code == 0
    assert not key_file(bureau, "lin.draft").exists()


def test_every_form_is_there_in_both_languages(bureau: Bailu) -> None:
    for count, (lang, output) in enumerate(FORMS, start=1):
        form = ("-o", output, "--lang", lang)
        made = ("officer", "enrol", f"new{count}", "--name", "新", "--role", "clerk")
        assert bureau(*made, *form, officer="admin").code == 0
        assert bureau("confirm", "log", "--dry-run", *form, officer="xu").code == 0
        assert bureau("confirm", "log", *form, officer="xu").code == 0
        assert bureau("officer", "grant", f"new{count}", "assessor", *form, officer="admin").code == 0
        assert bureau("confirm", "log", "--decline", *form, officer="xu").code == 0
        assert bureau("officer", "rotate-key", f"new{count}", *form, officer=f"new{count}").code == 0
    assert bureau(*NEW, "--help", "--lang", "zh").code == 0
