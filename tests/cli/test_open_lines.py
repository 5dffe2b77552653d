"""What is not known yet, at the desk: what is decided of it, who is told to do what, and what the letters say."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.cli.application_files import (
    ACCEPTED,
    APPROVED,
    ASSESSED,
    CLOSED,
    PUBLISHED,
    VERIFIED,
    submitted,
    table,
    trainee,
    training,
)
from tests.cli.conftest import Bailu

FOLLOWED = "2024-05-22"


def file_of(*people: int) -> dict[str, Any]:
    return training(*(trainee(person) for person in people), facts={"entry": "XM-2"})


def compared(bureau: Bailu, *rows: tuple[int, str]) -> Any:
    headings = ("行号", "人员类别", "核验来源", "核验日期")
    return table(bureau, f"compared-{rows[0][0]}.csv", headings, *((*row, "就业登记", VERIFIED) for row in rows))


@pytest.fixture
def number(bureau: Bailu) -> str:
    """Three trainees: the first is unemployed, the second in no priority group, of the third nobody knows."""
    (number,) = submitted(bureau, file_of(31, 32, 33))
    assert bureau("application", "accept", number, officer="lin", clock=ACCEPTED).code == 0
    answers = compared(bureau, (1, "失业人员"), (2, "一般人员"))
    assert bureau("application", "verify", number, answers, officer="sun", clock=VERIFIED).code == 0
    assert bureau("application", "assess", number, officer="chen", clock=ASSESSED).code == 0
    return number


def shown(bureau: Bailu, number: str, clock: str = CLOSED) -> Any:
    return bureau("application", "show", number, "-o", "json", officer="gao", clock=clock).json


def actions(bureau: Bailu, number: str, clock: str = CLOSED) -> list[str]:
    works = bureau("todo", "-o", "json", officer="gao", clock=clock).json
    return [work["act"] for work in works if work["subject"] == number]


def test_what_is_not_known_is_told_and_nobody_is_refused_for_it(bureau: Bailu, number: str) -> None:
    case = shown(bureau, number, ASSESSED)
    assert (case["eligible"], case["undecided"], case["open_lines"], case["owed_by"]) == (True, True, [3], ["office"])
    explained = bureau("application", "explain", number, "-o", "json", officer="huang", clock=ASSESSED).json
    assert [line["outcome"] for line in explained["lines"]] == ["eligible", "not-eligible", "open"]
    (unclear,) = [finding for finding in explained["lines"][2]["findings"] if finding["outcome"] == "unclear"]
    assert (unclear["code"], unclear["owed_by"]) == ("not-verified", "office")
    assert actions(bureau, number, ASSESSED) == ["verify", "approve-in-part"]
    ran = bureau("application", "approve", number, "--yes", officer="huang", clock=APPROVED)
    assert ran.code == 65
    assert ran.err.startswith(f"{number}: line(s) 3 cannot be decided yet.")
    assert bureau("application", "reject", number, officer="huang", clock=APPROVED).code == 65
    everything = bureau("application", "approve", "--all", "--yes", officer="huang", clock=APPROVED)
    assert (everything.code, everything.err.strip()) == (0, "Nothing to do.")


def test_a_case_is_approved_in_batches_followed_up_and_settled(bureau: Bailu, number: str) -> None:
    ran = bureau("application", "approve", "--all", "--leave-open", "--yes", officer="huang", clock=APPROVED)
    assert ran.out.strip() == (f"{number}: approved: 1,000.00 yuan for 1 line(s); refused: line(s) 2; open: line(s) 3.")
    letter = bureau("application", "letter", number, "approval", "--out", "first.html", officer="lin", clock=APPROVED)
    assert letter.code == 0
    first = (bureau.folder / "first.html").read_text("utf-8")
    for words in ("决定予以部分批准", "下列各项不予支持", "一般人员", "第3项尚有事实需要查明"):
        assert words in first, words
    assert bureau("public-notice", "publish", number, officer="lin", clock=PUBLISHED).code == 0
    assert bureau("public-notice", "close", number, officer="lin", clock=CLOSED).code == 0
    early = bureau("application", "follow-up", number, "--yes", officer="chen", clock=CLOSED)
    assert early.code == 65
    assert "line(s) 3 cannot be decided yet. “Category of person” is only declared" in early.err
    answers = compared(bureau, (3, "退役军人"))
    assert bureau("application", "verify", number, answers, officer="sun", clock=FOLLOWED).code == 0
    assert actions(bureau, number, FOLLOWED) == ["follow-up", "order-payment", "serve-letter"]
    ran = bureau("application", "follow-up", "--all", "--yes", officer="chen", clock=FOLLOWED)
    assert ran.out.splitlines()[-1] == f"{number}: proposed (p1): follow-up, 1,000.00 yuan for 1 line(s)."
    own = bureau("confirm", f"application-{number}", "--yes", officer="chen", clock=FOLLOWED)
    assert own.code == 77
    assert bureau("confirm", f"application-{number}", "--yes", officer="huang", clock=FOLLOWED).code == 0
    case = shown(bureau, number, FOLLOWED)
    assert (case["entitled_fen"], case["open_lines"], case["undecided"]) == (200_000, [], False)
    assert "publish-notice" in actions(bureau, number, FOLLOWED)
    moved = bureau("history", "--application", number, "-o", "json", officer="gao", clock=FOLLOWED).json
    assert [(move["kind"], move["line"], move["amount_fen"]) for move in moved] == [
        ("entitled", 1, 100_000),
        ("entitled", 3, 100_000),
    ]
    letter = bureau("application", "letter", number, "follow-up", "--out", "second.html", officer="lin", clock=FOLLOWED)
    assert letter.code == 0, letter.err
    second = (bureau.folder / "second.html").read_text("utf-8")
    assert "续审决定书" in second
    assert "1,000.00元" in second
    assert "不予批准" not in second
    verified = bureau("audit", "verify", "--decisions", officer="gao", clock=FOLLOWED)
    assert verified.code == 0, verified.err


def test_a_follow_up_may_refuse_and_its_letter_says_why_and_owes_nothing(bureau: Bailu, number: str) -> None:
    bureau("application", "approve", number, "--leave-open", "--yes", officer="huang", clock=APPROVED)
    answers = compared(bureau, (3, "一般人员"))
    assert bureau("application", "verify", number, answers, officer="sun", clock=CLOSED).code == 0
    assert bureau("application", "follow-up", number, "--yes", officer="chen", clock=CLOSED).code == 0
    assert bureau("confirm", f"application-{number}", "--yes", officer="huang", clock=CLOSED).code == 0
    assert (
        bureau("application", "letter", number, "follow-up", "--out", "no.html", officer="lin", clock=CLOSED).code == 0
    )
    text = (bureau.folder / "no.html").read_text("utf-8")
    assert "下列各项不予批准" in text
    assert "第3项" in text
    assert "拨付至" not in text


def test_what_a_line_lacks_is_asked_for_in_writing_after_an_approval_in_batches(bureau: Bailu, number: str) -> None:
    """The corrected file gives a trainee who is decided another name: the decision stays about who it was about."""
    assert bureau("application", "approve", number, "--leave-open", "--yes", officer="huang", clock=APPROVED).code == 0
    letter = ("application", "letter", number, "correction-request", "--out", "request.html")
    assert bureau(*letter, officer="lin", clock=APPROVED).code == 65
    asked = bureau("application", "request-correction", number, "--reason", "缺少登记证", officer="lin", clock=APPROVED)
    assert asked.code == 0, asked.err
    assert bureau(*letter, officer="lin", clock=APPROVED).code == 0
    assert "缺少登记证" in (bureau.folder / "request.html").read_text("utf-8")
    again = file_of(31, 32, 33)
    again["applicant"]["name"] = again["account"]["holder"] = "别的公司"
    again["lines"][0]["person"]["name"] = "别人"
    path = bureau.folder / "again.json"
    path.write_text(json.dumps(again), encoding="utf-8")
    assert bureau("application", "correct", number, path, officer="lin", clock=PUBLISHED).code == 0
    approval = ("application", "letter", number, "approval", "--out", "approval.html")
    assert bureau(*approval, officer="lin", clock=PUBLISHED).code == 0
    written = (bureau.folder / "approval.html").read_text("utf-8")
    assert "王小31" in written
    assert re.findall("别的公司|别人", written) == []
    assert bureau("audit", "verify", "--decisions", officer="lin", clock=PUBLISHED).code == 0


def test_there_is_no_letter_of_a_follow_up_that_nobody_made(bureau: Bailu, number: str) -> None:
    bureau("application", "approve", number, "--leave-open", "--yes", officer="huang", clock=APPROVED)
    ran = bureau("application", "letter", number, "follow-up", officer="lin", clock=CLOSED)
    assert (ran.code, ran.err.strip()) == (65, f"{number}: no follow-up was decided.")
