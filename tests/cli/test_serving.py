"""`application serve`: a letter reaches whom it addresses; `refuse --overdue`: the correction did not come in time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cli.application_files import ACCEPTED, APPROVED, SUBMITTED, submitted, trainee, training, written
from tests.cli.conftest import Bailu
from tests.cli.test_letters import page, says
from tests.domain import sample_cases as s
from tests.domain.later_events import issued, service
from usecases.commands.serve_letter import the_about
from usecases.errors import UsageError
from usecases.letters.kinds import LetterKind

LAST, LATE = "2024-05-21", "2024-05-22"
REQUEST = ("application", "request-correction")
WHY = ("--reason", "未附培训计划")


def serve(bureau: Bailu, number: str, letter: str, *options: object, clock: str = ACCEPTED, on: str = ACCEPTED) -> Any:
    words = ("application", "serve", number, "--letter", letter, "--way", "in-person", "--on", on, *options)
    return bureau(*words, officer="lin", clock=clock)


def asked(bureau: Bailu, *lines: str) -> str:
    """A correction is asked for of a case that was submitted, and its request is served."""
    (number,) = submitted(bureau, training(trainee(1, category="general")))
    assert bureau(*REQUEST, number, *lines, *WHY, officer="lin", clock=ACCEPTED).code == 0
    page(bureau, number, "correction-request", clock=ACCEPTED)
    ran = serve(bureau, number, "correction-request", "--receipt", "送达回证17号", "--due-on", LAST)
    assert ran.code == 0, ran.err
    return number


def todo(bureau: Bailu, clock: str) -> list[tuple[str, str | None, str | None]]:
    rows = bureau("todo", "-o", "json", officer="lin", clock=clock).json
    return [(row["act"], row["about"], row["due_on"]) for row in rows]


def overdue(bureau: Bailu, number: str, clock: str) -> Any:
    return bureau("application", "refuse", number, "--overdue", officer="lin", clock=clock)


def verified(bureau: Bailu, clock: str) -> None:
    ran = bureau("audit", "verify", "--decisions", officer="cai", clock=clock)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.on_both
def test_a_letter_waits_in_todo_until_its_service_is_recorded(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    page(bureau, number, "receipt", clock=ACCEPTED)
    assert todo(bureau, ACCEPTED) == [("accept", None, None), ("serve-letter", "receipt", None)]
    early = serve(bureau, number, "receipt", on=SUBMITTED)
    assert (early.code, "cannot have been served" in early.err) == (65, True)
    ran = serve(bureau, number, "receipt", "--lang", "zh", "--receipt", "送达回证1号")
    assert ran.out == f"{number}：文书已于 {ACCEPTED} 直接送达：收件回执，凭证：送达回证1号。\n"
    assert todo(bureau, ACCEPTED) == [("accept", None, None)]
    again = serve(bureau, number, "receipt")
    assert (again.code, "served already" in again.err) == (65, True)
    shown = bureau("application", "show", number, "-o", "json", officer="lin", clock=ACCEPTED).json
    (letter,) = shown["letters"]
    assert (letter["letter"], letter["issued_on"], letter["served_on"], letter["way"], letter["receipt"]) == (
        "receipt",
        ACCEPTED,
        ACCEPTED,
        "in-person",
        "送达回证1号",
    )
    assert shown["timeline"][-1]["fact"] == "application.letter-served.v1"
    verified(bureau, ACCEPTED)


@pytest.mark.on_both
def test_a_correction_that_does_not_come_ends_the_case_the_day_after_its_last(bureau: Bailu) -> None:
    number = asked(bureau)
    assert todo(bureau, LAST) == [("correct", None, LAST)]
    assert todo(bureau, LATE) == [("correct", None, LAST), ("refuse", "overdue", LATE)]
    early = overdue(bureau, number, LAST)
    assert (early.code, early.err) == (65, f"{number}: the correction may come until the end of {LAST}.\n")
    ran = overdue(bureau, number, LATE)
    assert (ran.code, ran.out) == (0, f"{number}: not accepted: no correction came by {LAST}.\n")
    read = page(bureau, number, "refusal", clock=LATE)
    says(
        read, "逾期未补正告知书", f"{number}-补正-1", "2024年5月7日送达", "2024年5月21日止", "重新提出申请", "六十日内"
    )
    assert "不予受理决定书" not in read.text
    assert todo(bureau, LATE) == [("serve-letter", "refusal", None)]
    verified(bureau, LATE)


def test_what_ended_so_is_taken_back_and_revoked_once_it_was_served(bureau: Bailu) -> None:
    number = asked(bureau)
    assert overdue(bureau, number, LATE).code == 0
    page(bureau, number, "refusal", clock=LATE)
    assert serve(bureau, number, "refusal", clock=LATE, on=LATE).code == 0
    why = ("--reason", "补正材料当日已到")
    assert bureau("application", "take-back", number, *why, officer="lin", clock=LATE).code == 0
    assert bureau("confirm", f"application-{number}", "--yes", officer="xu", clock=LATE).code == 0
    assert todo(bureau, LATE) == [("correct", None, LAST), ("refuse", "overdue", LATE)]
    read = page(bureau, number, "revocation", clock=LATE)
    says(read, "撤销决定书", "终止办理的决定", f"{number}-不予-1", "补正材料当日已到")
    assert serve(bureau, number, "revocation", clock=LATE, on=LATE).code == 0, "what it is about follows"
    verified(bureau, LATE)


@pytest.mark.on_both
def test_what_was_stated_again_when_asked_is_held_against_the_applicant(bureau: Bailu) -> None:
    number = asked(bureau, "--lines", "1", "--fact", "category")
    again = written(bureau, training(trainee(1, category="general")), "again.json")
    assert bureau("application", "correct", number, again, officer="lin", clock=ACCEPTED).code == 0
    assert bureau("application", "accept", number, officer="lin", clock=ACCEPTED).code == 0
    assert bureau("application", "assess", number, officer="chen", clock=APPROVED).code == 0
    explained = bureau("application", "explain", number, "-o", "json", officer="lin", clock=APPROVED)
    assert "Confirmed by the applicant." in explained.out
    rejected = bureau("application", "reject", number, officer="huang", clock=APPROVED)
    assert rejected.code == 0, rejected.err
    says(page(bureau, number, "refusal", clock=APPROVED), "不予批准决定书", "申请人在补正时确认了该申报")
    verified(bureau, APPROVED)


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("--overdue", "--clause", "m03"), 2, "rests on no clause"),
        (("--overdue", "--reason", "逾期"), 2, "rests on no clause"),
        (("--clause", "m03"), 2, "Give --clause and --reason, or --overdue."),
        ((), 2, "Give --clause and --reason, or --overdue."),
        (("--overdue",), 65, "no correction is waited for"),
    ],
)
def test_a_refusal_has_a_clause_and_a_reason_or_is_for_want_of_a_correction(
    bureau: Bailu, options: tuple[str, ...], code: int, sentence: str
) -> None:
    (number,) = submitted(bureau, training())
    ran = bureau("application", "refuse", number, *options, officer="lin", clock=ACCEPTED)
    assert (ran.code, sentence in ran.err) == (code, True), ran.err


@pytest.mark.parametrize(
    ("letter", "options", "sentence"),
    [
        ("recovery-demand", (), "`recovery serve`"),
        ("public-notice", (), "served on nobody"),
        ("approval", (), "there is no letter approval decision"),
        ("receipt", ("--due-on", LAST), "a last day belongs to a correction request alone"),
        ("correction-request", (), "service of a letter"),
    ],
)
def test_what_cannot_be_served_is_refused_in_one_sentence(
    bureau: Bailu, letter: str, options: tuple[str, ...], sentence: str
) -> None:
    (number,) = submitted(bureau, training())
    page(bureau, number, "receipt", clock=ACCEPTED)
    ran = serve(bureau, number, letter, *options)
    assert (ran.code, ran.err.count("\n"), sentence in ran.err) == (65, 1, True), ran.err


def test_which_of_several_letters_was_served_is_asked() -> None:
    day = date(2024, 10, 14)
    one = issued("objection-decision", after=s.an_approved_training(), on=day, about="o1")
    both = issued("objection-decision", after=one, on=day, about="o2", sha256="6f" * 32)
    kind = LetterKind.OBJECTION_DECISION
    assert the_about(s.given(one).case(s.FIRST), kind) == "o1"
    with pytest.raises(UsageError, match="--about: o1, o2"):
        the_about(s.given(both).case(s.FIRST), kind)
    served = s.told((service(kind.value, day, about="o2"), s.CHEN, day), after=both)
    assert the_about(s.given(served).case(s.FIRST), kind) == "o1", "the one that still waits"
    assert the_about(s.given(s.an_approved_training()).case(s.FIRST), kind) is None


def test_letters_of_many_cases_are_served_at_once(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), training(trainee(2)))
    for number in numbers:
        page(bureau, number, "receipt", clock=ACCEPTED)
    words = ("--letter", "receipt", "--way", "by-post", "--on", ACCEPTED)
    ran = bureau("application", "serve", "--all", *words, officer="lin", clock=ACCEPTED)
    assert (ran.code, ran.out.count("letter served by post")) == (0, 2), ran.err
    assert all(row[0] == "accept" for row in todo(bureau, ACCEPTED))
