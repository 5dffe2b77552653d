"""核验: what comparisons with other registers found, from a table or all at once."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.cli.application_files import VERIFIED, resident, submitted, table, trainee, training
from tests.cli.conftest import Bailu

ROWS = ("申请编号", "行号", "证件类型", "证件号码", "人员类别", "核验来源", "核验日期")


def verified(bureau: Bailu, number: str) -> dict[int, dict[str, str]]:
    """The verified values of each line."""
    shown = bureau("application", "show", number, "-o", "json", officer="lin").json
    return {
        line["line"]: {name: verification["value"] for name, verification in line["verified"].items()}
        for line in shown["lines"]
    }


def test_a_comparison_is_found_by_line_or_by_person_and_its_values_count(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="accepted")
    results = table(
        bureau,
        "results.csv",
        ROWS,
        ("", 1, "", "", "失业人员", "就业登记", "2024-05-08"),
        ("", "", "居民身份证", resident(2), "一般人员", "就业登记", "2024-05-08"),
        (number, 3, "", "", "农民工", "社会保险", "2024-05-07"),
        ("350203-2024-000777", 1, "", "", "农民工", "社会保险", "2024-05-07"),
    )
    ran = bureau("application", "verify", number, results, officer="lin", clock=VERIFIED)
    assert ran.code == 0
    assert ran.err == "1 row(s) are about other applications and were passed over.\n"
    assert len(ran.out.splitlines()) == 2, "a comparison with one source on one day is one fact"
    assert verified(bureau, number) == {
        1: {"category": "unemployed"},
        2: {"category": "general"},
        3: {"category": "migrant-worker"},
    }


def test_the_same_comparison_again_changes_nothing(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="accepted")
    results = table(bureau, "results.csv", ROWS, ("", 1, "", "", "失业人员", "就业登记", "2024-05-08"))
    bureau("application", "verify", number, results, officer="lin", clock=VERIFIED)
    size = len(bureau.log())
    ran = bureau("application", "verify", number, results, officer="lin", clock=VERIFIED)
    assert (ran.code, ran.out) == (0, f"{number}: nothing new.\n")
    assert len(bureau.log()) == size


def test_a_comparison_with_a_problem_verifies_nothing_at_all(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="accepted")
    size = len(bureau.log())
    results = table(
        bureau,
        "results.csv",
        ROWS,
        ("", 1, "", "", "失业人员", "就业登记", "2024-05-08"),
        ("", 7, "", "", "失业人员", "就业登记", "2024-05-08"),
        ("", "", "居民身份证", resident(99), "失业人员", "就业登记", "2024-05-08"),
        ("", 2, "", "", "失业人员", "就业登记", "2024-05-09"),
    )
    ran = bureau("application", "verify", number, results, officer="lin", clock=VERIFIED)
    assert ran.code == 65
    for phrase in ("Row 3", "Row 4", "Row 5", "3 problem(s). Nothing was recorded."):
        assert phrase in ran.err
    assert resident(99) not in ran.err
    assert len(bureau.log()) == size


def test_a_comparison_about_nothing_of_the_application_is_refused(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="accepted")
    results = table(bureau, "r.csv", ROWS, ("350203-2024-000777", 1, "", "", "农民工", "社会保险", "2024-05-07"))
    ran = bureau("application", "verify", number, results, officer="lin", clock=VERIFIED)
    assert ran.code == 65
    assert "verifies nothing" in ran.err


def test_a_table_for_several_applications_says_which_each_row_is_about(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), training(trainee(7)), until="accepted")
    unsaid = table(bureau, "unsaid.csv", ROWS, ("", 1, "", "", "农民工", "社会保险", "2024-05-07"))
    assert bureau("application", "verify", *numbers, unsaid, officer="lin", clock=VERIFIED).code == 65
    rows = [(number, 1, "", "", "农民工", "社会保险", "2024-05-07") for number in numbers]
    path = table(bureau, "said.csv", ROWS, *rows)
    assert bureau("application", "verify", *numbers, path, officer="lin", clock=VERIFIED).code == 0
    assert [verified(bureau, number)[1] for number in numbers] == [{"category": "migrant-worker"}] * 2
    again = bureau("application", "verify", *numbers, path, officer="lin", clock=VERIFIED)
    assert again.out.splitlines() == [f"{number}: nothing new." for number in numbers]


def test_confirming_all_that_was_declared_leaves_what_a_comparison_found(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="accepted")
    results = table(bureau, "results.csv", ROWS, ("", 2, "", "", "一般人员", "就业登记", "2024-05-08"))
    bureau("application", "verify", number, results, officer="lin", clock=VERIFIED)
    declared = ("application", "verify", number, "--all-declared", "--source", "就业登记")
    assert bureau(*declared, officer="sun", clock=VERIFIED).code == 0
    assert [facts["category"] for facts in verified(bureau, number).values()] == ["unemployed", "general", "unemployed"]
    assert bureau(*declared, officer="sun", clock=VERIFIED).out == f"{number}: nothing new.\n"


def test_a_comparison_is_never_of_the_future(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="accepted")
    ran = bureau(
        "application", "verify", number, "--all-declared", "--source", "就业登记", "--on", "2024-05-09",
        officer="sun", clock=VERIFIED,
    )  # fmt: skip
    assert ran.code == 65
    assert "future" in ran.err


@pytest.mark.parametrize(
    "options", [("--all-declared",), ("results.csv", "--source", "就业登记"), ("results.csv", "--on", "2024-05-08"), ()]
)
def test_a_verification_says_where_it_comes_from_once(bureau: Bailu, options: tuple[str, ...]) -> None:
    assert bureau("application", "verify", "350203-2024-000001", *options, officer="lin").code == 2


# Who vouches


def test_whoever_took_a_file_in_vouches_for_nothing_that_it_declares(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="accepted")
    size = len(bureau.log())
    declared = ("application", "verify", number, "--all-declared", "--source", "就业登记")
    ran = bureau(*declared, officer="lin", clock=VERIFIED)
    assert (ran.code, f"lin took {number} in" in ran.err) == (77, True)
    assert len(bureau.log()) == size
    assert bureau(*declared, officer="sun", clock=VERIFIED).code == 0
    assert bureau.log()[-1]["data"]["file_sha256"] is None


def test_a_comparison_file_may_be_given_by_whoever_took_the_application_in_and_is_told_by_its_digest(
    bureau: Bailu,
) -> None:
    (number,) = submitted(bureau, training(), until="accepted")
    results = table(bureau, "results.csv", ROWS, ("", 1, "", "", "失业人员", "就业登记", "2024-05-08"))
    assert bureau("application", "verify", number, results, officer="lin", clock=VERIFIED).code == 0
    fact = bureau.log()[-1]
    assert (fact["name"], fact["actor"]) == ("application.facts-verified.v1", "lin")
    assert fact["data"]["file_sha256"] == sha256(results.read_bytes()).hexdigest()
