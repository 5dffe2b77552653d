"""One identity number under two names: the desk is told when it is handed in and when it is decided.

ADR 0062.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.application_files import (
    ACCEPTED,
    APPROVED,
    ASSESSED,
    CLOSED,
    SUBMITTED,
    person,
    submitted,
    trainee,
    training,
    written,
)
from tests.cli.conftest import PROJECTS, Bailu

NAMES = ("欧阳小·一", "林小二")
DOCUMENT = ("--document", "更名证明〔2024〕3号")


def about(name: str, project: int = 0) -> dict[str, Any]:
    """A training of one and the same person, under this name."""
    return training({**trainee(1), "person": {**person(1), "name": name}}, facts={"entry": PROJECTS[project]})


def two(bureau: Bailu, until: str = "verified") -> tuple[str, str]:
    one, other = submitted(bureau, about(NAMES[0]), about(NAMES[1], 1), until=until)
    return one, other


def test_the_desk_is_told_when_it_is_handed_in_and_never_the_other_name(bureau: Bailu) -> None:
    (first,) = submitted(bureau, about(NAMES[0]))
    file = written(bureau, about(NAMES[1], 1))
    dry = bureau("application", "submit", file, "--dry-run", officer="lin", clock=SUBMITTED)
    assert f"here and in {first}/1" in dry.err
    ran = bureau("application", "submit", file, "-o", "json", officer="lin", clock=SUBMITTED)
    assert ran.json["other_names"] == [f"{first}/1"]
    assert f"here and in {first}/1" in ran.err
    assert NAMES[0] not in ran.err + ran.out


@pytest.mark.parametrize("spelt", ["欧阳 小·一", "欧阳小•一", "欧阳小一", "欧阳小．一"])
def test_a_name_with_other_marks_is_the_same_name(bureau: Bailu, spelt: str) -> None:
    submitted(bureau, about(NAMES[0]))
    ran = bureau(
        "application", "submit", written(bureau, about(spelt, 1)), "-o", "json", officer="lin", clock=SUBMITTED
    )
    assert (ran.json["other_names"], ran.err) == ([], "")


def test_nothing_is_approved_until_two_people_stand_by_both(bureau: Bailu) -> None:
    one, other = two(bureau)
    assert bureau("application", "assess", one, other, officer="chen", clock=ASSESSED).code == 0
    for number in (one, other):
        declined = bureau("application", "approve", number, officer="huang", clock=APPROVED)
        assert declined.code == 65
        explained = bureau("application", "explain", number, "-o", "json", officer="huang", clock=APPROVED).json
        (finding,) = [of for of in explained["lines"][0]["findings"] if of["condition"] == "one-name"]
        assert (finding["outcome"], (other if number == one else one) in finding["because"]) == ("unclear", True)
    names = ("person", "names", f"{one}/1", f"{other}/1", *DOCUMENT)
    assert bureau(*names, officer="chen", clock=APPROVED).code == 77
    proposed = bureau(*names, "-o", "json", officer="lin", clock=APPROVED).json["proposal"]
    assert bureau("application", "assess", one, officer="chen", clock=APPROVED).code == 0
    assert bureau("application", "approve", one, officer="huang", clock=APPROVED).code == 65
    sheet = bureau("confirm", proposed, "--dry-run", officer="xu", clock=APPROVED)
    for part in (f"({one}/1)", f"({other}/1)", "更名证明〔2024〕3号"):
        assert part in sheet.err
    assert bureau("confirm", proposed, "--yes", officer="xu", clock=APPROVED).code == 0
    assert bureau("application", "assess", one, other, officer="chen", clock=APPROVED).code == 0
    assert bureau("application", "approve", one, other, officer="huang", clock=APPROVED).code == 0
    assert "nothing new" in bureau(*names, officer="lin", clock=APPROVED).out
    assert bureau("audit", "verify", "--decisions", officer="gao", clock=APPROVED).code == 0


def test_a_name_that_was_mistyped_is_corrected(bureau: Bailu) -> None:
    one, other = two(bureau, until="submitted")
    asked = ("application", "request-correction", other, "--reason", "姓名有误")
    assert bureau(*asked, officer="lin", clock=ACCEPTED).code == 0
    file = written(bureau, about(NAMES[0], 1))
    assert bureau("application", "correct", other, file, officer="lin", clock=ACCEPTED).code == 0
    for verb, officer in (("accept", "lin"), ("verify", "sun"), ("assess", "chen"), ("approve", "huang")):
        more = ("--all-declared", "--source", "就业登记") if verb == "verify" else ()
        ran = bureau("application", verb, one, other, *more, officer=officer, clock=CLOSED)
        assert ran.code == 0, ran.err


def test_an_applicant_who_is_a_person_is_line_nought(bureau: Bailu) -> None:
    by_person = {**about(NAMES[1], 1), "applicant": {"kind": "person", **person(1), "name": NAMES[1]}}
    del by_person["lines"][0]["person"]
    one, other = submitted(bureau, about(NAMES[0]), by_person)
    names = ("person", "names", f"{one}/1", f"{other}/0", *DOCUMENT)
    proposed = bureau(*names, "-o", "json", officer="lin", clock=ACCEPTED).json["proposal"]
    sheet = bureau("confirm", proposed, "--dry-run", officer="xu", clock=ACCEPTED)
    assert f"({other}/0)" in sheet.err


def test_two_numbers_have_no_names_to_join(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1), trainee(2)))
    for one, other, code in ((1, 2, 65), (1, 1, 65), (1, 9, 65), (1, 0, 65)):
        ran = bureau(
            "person", "names", f"{number}/{one}", f"{number}/{other}", *DOCUMENT, officer="lin", clock=ACCEPTED
        )
        assert (ran.code, ran.out) == (code, "")


def test_the_index_is_what_the_events_say(bureau: Bailu) -> None:
    two(bureau)
    assert bureau("doctor", officer="admin", clock=ASSESSED).code == 0
