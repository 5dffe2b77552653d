"""`bailu register`: an entry is put forward by one officer and confirmed by another; until then it answers nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import DEMONSTRATION, EMPLOYER, OPERATOR, UNLISTED, Bailu

KEY = "key-enterprises"
DEMO = "demonstration-enterprises"
ADD = ("--from", "2023-09-01", "--document", "厦人社〔2023〕208号")
COMMAND = "5b1d3c7e-0d4f-4b6f-9a53-6a2f8e7c1b20"


def add(bureau: Bailu, register: str = KEY, key: str = UNLISTED, *also: str, officer: str = "lin") -> str:
    """The proposal under which an entry was put forward."""
    ran = bureau("register", "add", register, key, *ADD, *also, "-o", "json", officer=officer)
    proposal: str = ran.json["proposal"]
    return proposal


def entries(bureau: Bailu, *argv: str) -> dict[str, dict[str, Any]]:
    """What is listed, by the key of who is listed."""
    return {register["key"]: register for register in bureau("register", "list", *argv, "-o", "json").json}


def a_list(folder: Path, *rows: str) -> Path:
    path = folder / "list.csv"
    heading = "统一社会信用代码,名称,有效期起,有效期止,依据文件,培训规模（人）"
    path.write_text("\n".join((heading, *rows, "")), encoding="utf-8")
    return path


GOOD = f"{UNLISTED},厦门某公司,2024-01-01,2024-12-31,厦人社〔2024〕8号,60"
ALSO_GOOD = f"{OPERATOR},厦门另一公司,2024-01-01,,厦人社〔2024〕8号,"


def test_an_entry_answers_only_once_a_supervisor_has_confirmed_it(bureau: Bailu) -> None:
    ran = bureau("register", "add", KEY, UNLISTED, *ADD, "--name", "厦门某公司", officer="lin")
    assert ran.code == 0
    assert "Proposed as p2, about the entry key-enterprises/0002." in ran.out
    assert "bailu confirm register-key-enterprises" in ran.err
    assert entries(bureau, KEY)[UNLISTED]["standing"] == "entry-proposed"
    assert UNLISTED not in entries(bureau, KEY, "--on", "2024-06-01")
    confirmed = bureau("confirm", f"register-{KEY}", officer="xu")
    assert (confirmed.code, confirmed.out) == (0, "register-key-enterprises/p2: confirmed.\n")
    entry = entries(bureau, KEY, "--on", "2024-06-01")[UNLISTED]
    assert (entry["standing"], entry["name"], entry["valid_to"]) == ("in-force", "厦门某公司", None)


def test_a_clerk_cannot_confirm(bureau: Bailu) -> None:
    add(bureau)
    before = bureau.log()
    for argv in ((), ("--every",)):
        ran = bureau("confirm", f"register-{KEY}", *argv, officer="lin")
        assert ran.code == 77
        assert "supervisor" in ran.err
    assert bureau.log() == before


def test_nobody_confirms_their_own_proposal(bureau: Bailu) -> None:
    bureau.agreed("officer", "grant", "lin", "supervisor", officer="admin", second="xu")
    add(bureau)
    ran = bureau("confirm", f"register-{KEY}", officer="lin")
    assert ran.code == 77
    assert "second person" in ran.err


def test_among_several_all_that_another_proposed_are_confirmed(bureau: Bailu) -> None:
    bureau.agreed("officer", "grant", "lin", "supervisor", officer="admin", second="xu")
    own, others = add(bureau), add(bureau, KEY, OPERATOR, officer="sun")
    ran = bureau("confirm", f"register-{KEY}", "--every", "-o", "json", officer="lin")
    assert ran.code == 77
    assert f'"proposal": "register-{KEY}/{own}"' in ran.out
    standing = entries(bureau, KEY)
    assert standing[UNLISTED]["standing"] == "entry-proposed"
    assert standing[OPERATOR]["standing"] == "in-force"
    assert others != own


def test_of_several_proposals_one_must_be_named(bureau: Bailu) -> None:
    first, second = add(bureau), add(bureau, KEY, OPERATOR)
    ran = bureau("confirm", f"register-{KEY}", officer="xu")
    assert ran.code == 65
    assert f"{first}, {second}" in ran.err
    assert bureau("confirm", f"register-{KEY}/{second}", officer="xu").code == 0
    assert entries(bureau, KEY)[UNLISTED]["standing"] == "entry-proposed"
    assert entries(bureau, KEY)[OPERATOR]["standing"] == "in-force"


def test_a_declined_proposal_is_gone(bureau: Bailu) -> None:
    add(bureau)
    ran = bureau("confirm", f"register-{KEY}", "--decline", officer="xu")
    assert ran.out == "register-key-enterprises/p2: declined.\n"
    assert UNLISTED not in entries(bureau, KEY)
    assert bureau("confirm", f"register-{KEY}", officer="xu").code == 65


def test_an_entry_ends_on_the_day_that_was_confirmed(bureau: Bailu) -> None:
    argv = (KEY, "key-enterprises/0001", "--on", "2024-06-30", "--document", "厦人社〔2024〕9号")
    assert bureau("register", "end", *argv, officer="lin").code == 0
    waiting = bureau("register", "list", KEY, "-o", "json").json[-1]
    assert (waiting["standing"], waiting["valid_to"], waiting["officer"]) == ("end-proposed", "2024-06-30", "lin")
    assert EMPLOYER in entries(bureau, KEY, "--on", "2024-07-01")
    bureau("confirm", f"register-{KEY}", officer="xu")
    assert EMPLOYER in entries(bureau, KEY, "--on", "2024-06-30")
    assert EMPLOYER not in entries(bureau, KEY, "--on", "2024-07-01")


def test_an_entry_that_is_not_there_cannot_end(bureau: Bailu) -> None:
    argv = (KEY, "key-enterprises/0009", "--on", "2024-06-30", "--document", "x")
    assert bureau("register", "end", *argv, officer="lin").code == 66


@pytest.mark.parametrize(
    "argv",
    [("add", "heroes", UNLISTED, *ADD), ("list", "heroes"), ("import", "heroes", "x.csv")],
)
def test_a_register_that_no_adopted_policy_knows_does_not_exist(bureau: Bailu, argv: tuple[str, ...]) -> None:
    ran = bureau("register", *argv, officer="lin")
    assert (ran.code, ran.out) == (66, "")
    assert "heroes" in ran.err


def test_a_credit_code_is_checked(bureau: Bailu) -> None:
    before = bureau.log()
    ran = bureau("register", "add", KEY, UNLISTED[:-1] + "0", *ADD, officer="lin")
    assert (ran.code, ran.out) == (65, "")
    assert "compare it with the licence" in ran.err
    assert "Q" not in ran.err.partition("check character")[2], "the right character would make a wrong code pass"
    assert bureau.log() == before


def test_a_credit_code_is_kept_in_its_normal_form(bureau: Bailu) -> None:
    bureau("register", "add", KEY, f" {UNLISTED.lower()} ", *ADD, officer="lin")
    assert UNLISTED in entries(bureau, KEY)


def test_only_a_register_that_has_a_quota_takes_one(bureau: Bailu) -> None:
    assert bureau("register", "add", KEY, UNLISTED, *ADD, "--quota", "3", officer="lin").code == 65
    add(bureau, DEMO, UNLISTED, "--quota", "3")
    assert entries(bureau, DEMO)[UNLISTED]["quota"] == 3
    assert entries(bureau, DEMO)[DEMONSTRATION]["quota"] == 3


def test_days_that_are_none_are_a_slip_of_the_pen(bureau: Bailu) -> None:
    ran = bureau("register", "add", KEY, UNLISTED, "--from", "2024-02-30", "--document", "x", officer="lin")
    assert ran.code == 2
    assert "2024-02-30 is not a day" in ran.err


def test_a_last_day_before_the_first_is_refused(bureau: Bailu) -> None:
    assert bureau("register", "add", KEY, UNLISTED, *ADD, "--to", "2023-08-31", officer="lin").code == 65


def test_a_dry_run_proposes_nothing(bureau: Bailu) -> None:
    before = bureau.log()
    ran = bureau("register", "add", KEY, UNLISTED, *ADD, "--dry-run", officer="lin")
    assert ran.out == "Would propose p2 about the entry key-enterprises/0002.\n"
    assert bureau.log() == before


def test_the_same_command_id_is_answered_with_the_first_result(bureau: Bailu) -> None:
    argv = (
        "register",
        "add",
        KEY,
        UNLISTED,
        *ADD,
        "--command-id",
        "5b1d3c7e-0d4f-4b6f-9a53-6a2f8e7c1b20",
        "-o",
        "json",
    )
    first = bureau(*argv, officer="lin").json
    again = bureau(*argv, officer="lin").json
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first["proposal"] == again["proposal"]
    assert len(entries(bureau, KEY)) == 2


def test_importing_the_same_list_twice_changes_nothing(bureau: Bailu) -> None:
    path = a_list(bureau.folder, GOOD, ALSO_GOOD)
    first = bureau("register", "import", DEMO, path, "-o", "json", officer="lin").json
    assert (first["rows"], first["proposed"], first["repeated"]) == (2, 2, 0)
    log = bureau.log()
    again = bureau("register", "import", DEMO, path, "-o", "json", officer="lin").json
    assert (again["rows"], again["proposed"], again["repeated"]) == (2, 0, 2)
    assert bureau.log() == log
    bureau("confirm", f"register-{DEMO}", "--every", officer="xu")
    assert entries(bureau, DEMO, "--on", "2024-12-31")[UNLISTED]["quota"] == 60
    assert UNLISTED not in entries(bureau, DEMO, "--on", "2025-01-01")
    assert OPERATOR in entries(bureau, DEMO, "--on", "2025-01-01")


def test_a_row_that_was_declined_is_proposed_once_more_by_the_same_list(bureau: Bailu) -> None:
    path = a_list(bureau.folder, GOOD, ALSO_GOOD)
    bureau("register", "import", DEMO, path, officer="lin")
    bureau("confirm", f"register-{DEMO}/p1", "--yes", officer="xu")
    for declined in ("p2", "p3"):
        done = bureau("confirm", f"register-{DEMO}/{declined}", "--decline", "--yes", officer="xu")
        assert done.code == 0, done.err
        again = bureau("register", "import", DEMO, path, "-o", "json", officer="lin").json
        assert (again["rows"], again["proposed"], again["repeated"], again["refused"]) == (2, 1, 1, 0)
    once_more = bureau("register", "import", DEMO, path, "-o", "json", officer="lin").json
    assert (once_more["proposed"], once_more["repeated"]) == (0, 2), "what waits is left as it is"


def test_a_list_with_mistakes_is_refused_whole_and_all_of_them_are_said(bureau: Bailu) -> None:
    path, before = a_list(bureau.folder, GOOD, GOOD.replace("2024-01-01", "2024-02-30"), ALSO_GOOD[1:]), bureau.log()
    ran = bureau("register", "import", DEMO, path, officer="lin")
    assert (ran.code, ran.out) == (65, "")
    assert "Row 3" in ran.err
    assert "Row 4" in ran.err
    assert bureau.log() == before


def test_who_may_not_propose_imports_nothing(bureau: Bailu) -> None:
    before = bureau.log()
    ran = bureau("register", "import", DEMO, a_list(bureau.folder, GOOD, ALSO_GOOD), officer="chen")
    assert (ran.code, ran.out) == (77, "")
    assert ran.err.count("\n") == 1
    assert bureau.log() == before


def test_registers_are_listed_in_chinese_as_well(bureau: Bailu) -> None:
    ran = bureau("register", "list", "--lang", "zh", "-o", "table")
    assert ran.code == 0
    assert EMPLOYER in ran.out
