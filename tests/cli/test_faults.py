"""A bad last commit stops everybody, until two people have said that the office knows of it; it is never made good."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from tests.cli.conftest import Bailu
from tests.cli.payable_cases import FORMS, tampering

pytestmark = pytest.mark.on_both

REASON = ("--reason", "断电时写坏")


@pytest.fixture
def broken(bureau: Bailu) -> Bailu:
    """A bureau whose last commit has another signature than its officer made."""
    bureau.agreed("officer", "grant", "lin", "assessor", officer="admin", second="xu")
    with tampering(bureau) as hand:
        last, signature = hand.execute("SELECT last, signature FROM commits ORDER BY last DESC LIMIT 1").fetchone()
        flipped = bytes([bytes(signature)[0] ^ 1]) + bytes(signature)[1:]
        hand.execute("UPDATE commits SET signature = ? WHERE last = ?", (flipped, last))
    return bureau


def first_and_last(bureau: Bailu, at: int) -> tuple[int, int]:
    """The positions of the last commit, which is at -1, or of an earlier one."""
    session = bureau.session("admin")
    with session.database.reading() as view:
        commit = list(view.commits())[at]
    session.close()
    return commit.first, commit.last


def declare(bureau: Bailu, *more: str, officer: str = "admin", at: int = -1) -> Any:
    """The last commit, or an earlier one, is declared bad."""
    first, last = first_and_last(bureau, at)
    return bureau("audit", "declare-fault", first, last, *REASON, *more, officer=officer)


def verified(bureau: Bailu) -> tuple[int, list[tuple[str, bool]]]:
    """The exit code, and the bad signatures with whether they are known."""
    ran = bureau("audit", "verify", "-o", "json", officer="gao")
    of_commits = [error for error in json.loads(ran.out)["troubles"] if error["code"] == "signature-invalid"]
    return ran.code, [(error["code"], error["declared"]) for error in of_commits]


def works(bureau: Bailu) -> int:
    entry = ("key-enterprises", "91350299XN00000047", "--from", "2023-09-01", "--document", "1")
    return bureau("register", "add", *entry, officer="lin").code


def test_a_bad_last_commit_stops_everybody(broken: Bailu) -> None:
    size = len(broken.log())
    for command, officer in (
        (("officer", "revoke", "lin", "assessor"), "admin"),
        (
            ("register", "add", "key-enterprises", "91350299XN00000047", "--from", "2023-09-01", "--document", "1"),
            "lin",
        ),
    ):
        ran = broken(*command, officer=officer)
        assert (ran.code, "does not verify, and nothing goes on from it" in ran.err) == (69, True)
    assert len(broken.log()) == size
    assert verified(broken) == (79, [("signature-invalid", False)])


def test_two_people_declare_it_known_and_work_goes_on(broken: Bailu) -> None:
    declared = declare(broken)
    assert declared.code == 0, declared.err
    assert "Proposed as log/p9" in declared.out
    assert "bailu confirm log/p9" in declared.err
    assert verified(broken) == (79, [("signature-invalid", False)])
    assert works(broken) != 0, "one person is not enough"
    assert broken("officer", "revoke", "lin", "assessor", officer="admin").code == 0, "officers come and go meanwhile"
    confirmed = broken("confirm", "log/p9", officer="xu")
    assert confirmed.code == 0, confirmed.err
    assert works(broken) == 0
    assert verified(broken) == (79, [("signature-invalid", True)])
    told = broken("audit", "verify", officer="gao")
    assert "1 of them are known: two people declared them." in told.out
    assert "The log does NOT verify" in told.out


def test_who_declares_it_does_not_confirm_it_and_nobody_else_does_either(broken: Bailu) -> None:
    for officer in ("lin", "wu", "gao"):
        assert declare(broken, officer=officer).code == 77
    assert declare(broken).code == 0
    for officer in ("admin", "lin", "wu", "gao"):
        assert broken("confirm", "log/p9", officer=officer).code == 77
    assert verified(broken)[1] == [("signature-invalid", False)]


def test_a_fault_that_is_declined_is_not_known(broken: Bailu) -> None:
    assert declare(broken).code == 0
    declined = broken("confirm", "log/p9", "--decline", officer="xu")
    assert declined.code == 0, declined.err
    assert verified(broken) == (79, [("signature-invalid", False)])
    assert works(broken) == 65, "it is there all the same"
    assert declare(broken, at=-3).code == 0
    assert broken("confirm", "log/p10", officer="xu").code == 0
    assert works(broken) == 0


def test_what_is_declared_elsewhere_opens_nothing(broken: Bailu) -> None:
    size = len(broken.log())
    elsewhere = broken("audit", "declare-fault", "1", "2", *REASON, officer="admin")
    assert (elsewhere.code, "declare the fault up to there" in elsewhere.err) == (65, True)
    assert len(broken.log()) == size
    assert works(broken) == 69


def test_while_an_answer_is_waited_for_a_supervisor_can_be_enrolled_who_gives_it(broken: Bailu) -> None:
    assert declare(broken).code == 0
    enrol = ("officer", "enrol", "shen", "--name", "沈", "--role", "supervisor")
    broken.agreed(*enrol, officer="admin", second="xu")
    assert broken("officer", "suspend", "xu", officer="admin").code == 0
    assert broken("confirm", "log/p11", officer="shen").code == 0
    assert broken("confirm", "log/p9", officer="shen").code == 0
    assert works(broken) == 0


def test_only_what_is_there_is_declared_and_in_order(bureau: Bailu) -> None:
    size = len(bureau.log())
    for first, last, code, told in (
        (size, size + 1, 65, f"The log ends at position {size}"),
        (3, 2, 65, "no positions in order"),
        (0, 2, 2, "FIRST"),
    ):
        ran = bureau("audit", "declare-fault", first, last, *REASON, officer="admin")
        assert (ran.code, told in ran.err) == (code, True), ran.err
    assert bureau("audit", "declare-fault", 1, 2, officer="admin").code == 2
    assert len(bureau.log()) == size


def test_a_dry_run_and_a_repetition_record_nothing_new(bureau: Bailu) -> None:
    size = len(bureau.log())
    dry = bureau("audit", "declare-fault", 1, 2, *REASON, "--dry-run", officer="admin")
    assert (dry.code, "Would propose as log/p8" in dry.out, len(bureau.log())) == (0, True, size)
    once = ("--command-id", str(uuid.uuid4()), "-o", "json")
    first = bureau("audit", "declare-fault", 1, 2, *REASON, *once, officer="admin").json
    assert first == {"proposal": "log/p8", "first": 1, "last": 2, "recorded": True, "repeated": False}
    again = bureau("audit", "declare-fault", 1, 2, *REASON, *once, officer="admin").json
    assert again == {**first, "repeated": True}
    assert len(bureau.log()) == size + 1


@pytest.mark.parametrize(("lang", "form"), FORMS)
def test_what_was_declared_is_said_in_every_form(bureau: Bailu, lang: str, form: str) -> None:
    for command, officer in (
        (("audit", "declare-fault", "1", "2", *REASON), "admin"),
        (("proposals",), "xu"),
        (("todo",), "xu"),
        (("confirm", "log/p8"), "xu"),
    ):
        ran = bureau("--lang", lang, *command, "-o", form, officer=officer)
        assert ran.code == 0, ran.err
