"""`bailu person link`: limits count one person under two documents, and no identity number is typed for it."""

from __future__ import annotations

from typing import Any

from tests.cli.application_files import CLOSED, certificate, resident, submitted, trainee, training
from tests.cli.conftest import Bailu

PERMIT = {"name": "林小台", "id_kind": "taiwan-permit", "id_number": "83000125"}


def two(bureau: Bailu) -> tuple[str, str]:
    """Two trainings of one person, who has a permit in the second."""
    other: dict[str, Any] = trainee(1)
    other["person"] = PERMIT
    one, second = submitted(bureau, training(trainee(1)), training(other, facts={"entry": "XM-2"}), until="verified")
    return one, second


def link(bureau: Bailu, one: str, other: str, officer: str = "lin") -> int:
    """Proposed, and confirmed by the supervisor where it is anything new."""
    arguments = ("person", "link", one, other, "--document", "厦公证2024-1", "-o", "json")
    proposed = bureau(*arguments, officer=officer, clock=CLOSED)
    if proposed.code == 0 and (name := proposed.json["proposal"]):
        assert bureau("confirm", name, "--yes", officer="xu", clock=CLOSED).code == 0
    return proposed.code


def test_linked_documents_count_together(bureau: Bailu) -> None:
    one, other = two(bureau)
    assert link(bureau, f"{one}/1", f"{other}/1") == 0
    for number in (one, other):
        assert bureau("application", "assess", number, officer="chen", clock=CLOSED).code == 0
        assert bureau("application", "approve", number, officer="huang", clock=CLOSED).code == 0
    explained = bureau("application", "explain", other, "-o", "json", officer="gao", clock=CLOSED).json
    (yearly,) = [
        finding
        for line in explained["lines"]
        for finding in line["findings"]
        if finding["condition"] == "training-yearly"
    ]
    assert "1 of 3" in yearly["because"]


def test_linking_takes_a_supervisor_besides_and_linking_again_changes_nothing(bureau: Bailu) -> None:
    one, other = two(bureau)
    assert link(bureau, f"{one}/1", f"{other}/1", officer="chen") == 77
    arguments = ("person", "link", f"{one}/1", f"{other}/1", "--document", "厦公证2024-1")
    assert bureau(*arguments, officer="xu", clock=CLOSED).code == 0
    assert bureau("confirm", "office", officer="xu", clock=CLOSED).code == 77, "their own"
    again = bureau(*arguments, officer="lin", clock=CLOSED)
    assert (again.code, "waits for confirmation" in again.err) == (65, True)
    assert bureau("confirm", "office", "--decline", officer="xu", clock=CLOSED).code == 77
    bureau.agreed("officer", "grant", "huang", "supervisor", officer="admin", second="xu", clock=CLOSED)
    assert bureau("confirm", "office", "--decline", officer="huang", clock=CLOSED).code == 0
    assert link(bureau, f"{one}/1", f"{other}/1") == 0
    size = len(bureau.log())
    assert link(bureau, f"{one}/1", f"{other}/1") == 0
    assert link(bureau, f"{one}/1", f"{one}/1") == 65
    assert len(bureau.log()) == size


def test_whom_it_links_is_shown_masked(bureau: Bailu) -> None:
    one, other = two(bureau)
    arguments = ("person", "link", f"{one}/1", f"{other}/1", "--document", "厦公证2024-1", "--dry-run")
    ran = bureau(*arguments, officer="lin", clock=CLOSED)
    assert ran.code == 0
    assert "林**" in ran.out
    assert bureau(*arguments[:-1], officer="lin", clock=CLOSED).code == 0
    look = bureau("confirm", "office", "--dry-run", officer="xu", clock=CLOSED)
    assert "林**" in look.err
    for shown in (ran.out, look.err, look.out):
        assert resident(1) not in shown
        assert PERMIT["id_number"] not in shown
    assert bureau("confirm", "office", "--decline", officer="xu", clock=CLOSED).code == 0
    assert link(bureau, f"{one}/1", f"{other}/1") == 0, "a dry run records nothing, so this is new"


def test_what_is_not_there_is_said(bureau: Bailu) -> None:
    one, other = two(bureau)
    assert link(bureau, f"{one}/9", f"{other}/1") == 65
    assert link(bureau, "350203-2024-000099/1", f"{other}/1") == 66
    assert link(bureau, one, f"{other}/1") == 2


def test_a_line_about_the_applicant_can_be_linked(bureau: Bailu) -> None:
    first, second = submitted(bureau, certificate(1), certificate(2))
    assert link(bureau, f"{first}/1", f"{second}/1") == 0


def test_the_history_of_a_person_has_what_moved_under_either_document(bureau: Bailu) -> None:
    (one,) = submitted(bureau, training(trainee(1)), until="approved")
    other: dict[str, Any] = trainee(1)
    other["person"] = PERMIT
    (second,) = submitted(bureau, training(other, facts={"entry": "XM-2"}), until="submitted")

    def moved() -> set[str]:
        asked = ("history", "--person", resident(1), "-o", "json")
        return {row["application"] for row in bureau(*asked, officer="gao", clock=CLOSED).json}

    assert moved() == {one}
    assert link(bureau, f"{one}/1", f"{second}/1") == 0
    for act, officer in (
        (("application", "accept"), "lin"),
        (("application", "verify", "--all-declared", "--source", "就业登记"), "sun"),
        (("application", "assess"), "chen"),
        (("application", "approve"), "huang"),
    ):
        assert bureau(*act, second, officer=officer, clock=CLOSED).code == 0
    assert moved() == {one, second}
    asked = ("history", "--person", PERMIT["id_number"], "--id-kind", "taiwan-permit", "--totals", "-o", "json")
    ran = bureau(*asked, officer="gao", clock=CLOSED)
    assert ran.json == [{"kind": "entitled", "movements": 2, "amount_fen": 200_000}]
    assert "one person" in ran.err
