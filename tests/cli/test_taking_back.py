"""`application take-back`: a clerk refused the wrong number, an approver rejected it; two people take it back."""

from __future__ import annotations

import pytest

from tests.cli.application_files import ACCEPTED, APPROVED, submitted, trainee, training
from tests.cli.conftest import Bailu
from tests.cli.test_letters import page, says

WHY = ("--reason", "误选编号")


def refused(bureau: Bailu) -> str:
    (number,) = submitted(bureau, training())
    refuse = ("application", "refuse", number, "--clause", "m03", "--reason", "未附培训计划")
    assert bureau(*refuse, officer="lin", clock=ACCEPTED).code == 0
    return number


def taken_back(bureau: Bailu, number: str, first: str, second: str, clock: str) -> None:
    assert bureau("application", "take-back", number, *WHY, officer=first, clock=clock).code == 0
    (waiting,) = bureau("proposals", "--mine", "-o", "json", officer=second, clock=clock).json
    assert waiting["subject"] == number
    ran = bureau("confirm", waiting["proposal"], "--yes", officer=second, clock=clock)
    assert ran.code == 0, ran.err


def served(bureau: Bailu, number: str, clock: str) -> None:
    """The last letter of the refusal is handed over."""
    words = ("application", "serve", number, "--letter", "refusal", "--way", "in-person", "--on", clock)
    ran = bureau(*words, officer="lin", clock=clock)
    assert ran.code == 0, ran.err


def status(bureau: Bailu, number: str, clock: str) -> str:
    return str(bureau("application", "show", number, "-o", "json", officer="lin", clock=clock).json["status"])


@pytest.mark.on_both
def test_a_refusal_of_the_wrong_number_is_taken_back_and_the_case_goes_on(bureau: Bailu) -> None:
    number = refused(bureau)
    taken_back(bureau, number, "lin", "xu", ACCEPTED)
    assert status(bureau, number, ACCEPTED) == "submitted"
    early = bureau("application", "letter", number, "revocation", officer="lin", clock=ACCEPTED)
    assert (early.code, early.err.count("\n")) == (65, 1)
    assert bureau("application", "accept", number, officer="lin", clock=ACCEPTED).code == 0
    verified = bureau("audit", "verify", "--decisions", officer="cai", clock=ACCEPTED)
    assert verified.code == 0, verified.out + verified.err


def test_a_refusal_whose_letter_lies_on_the_desk_is_taken_back_and_not_revoked(bureau: Bailu) -> None:
    number = refused(bureau)
    page(bureau, number, "refusal", clock=ACCEPTED)
    taken_back(bureau, number, "lin", "xu", ACCEPTED)
    ran = bureau("application", "letter", number, "revocation", officer="lin", clock=ACCEPTED)
    assert (ran.code, "after its letter was served" in ran.err) == (65, True)


def test_once_it_was_served_a_refusal_is_revoked_by_a_letter_of_its_own(bureau: Bailu) -> None:
    number = refused(bureau)
    page(bureau, number, "refusal", clock=ACCEPTED)
    served(bureau, number, ACCEPTED)
    assert bureau("application", "take-back", number, *WHY, officer="lin", clock=ACCEPTED).code == 0
    shown = bureau("confirm", f"application-{number}", "--dry-run", officer="xu", clock=ACCEPTED)
    assert "letter was served" in shown.err
    assert "误选编号" in shown.err
    assert bureau("confirm", f"application-{number}", "--yes", officer="xu", clock=ACCEPTED).code == 0
    read = page(bureau, number, "revocation", clock=ACCEPTED)
    says(read, "撤销决定书", "不予受理的决定", f"{number}-不予-1", "2024年5月7日", "重新办理", "误选编号", "六十日内")
    again = bureau("application", "letter", number, "refusal", "--out", "again.html", officer="lin", clock=ACCEPTED)
    assert again.code == 65


def test_each_refusal_has_a_letter_of_its_own_and_each_letter_its_revocation(bureau: Bailu) -> None:
    """Twice on one day, for the same reason; and the first revocation is forgotten at first."""
    number = refused(bureau)
    page(bureau, number, "refusal", clock=ACCEPTED)
    served(bureau, number, ACCEPTED)
    taken_back(bureau, number, "lin", "xu", ACCEPTED)
    refuse = ("application", "refuse", number, "--clause", "m03", "--reason", "未附培训计划")
    assert bureau(*refuse, officer="lin", clock=ACCEPTED).code == 0
    for options, count in (((), 2), (("--reference", "示7号"), 3), (("--reference", "示8号"), 4)):
        says(page(bureau, number, "refusal", *options, clock=ACCEPTED), f"{number}-不予-{count}")
        if count != 3:
            served(bureau, number, ACCEPTED)
    taken_back(bureau, number, "lin", "xu", ACCEPTED)
    taken = [line["data"]["revoked"] for line in bureau.log() if line["name"] == "application.decision-taken-back.v1"]
    assert taken == [True, True]
    first, second, again = (page(bureau, number, "revocation", clock=ACCEPTED).text for _ in range(3))
    assert (f"{number}-不予-1" in first, f"{number}-不予-2" in first) == (True, False)
    assert [f"{number}-不予-{count}" in second for count in (2, 3, 4)] == [True, False, True], "what was served"
    assert again == second


def test_a_rejection_is_taken_back_by_an_assessor_and_an_approver(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1, category="general")), until="assessed")
    assert bureau("application", "reject", number, officer="huang", clock=APPROVED).code == 0
    page(bureau, number, "refusal", clock=APPROVED)
    served(bureau, number, APPROVED)
    assert bureau("application", "take-back", number, *WHY, officer="lin", clock=APPROVED).code == 77
    taken_back(bureau, number, "chen", "huang", APPROVED)
    assert status(bureau, number, APPROVED) == "accepted"
    says(page(bureau, number, "revocation", clock=APPROVED), "不予批准的决定", f"{number}-不予-1")
    assert bureau("application", "assess", number, officer="chen", clock=APPROVED).code == 0


def test_two_terminals_propose_it_once_and_nobody_confirms_their_own(bureau: Bailu) -> None:
    number = refused(bureau)
    assert bureau("application", "take-back", number, *WHY, officer="lin", clock=ACCEPTED).code == 0
    again = bureau("application", "take-back", number, *WHY, officer="lin", clock=ACCEPTED)
    assert (again.code, "already" in again.err) == (65, True)
    assert bureau("confirm", f"application-{number}", "--yes", officer="lin", clock=ACCEPTED).code == 77
    assert status(bureau, number, ACCEPTED) == "not-accepted"


def test_while_an_objection_waits_its_answer_is_the_way_back(bureau: Bailu) -> None:
    number = refused(bureau)
    raised = ("public-notice", "object", number, "--by", "applicant", "--reason", "已附培训计划")
    assert bureau(*raised, officer="lin", clock=ACCEPTED).code == 0
    ran = bureau("application", "take-back", number, *WHY, "--lang", "zh", officer="lin", clock=ACCEPTED)
    assert (ran.code, ran.err) == (65, f"{number}：异议 o1 尚未答复；异议成立的，申请即恢复办理。\n")


def test_what_was_not_refused_has_nothing_to_take_back(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    ran = bureau("application", "take-back", number, *WHY, officer="lin", clock=ACCEPTED)
    assert (ran.code, ran.err.count("\n")) == (65, 1)
    assert bureau.log()[-1]["name"] == "application.submitted.v1"
